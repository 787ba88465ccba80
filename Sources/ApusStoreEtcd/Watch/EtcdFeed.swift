import ApusStore
import GRPCCore
import Logging

/// Follows etcd over one stream and gives what it brings to the hub, once and in order; begins a new stream where the
/// last one ended when it was cut.
final class EtcdFeed: Sendable {
    /// What lasts while the feed runs, for the tasks that must not keep the feed itself.
    struct Outlets: Sendable {
        let client: EtcdClient
        let span: WatchSpan
        let hub: WatchHub
        let recent: RecentEvents
        let gate: CommitGate
        let attachments: Attachments
        let health: EtcdHealth
        let logger: Logger
    }

    private let outlets: Outlets
    private let wishes: Wishes
    private let task: Task<Void, Never>

    /// Begins to follow after the hub's newest revision.
    init(_ outlets: Outlets) {
        self.outlets = outlets
        let wishes = Wishes()
        self.wishes = wishes
        task = Task { await EtcdFeed.run(outlets, wishes) }
    }

    deinit { task.cancel() }

    /// Asks etcd how far the stream has come.
    func requestProgress() {
        if outlets.span.trustsProgress { wishes.add() }
    }

    func stop() async {
        task.cancel()
        await task.value
    }

    private static func run(_ outlets: Outlets, _ wishes: Wishes) async {
        var backoff = Backoff()
        while !Task.isCancelled {
            let channel = outlets.client.channel
            let before = outlets.hub.published
            let ended: String
            do {
                try await follow(outlets, wishes, at: channel)
                ended = "the stream ended"
            } catch WatchCut.compacted(let oldest) {
                ended = "revisions before \(oldest) were compacted"
                await restart(outlets, oldest)
            } catch WatchCut.lost(let reason) {
                ended = reason
            } catch {
                ended = "\(EtcdFailure(error).storeError)"
            }
            outlets.gate.follows(false)
            guard !Task.isCancelled else { return }
            outlets.health.feedEnded("\(channel.endpoint): \(ended)")
            outlets.logger.warning("the watch of etcd was cut", metadata: ["reason": "\(ended)"])
            outlets.client.leave(channel)
            if outlets.hub.published > before { backoff.reset() }
            try? await Task.sleep(for: backoff.next())
        }
    }

    private static func follow(
        _ outlets: Outlets, _ wishes: Wishes, at channel: EtcdChannel
    ) async throws {
        let first = outlets.span.request(from: outlets.hub.published + 1)
        try await outlets.client.staying(at: channel) {
            try await outlets.client.stream(.watch, at: channel) { writer in
                try await writer.write(first)
                await wishes.forEach { try await writer.write(WatchSpan.progress) }
            } receive: { response in
                try take(response, outlets)
            }
        }
    }

    private static func take(_ response: EtcdWatchResponse, _ outlets: Outlets) throws {
        if response.created, !response.canceled {
            outlets.gate.follows(true)
            outlets.health.feedBegan()
        }
        let chunk = try outlets.span.read(response, from: outlets.hub.published + 1, outlets.attachments)
        guard let chunk, chunk.through > outlets.hub.published else { return }
        outlets.recent.append(chunk.events, through: chunk.through)
        outlets.hub.publish(chunk.events, revision: chunk.through)
        outlets.gate.published(chunk.through)
    }

    /// What happened meanwhile is gone: those who watch have to read everything again.
    private static func restart(_ outlets: Outlets, _ oldest: Revision) async {
        guard let now = try? await outlets.client.read(.range, EtcdRangeRequest(key: outlets.span.prefix)) else {
            return
        }
        let revision = Revision(now.header.revision)
        outlets.recent.restart(after: revision)
        outlets.hub.restart(after: revision, .compacted(oldest: oldest))
        outlets.gate.published(revision)
    }
}

import ApusStore
import GRPCCore
import Logging

/// Feeds a watch that begins in the past: from etcd's history up to where the recent events begin, then from those,
/// until it is live.
struct EtcdReplay: Sendable {
    let client: EtcdClient
    let span: WatchSpan
    let recent: RecentEvents

    func run(_ watch: HubWatch) async {
        var backoff = Backoff()
        while watch.isOpen, !Task.isCancelled {
            if join(watch) { return }
            let channel = client.channel
            do {
                try await follow(watch, at: channel)
            } catch is Joined {
                return
            } catch WatchCut.compacted(let oldest) {
                return watch.finish(.compacted(oldest: oldest))
            } catch {
                client.leave(channel)
                try? await Task.sleep(for: backoff.next())
            }
        }
    }

    private struct Joined: Error {}

    private func follow(_ watch: HubWatch, at channel: EtcdChannel) async throws {
        let first = span.request(from: watch.floor)
        try await client.staying(at: channel) {
            try await client.stream(.watch, at: channel) { writer in
                try await writer.write(first)
                await Wishes().forEach {}
            } receive: { response in
                guard watch.isOpen else { throw Joined() }
                guard let chunk = try span.read(response, from: watch.floor, nil) else { return }
                let events = chunk.events.filter { $0.key.hasKeyPrefix(watch.prefix) }
                watch.deliverPast(HistoryChunk(events: events, through: chunk.through, isLast: false))
                if join(watch) { throw Joined() }
            }
        }
    }

    /// Makes the watch live where nothing is missing between what it has seen and the recent events.
    private func join(_ watch: HubWatch) -> Bool {
        guard recent.events(prefix: watch.prefix, from: watch.floor) != nil else { return false }
        // What is published from here on reaches the watch through its buffer; what was published before is recent.
        watch.beginBuffering()
        guard let rest = recent.events(prefix: watch.prefix, from: watch.floor) else { return false }
        watch.deliverPast(rest)
        watch.drain()
        return true
    }
}

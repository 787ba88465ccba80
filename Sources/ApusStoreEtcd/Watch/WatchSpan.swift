import ApusStore
import FoundationEssentials

/// The keys that are watched in etcd, and how its answers are read.
struct WatchSpan: Sendable {
    /// What the keys of the store begin with.
    let prefix: String
    /// Whether etcd's word of how far a watch has come is right. Where it may not be, all keys are watched, those of
    /// others too: then each revision shows itself by an event.
    let trustsProgress: Bool

    /// Asks for the changes from one revision before `revision` on. etcd refuses only what lies before the revision of its
    /// last compaction, and of that one it has lost the deletions: so it refuses what it would tell with a gap.
    func request(from revision: Revision) -> EtcdWatchRequest {
        var request = EtcdWatchRequest()
        if trustsProgress {
            let range = EtcdRangeRequest(RangeRequest(prefix: prefix))
            request.createRequest.key = range.key
            request.createRequest.rangeEnd = range.rangeEnd
        } else {
            request.createRequest.key = .lowest
            request.createRequest.rangeEnd = .lowest
        }
        request.createRequest.startRevision = max(1, Int64(revision) - 1)
        request.createRequest.prevKv = true
        request.createRequest.progressNotify = trustsProgress
        return request
    }

    static var progress: EtcdWatchRequest {
        var request = EtcdWatchRequest()
        request.progressRequest = EtcdWatchProgressRequest()
        return request
    }

    /// What an answer brings: events, and the revision up to which there are no others; nil: nothing.
    ///
    /// - Parameter floor: earlier events have been seen.
    func read(
        _ response: EtcdWatchResponse, from floor: Revision, _ attachments: Attachments?
    ) throws(WatchCut) -> HistoryChunk? {
        if response.canceled {
            guard response.compactRevision > 0 else { throw .lost(response.cancelReason) }
            throw .compacted(oldest: Revision(response.compactRevision) + 1)
        }
        guard let last = response.events.last else {
            guard trustsProgress, !response.created else { return nil }
            return HistoryChunk(events: [], through: Revision(response.header.revision), isLast: false)
        }
        var events: [StoreEvent] = []
        events.reserveCapacity(response.events.count)
        for message in response.events {
            let revision = Revision(message.kv.modRevision)
            guard revision >= floor, message.kv.key.starts(with: prefix.utf8) else { continue }
            events.append(try event(message, revision, attachments))
        }
        return HistoryChunk(events: events, through: Revision(last.kv.modRevision), isLast: false)
    }

    private func event(
        _ message: EtcdEvent, _ revision: Revision, _ attachments: Attachments?
    ) throws(WatchCut) -> StoreEvent {
        let isNew = message.type == .put && message.kv.version == 1
        // The value before was compacted meanwhile.
        guard isNew || message.hasPrevKv else { throw .compacted(oldest: revision) }
        let value =
            message.type == .put ? KeyValue(message.kv, attached: attachments?.entry(for: message.kv)) : nil
        let previous = message.hasPrevKv ? KeyValue(message.prevKv) : nil
        let key = value?.key ?? previous?.key ?? String(decoding: message.kv.key, as: UTF8.self)
        return StoreEvent(
            kind: message.type == .put ? .put : .delete, revision: revision, key: key, value: value,
            previous: previous)
    }
}

/// Why a stream of changes ended.
enum WatchCut: Error, Sendable {
    /// What comes next was compacted.
    case compacted(oldest: Revision)
    case lost(String)
}

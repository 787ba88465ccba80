import ApusClient
import Synchronization

/// What a controller has asked for and its cache has not shown yet, so that it does not ask twice
/// (upstream's `ControllerExpectations`). After five minutes it looks again in any case.
final class Expectations: Sendable {
    private struct Entry {
        var creations = 0
        /// Keys of the objects whose deletion is awaited.
        var deletions: Set<String> = []
        var since: Duration
    }

    static let timeout: Duration = .seconds(300)

    private let time: TimeSource
    private let entries = Mutex<[String: Entry]>([:])

    init(time: TimeSource) { self.time = time }

    func expectCreations(_ owner: String, _ count: Int) {
        entries.withLock { $0[owner] = Entry(creations: count, since: time.elapsed) }
    }

    func expectDeletions(_ owner: String, _ keys: [String]) {
        entries.withLock { $0[owner] = Entry(deletions: Set(keys), since: time.elapsed) }
    }

    /// Call it for a creation that was seen, and for one that failed.
    func creationObserved(_ owner: String) {
        entries.withLock { entries in
            guard let left = entries[owner]?.creations, left > 0 else { return }
            entries[owner]?.creations = left - 1
        }
    }

    /// Call it for a deletion that was seen, and for one that failed.
    func deletionObserved(_ owner: String, _ key: String) {
        entries.withLock { _ = $0[owner]?.deletions.remove(key) }
    }

    func isSatisfied(_ owner: String) -> Bool {
        entries.withLock { entries in
            guard let entry = entries[owner] else { return true }
            return (entry.creations == 0 && entry.deletions.isEmpty) || time.elapsed - entry.since > Self.timeout
        }
    }

    func forget(_ owner: String) { entries.withLock { $0[owner] = nil } }
}

import Synchronization

/// Takes down a history while many clients make it.
public final class HistoryRecorder: Sendable {
    fileprivate let history = Mutex(History())
    private let ticks = Atomic<UInt64>(0)

    public init() {}

    /// The time: each call is later than every one that returned before.
    public func tick() -> UInt64 { ticks.add(1, ordering: .sequentiallyConsistent).newValue }

    public func record(_ body: (inout sending History) -> Void) { history.withLock { body(&$0) } }

    public var current: History { history.withLock { $0 } }
}

extension HistoryRecorder {
    /// Takes down a compaction that is about to be asked for; returns its place.
    public func begin(_ compaction: History.Compaction) -> Int {
        history.withLock { history in
            history.compactions.append(compaction)
            return history.compactions.count - 1
        }
    }
}

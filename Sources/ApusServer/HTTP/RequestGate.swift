import Synchronization

/// How many requests may be under way at a time; more are told to come again.
final class RequestGate: Sendable {
    private let limit: Int
    private let inside = Atomic<Int>(0)

    /// - Parameter limit: 0: no limit.
    init(limit: Int) { self.limit = limit }

    /// Whether there is room; who is let in must `leave`.
    func enter() -> Bool {
        let now = inside.wrappingAdd(1, ordering: .relaxed).newValue
        guard limit > 0, now > limit else { return true }
        leave()
        return false
    }

    func leave() { inside.wrappingSubtract(1, ordering: .relaxed) }

    var count: Int { inside.load(ordering: .relaxed) }
}

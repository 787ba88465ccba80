/// A Pod that waits for a node. Belongs to the scheduling thread.
final class QueuedPod {
    enum Place {
        case active, backoff, unschedulable, gated
        /// Being scheduled or bound.
        case taken
        /// Deleted or bound: entries that are left in a heap are passed over.
        case gone
    }

    var facts: PodFacts
    var place = Place.gone
    /// Since when it waits in its present turn: orders Pods of equal priority.
    var timestamp: Duration
    /// When it came first.
    let firstSeen: Duration
    var attempts = 0
    /// Until when it must not be tried again.
    var backoffEnd: Duration = .zero
    /// The plugins that rejected it last.
    var rejectedBy: Set<String> = []
    /// Counts moves, so that heap entries from before a move are known as such.
    var move: UInt64 = 0

    init(_ facts: PodFacts, at now: Duration) {
        self.facts = facts
        timestamp = now
        firstSeen = now
    }
}

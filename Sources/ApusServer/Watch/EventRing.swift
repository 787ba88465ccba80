import ApusStore

/// The most recent changes of one resource, from which a watch resumes.
struct EventRing: Sendable {
    private var events: [CacheEvent] = []
    private var head = 0
    private let capacity: Int
    /// Every change after this revision is in the ring.
    private(set) var complete: Revision

    /// - Parameter complete: the revision at which the ring begins; what was before is not in it.
    init(capacity: Int, complete: Revision) {
        self.capacity = capacity
        self.complete = complete
    }

    /// How many of the newest changes keep their encoded forms.
    private static let encoded = 64

    mutating func append(_ event: CacheEvent) {
        let old = head + events.count - EventRing.encoded
        if old >= 0, events.count >= EventRing.encoded { events[old % events.count].dropFrames() }
        if events.count < capacity {
            events.append(event)
            return
        }
        complete = events[head].revision
        events[head] = event
        head = (head + 1) % capacity
    }

    /// The changes after `revision`, oldest first; nil where the ring does not reach back so far.
    func events(after revision: Revision) -> [CacheEvent]? {
        guard revision >= complete else { return nil }
        let ordered = events[head...] + events[..<head]
        // Most watches resume near the end.
        guard let last = ordered.lastIndex(where: { $0.revision <= revision }) else { return Array(ordered) }
        return Array(ordered[ordered.index(after: last)...])
    }
}

/// Growing pauses between tries, spread at random so that clients do not come back all at once.
struct Backoff: Sendable {
    private let first: Duration
    private let limit: Duration
    private var pause: Duration

    init(first: Duration = .milliseconds(25), limit: Duration = .seconds(2)) {
        self.first = first
        self.limit = limit
        pause = first
    }

    /// The next pause: half to whole of a length that doubles up to the limit.
    mutating func next() -> Duration {
        defer { pause = min(pause * 2, limit) }
        return pause * Double.random(in: 0.5...1)
    }

    mutating func reset() { pause = first }
}

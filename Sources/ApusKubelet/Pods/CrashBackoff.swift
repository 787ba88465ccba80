import ApusClient

/// The back-off of one container or image: 10 s, doubled up to 5 min, forgotten after 10 min
/// (`client-go/util/flowcontrol/backoff.go`, `MaxContainerBackOff`).
struct CrashBackoff: Sendable {
    static let initial: Duration = .seconds(10)
    static let limit: Duration = .seconds(300)

    private(set) var delay: Duration = .zero
    private(set) var updatedAt: Duration = .zero

    /// How long a restart has to wait that follows an event at `time`; nil: not at all. All times of one clock.
    func remaining(since time: Duration, now: Duration) -> Duration? {
        guard delay > .zero, time - updatedAt <= Self.limit * 2, now - time < delay else { return nil }
        return delay - (now - time)
    }

    /// A restart takes place that follows an event at `time`.
    mutating func next(since time: Duration, now: Duration) {
        if delay == .zero || time - updatedAt > Self.limit * 2 {
            delay = Self.initial
        } else {
            delay = min(delay * 2, Self.limit)
        }
        updatedAt = now
    }
}

extension Duration {
    /// As Go prints a duration of whole seconds: `10s`, `2m40s`, `5m0s`.
    var goText: String {
        let seconds = components.seconds
        let (hours, minutes) = (seconds / 3600, seconds / 60 % 60)
        if hours > 0 { return "\(hours)h\(minutes)m\(seconds % 60)s" }
        return minutes > 0 ? "\(minutes)m\(seconds % 60)s" : "\(seconds % 60)s"
    }
}

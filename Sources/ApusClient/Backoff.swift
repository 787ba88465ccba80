/// Exponential back-off with jitter that forgets after a quiet time.
///
/// The numbers of `reflector` are those of client-go's reflector (`tools/cache/reflector.go`).
public struct Backoff: Sendable {
    public var initial: Duration
    public var limit: Duration
    public var factor: Double
    public var jitter: Double
    /// After that long without a failure the next delay is `initial` again.
    public var resetAfter: Duration
    private var current: Duration?
    private var lastFailure: Duration?

    public init(initial: Duration, limit: Duration, factor: Double = 2, jitter: Double, resetAfter: Duration) {
        self.initial = initial
        self.limit = limit
        self.factor = factor
        self.jitter = jitter
        self.resetAfter = resetAfter
    }

    /// 0.8 s to 30 s, doubling, up to twice that by jitter, forgotten after two minutes.
    public static var reflector: Backoff {
        Backoff(initial: .milliseconds(800), limit: .seconds(30), jitter: 1, resetAfter: .seconds(120))
    }

    /// The next delay for a failure at `now` (any clock that does not go back); `random` gives 0..<1.
    public mutating func next(at now: Duration, random: () -> Double = { .random(in: 0..<1) }) -> Duration {
        if let last = lastFailure, now - last > resetAfter { current = nil }
        lastFailure = now
        let delay = current.map { min($0 * factor, limit) } ?? initial
        current = delay
        return delay.jittered(jitter, using: random)
    }

    public mutating func reset() {
        current = nil
        lastFailure = nil
    }
}

/// How long a failed item waits: the longer of its own exponential back-off and of its turn in a bucket that all
/// items share. The numbers of the default are those of client-go's `DefaultTypedControllerRateLimiter`.
struct RateLimiter<Item: Hashable & Sendable>: Sendable {
    var base: Duration = .milliseconds(5)
    var limit: Duration = .seconds(1000)
    var bucket = TokenBucket(rate: 10, burst: 100)
    private(set) var failures: [Item: Int] = [:]

    /// Counts a failure of `item` at `now` and returns how long it has to wait.
    mutating func delay(_ item: Item, at now: Duration) -> Duration {
        let count = failures[item, default: 0]
        failures[item] = count + 1
        let own = count < 40 ? min(base * (1 << count), limit) : limit
        return max(own, bucket.reserve(at: now))
    }

    mutating func forget(_ item: Item) { failures[item] = nil }
}

/// A token bucket: `rate` tokens a second, at most `burst` saved up.
public struct TokenBucket: Sendable {
    public let rate: Double
    public let burst: Double
    private var tokens: Double
    private var updated: Duration = .zero

    public init(rate: Double, burst: Double) {
        self.rate = rate
        self.burst = burst
        self.tokens = burst
    }

    private mutating func refill(at now: Duration) {
        guard now > updated else { return }
        tokens = min(burst, tokens + (now - updated).inSeconds * rate)
        updated = now
    }

    /// Takes a token in any case and returns how long to wait until it is there.
    public mutating func reserve(at now: Duration) -> Duration {
        refill(at: now)
        tokens -= 1
        return tokens >= 0 ? .zero : .seconds(-tokens / rate)
    }

    /// Takes a token if there is one.
    public mutating func take(at now: Duration) -> Bool {
        refill(at: now)
        guard tokens >= 1 else { return false }
        tokens -= 1
        return true
    }
}

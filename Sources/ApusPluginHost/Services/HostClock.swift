import Glibc

/// The time that plugins see.
public struct HostClock: Sendable {
    /// Nanoseconds since 1970-01-01T00:00:00Z.
    public var now: @Sendable () -> Int64
    /// Nanoseconds since some fixed moment; never goes back.
    public var monotonic: @Sendable () -> Int64

    public init(now: @escaping @Sendable () -> Int64, monotonic: @escaping @Sendable () -> Int64) {
        self.now = now
        self.monotonic = monotonic
    }

    /// The machine's clocks.
    public static let system = HostClock(
        now: { nanoseconds(CLOCK_REALTIME) }, monotonic: { nanoseconds(CLOCK_MONOTONIC) })
}

private func nanoseconds(_ clock: clockid_t) -> Int64 {
    var time = timespec()
    clock_gettime(clock, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
}

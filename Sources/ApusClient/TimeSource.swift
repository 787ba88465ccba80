public import ApusAPI
import Glibc

/// Time as a component sees it, passed in so that tests move it: a clock to sleep on, and the wall for timestamps.
public struct TimeSource: Sendable {
    private let clock: any Clock<Duration>
    private let elapsedSinceStart: @Sendable () -> Duration
    private let wall: @Sendable () -> Timestamp

    /// `wall` tells the time of day; `clock` how it passes.
    public init<C: Clock<Duration>>(_ clock: C, wall: @escaping @Sendable () -> Timestamp) {
        let start = clock.now
        self.clock = clock
        self.elapsedSinceStart = { start.duration(to: clock.now) }
        self.wall = wall
    }

    /// The machine's clocks.
    public static var system: TimeSource {
        TimeSource(ContinuousClock()) {
            var time = timespec()
            clock_gettime(CLOCK_REALTIME, &time)
            return Timestamp(seconds: Int64(time.tv_sec), nanoseconds: Int32(truncatingIfNeeded: time.tv_nsec))
        }
    }

    /// The time of day; may jump.
    public var now: Timestamp { wall() }
    /// Since the source was made; never goes back.
    public var elapsed: Duration { elapsedSinceStart() }

    /// Sleeps; throws `CancellationError` when the task is cancelled.
    public func sleep(for duration: Duration) async throws {
        try await clock.sleep(for: duration)
    }
}

extension Timestamp {
    /// The time that is `duration` later.
    public func advanced(by duration: Duration) -> Timestamp {
        let parts = (Duration.seconds(seconds) + .nanoseconds(Int64(nanoseconds)) + duration).components
        let nanoseconds = Int32(truncatingIfNeeded: parts.attoseconds / 1_000_000_000)
        return nanoseconds < 0
            ? Timestamp(seconds: parts.seconds - 1, nanoseconds: nanoseconds + 1_000_000_000)
            : Timestamp(seconds: parts.seconds, nanoseconds: nanoseconds)
    }
}

extension Duration {
    /// As a number of seconds, for arithmetic that needs fractions.
    public var inSeconds: Double {
        Double(components.seconds) + Double(components.attoseconds) / 1e18
    }

    /// Stretched by a random part of up to `factor` of itself, so that many clients do not move in step.
    public func jittered(_ factor: Double, using random: () -> Double = { .random(in: 0..<1) }) -> Duration {
        self + .seconds(inSeconds * factor * random())
    }
}

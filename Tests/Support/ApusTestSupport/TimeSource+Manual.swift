import ApusAPI
public import ApusClient

extension TimeSource {
    /// Time that `clock` moves; the wall begins at `FakeAPI.start`.
    public static func manual(_ clock: ManualClock) -> TimeSource {
        TimeSource(clock) { FakeAPI.start.advanced(by: clock.now.offset) }
    }
}

extension FakeAPI {
    /// An API whose timestamps `clock` gives.
    public convenience init(clock: ManualClock) {
        self.init { FakeAPI.start.advanced(by: clock.now.offset) }
    }
}

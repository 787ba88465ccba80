import ApusAPI
import ApusJSON
import ApusStore
import ApusTestSupport
import Synchronization
import Testing

@testable import ApusSnapshots

/// Two servers over one store.
@Suite(.timeLimit(.minutes(1)))
struct SnapshotTurnTests {
    let store: MemoryStore
    /// What the store's leases live by.
    private let elapsed = Elapsed()
    let clock = ManualClock()

    private final class Elapsed: Sendable {
        let seconds = Mutex<UInt64>(0)
    }

    init() throws {
        let elapsed = elapsed
        store = try MemoryStore { elapsed.seconds.withLock { $0 } * 1_000_000_000 }
    }

    var turn: SnapshotTurn {
        SnapshotTurn(store: store, root: "/registry/") { [clock] in try await clock.sleep(for: $0) }
    }

    static func hour(_ hour: Int64) -> Timestamp { Timestamp(seconds: hour * 3600) }

    private func keys() async throws -> [String] {
        try await store.range(RangeRequest(prefix: "/registry/")).items.map(\.key)
    }

    @Test("one makes it, the others know, and the next time comes anew")
    func taking() async throws {
        let count = Counter()
        for hour: Int64 in [1, 2, 3] {
            for late: Int64 in [0, 2, 5] {
                let started = Timestamp(seconds: hour * 3600 + late)
                try await turn.take(due: Self.hour(hour), at: started) { _ = count.next() }
            }
        }
        #expect(count.next() == 4)
        #expect(try await turn.lastTime() == Self.hour(3))
        #expect(try await keys() == ["/registry/apus-locks/snapshot-time"])
    }

    @Test("who comes while another is at it waits, and makes none where that one did")
    func waiting() async throws {
        let (begun, ended) = (AsyncStream.makeStream(of: Void.self), AsyncStream.makeStream(of: Void.self))
        let count = Counter()
        let turn = turn
        let first = Task {
            try await turn.take(due: Self.hour(1), at: Self.hour(1)) {
                _ = count.next()
                begun.continuation.finish()
                for await _ in ended.stream {}
            }
        }
        for await _ in begun.stream {}
        let second = Task { try await turn.take(due: Self.hour(1), at: Self.hour(1)) { _ = count.next() } }
        ended.continuation.finish()
        try await first.value
        try await second.value
        #expect(count.next() == 2)
    }

    @Test("where one fails, the other makes it")
    func failover() async throws {
        await #expect(throws: SnapshotError("no")) {
            try await turn.take(due: Self.hour(1), at: Self.hour(1)) { throw SnapshotError("no") }
        }
        #expect(try await keys().isEmpty)
        let count = Counter()
        try await turn.take(due: Self.hour(1), at: Self.hour(1)) { _ = count.next() }
        #expect(count.next() == 2)
    }

    @Test("a cancelled one lets go at once")
    func cancellation() async throws {
        let begun = AsyncStream.makeStream(of: Void.self)
        let turn = turn
        let task = Task {
            try await turn.take(due: Self.hour(1), at: Self.hour(1)) {
                begun.continuation.finish()
                try await Task.sleep(for: .seconds(3600))
            }
        }
        for await _ in begun.stream {}
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(try await keys().isEmpty)
    }

    @Test("one whose lease ended stops, and leaves no record")
    func lostLease() async throws {
        let begun = AsyncStream.makeStream(of: Void.self)
        let turn = turn
        let task = Task {
            try await turn.take(due: Self.hour(1), at: Self.hour(1)) {
                begun.continuation.finish()
                try await Task.sleep(for: .seconds(3600))
            }
        }
        for await _ in begun.stream {}
        await clock.waitForSleepers()
        // As if this process had stood still for two minutes.
        elapsed.seconds.withLock { $0 = 120 }
        _ = try await store.commit(Transaction([], [.put(key: "/registry/other", value: Bytes("x"))]))
        clock.advance(by: .seconds(20))
        await #expect(throws: (any Error).self) { try await task.value }
        #expect(try await turn.lastTime() == nil)
    }
}

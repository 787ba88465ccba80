import ApusAPI
import ApusTestSupport
import Logging
import Synchronization
import Testing

@testable import ApusSnapshots

/// A schedule at every full hour from 2026-11-23T00:30:00Z on, by a clock that tests move.
@Suite(.timeLimit(.minutes(1)))
struct SnapshotScheduleTests {
    /// A running schedule and all that it works with.
    struct Fixture: Sendable {
        let clock = ManualClock()
        let destination: MemoryDestination
        /// What the wall clock is ahead of the other.
        let shift: Shift
        let schedule: SnapshotSchedule
        let statistics = ScheduleStatistics()
        let directory: String

        init(
            _ destination: MemoryDestination, retention: Int, in directory: String,
            save: SnapshotSchedule.Save? = nil
        ) throws {
            let (clock, shift) = (clock, Shift())
            self.destination = destination
            self.directory = directory
            self.shift = shift
            let now: @Sendable () -> Timestamp = { shift.now(clock) }
            let revision = Counter()
            schedule = SnapshotSchedule(
                .init(
                    schedule: try CronSchedule("@hourly"), timeZone: .utc, retention: retention, node: "one",
                    staging: directory),
                destination: destination, turn: nil, cluster: { "3F2A9C41-aaaa-bbbb" },
                save: save ?? { try await Fixture.save(to: $0, revision: UInt64(revision.next())) }, now: now,
                sleep: { try await clock.sleep(for: $0) }, statistics: statistics,
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        }

        static func save(to file: String, revision: UInt64) async throws {
            try await Snapshot.save(
                ListedContents([key("/registry/a", "value")], revision: revision), source: "memory",
                prefix: "/registry/", to: file, time: 0, compressed: false, overwrites: true)
        }

        /// Follows the schedule while `body` moves the clock.
        func run(_ body: () async throws -> Void) async throws {
            let task = Task { try await schedule.follow() }
            await clock.waitForSleepers()
            try await body()
            task.cancel()
            await #expect(throws: CancellationError.self) { try await task.value }
            #expect(ApusSnapshotsTests.names(in: directory).isEmpty)
        }

        /// Goes on by so much, and waits until everything that this brings is done.
        func advance(_ minutes: Int) async {
            clock.advance(by: .seconds(minutes * 60))
            await clock.waitForSleepers()
        }

        /// The hours of the schedule's own snapshots.
        var hours: [String] {
            destination.names.compactMap { ScheduledName($0) }.filter { $0.cluster == "3f2a9c41" }.map {
                String($0.time.rfc3339.dropFirst(11).dropLast(4))
            }
        }
    }

    /// How far somebody set the wall clock.
    final class Shift: Sendable {
        let seconds = Mutex<Int64>(0)

        func now(_ clock: ManualClock) -> Timestamp {
            Timestamp(seconds: 1_795_393_800 + clock.now.offset.components.seconds + seconds.withLock { $0 })
        }
    }

    static func name(_ time: String, cluster: String = "3f2a9c41") -> String {
        "scheduled-\(time)-\(cluster)-r1-one.snapshot"
    }

    @Test("a snapshot is made at each time, and the oldest beyond the number go")
    func hourly() async throws {
        try await withDirectory { directory in
            let fixture = try Fixture(MemoryDestination(), retention: 2, in: directory)
            try await fixture.run {
                await fixture.advance(29)
                #expect(fixture.hours == [])
                await fixture.advance(1)
                #expect(fixture.destination.names == ["scheduled-20261123T010000Z-3f2a9c41-r1-one.snapshot"])
                await fixture.advance(60)
                await fixture.advance(60)
                #expect(fixture.hours == ["02:00", "03:00"])
                #expect(fixture.destination.names.last == "scheduled-20261123T030000Z-3f2a9c41-r3-one.snapshot")
            }
        }
    }

    @Test("nothing goes that the schedule did not make")
    func strangers() async throws {
        let strangers = [
            "backup.snapshot", "scheduled.snapshot", Self.name("20200101T000000Z", cluster: "00000000"),
            Self.name("20200101T000000Z") + ".partial",
        ]
        try await withDirectory { directory in
            let old = [Self.name("20261122T230000Z"), Self.name("20261123T000000Z")]
            let fixture = try Fixture(MemoryDestination(strangers + old), retention: 1, in: directory)
            try await fixture.run {
                await fixture.advance(30)
                #expect(fixture.hours == ["01:00"])
                #expect(Set(fixture.destination.names).isSuperset(of: strangers))
            }
        }
    }

    @Test("0 keeps all")
    func unbounded() async throws {
        try await withDirectory { directory in
            let fixture = try Fixture(MemoryDestination(), retention: 0, in: directory)
            try await fixture.run {
                for _ in 0..<8 { await fixture.advance(60) }
                #expect(fixture.hours.count == 8)
            }
        }
    }

    @Test("times that were missed while nothing ran are made up once, at once")
    func missed() async throws {
        try await withDirectory { directory in
            let last = Self.name("20261122T200000Z")
            let fixture = try Fixture(MemoryDestination([last]), retention: 5, in: directory)
            try await fixture.run {
                #expect(fixture.hours == ["20:00", "00:30"])
                await fixture.advance(30)
                #expect(fixture.hours == ["20:00", "00:30", "01:00"])
            }
        }
    }

    @Test("what is not old enough, lies in the future or cannot be listed is not made up")
    func notMissed() async throws {
        try await withDirectory { directory in
            for name in [Self.name("20261123T000000Z"), Self.name("20270101T000000Z")] {
                let fixture = try Fixture(MemoryDestination([name]), retention: 5, in: directory)
                try await fixture.run {
                    #expect(fixture.destination.names == [name])
                    await fixture.advance(30)
                    #expect(fixture.hours.contains("01:00"))
                }
            }
            let destination = MemoryDestination([Self.name("20261122T200000Z")])
            destination.state.withLock { $0.failsToList = true }
            let fixture = try Fixture(destination, retention: 5, in: directory)
            try await fixture.run { #expect(fixture.destination.names.count == 1) }
        }
    }

    @Test("times that pass while a snapshot is made are made up once")
    func slow() async throws {
        try await withDirectory { directory in
            let clock = Mutex<ManualClock?>(nil)
            let count = Counter()
            let fixture = try Fixture(MemoryDestination(), retention: 5, in: directory) { file in
                // The first one takes two hours and a half.
                if count.next() == 1 { clock.withLock { $0 }?.advance(by: .seconds(9000)) }
                try await Fixture.save(to: file, revision: 1)
            }
            clock.withLock { $0 = fixture.clock }
            try await fixture.run {
                await fixture.advance(30)
                #expect(fixture.hours == ["01:00", "03:30"])
                await fixture.advance(30)
                #expect(fixture.hours == ["01:00", "03:30", "04:00"])
            }
        }
    }

    enum Fault: CaseIterable, Sendable { case save, damage, truncation, list }

    @Test("one that fails takes nothing away, is counted, and the next time is tried again", arguments: Fault.allCases)
    func failure(fault: Fault) async throws {
        try await withDirectory { directory in
            let old = [Self.name("20261122T230000Z"), Self.name("20261123T000000Z")]
            let count = Counter()
            let fixture = try Fixture(MemoryDestination(old), retention: 1, in: directory) { file in
                let isFirst = count.next() == 1
                if isFirst, fault == .save { throw SnapshotError("the disk is full") }
                try await Fixture.save(to: file, revision: 1)
                if isFirst, fault == .damage { try write(Array(try contents(of: file).dropLast()), to: file) }
            }
            try await fixture.run {
                fixture.destination.state.withLock {
                    $0.truncates = fault == .truncation
                    $0.failsToList = fault == .list
                }
                await fixture.advance(30)
                #expect(Set(fixture.destination.names).isSuperset(of: old))
                #expect(fixture.statistics.text.contains("\napus_scheduled_snapshot_failures_total 1\n"))
                #expect(!fixture.statistics.text.contains("timestamp"))
                fixture.destination.state.withLock {
                    $0.truncates = false
                    $0.failsToList = false
                }
                await fixture.advance(60)
                #expect(fixture.hours == ["02:00"])
            }
        }
    }

    @Test("where the clock is set back its times come again, and what was just made stays")
    func clockSetBack() async throws {
        try await withDirectory { directory in
            let fixture = try Fixture(MemoryDestination(), retention: 1, in: directory)
            try await fixture.run {
                await fixture.advance(30)
                #expect(fixture.hours == ["01:00"])
                fixture.shift.seconds.withLock { $0 = -7200 }
                for _ in 0..<6 { await fixture.advance(10) }
                #expect(fixture.hours == ["00:00"])
            }
        }
    }

    @Test("old ones that cannot be taken away do not fail the new one")
    func stuck() async throws {
        try await withDirectory { directory in
            let fixture = try Fixture(
                MemoryDestination([Self.name("20261123T000000Z")]), retention: 1, in: directory)
            fixture.destination.state.withLock { $0.failsToRemove = true }
            try await fixture.run {
                await fixture.advance(30)
                #expect(fixture.hours == ["00:00", "01:00"])
                let size = fixture.destination.state.withLock { $0.sizes.values.max() ?? 0 }
                for line in [
                    "apus_scheduled_snapshots_total 1", "apus_scheduled_snapshot_failures_total 0",
                    "apus_scheduled_snapshot_last_success_timestamp_seconds 1795395600",
                    "apus_scheduled_snapshot_size_bytes \(size)", "apus_scheduled_snapshots_kept 2",
                ] { #expect(fixture.statistics.text.contains("\n\(line)\n"), "\(line)") }
            }
        }
    }

    @Test("it works on a thread of its own too")
    func thread() async throws {
        try await withDirectory { directory in
            let fixture = try Fixture(MemoryDestination(), retention: 1, in: directory)
            let task = Task { try await fixture.schedule.run() }
            await fixture.clock.waitForSleepers()
            await fixture.advance(30)
            #expect(fixture.hours == ["01:00"])
            task.cancel()
            await #expect(throws: CancellationError.self) { try await task.value }
        }
    }
}

public import ApusAPI
public import ApusStore
import Glibc
public import Logging

/// Makes snapshots when a schedule says so, one at a time, and takes away the oldest beyond a number.
///
/// A time that was missed, because the server was down or the snapshot before took too long, is made up once. A snapshot
/// that fails is tried again at the next time. With a shared store, one of its servers makes it.
public final class SnapshotSchedule: Sendable {
    public struct Configuration: Sendable {
        public var schedule: CronSchedule
        /// Of a schedule that names none.
        public var timeZone: TimeZoneRules
        /// How many of the cluster's scheduled snapshots stay; 0: all.
        public var retention: Int
        /// The node's name, a part of the snapshots' names.
        public var node: String
        /// A folder of this server alone, where a snapshot lies until it is in its place.
        public var staging: String

        public init(
            schedule: CronSchedule, timeZone: TimeZoneRules, retention: Int, node: String, staging: String
        ) {
            self.schedule = schedule
            self.timeZone = timeZone
            self.retention = retention
            self.node = node
            self.staging = staging
        }
    }

    /// Writes a snapshot to a file, and replaces what lies there.
    public typealias Save = @Sendable (_ file: String) async throws -> Void

    /// How long it sleeps at most before it looks at the clock again, which may have been set.
    private static let longestSleep = Duration.seconds(600)

    private let configuration: Configuration
    private let destination: any SnapshotDestination
    private let turn: SnapshotTurn?
    private let cluster: @Sendable () async throws -> String
    private let save: Save
    private let now: @Sendable () -> Timestamp
    private let sleep: @Sendable (Duration) async throws -> Void
    private let logger: Logger
    private let statistics: ScheduleStatistics

    /// - Parameters:
    ///   - store: What the servers agree by where it is shared.
    ///   - root: What the cluster's keys in it begin with, with a slash at its end.
    ///   - statistics: Are told how it goes.
    ///   - cluster: The UID of the cluster: others may keep their snapshots in the same place.
    public convenience init(
        _ configuration: Configuration, destination: any SnapshotDestination, store: any Store, root: String,
        cluster: @escaping @Sendable () async throws -> String, save: @escaping Save,
        now: @escaping @Sendable () -> Timestamp,
        sleep: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) },
        statistics: ScheduleStatistics, logger: Logger
    ) {
        self.init(
            configuration, destination: destination,
            turn: store.isShared ? SnapshotTurn(store: store, root: root, sleep: sleep) : nil, cluster: cluster,
            save: save, now: now, sleep: sleep, statistics: statistics, logger: logger)
    }

    init(
        _ configuration: Configuration, destination: any SnapshotDestination, turn: SnapshotTurn?,
        cluster: @escaping @Sendable () async throws -> String, save: @escaping Save,
        now: @escaping @Sendable () -> Timestamp, sleep: @escaping @Sendable (Duration) async throws -> Void,
        statistics: ScheduleStatistics, logger: Logger
    ) {
        self.configuration = configuration
        self.destination = destination
        self.cluster = { String(try await cluster().lowercased().filter { $0 != "-" }.prefix(8)) }
        self.save = save
        self.now = now
        self.sleep = sleep
        self.logger = logger
        self.turn = turn
        self.statistics = statistics
    }

    /// Runs until the task is cancelled.
    public func run() async throws {
        let thread = try DiskThread()
        defer { thread.close() }
        try await withTaskExecutorPreference(thread) { try await follow() }
    }

    func follow() async throws {
        defer { unlink(staged) }
        unlink(staged)
        var after = now()
        do {
            if let last = try await lastTime() { after = last }
        } catch {
            try Task.checkCancellation()
            logger.warning(
                "when the last scheduled snapshot was made is not known, so none is made up",
                metadata: ["error": "\(error)"])
        }
        // Where the clock was set back, times come again.
        while let due = configuration.schedule.next(after: min(after, now()), in: configuration.timeZone) {
            after = min(after, now())
            let left = SnapshotSchedule.time(from: now(), to: due)
            guard left <= .zero else {
                try await sleep(min(left, SnapshotSchedule.longestSleep))
                continue
            }
            after = now()
            do {
                if let turn {
                    try await turn.take(due: due, at: after) { [self, after] in try await make(at: after) }
                } else {
                    try await make(at: after)
                }
            } catch {
                try Task.checkCancellation()
                statistics.failed()
                logger.error("the scheduled snapshot failed", metadata: ["error": "\(error)"])
            }
        }
        logger.error("the schedule of snapshots names no time to come")
        while true { try await sleep(SnapshotSchedule.longestSleep) }
    }

    private var staged: String { configuration.staging + "/.scheduled" }

    private static func time(from start: Timestamp, to end: Timestamp) -> Duration {
        .seconds(end.seconds - start.seconds) + .nanoseconds(Int64(end.nanoseconds - start.nanoseconds))
    }

    /// When the newest snapshot of the schedule was made.
    private func lastTime() async throws -> Timestamp? {
        let record = try await turn?.lastTime()
        let newest = scheduled(try await destination.list(), of: try await cluster()).last?.name.time
        return [record, newest].compactMap { $0 }.max()
    }

    /// Those that the schedule of this cluster made, the oldest first.
    private func scheduled(
        _ snapshots: [StoredSnapshot], of cluster: String
    ) -> [(name: ScheduledName, snapshot: StoredSnapshot)] {
        snapshots.compactMap { snapshot in
            guard let name = ScheduledName(snapshot.name), name.cluster == cluster else { return nil }
            return (name, snapshot)
        }.sorted { ($0.name.time, $0.name.text) < ($1.name.time, $1.name.text) }
    }

    private func make(at started: Timestamp) async throws {
        let cluster = try await cluster()
        defer { unlink(staged) }
        try await save(staged)
        let summary = try Snapshot.verify(staged)
        let name = ScheduledName(
            time: started, cluster: cluster, revision: summary.header.revision, node: configuration.node)
        try await destination.upload(file: staged, as: name.text)
        let there = scheduled(try await destination.list(), of: cluster)
        guard there.contains(where: { $0.name == name && $0.snapshot.size == summary.size }) else {
            throw SnapshotError("\(name.text) is not in its place as it was sent")
        }
        let kept = there.count - (await prune(there, keeping: name))
        statistics.succeeded(
            at: started, took: SnapshotSchedule.time(from: started, to: now()), size: summary.size, kept: kept)
        logger.notice(
            "a scheduled snapshot was made", metadata: ["name": "\(name.text)", "bytes": "\(summary.size)"])
    }

    /// Takes away the oldest, and never the one that was just made, though the clock may have gone back.
    ///
    /// - Returns: how many are gone.
    private func prune(
        _ there: [(name: ScheduledName, snapshot: StoredSnapshot)], keeping newest: ScheduledName
    ) async -> Int {
        guard configuration.retention > 0 else { return 0 }
        var removed = 0
        let others = there.filter { $0.name != newest }
        for (_, snapshot) in others.dropLast(configuration.retention - 1) {
            do {
                try await destination.remove(snapshot.name)
                removed += 1
            } catch {
                logger.warning(
                    "an old scheduled snapshot cannot be taken away",
                    metadata: ["name": "\(snapshot.name)", "error": "\(error)"])
            }
        }
        return removed
    }
}

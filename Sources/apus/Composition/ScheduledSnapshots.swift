import ApusAPI
import ApusClient
import ApusServer
import ApusSnapshots
import ApusStore
import Glibc
import Logging
import NIOCore
import ServiceLifecycle

/// The snapshots that a server makes of its store by itself.
struct ScheduledSnapshots: Service {
    private let schedule: SnapshotSchedule
    private let destination: any SnapshotDestination

    /// Nil where the options want none.
    ///
    /// - Parameter statistics: Are told how it goes.
    init?(
        _ options: ServerOptions, _ data: DataDirectory, store: any Store, server: APIServer,
        group: any EventLoopGroup, statistics: ScheduleStatistics, logger: Logger
    ) throws {
        guard let cron = try options.snapshots.schedule, let place = try options.store.place(data) else { return nil }
        let compressed = options.snapshots.snapshotCompress
        destination = try options.snapshots.location(data).open(group: group) { Timestamp.now }
        schedule = SnapshotSchedule(
            .init(
                schedule: cron, timeZone: TimeZoneDatabase.system.local(tz: Environment.value("TZ")),
                retention: options.snapshots.snapshotRetention, node: LocalAddress.hostname, staging: data.path),
            destination: destination, store: store, root: place.prefix,
            cluster: {
                let user = User(name: "system:snapshots", groups: ["system:masters", "system:authenticated"])
                return try await APIClient(server.transport(as: user)).get(
                    GroupVersionResource("", "v1", "namespaces"), name: "kube-system"
                ).uid
            }, save: { try await place.save(to: $0, compressed: compressed) }, now: { Timestamp.now },
            statistics: statistics, logger: logger)
    }

    func run() async throws {
        let schedule = schedule
        try await Component("snapshots") { try await schedule.run() }.run()
        await destination.close()
    }
}

extension StorePlace {
    /// Writes a snapshot, and replaces what lies there.
    fileprivate func save(to file: String, compressed: Bool) async throws {
        let contents = try await contents()
        let result: Result<Void, any Error>
        do {
            try await Snapshot.save(
                contents, source: kind, prefix: prefix, to: file, time: Int64(time(nil)), compressed: compressed,
                program: Version.text, overwrites: true)
            result = .success(())
        } catch {
            result = .failure(error)
        }
        await contents.close()
        try result.get()
    }
}

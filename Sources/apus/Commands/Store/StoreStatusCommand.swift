import ApusJSON
import ApusStore
import ApusStoreEtcd
import ApusStoreSQLite
import ArgumentParser

struct StoreStatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Show what a store holds and how large it is, also while servers use it.",
        discussion: "Of etcd: each member that --etcd-servers names. Fails where the store cannot be used.")

    @OptionGroup var location: StoreLocation
    @Option(name: .shortAndLong, help: "json, yaml or wide; a table without it.") var output: ListFormat = .table

    func run() async throws {
        switch try location.place {
        case .sqlite(let file):
            try StorePlace.sqlite(file: file).checkExists(file)
            try write(try SQLiteInspection(file: file), file)
        case .etcd(let configuration):
            let etcd = try EtcdMaintenance(configuration)
            let members = await etcd.members()
            guard members.contains(where: { $0.failure == nil }) else {
                throw Failure("no member of etcd answers: \(members.compactMap(\.failure).joined(separator: "; "))")
            }
            try write(members, try await etcd.contents())
        }
    }

    private func write(_ found: SQLiteInspection, _ file: String) throws {
        try output.write(
            [
                "kind": "sqlite", "file": .string(file), "revision": .int(Int64(clamping: found.revision)),
                "oldestRevision": .int(Int64(clamping: found.oldestRevision)), "keys": .int(found.keys),
                "valueBytes": .int(found.valueBytes), "versions": .int(found.versions), "leases": .int(found.leases),
                "fileBytes": .int(found.fileBytes), "logBytes": .int(found.logBytes),
                "pageSize": .int(found.pageSize), "pages": .int(found.pages), "freePages": .int(found.freePages),
                "process": found.process.map { .int(Int64($0)) } ?? .null,
            ],
            columns: [
                "KIND", "REVISION", "OLDEST", "KEYS", "LEASES", "FILE BYTES", "FREE PAGES", "PROCESS", "VALUE BYTES",
                "VERSIONS", "LOG BYTES", "FILE",
            ], wideFrom: 8,
            rows: [
                [
                    "sqlite", "\(found.revision)", "\(found.oldestRevision)", "\(found.keys)", "\(found.leases)",
                    "\(found.fileBytes)", "\(found.freePages)/\(found.pages)",
                    found.process.map { "\($0)" } ?? "<none>", "\(found.valueBytes)", "\(found.versions)",
                    "\(found.logBytes)", file,
                ]
            ])
    }

    private func write(_ members: [EtcdMaintenance.Member], _ contents: EtcdMaintenance.Contents) throws {
        let list: [JSONValue] = members.map { member in
            [
                "endpoint": .string(member.endpoint), "healthy": .bool(member.failure == nil),
                "failure": member.failure.map { .string($0) } ?? .null, "version": .string(member.version),
                "dbSize": .int(member.databaseBytes), "dbSizeInUse": .int(member.databaseBytesInUse),
                "leader": .bool(member.isLeader), "learner": .bool(member.isLearner),
                "errors": .array(member.errors.map { .string($0) }),
            ]
        }
        try output.write(
            [
                "kind": "etcd", "revision": .int(Int64(clamping: contents.revision)),
                "keys": .int(Int64(contents.keys)), "members": .array(list),
            ],
            columns: [
                "KIND", "REVISION", "KEYS", "ENDPOINT", "HEALTHY", "LEADER", "DB SIZE", "IN USE", "VERSION", "ERRORS",
            ],
            wideFrom: 8,
            rows: members.map { member in
                [
                    "etcd", "\(contents.revision)", "\(contents.keys)", member.endpoint, "\(member.failure == nil)",
                    "\(member.isLeader)", "\(member.databaseBytes)", "\(member.databaseBytesInUse)", member.version,
                    (member.errors + [member.failure].compactMap { $0 }).joined(separator: "; "),
                ]
            })
    }
}

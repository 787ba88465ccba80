import ApusStore
import ApusStoreEtcd
import ApusStoreSQLite
import ArgumentParser

struct StoreCompactCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compact", abstract: "Forget old revisions, and give their space back.",
        discussion: """
            A server does it by itself every few minutes. A file is compacted while no server runs; etcd at any time, \
            and each of its members answers nobody while it gives its space back.
            """)

    @OptionGroup var location: StoreLocation
    @Argument(help: "The oldest revision to keep; the newest one without it.") var revision: UInt64?

    func run() async throws {
        switch try location.place {
        case .sqlite(let file):
            try StorePlace.sqlite(file: file).checkExists(file)
            try location.dataDirectory.checkStopped()
            let before = try SQLiteInspection(file: file).fileBytes
            let oldest = try SQLiteOffline(file: file).compact(before: revision)
            let after = try SQLiteInspection(file: file).fileBytes
            Output.line("compacted \(file) to revision \(oldest): \(before) bytes before, \(after) after")
        case .etcd(let configuration):
            let etcd = try EtcdMaintenance(configuration)
            let current = try await etcd.contents().revision
            guard (revision ?? current) <= current else { throw StoreError.future(current: current) }
            try await etcd.compact(at: revision ?? current)
            let before = await etcd.members()
            try await etcd.defragment()
            let after = await etcd.members()
            for (old, new) in zip(before, after) {
                Output.line(
                    "compacted \(new.endpoint) to revision \(revision ?? current): \(old.databaseBytes) bytes before, "
                        + "\(new.databaseBytes) after")
            }
        }
    }
}

import ApusJSON
import ApusStore
import ApusStoreEtcd
import ApusStoreSQLite
import ArgumentParser
import Glibc
import Logging
import NIOConcurrencyHelpers

/// Durable commits of a store.
struct CommitBench: AsyncParsableCommand {
    enum Backend: String, ExpressibleByArgument, CaseIterable { case sqlite, etcd }

    static let configuration = CommandConfiguration(
        commandName: "commits", abstract: "Durable commits of 2.5 KB, one outstanding on each of some writers.",
        discussion: """
            In turns with them, for the raw limit: with sqlite a bare loop over SQLite's C API that inserts the same \
            rows in batches of the same size, and one synchronized write of the value to a plain file; with etcd a bare \
            gRPC client that sends the same transactions, at the etcd that --etcd-server names or at one (Debian's \
            etcd-server) that is started for it.
            """)

    /// So that both sides meet a file of the same size.
    private static let rounds = 4

    @Option(help: "sqlite or etcd.") var backend = Backend.sqlite
    @Option(help: "Writers at the same time.") var writers = 32
    @Option(help: "Commits in all.") var commits = 60_000
    @Option(help: "A folder on the disk to measure; it is made and taken away.") var folder = ".build/bench-store"
    @Option(help: "The address of an etcd, such as http://127.0.0.1:2379.") var etcdServer: String?

    func run() async throws {
        switch backend {
        case .sqlite: try await sqlite()
        case .etcd: try await etcd()
        }
    }

    private func sqlite() async throws {
        let value = Bytes(JSONBench.pod)
        let load = StoreLoad(writers: writers, commits: commits / Self.rounds)
        var ours = StoreLoad.Figures()
        var bare = StoreLoad.Figures()
        var synchronizations: [Double] = []
        for round in 0..<Self.rounds {
            let folder = StoreFolder("\(folder)-\(round)")
            defer { folder.remove() }
            let store = try SQLiteStore(file: folder.file)
            // The store publishes what one durable commit held in one batch.
            let batches = NIOLockedValueBox(0)
            let watch = store.watch(
                prefix: "/", from: 0, deliver: { _ in batches.withLockedValue { $0 += 1 } }, end: { _ in })
            ours.add(
                try await load.run { try await StoreLoad.create("/registry/pods/default/\($0)", value, in: store) })
            watch.cancel()
            await store.close()
            folder.removeFiles()
            let batch = max(1, Int((Double(load.commits) / Double(batches.withLockedValue { $0 })).rounded()))
            report("store_batch_\(writers)", Double(batch), "commits")
            bare.add(try BareSQLite.insert(load.commits, batch: batch, value: value, file: folder.file))
            if writers == 1 { synchronizations += try SynchronizedWrites.latencies(2000, value, file: folder.file) }
        }
        ours.report("store_commit", writers)
        report("sqlite_bare_rate_\(writers)", bare.rate, "rows/s")
        report("store_commit_ratio_\(writers)", ours.rate / bare.rate, "of a bare loop")
        guard writers == 1 else { return }
        report("fsync_p50", synchronizations.quantile(0.5) * 1e3, "ms")
        report(
            "store_commit_p50_ratio", ours.latencies.quantile(0.5) / synchronizations.quantile(0.5),
            "of a synchronized write")
    }

    private func etcd() async throws {
        let server = try etcdServer.map { try EtcdProcess(at: $0) } ?? EtcdProcess(folder: folder)
        defer { server.stop() }
        let value = Bytes(JSONBench.pod)
        let store = try await EtcdStore.open(
            EtcdConfiguration(endpoints: [server.endpoint]), logger: Logger(label: "apus-bench"))
        let bare = try BareEtcd(server.endpoint, value: value)
        let load = StoreLoad(writers: writers, commits: commits / Self.rounds / 2)
        var ours = StoreLoad.Figures()
        var theirs = StoreLoad.Figures()
        for round in 0..<Self.rounds {
            let run = "\(getpid())-\(round)"
            theirs.add(try await load.run { try await bare.create("/registry/pods/bare-\(run)/\($0)") })
            ours.add(
                try await load.run { try await StoreLoad.create("/registry/pods/store-\(run)/\($0)", value, in: store) }
            )
        }
        ours.report("store_etcd_commit", writers)
        theirs.report("etcd_bare_commit", writers)
        report("store_etcd_commit_ratio_\(writers)", ours.rate / theirs.rate, "of a bare client")
        bare.close()
        await store.close()
    }
}

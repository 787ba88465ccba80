import ApusJSON
import ApusStore
import ApusStoreEtcd
import ApusStoreSQLite
import ArgumentParser
import Glibc
import Logging

/// Durable commits of a store.
struct StoreBench: AsyncParsableCommand {
    enum Backend: String, ExpressibleByArgument, CaseIterable { case sqlite, etcd }

    static let configuration = CommandConfiguration(
        commandName: "store", abstract: "Durable commits of 2.5 KB, one outstanding on each of some writers.",
        discussion: """
            With --backend etcd beside them those of a bare gRPC client that sends the same transactions, at the etcd \
            that --etcd-server names or at one (Debian's etcd-server) that is started for it.
            """)

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
        mkdir(folder, 0o755)
        let file = folder + "/store.db"
        for name in ["", "-wal", "-shm", "-lock"] { unlink(file + name) }
        let store = try SQLiteStore(file: file)
        let value = Bytes(JSONBench.pod)
        let load = StoreLoad(writers: writers, commits: commits)
        let figures = try await load.run { key in
            try await StoreBench.create("/registry/pods/default/\(key)", value, in: store)
        }
        figures.report("store_commit", writers)
        await store.close()
        for name in ["", "-wal", "-shm", "-lock"] { unlink(file + name) }
        rmdir(folder)
    }

    private func etcd() async throws {
        let server = try etcdServer.map { try EtcdProcess(at: $0) } ?? EtcdProcess(folder: folder)
        defer { server.stop() }
        let value = Bytes(JSONBench.pod)
        let store = try await EtcdStore.open(
            EtcdConfiguration(endpoints: [server.endpoint]), logger: Logger(label: "apus-bench"))
        let bare = try BareEtcd(server.endpoint, value: value)
        // In turns, so that both meet an etcd of the same size.
        let rounds = 4
        let load = StoreLoad(writers: writers, commits: commits / rounds / 2)
        var ours = StoreLoad.Figures()
        var theirs = StoreLoad.Figures()
        for round in 0..<rounds {
            let run = "\(getpid())-\(round)"
            theirs.add(try await load.run { try await bare.create("/registry/pods/bare-\(run)/\($0)") })
            ours.add(
                try await load.run { key in
                    try await StoreBench.create("/registry/pods/store-\(run)/\(key)", value, in: store)
                })
        }
        ours.report("store_etcd_commit", writers)
        theirs.report("etcd_bare_commit", writers)
        report("store_etcd_commit_ratio_\(writers)", ours.rate / theirs.rate, "")
        bare.close()
        await store.close()
    }

    private static func create(_ key: String, _ value: Bytes, in store: any Store) async throws {
        let result = try await store.commit(Transaction([.modRevision(key: key, 0)], [.put(key: key, value: value)]))
        if !result.succeeded { throw ExitCode(1) }
    }
}

/// Writers that each make one key after the other.
struct StoreLoad {
    let writers: Int
    let commits: Int

    struct Figures {
        var commits = 0.0
        var seconds = 0.0
        var cpu = 0.0

        var rate: Double { commits / seconds }

        mutating func add(_ other: Figures) {
            commits += other.commits
            seconds += other.seconds
            cpu += other.cpu
        }

        func report(_ name: String, _ writers: Int) {
            apus_bench.report("\(name)_rate_\(writers)", rate, "commits/s")
            apus_bench.report("\(name)_cpu_\(writers)", cpu / commits * 1e6, "us")
        }
    }

    func run(_ create: @escaping @Sendable (_ key: String) async throws -> Void) async throws -> Figures {
        let each = commits / writers
        let cpu = ProcessFigures(pid: getpid()).cpu
        let clock = ContinuousClock()
        let start = clock.now
        try await withThrowingTaskGroup(of: Void.self) { group in
            for writer in 0..<writers {
                group.addTask { for number in 0..<each { try await create("w\(writer)-\(number)") } }
            }
            try await group.waitForAll()
        }
        let spent = clock.now - start
        return Figures(
            commits: Double(each * writers),
            seconds: Double(spent.components.seconds) + Double(spent.components.attoseconds) / 1e18,
            cpu: ProcessFigures(pid: getpid()).cpu - cpu)
    }
}

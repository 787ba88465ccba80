import ApusJSON
import ApusStore
import ArgumentParser
import Glibc
import NIOConcurrencyHelpers

/// Writers that each make one key after the other.
struct StoreLoad {
    let writers: Int
    let commits: Int

    struct Figures {
        var commits = 0.0
        var seconds = 0.0
        var cpu = 0.0
        /// Of each commit, in seconds.
        var latencies: [Double] = []

        var rate: Double { commits / seconds }

        mutating func add(_ other: Figures) {
            commits += other.commits
            seconds += other.seconds
            cpu += other.cpu
            latencies += other.latencies
        }

        func report(_ name: String, _ writers: Int) {
            apus_bench.report("\(name)_rate_\(writers)", rate, "commits/s")
            apus_bench.report("\(name)_cpu_\(writers)", cpu / commits * 1e6, "us")
            apus_bench.report("\(name)_p50_\(writers)", latencies.quantile(0.5) * 1e3, "ms")
            apus_bench.report("\(name)_p99_\(writers)", latencies.quantile(0.99) * 1e3, "ms")
        }
    }

    func run(_ create: @escaping @Sendable (_ key: String) async throws -> Void) async throws -> Figures {
        let each = commits / writers
        let cpu = ProcessFigures(pid: getpid()).cpu
        let start = monotonicNanoseconds()
        let latencies = try await withThrowingTaskGroup(of: [Double].self) { group in
            for writer in 0..<writers {
                group.addTask {
                    var latencies: [Double] = []
                    latencies.reserveCapacity(each)
                    for number in 0..<each {
                        let start = monotonicNanoseconds()
                        try await create("w\(writer)-\(number)")
                        latencies.append(Double(monotonicNanoseconds() - start) / 1e9)
                    }
                    return latencies
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        return Figures(
            commits: Double(each * writers), seconds: Double(monotonicNanoseconds() - start) / 1e9,
            cpu: ProcessFigures(pid: getpid()).cpu - cpu, latencies: latencies)
    }

    /// Makes `key`, which must not be there.
    static func create(_ key: String, _ value: Bytes, in store: any Store) async throws {
        let result = try await store.commit(Transaction([.modRevision(key: key, 0)], [.put(key: key, value: value)]))
        if !result.succeeded { throw ExitCode(1) }
    }
}

/// A folder that is measured in: it is made, and the store's files in it are taken away before and after.
struct StoreFolder {
    let path: String
    var file: String { path + "/store.db" }

    init(_ path: String) {
        self.path = path
        mkdir(path, 0o755)
        removeFiles()
    }

    func removeFiles() {
        for name in ["", "-wal", "-shm", ".lock"] { unlink(file + name) }
    }

    func remove() {
        removeFiles()
        rmdir(path)
    }
}

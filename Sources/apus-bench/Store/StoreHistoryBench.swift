import ApusJSON
import ApusStore
import ApusStoreSQLite
import ArgumentParser
import NIOConcurrencyHelpers

/// What compaction and the return of free space cost the writers.
struct StoreHistoryBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "history",
        abstract: "Latencies of single writes while many old revisions are forgotten and their space is given back.")

    @Option(help: "Revisions behind the writes.") var revisions = 1_000_000
    @Option(help: "Keys that they belong to.") var keys = 20_000
    @Option(help: "A folder on the disk to measure; it is made and taken away.") var folder = ".build/bench-store"

    func run() async throws {
        let folder = StoreFolder(folder)
        defer { folder.remove() }
        let store = try SQLiteStore(file: folder.file)
        let value = Bytes(JSONBench.pod)
        let writers = 64
        let (each, keys) = (revisions / writers, keys)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for writer in 0..<writers {
                group.addTask {
                    for number in 0..<each {
                        let key = "/registry/pods/default/p\((number * writers + writer) % keys)"
                        _ = try await store.commit(Transaction([], [.put(key: key, value: value)]))
                    }
                }
            }
            try await group.waitForAll()
        }
        let quiet = try await write(500, "quiet", value, store)
        report("store_write_p99_idle", quiet.quantile(0.99) * 1e3, "ms")
        let current = try await store.currentRevision()
        let start = monotonicNanoseconds()
        let isDone = NIOLockedValueBox(false)
        let compaction = Task {
            defer { isDone.withLockedValue { $0 = true } }
            try await store.compact(before: current)
        }
        var latencies: [Double] = []
        while !isDone.withLockedValue({ $0 }) {
            latencies += try await write(100, "during-\(latencies.count)", value, store)
        }
        try await compaction.value
        report("store_compaction", Double(monotonicNanoseconds() - start) / 1e9, "s")
        report("store_compaction_writes", Double(latencies.count), "writes")
        report("store_write_p50_compacting", latencies.quantile(0.5) * 1e3, "ms")
        report("store_write_p99_compacting", latencies.quantile(0.99) * 1e3, "ms")
        report("store_write_max_compacting", latencies.quantile(1) * 1e3, "ms")
        await store.close()
    }

    /// Writes one after the other; seconds each.
    private func write(_ count: Int, _ name: String, _ value: Bytes, _ store: any Store) async throws -> [Double] {
        try await StoreLoad(writers: 1, commits: count).run {
            try await StoreLoad.create("/registry/pods/bench/\(name)-\($0)", value, in: store)
        }.latencies
    }
}

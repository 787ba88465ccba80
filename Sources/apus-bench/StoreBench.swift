import ApusJSON
import ApusStore
import ApusStoreSQLite
import ArgumentParser
import Glibc

/// Durable commits of the SQLite store.
struct StoreBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "store", abstract: "Durable commits of 2.5 KB, one outstanding on each of some writers.")

    @Option(help: "Writers at the same time.") var writers = 32
    @Option(help: "Commits in all.") var commits = 60_000
    @Option(help: "A folder on the disk to measure; it is made and taken away.") var folder = ".build/bench-store"

    func run() async throws {
        mkdir(folder, 0o755)
        let file = folder + "/store.db"
        for name in ["", "-wal", "-shm", "-lock"] { unlink(file + name) }
        let store = try SQLiteStore(file: file)
        let value = Bytes(JSONBench.pod)
        let each = commits / writers
        let cpu = ProcessFigures(pid: getpid()).cpu
        let clock = ContinuousClock()
        let start = clock.now
        try await withThrowingTaskGroup(of: Void.self) { group in
            for writer in 0..<writers {
                group.addTask {
                    for number in 0..<each {
                        let key = "/registry/pods/default/w\(writer)-\(number)"
                        let result = try await store.commit(
                            Transaction([.modRevision(key: key, 0)], [.put(key: key, value: value)]))
                        if !result.succeeded { throw ExitCode(1) }
                    }
                }
            }
            try await group.waitForAll()
        }
        let spent = clock.now - start
        let seconds = Double(spent.components.seconds) + Double(spent.components.attoseconds) / 1e18
        let done = Double(each * writers)
        report("store_commit_rate_\(writers)", done / seconds, "commits/s")
        report("store_commit_cpu_\(writers)", (ProcessFigures(pid: getpid()).cpu - cpu) / done * 1e6, "us")
        await store.close()
        for name in ["", "-wal", "-shm", "-lock"] { unlink(file + name) }
        rmdir(folder)
    }
}

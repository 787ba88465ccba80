import ApusJSON
import ApusStore
import ArgumentParser
import Glibc
import NIOConcurrencyHelpers

/// What many watches of one store cost.
struct StoreWatchBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "watchers", abstract: "Changes that many watches in this process are given.")

    @Option(help: "How many watches.") var watchers = 10_000
    @Option(help: "Changes a second.") var rate = 100
    @Option(help: "For how long, in seconds.") var seconds = 5

    func run() async throws {
        let store = try MemoryStore()
        let delivered = NIOLockedValueBox(0)
        let watches = (0..<watchers).map { _ in
            store.watch(
                prefix: "/registry/pods/", from: 0,
                deliver: { events in delivered.withLockedValue { $0 += events.count } }, end: { _ in })
        }
        let value = Bytes(JSONBench.pod)
        let start = monotonicNanoseconds()
        let cpu = ProcessFigures(pid: getpid()).cpu
        let count = rate * seconds
        for number in 0..<count {
            let due = start + UInt64(number) * 1_000_000_000 / UInt64(rate)
            let now = monotonicNanoseconds()
            if due > now { try await Task.sleep(for: .nanoseconds(Int64(due - now))) }
            try await StoreLoad.create("/registry/pods/default/\(number)", value, in: store)
        }
        let spent = Double(monotonicNanoseconds() - start) / 1e9
        report("store_watch_delivered", Double(delivered.withLockedValue { $0 }), "of \(count * watchers) events")
        report("store_watch_cpu", (ProcessFigures(pid: getpid()).cpu - cpu) / spent, "cores")
        report("store_watch_seconds", spent, "s")
        for watch in watches { watch.cancel() }
        await store.close()
    }
}

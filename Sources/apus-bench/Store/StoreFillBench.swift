import ApusJSON
import ApusStore
import ApusStoreSQLite
import ArgumentParser
import Glibc

/// A data directory full of Pods, for the start of a server.
struct StoreFillBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fill", abstract: "Puts Pods into the store of a data directory where no server runs.")

    @Option(help: "The data directory.") var dataDir: String
    @Option(help: "How many Pods.") var pods = 1_000_000

    func run() async throws {
        mkdir(dataDir, 0o700)
        let store = try SQLiteStore(file: dataDir + "/store.db")
        let writers = 64
        let each = pods / writers
        try await withThrowingTaskGroup(of: Void.self) { group in
            for writer in 0..<writers {
                group.addTask {
                    for number in 0..<each {
                        let name = "web-6d4b75cb6d-\(writer)-\(number)"
                        let value = Bytes(JSONBench.pod.replacing("web-6d4b75cb6d-x2x9z", with: name))
                        try await StoreLoad.create("/registry/pods/default/\(name)", value, in: store)
                    }
                }
            }
            try await group.waitForAll()
        }
        let held = try await store.range(RangeRequest(prefix: "/registry/pods/", limit: 1))
        let bytes = held.items.reduce(0) { $0 + $1.key.utf8.count + $1.value.count }
        report("store_fill_keys", Double(held.count), "keys")
        report("store_fill_key_and_value", Double(bytes), "bytes")
        await store.close()
    }
}

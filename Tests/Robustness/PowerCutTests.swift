import ApusJSON
import ApusStore
import ApusStoreSQLite
import Foundation
import HistoryTestSupport
import Synchronization
import Testing

extension RobustnessTests {
    @Test("a power cut at any time leaves all that was acknowledged, whatever the disk did with the rest")
    func powerCut() async throws {
        let seed = Self.seed("powerCut")
        var random = SeededRandom(seed)
        try await Self.withFolder { folder async throws in
            let faults = try await FaultControl(in: folder)
            let trace = "\(folder)/trace"
            let server = ServerProcess(
                data: "\(folder)/d", port: 17502,
                environment: faults.environment(data: "\(folder)/d", trace: trace))
            /// How much of the trace was there when a write was acknowledged: a later cut must have kept it.
            let acknowledged = Mutex<[(size: Int, revision: UInt64)]>([])
            let outcome = try await ServerProcess.with([server]) { clients async throws in
                let workload = Workload(clients, seed: seed) { write in
                    guard case .done(let revision?) = write.outcome else { return }
                    let size = (try? FileManager.default.attributesOfItem(atPath: trace)[.size] as? Int) ?? 0
                    acknowledged.withLock { $0.append((size, revision)) }
                }
                return try await workload.run {
                    try await workload.progress("before the cuts", by: 400 * Self.factor, within: .seconds(120))
                }
            }
            Self.expectSound(outcome, seed: seed)
            let disk = try DiskTrace(file: trace)
            let promised = acknowledged.withLock { $0 }
            let first = try #require(promised.map(\.size).min())
            for number in 0..<40 * Self.factor {
                let cut = Int.random(in: first...disk.size, using: &random)
                let image = disk.image(cut: cut, &random)
                let what = "ROBUSTNESS_SEED=\(seed), cut \(number) at \(cut)"
                for name in ["ca.crt", "ca.key", "sa.key", "sa.pub", "admin.key"] {
                    let path = "\(server.data)/pki/\(name)"
                    #expect(image[path] == FileManager.default.contents(atPath: path), "\(what): \(name)")
                }
                let least = promised.filter { $0.size <= cut }.map(\.revision).max() ?? 0
                let problem = try await Self.look(
                    into: image, of: server.data, "\(folder)/image", outcome.history, least)
                #expect(problem == nil, "\(what)")
            }
            // The same with a disk that lies: the test would see what is lost. Now and then all happens to be there.
            let least = promised.map(\.revision).max() ?? 0
            var problem: String?
            for _ in 0..<20 where problem == nil {
                let image = disk.image(cut: disk.size, lies: true, &random)
                do {
                    problem = try await Self.look(
                        into: image, of: server.data, "\(folder)/image", outcome.history, least)
                } catch { problem = "\(error)" }
            }
            #expect(problem != nil, "a disk that lies went unnoticed")
        }
    }

    /// Opens what a cut left; says in what it is not the history up to some revision from `least` on.
    private static func look(
        into image: [String: Data], of data: String, _ folder: String, _ history: History, _ least: UInt64
    ) async throws -> String? {
        try? FileManager.default.removeItem(atPath: folder)
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        for name in ["store.db", "store.db-wal", "store.db-journal"] {
            if let content = image["\(data)/\(name)"] { try content.write(to: URL(filePath: "\(folder)/\(name)")) }
        }
        let store = try SQLiteStore(file: "\(folder)/store.db")
        let result: Result<String?, any Error>
        do { result = .success(try await compare(store, history, least)) } catch { result = .failure(error) }
        await store.close()
        return try result.get()
    }

    private static func compare(
        _ store: SQLiteStore, _ history: History, _ least: UInt64
    ) async throws -> String? {
        let revision = try await store.currentRevision()
        guard revision >= least else { return "revision \(revision) is the newest, \(least) was acknowledged" }
        // All values are read, and so their checksums.
        let found = try await store.range(RangeRequest(prefix: "/")).items
        let prefix = "/registry/configmaps/default/"
        let items = try found.filter { $0.key.hasPrefix(prefix + Workload.prefix) }.map { item in
            let value = try JSONDecoder().decode(Item.self, from: Data(item.value.string.utf8)).value
            return "\(item.key.dropFirst(prefix.count))=\(value) \(item.modRevision)"
        }
        let expected = history.contents(Workload.prefix, at: revision).map { key, version in
            "\(key)=\(version.value) \(version.modified)"
        }
        return items == expected ? nil : "at \(revision): \(items), not \(expected)"
    }
}

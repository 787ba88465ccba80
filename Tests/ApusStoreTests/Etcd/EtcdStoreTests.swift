import ApusJSON
import ApusStore
import EtcdTestSupport
import Logging
import Synchronization
import Testing

@testable import ApusStoreEtcd

/// What only a store in etcd has: members that fail, other servers, a history that others compact.
@Suite(.timeLimit(.minutes(3)))
struct EtcdStoreTests {
    /// Writers that make key after key until they are stopped, and what was acknowledged to them.
    private final class Log: Sendable {
        private let state = Mutex<(keys: [String], isOver: Bool)>(([], false))

        var acknowledged: [String] { state.withLock { $0.keys } }
        private var isOver: Bool { state.withLock { $0.isOver } }

        func stop() { state.withLock { $0.isOver = true } }

        func write(to store: EtcdStore, as writer: Int) async {
            var number = 0
            while !isOver {
                let key = "/w\(writer)/\(number)"
                number += 1
                let create = Transaction([.modRevision(key: key, 0)], [.put(key: key, value: Bytes("\(number)"))])
                guard let result = try? await store.commit(create), result.succeeded else { continue }
                state.withLock { $0.keys.append(key) }
            }
        }
    }

    @discardableResult
    private func withStore<R>(
        _ configuration: EtcdConfiguration, _ body: (EtcdStore) async throws -> R
    ) async throws -> R {
        let store = try await EtcdStore.open(configuration, logger: .silent)
        let result: Result<R, any Error>
        do { result = .success(try await body(store)) } catch { result = .failure(error) }
        await store.close()
        return try result.get()
    }

    @Test("a server that nobody answers is named, and so is a certificate that is missing")
    func unreachable() async throws {
        var nobody = EtcdConfiguration(endpoints: [EtcdEndpoint(host: "127.0.0.1", port: 1, isSecure: false)])
        nobody.openTimeout = .milliseconds(300)
        let error = await #expect(throws: StoreError.self) { try await EtcdStore.open(nobody, logger: .silent) }
        #expect("\(String(describing: error))".contains("http://127.0.0.1:1"))
        try await EtcdCluster.run { cluster async throws in
            var configuration = cluster.configuration()
            try await withStore(configuration) { try await $0.put("/a", "1") }
            configuration.tls.certificateFile = nil
            configuration.tls.keyFile = nil
            configuration.openTimeout = .seconds(1)
            await #expect(throws: StoreError.self) { try await EtcdStore.open(configuration, logger: .silent) }
        }
    }

    @Test("another server's history is replayed without a gap into what comes live")
    func foreignHistory() async throws {
        try await EtcdCluster.run { cluster async throws in
            try await withStore(cluster.configuration(prefix: "/p/")) { first async throws in
                for index in 0..<40 { try await first.put("/p/\(index % 5)", "\(index)") }
                try await first.put("/q/a", "1")
                try await withStore(cluster.configuration(prefix: "/p/")) { second async throws in
                    let recorder = Recorder()
                    _ = recorder.watch(second, "/p/", from: 2)
                    for index in 40..<80 { try await first.put("/p/\(index % 5)", "\(index)") }
                    await recorder.until(count: 80)
                    let own = Recorder()
                    _ = own.watch(second, "/p/", from: 50)
                    try await second.put("/p/0", "80")
                    await recorder.until(count: 81)
                    #expect(recorder.events.map(\.value?.value.string) == (0...80).map { "\($0)" })
                    #expect(recorder.events.dropFirst(5).allSatisfy { $0.previous != nil })
                    await own.until { $0.events.last?.value?.value.string == "80" }
                    #expect(own.events.first?.revision == 50)
                    #expect(own.events.map(\.revision) == recorder.events.map(\.revision).filter { $0 >= 50 })
                }
            }
        }
    }

    @Test(
        "a revision made outside of the prefix is reached, by all keys or by word of progress", arguments: [nil, true])
    func foreignKeys(_ trusts: Bool?) async throws {
        try await EtcdCluster.run { cluster async throws in
            var configuration = cluster.configuration(prefix: "/p/")
            configuration.trustsProgress = trusts
            try await withStore(configuration) { store async throws in
                let recorder = Recorder()
                _ = recorder.watch(store, "/p/")
                try await store.put("/p/a", "1")
                try await withStore(cluster.configuration(prefix: "/q/")) { try await $0.put("/q/a", "1") }
                let revision = try await store.currentRevision()
                #expect(revision == 3)
                // The stream is open and has caught up, or the first put would not have been acknowledged.
                store.requestProgress()
                await recorder.until { $0.progress >= revision }
                #expect(recorder.events.map(\.key) == ["/p/a"])
            }
        }
    }

    @Test("what another server compacted is refused with the oldest revision there is")
    func compactedByOthers() async throws {
        try await EtcdCluster.run { cluster async throws in
            try await withStore(cluster.configuration()) { first async throws in
                for value in ["1", "2", "3", "4", "5"] { try await first.put("/a", value) }
                try await withStore(cluster.configuration()) { second async throws in
                    let turn = try await second.compact(CompactionTurn())
                    // The first server does not know the count of the turn: it learns it, and compacts nothing.
                    let learned = try await first.compact(CompactionTurn(revision: 5))
                    #expect(learned.count == turn.count)
                    #expect(try await first.list("/a", at: 2) == ["/a=1"])
                    _ = try await second.compact(CompactionTurn(count: turn.count, revision: 5))
                    await #expect(throws: StoreError.compacted(oldest: 5)) { try await first.list("/a", at: 4) }
                    let recorder = Recorder()
                    _ = recorder.watch(second, "/", from: 2)
                    await recorder.untilEnd()
                    #expect(recorder.events.isEmpty)
                }
                try await withStore(cluster.configuration()) { third async throws in
                    let recorder = Recorder()
                    _ = recorder.watch(third, "/", from: 3)
                    await recorder.untilEnd()
                    // Of revision 5 etcd has no deletions any more.
                    #expect(recorder.ends == [.compacted(oldest: 6)])
                }
            }
        }
    }

    @Test("a full database fails writes with full, reads go on, and writes resume when there is room")
    func full() async throws {
        try await EtcdCluster.run(members: 1, ["--quota-backend-bytes", "\(8 << 20)"]) { cluster async throws in
            try await withStore(cluster.configuration()) { store async throws in
                let value = String(repeating: "x", count: 1 << 20)
                var error: StoreError?
                for _ in 0..<40 where error == nil {
                    do throws(StoreError) { try await store.put("/a", value) } catch let caught { error = caught }
                }
                #expect(error == .full)
                #expect(try await store.list("/a").count == 1)
                await #expect(throws: StoreError.full) { try await store.put("/b", "1") }
                try cluster.control("compaction", "\(try await store.currentRevision())", "--physical")
                try cluster.control("defrag")
                try cluster.control("alarm", "disarm")
                try await store.put("/b", "1")
                #expect(try await store.list("/b") == ["/b=1"])
            }
        }
    }

    @Test("a member that is killed and comes back costs no acknowledged write and no event")
    func restart() async throws {
        try await EtcdCluster.run { cluster async throws in
            try await withStore(cluster.configuration()) { store async throws in
                let recorder = Recorder()
                _ = recorder.watch(store, "/")
                for index in 0..<10 { try await store.put("/a", "\(index)") }
                let member = cluster.members[0]
                member.kill()
                let writer = Task { try await store.put("/b", "after") }
                try cluster.start(member)
                _ = try? await writer.value
                let last = try await store.put("/c", "1")
                await recorder.until { $0.events.last?.revision == last }
                #expect(
                    recorder.events.filter { $0.key == "/a" }.map(\.value?.value.string) == (0..<10).map { "\($0)" })
                #expect(recorder.events.map(\.revision) == Array(2...last))
            }
        }
    }

    @Test("three members: killing and hanging one after the other loses, doubles and reorders nothing")
    func failover() async throws {
        try await EtcdCluster.run(members: 3) { cluster async throws in
            var configuration = cluster.configuration()
            configuration.attemptTimeout = .seconds(2)
            try await withStore(configuration) { store async throws in
                let recorder = Recorder()
                _ = recorder.watch(store, "/")
                let log = Log()
                let writers = (0..<4).map { writer in Task { await log.write(to: store, as: writer) } }
                for member in cluster.members {
                    let before = recorder.events.count
                    member.kill()
                    await recorder.until { $0.events.count > before + 50 }
                    try cluster.start(member)
                    _ = try await store.currentRevision()
                }
                log.stop()
                for writer in writers { await writer.value }
                let last = try await store.put("/last", "1")
                await recorder.until { $0.events.last?.revision == last }
                let events = recorder.events
                #expect(events.map(\.revision) == Array(2...last))
                let written = Set(events.map(\.key))
                #expect(written.count == events.count)
                #expect(log.acknowledged.allSatisfy(written.contains))
                #expect(try await store.range(RangeRequest(prefix: "/w")).count == events.count - 1)
            }
        }
    }

    @Test("a member that hangs is left for another")
    func hanging() async throws {
        try await EtcdCluster.run(members: 3) { cluster async throws in
            var configuration = cluster.configuration()
            configuration.attemptTimeout = .seconds(1)
            try await withStore(configuration) { store async throws in
                try await store.put("/a", "1")
                // The store prefers the first.
                cluster.members[0].pause()
                #expect(try await store.list("/a") == ["/a=1"])
                cluster.members[0].resume()
            }
        }
    }
}

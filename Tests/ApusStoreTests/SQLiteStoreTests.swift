import ApusJSON
import ApusStore
import Glibc
import Testing

@testable import ApusStoreSQLite

/// What only a store on disk has: restart, damage, a full disk, a second process.
@Suite(.timeLimit(.minutes(3)))
struct SQLiteStoreTests {
    /// Opens the store in `directory`, and closes it after `body`.
    private func open(
        _ directory: String, pages: Int? = nil, _ body: (SQLiteStore) async throws -> Void
    ) async throws {
        let store = try SQLiteStore(file: "\(directory)/store.db", maximumPages: pages)
        do { try await body(store) } catch {
            await store.close()
            throw error
        }
        await store.close()
    }

    @Test("a restart keeps values, revisions, history and leases")
    func restart() async throws {
        try await withDirectory { directory async throws in
            var lease: Int64 = 0
            try await open(directory) { store async throws in
                try await store.put("/a", "1")
                try await store.put("/a", "2")
                lease = try await store.grantLease(ttl: 100)
                try await store.put("/b", "1", lease: lease)
                try await store.delete("/a")
            }
            try await open(directory) { store async throws in
                #expect(try await store.currentRevision() == 5)
                #expect(try await store.list("/") == ["/b=1"])
                #expect(try await store.list("/", at: 3) == ["/a=2"])
                let recorder = Recorder()
                _ = recorder.watch(store, "/", from: 2)
                await recorder.until(count: 4)
                #expect(
                    recorder.events.map(\.summary) == [
                        "put /a=1 (-)", "put /a=2 (1)", "put /b=1 (-)", "delete /a (2)",
                    ])
                try await store.keepAlive(lease: lease)
                try await store.revoke(lease: lease)
                #expect(try await store.list("/") == [])
                #expect(try await store.grantLease(ttl: 1) > lease)
            }
        }
    }

    @Test("revisions never go back, also when everything was deleted and compacted")
    func revisionAfterCompaction() async throws {
        try await withDirectory { directory async throws in
            try await open(directory) { store async throws in
                for _ in 0..<5 {
                    try await store.put("/a", "1")
                    try await store.delete("/a")
                }
                try await store.compact(before: 11)
            }
            try await open(directory) { store async throws in
                #expect(try await store.currentRevision() == 11)
                await #expect(throws: StoreError.compacted(oldest: 11)) { try await store.list("/", at: 10) }
                #expect(try await store.put("/a", "1") == 12)
            }
        }
    }

    @Test("compaction in many steps leaves the newest versions and gives space back")
    func compactionSteps() async throws {
        try await withDirectory { directory async throws in
            try await open(directory) { store async throws in
                let value = Bytes(String(repeating: "x", count: 2500))
                for round in 0..<40 {
                    _ = try await store.commit(
                        Transaction([], (0..<100).map { .put(key: "/\($0)/\(round % 4)", value: value) }))
                }
                let before = try fileSize("\(directory)/store.db") + fileSize("\(directory)/store.db-wal")
                let current = try await store.currentRevision()
                try await store.compact(before: current)
                #expect(try await store.range(RangeRequest(prefix: "/")).count == 400)
                await store.close()
                #expect(try fileSize("\(directory)/store.db") < before / 2)
            }
        }
    }

    @Test("the file and its log are readable only by their owner")
    func permissions() async throws {
        try await withDirectory { directory async throws in
            try await open(directory) { store async throws in
                try await store.put("/a", "1")
                for name in ["store.db", "store.db-wal", "store.db-shm", "store.db.lock"] {
                    var status = stat()
                    #expect(stat("\(directory)/\(name)", &status) == 0)
                    #expect(status.st_mode & 0o777 == 0o600, "\(name)")
                }
            }
        }
    }

    @Test("a second opener is told who has the store, and disturbs nothing")
    func secondProcess() async throws {
        try await withDirectory { directory async throws in
            let path = "\(directory)/store.db"
            try await open(directory) { store async throws in
                try await store.put("/a", "1")
                #expect(throws: StoreError.unavailable("\(path): in use by process \(getpid())")) {
                    try SQLiteStore(file: path)
                }
                try await store.put("/a", "2")
                #expect(try await store.list("/") == ["/a=2"])
            }
        }
    }

    struct Foreign: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var contents: [UInt8]
    }

    @Test(
        "a file that is no store is refused by name and left as it was",
        arguments: [
            Foreign(testDescription: "text", contents: Array("hello, world\n".utf8)),
            Foreign(testDescription: "zeros", contents: Array(repeating: 0, count: 8192)),
            Foreign(
                testDescription: "another program's database",
                contents: Array("SQLite format 3\0".utf8) + Array(repeating: 7, count: 4080)),
            Foreign(testDescription: "cut short", contents: Array("SQLite format 3\0".utf8)),
        ])
    func foreign(_ file: Foreign) async throws {
        try await withDirectory { directory async throws in
            let path = "\(directory)/store.db"
            try write(file.contents, to: path)
            let error = #expect(throws: StoreError.self) { try SQLiteStore(file: path) }
            guard case .corrupt(let message) = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(message.hasPrefix("\(path): "))
            #expect(try read(path) == file.contents)
            #expect(access("\(path).lock", F_OK) != 0)
            #expect(access("\(path)-wal", F_OK) != 0)
        }
    }

    @Test("a flipped bit in a value is found when it is read; other values stay readable")
    func flippedBit() async throws {
        try await withDirectory { directory async throws in
            let path = "\(directory)/store.db"
            try await open(directory) { store async throws in
                try await store.put("/a", "the first value")
                try await store.put("/b", "the second value")
            }
            var bytes = try read(path)
            let index = try #require(bytes.firstRange(of: Array("second value".utf8))).lowerBound
            bytes[index] ^= 1
            try write(bytes, to: path)
            try await open(directory) { store async throws in
                #expect(try await store.list("/a") == ["/a=the first value"])
                let error = await #expect(throws: StoreError.self) { try await store.list("/b") }
                #expect(
                    error == .corrupt("\(path): the version of /b at revision 3 does not match its checksum"))
                #expect(try await store.put("/c", "1") == 4)
            }
        }
    }

    @Test("a check reads every version beside the writer, and names what is damaged")
    func check() async throws {
        try await withDirectory { directory async throws in
            let path = "\(directory)/store.db"
            try await open(directory) { store async throws in
                for round in 0..<30 {
                    let puts = (0..<100).map {
                        Transaction.Operation.put(key: "/\($0)", value: Bytes("value \(round)-\($0)"))
                    }
                    _ = try await store.commit(Transaction([], puts))
                }
                try await store.delete("/7")
                let sound = try await store.check()
                #expect(sound.isSound && sound.versions == 3001 && sound.bytes > 3000 * 9)
                try await store.compact(before: 25)
                #expect(try await store.check().isSound)
            }
            #expect(try SQLiteStore.check(file: path).isSound)
            var bytes = try read(path)
            bytes[try #require(bytes.firstRange(of: Array("value 29-87".utf8))).lowerBound] ^= 1
            try write(bytes, to: path)
            try await open(directory) { store async throws in
                let connection = try SQLiteConnection(file: path, readOnly: false)
                // What the version of /7 before its deletion at revision 32 was.
                try connection.execute("DELETE FROM versions WHERE id = (SELECT max(previous) FROM versions)")
                let damage = try await store.check().damage
                #expect(
                    damage == [
                        "\(path): the version of /87 at revision 31 does not match its checksum",
                        "\(path): the version of /7 before revision 32 is missing",
                    ])
                let one = try SQLiteStore.check(file: path, limit: 1)
                #expect(one.damage.count == 1)
            }
        }
    }

    @Test("a check that is cancelled ends")
    func cancelledCheck() async throws {
        try await withDirectory { directory async throws in
            try await open(directory) { store async throws in
                for number in 0..<100 { try await store.put("/\(number)", "value") }
                let check = Task { () -> StoreError? in
                    do throws(StoreError) {
                        while !Task.isCancelled { _ = try await store.check() }
                        _ = try await store.check()
                        return nil
                    } catch { return error }
                }
                check.cancel()
                #expect(await check.value == .closed)
            }
        }
    }

    @Test("damaged pages are reported as corrupt", arguments: [0.3, 0.6, 0.95])
    func damagedPages(_ place: Double) async throws {
        try await withDirectory { directory async throws in
            let path = "\(directory)/store.db"
            try await open(directory) { store async throws in
                let value = Bytes(String(repeating: "x", count: 2500))
                for part in 0..<5 {
                    _ = try await store.commit(
                        Transaction([], (0..<100).map { .put(key: "/\(part)/\($0)", value: value) }))
                }
            }
            var bytes = try read(path)
            let start = Int(Double(bytes.count) * place) / 4096 * 4096
            bytes.replaceSubrange(start..<start + 4096, with: repeatElement(0xa5, count: 4096))
            try write(bytes, to: path)
            do {
                try await open(directory) { store async throws in
                    let error = await #expect(throws: StoreError.self) { try await store.list("/") }
                    guard case .corrupt(let message) = error else {
                        Issue.record("\(String(describing: error))")
                        return
                    }
                    #expect(message.hasPrefix("\(path): "))
                }
            } catch StoreError.corrupt(let message) {
                #expect(message.hasPrefix("\(path): "))
            }
        }
    }

    @Test("on a full disk writes fail with full, reads go on, and writes resume when there is room")
    func full() async throws {
        try await withDirectory { directory async throws in
            let value = String(repeating: "x", count: 100_000)
            try await open(directory, pages: 100) { store async throws in
                try await store.put("/a", "1")
                var written = 0
                do {
                    while written < 100 {
                        try await store.put("/big/\(written)", value)
                        written += 1
                    }
                    Issue.record("the file grew past its limit")
                } catch StoreError.full {}
                let current = try await store.currentRevision()
                #expect(current == Revision(written + 2))
                #expect(try await store.list("/a") == ["/a=1"])
                #expect(try await store.range(RangeRequest(prefix: "/big/")).count == written)
                await #expect(throws: StoreError.full) { try await store.put("/big/more", value) }
                let revision = try await store.delete("/big/0")
                #expect(revision == current + 1)
                try await store.compact(before: revision)
                try await store.put("/b", "1")
                try await store.compact(before: revision + 1)
                #expect(try await store.put("/big/again", value) == revision + 2)
            }
        }
    }

    @Test(
        "a place that cannot be written is named",
        arguments: ["missing/store.db", "file/store.db"])
    func unwritable(_ place: String) async throws {
        try await withDirectory { directory async throws in
            try write([], to: "\(directory)/file")
            let path = "\(directory)/\(place)"
            let error = #expect(throws: StoreError.self) { try SQLiteStore(file: path) }
            guard case .unavailable(let message) = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(message.hasPrefix("\(path): "))
        }
    }

    // MARK: - Files

    private func fileSize(_ path: String) throws -> Int {
        var status = stat()
        guard stat(path, &status) == 0 else { return 0 }
        return status.st_size
    }

    private func read(_ path: String) throws -> [UInt8] {
        let file = try #require(fopen(path, "r"))
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: try fileSize(path))
        #expect(fread(&bytes, 1, bytes.count, file) == bytes.count)
        return bytes
    }

    private func write(_ bytes: [UInt8], to path: String) throws {
        let file = try #require(fopen(path, "w"))
        defer { fclose(file) }
        #expect(fwrite(bytes, 1, bytes.count, file) == bytes.count)
    }
}

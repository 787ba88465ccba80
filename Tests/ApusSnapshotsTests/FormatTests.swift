import ApusJSON
import ApusStore
import Glibc
import Testing

@testable import ApusSnapshots

/// The file of a snapshot: what goes in comes out, and damage of any kind is seen.
@Suite struct FormatTests {
    private static let entries: [StoreEntry] = [
        .lease(StoreLease(id: 7, ttl: 60)), key("/registry/a", #"{"kind":"A"}"#, lease: 7), key("/registry/b", ""),
        key("/registry/ü", "k8s:enc:aescbc:v1:k:\u{0}\u{1}"),
    ]

    @discardableResult
    private func save(
        _ entries: [StoreEntry] = FormatTests.entries, to file: String, compressed: Bool = false,
        overwrites: Bool = false
    ) async throws -> SnapshotSummary {
        try await Snapshot.save(
            ListedContents(entries), source: "sqlite", prefix: "/registry/", to: file, time: 1_767_225_600,
            compressed: compressed, program: "test", overwrites: overwrites)
    }

    @Test("what was saved is read", arguments: [false, true])
    func roundTrip(compressed: Bool) async throws {
        try await withDirectory { directory in
            let file = directory + "/s"
            let saved = try await save(to: file, compressed: compressed)
            #expect(saved.keys == 3)
            #expect(saved.leases == 1)
            #expect(try await all(SnapshotContents(file: file)) == Self.entries)
            #expect(try Snapshot.verify(file) == saved)
            #expect(try Snapshot.status(file) == saved)
            #expect(saved.size == UInt64(try contents(of: file).count))
            #expect(
                saved.header
                    == SnapshotHeader(
                        source: "sqlite", revision: 9, prefix: "/registry/", time: 1_767_225_600,
                        isCompressed: compressed, program: "test"))
            var status = stat()
            #expect(stat(file, &status) == 0)
            #expect(status.st_mode & 0o777 == 0o600)
            #expect(names(in: directory) == ["s"])
        }
    }

    @Test("many blocks, and an entry larger than a block", arguments: [false, true])
    func blocks(compressed: Bool) async throws {
        try await withDirectory { directory in
            let large = String(repeating: "0123456789abcdef", count: 200_000)
            let entries = (0..<3000).map { key("/registry/\($0)", "\($0)" + large.prefix(1000)) } + [key("/z", large)]
            let saved = try await save(entries, to: directory + "/s", compressed: compressed)
            #expect(saved.blocks > 3)
            #expect(compressed == (saved.size < saved.contentBytes / 4))
            #expect(try await all(SnapshotContents(file: directory + "/s")) == entries)
        }
    }

    @Test("an empty store makes a snapshot")
    func empty() async throws {
        try await withDirectory { directory in
            try await save([], to: directory + "/s")
            #expect(try Snapshot.verify(directory + "/s").keys == 0)
        }
    }

    @Test("a file that is cut off anywhere is refused", arguments: [false, true])
    func truncation(compressed: Bool) async throws {
        try await withDirectory { directory in
            try await save(to: directory + "/s", compressed: compressed)
            let whole = try contents(of: directory + "/s")
            for count in 0..<whole.count {
                try write(whole[..<count], to: directory + "/cut")
                #expect(throws: SnapshotError.self, "\(count) bytes") { try Snapshot.verify(directory + "/cut") }
                #expect(throws: SnapshotError.self, "\(count) bytes") { try Snapshot.status(directory + "/cut") }
            }
        }
    }

    @Test("a flipped bit is seen anywhere", arguments: [false, true])
    func flippedBits(compressed: Bool) async throws {
        try await withDirectory { directory in
            try await save(to: directory + "/s", compressed: compressed)
            var bytes = try contents(of: directory + "/s")
            for bit in 0..<(bytes.count * 8) {
                bytes[bit / 8] ^= 1 << (bit % 8)
                try write(bytes, to: directory + "/bad")
                #expect(throws: SnapshotError.self, "bit \(bit)") { try Snapshot.verify(directory + "/bad") }
                bytes[bit / 8] ^= 1 << (bit % 8)
            }
        }
    }

    @Test("what follows behind the end is seen")
    func excess() async throws {
        try await withDirectory { directory in
            try await save(to: directory + "/s")
            try write(try contents(of: directory + "/s") + [0], to: directory + "/more")
            #expect(throws: SnapshotError.self) { try Snapshot.verify(directory + "/more") }
            #expect(throws: SnapshotError.self) { try Snapshot.status(directory + "/more") }
        }
    }

    @Test("the first damaged block is named, with the key before it")
    func place() async throws {
        try await withDirectory { directory in
            let entries = (0..<3000).map { key("/registry/\(10_000 + $0)", String(repeating: "x", count: 1000)) }
            try await save(entries, to: directory + "/s")
            var bytes = try contents(of: directory + "/s")
            bytes[bytes.count / 2] ^= 1
            try write(bytes, to: directory + "/s")
            let error = #expect(throws: SnapshotError.self) { try Snapshot.verify(directory + "/s") }
            #expect(error?.description.contains("block 2 at byte ") == true)
            #expect(error?.description.contains("(behind /registry/1") == true)
        }
    }

    @Test("another format and another kind of file are refused by name")
    func otherFormats() async throws {
        try await withDirectory { directory in
            try await save(to: directory + "/s")
            var bytes = try contents(of: directory + "/s")
            bytes[8] = 0
            try write(bytes, to: directory + "/old")
            #expect(throws: SnapshotError("\(directory)/old: format 0, this version reads format 1")) {
                try Snapshot.status(directory + "/old")
            }
            try write(Array("SQLite format 3\0 and so on".utf8), to: directory + "/db")
            #expect(throws: SnapshotError("\(directory)/db: not a snapshot of Apus")) {
                try Snapshot.verify(directory + "/db")
            }
            #expect(throws: SnapshotError.self) { try Snapshot.verify(directory + "/missing") }
        }
    }

    @Test("a file that exists is replaced only where that is said")
    func overwriting() async throws {
        try await withDirectory { directory in
            let file = directory + "/s"
            try await save(to: file)
            let before = try contents(of: file)
            await #expect(throws: SnapshotError("\(file): exists already")) { try await save([], to: file) }
            #expect(try contents(of: file) == before)
            try await save([], to: file, overwrites: true)
            #expect(try Snapshot.verify(file).keys == 0)
            #expect(names(in: directory) == ["s"])
        }
    }

    @Test("contents that fail half way leave nothing")
    func failure() async throws {
        struct Failing: StoreContents {
            let revision: Revision = 1
            func next() async throws -> [StoreEntry] { throw SnapshotError("gone") }
            func close() async {}
        }
        try await withDirectory { directory in
            await #expect(throws: SnapshotError("gone")) {
                try await Snapshot.save(
                    Failing(), source: "etcd", prefix: "/", to: directory + "/s", time: 0, compressed: true)
            }
            #expect(names(in: directory) == [])
        }
    }

    @Test("what a killed process left is taken away, and what another one writes is not")
    func leftovers() async throws {
        try await withDirectory { directory in
            try write([1, 2, 3], to: directory + "/dead.partial")
            try write([1, 2, 3], to: directory + "/s.partial")
            let other = try NewFile(directory + "/alive")
            await #expect(throws: SnapshotError("\(directory)/alive: another process is writing it")) {
                try await save(to: directory + "/alive")
            }
            try await save(to: directory + "/s")
            #expect(names(in: directory) == ["alive.partial", "s"])
            try other.finish()
            #expect(names(in: directory) == ["alive", "s"])
        }
    }
}

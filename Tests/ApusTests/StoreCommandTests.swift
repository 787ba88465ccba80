import ApusJSON
import ApusSnapshots
import ApusStore
import ApusStoreEtcd
import ApusStoreSQLite
import ArgumentParser
import EtcdTestSupport
import Foundation
import Testing

@testable import apus

/// `apus store …`, `apus backup` and `apus restore`, from the command line to the files.
@Suite(.serialized, .timeLimit(.minutes(3)))
struct StoreCommandTests {
    private let folder = try? TemporaryFolder()

    /// A data directory with a store of some keys and the files of an installation.
    private func installation(_ name: String = "data") async throws -> String {
        let data = try #require(folder).path + "/\(name)"
        mkdir(data, 0o755)
        mkdir(data + "/pki", 0o700)
        mkdir(data + "/runtime", 0o700)
        for (file, text, mode) in [
            ("pki/ca.crt", "certificate", 0o644), ("pki/ca.key", "secret", 0o600), ("kubeconfig", "config", 0o600),
            ("apus.log", "log", 0o600), ("runtime/image", "large", 0o600),
        ] {
            try #require(folder).write(text, to: "\(name)/\(file)")
            chmod("\(data)/\(file)", mode_t(mode))
        }
        let store = try SQLiteStore(file: data + "/store.db")
        for number in 0..<20 {
            try await put("/registry/pods/default/\(number)", #"{"kind":"Pod","n":\#(number)}"#, store)
        }
        let lease = try await store.grantLease(ttl: 600)
        try await put("/registry/events/default/a", #"{"kind":"Event"}"#, store, lease: lease)
        await store.close()
        return data
    }

    private func put(_ key: String, _ value: String, _ store: some Store, lease: Int64 = 0) async throws {
        _ = try await store.commit(Transaction([], [.put(key: key, value: Bytes(value), lease: lease)]))
    }

    private func mode(_ path: String) -> Int? {
        (try? FileManager.default.attributesOfItem(atPath: path))?[.posixPermissions] as? Int
    }

    /// Runs `apus` with `arguments`.
    private func apus(_ arguments: String...) async throws {
        var command = try Apus.parseAsRoot(arguments)
        if var asynchronous = command as? any AsyncParsableCommand {
            try await asynchronous.run()
        } else {
            try command.run()
        }
    }

    private func values(_ file: String) async throws -> [String: String] {
        var values: [String: String] = [:]
        let contents = try await SQLiteContents.open(file: file)
        while case let entries = try await contents.next(), !entries.isEmpty {
            for case .key(let record) in entries { values[record.key] = record.value.string }
        }
        await contents.close()
        return values
    }

    @Test func `a snapshot is saved, shown, verified and restored`() async throws {
        let data = try await installation()
        let file = data + ".snapshot"
        try await apus("store", "snapshot", "save", file, "--compress", "--data-dir", data)
        try await apus("store", "snapshot", "status", file, "-o", "json")
        try await apus("store", "snapshot", "verify", file)
        await #expect(throws: SnapshotError("\(file): exists already")) {
            try await apus("store", "snapshot", "save", file, "--data-dir", data)
        }
        try await apus("store", "snapshot", "save", file, "--overwrite", "--data-dir", data, "-o", "json")

        let other = data + "-restored"
        try await apus("store", "snapshot", "restore", file, "--data-dir", other)
        #expect(try await values(other + "/store.db") == values(data + "/store.db"))
        let old = try SQLiteInspection(file: data + "/store.db")
        let new = try SQLiteInspection(file: other + "/store.db")
        #expect(new.revision == old.revision + 1_000_000_000)
        #expect(new.oldestRevision == new.revision)
        #expect(new.leases == 1)
        try await apus("store", "check", "--data-dir", other)
        try await apus("store", "status", "--data-dir", other, "-o", "json")

        let third = data + "-bumped"
        try await apus(
            "store", "snapshot", "restore", file, "--data-dir", third, "--bump-revision", "7", "--mark-compacted")
        #expect(try SQLiteInspection(file: third + "/store.db").revision == old.revision + 7)
        await #expect(throws: StoreError.unavailable("\(third)/store.db: exists already, with 21 keys")) {
            try await apus("store", "snapshot", "restore", file, "--data-dir", third)
        }
    }

    @Test func `snapshots in a folder are listed, and all but the newest taken away`() async throws {
        let data = try await installation()
        let place = data + "/snapshots"
        mkdir(place, 0o700)
        for (number, name) in ["b.snapshot", "c.snapshot", "a.snapshot"].enumerated() {
            try await apus("store", "snapshot", "save", "\(place)/\(name)", "--data-dir", data)
            try FileManager.default.setAttributes(
                [.modificationDate: Date(timeIntervalSince1970: 1_700_000_000 + Double(number))],
                ofItemAtPath: "\(place)/\(name)")
        }
        try #require(folder).write("mine", to: "data/snapshots/notes")
        try #require(folder).write("half", to: "data/snapshots/d.snapshot.partial")
        try await apus("store", "snapshot", "list", "--data-dir", data, "-o", "json")
        #expect(try Folder.names(place) == ["a.snapshot", "b.snapshot", "c.snapshot", "notes"])
        try await apus("store", "snapshot", "prune", place, "--keep", "2", "--dry-run")
        #expect(try Folder.names(place) == ["a.snapshot", "b.snapshot", "c.snapshot", "notes"])
        try await apus("store", "snapshot", "prune", "--data-dir", data, "--keep", "2")
        #expect(try Folder.names(place) == ["a.snapshot", "c.snapshot", "notes"])
    }

    @Test func `a damaged snapshot is refused before anything is written`() async throws {
        let data = try await installation()
        let file = data + ".snapshot"
        try await apus("store", "snapshot", "save", file, "--data-dir", data)
        #expect(truncate(file, 400) == 0)
        for command in ["status", "verify"] {
            await #expect(throws: SnapshotError.self) { try await apus("store", "snapshot", command, file) }
        }
        await #expect(throws: SnapshotError.self) {
            try await apus("store", "snapshot", "restore", file, "--data-dir", data + "-restored")
        }
        #expect(access(data + "-restored", F_OK) != 0)
    }

    @Test func `an installation is backed up and restored whole`() async throws {
        let data = try await installation()
        let file = data + ".apus"
        try await apus("backup", file, "--data-dir", data)
        #expect(mode(file) == 0o600)
        #expect(access(file + ".store", F_OK) != 0)
        let held = try #require(folder).path + "/full"
        mkdir(held, 0o755)
        try #require(folder).write("mine", to: "full/notes")
        let refusal = await #expect(throws: Failure.self) { try await apus("restore", file, "--data-dir", held) }
        #expect(refusal?.description == "\(held) is not empty: it holds notes")

        let other = data + "-restored"
        try await apus("restore", file, "--data-dir", other)
        #expect(try await values(other + "/store.db") == values(data + "/store.db"))
        #expect(try TextFile.read(other + "/pki/ca.key") == "secret")
        #expect(mode(other + "/pki/ca.key") == 0o600)
        #expect(mode(other + "/pki/ca.crt") == 0o644)
        #expect(mode(other + "/pki") == 0o700)
        #expect(
            try Folder.names(other).filter { !$0.hasPrefix("store.db-") }
                == ["apus.lock", "kubeconfig", "pki", "store.db"])
        #expect(access(other + ".restoring", F_OK) != 0)
    }

    @Test func `a damaged backup leaves the data directory as it was`() async throws {
        let data = try await installation()
        let file = data + ".apus"
        try await apus("backup", file, "--data-dir", data)
        let whole = try Folder.bytes(of: file)
        for count in stride(from: 0, to: whole.count, by: max(1, whole.count / 60)) {
            #expect(truncate(file, off_t(count)) == 0)
            await #expect(throws: SnapshotError.self, "\(count) bytes") {
                try await apus("restore", file, "--data-dir", data + "-restored")
            }
            #expect(access(data + "-restored", F_OK) != 0)
            #expect(access(data + "-restored.restoring", F_OK) != 0)
            let handle = try #require(fopen(file, "w"))
            fwrite(whole, 1, whole.count, handle)
            fclose(handle)
        }
        await #expect(throws: SnapshotError("\(data)/kubeconfig: not a backup of Apus")) {
            try await apus("restore", data + "/kubeconfig", "--data-dir", data + "-restored")
        }
    }

    @Test func `a store moves to etcd and back`() async throws {
        let data = try await installation()
        try await EtcdCluster.run { etcd async throws in
            let configuration = etcd.configuration(prefix: "/registry/")
            let servers = configuration.endpoints.map(\.description).joined(separator: ",")
            let tls = [
                "--etcd-cafile", try #require(configuration.tls.caFile), "--etcd-certfile",
                try #require(configuration.tls.certificateFile), "--etcd-keyfile",
                try #require(configuration.tls.keyFile),
            ]
            func apus(_ arguments: String...) async throws {
                var command = try #require(try Apus.parseAsRoot(arguments + tls) as? any AsyncParsableCommand)
                try await command.run()
            }
            try await apus(
                "store", "migrate", "--from", "sqlite:\(data)/store.db", "--to", "etcd:\(servers)", "--etcd-prefix",
                "/other")
            try await apus("store", "status", "--etcd-servers", servers, "--etcd-prefix", "/other", "-o", "json")
            try await apus("store", "check", "--etcd-servers", servers, "--etcd-prefix", "/other")
            try await apus(
                "store", "migrate", "--from", "etcd:\(servers)", "--etcd-prefix", "/other", "--to",
                "sqlite:\(data)/back.db")
            #expect(try await values(data + "/back.db") == values(data + "/store.db"))
            await #expect(throws: StoreError.self) {
                try await apus(
                    "store", "migrate", "--from", "sqlite:\(data)/store.db", "--to", "etcd:\(servers)",
                    "--etcd-prefix", "/other")
            }
            let file = data + ".snapshot"
            try await apus("store", "snapshot", "save", file, "--etcd-servers", servers, "--etcd-prefix", "/other")
            try await apus("store", "snapshot", "restore", file, "--etcd-servers", servers)
            try await apus("store", "compact", "--etcd-servers", servers)
            #expect(
                try await StoreCopy.compare(
                    try await SQLiteContents.open(file: data + "/store.db"),
                    with: try await EtcdContents.open(configuration),
                    prefix: KeyPrefix(from: "/registry/", to: "/registry/")) == 21)
        }
    }

    @Test func `a store that a process has is neither moved nor compacted, but can be read`() async throws {
        let data = try await installation()
        let store = try SQLiteStore(file: data + "/store.db")
        let busy = StoreError.unavailable("\(data)/store.db: in use by process \(getpid())")
        await #expect(throws: busy) { try await apus("store", "compact", "--data-dir", data) }
        await #expect(throws: busy) {
            try await apus("store", "migrate", "--from", "sqlite:\(data)/store.db", "--to", "sqlite:\(data)/b.db")
        }
        try await apus("store", "status", "--data-dir", data)
        try await apus("store", "check", "--data-dir", data)
        await store.close()
        try await apus("store", "compact", "--data-dir", data)
        try await apus("store", "compact", "5", "--data-dir", data)
    }

    @Test func `values that no server could read are found`() async throws {
        let data = try await installation()
        let store = try SQLiteStore(file: data + "/store.db")
        try await put("/registry/pods/default/bad", "{", store)
        await store.close()
        await #expect(throws: Failure.self) { try await apus("store", "check", "--data-dir", data) }
    }

    @Test func `a row that was damaged is found, and nothing else is`() async throws {
        let data = try await installation()
        try await apus("store", "check", "--data-dir", data, "-o", "json")
        var bytes = try Folder.bytes(of: data + "/store.db")
        let value = Array(#"{"kind":"Pod","n":7}"#.utf8)
        let place = try #require((0..<(bytes.count - value.count)).first { bytes[$0...].starts(with: value) })
        bytes[place + 18] ^= 1
        let handle = try #require(fopen(data + "/store.db", "w"))
        fwrite(bytes, 1, bytes.count, handle)
        fclose(handle)
        let damage = await #expect(throws: Failure.self) { try await apus("store", "check", "--data-dir", data) }
        #expect(damage?.description == "\(data)/store.db: 1 damaged")
    }

    @Test(arguments: [
        ["store", "snapshot", "restore", "f", "--bump-revision", "0"],
        ["store", "snapshot", "save", "f", "--etcd-certfile", "c"], ["store", "migrate", "--from", "sqlite:a"],
        ["store", "migrate", "--from", "sqlite:a", "--to", "sqlite:b", "--etcd-servers", "http://a"],
    ])
    func `what cannot be meant is refused`(arguments: [String]) {
        #expect(throws: (any Error).self) { try Apus.parseAsRoot(arguments) }
    }
}

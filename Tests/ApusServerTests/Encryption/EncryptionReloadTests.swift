import ApusAPI
import ApusClient
import ApusJSON
import ApusStore
import NIOHTTP1
import Testing

@testable import ApusServer

/// `--encryption-provider-config-automatic-reload`.
@Suite(.timeLimit(.minutes(3)))
struct EncryptionReloadTests {
    private static let aes = EncryptionFile.provider
    private static let key = "/registry/secrets/default/a"

    @Test("a changed file is used from then on, an invalid one is not, and the metrics tell")
    func reload() async throws {
        let store = try MemoryStore()
        let file = try EncryptionFile((["secrets"], [Self.aes("aescbc", "a")]))
        try await file.run(store: store, reloads: true, listens: true) { test async throws in
            let client = RawClient(base: "http://127.0.0.1:\(test.port)")
            let reload = try #require(test.server.encryptionReload)
            var known = EncryptionConfiguration.hash(of: try EncryptionConfiguration.read(file.path))
            let started = known
            #expect(
                try await client.metrics().contains(
                    "last_config_info{apiserver_id_hash=\"\(ServerIdentity().hash)\",hash=\"\(started)\"} 1"))
            try await test.client.create(Resources.secrets, namespace: "default", .secret("a", "1"))
            #expect(await reload.look(&known) == .unchanged)

            try file.write((["secrets"], [Self.aes("aesgcm", "b"), Self.aes("aescbc", "a")]))
            #expect(await reload.look(&known) == .taken)
            #expect(await reload.look(&known) == .unchanged)
            let object = try await test.client.get(Resources.secrets, namespace: "default", name: "a")
            try await test.client.update(Resources.secrets, try object.value())
            #expect(try await Self.stored(store).utf8.starts(with: "k8s:enc:aesgcm:v1:b:".utf8))

            try file.write("kind: EncryptionConfiguration\napiVersion: apiserver.config.k8s.io/v1\n")
            for _ in 0..<2 {
                #expect(
                    await reload.look(&known)
                        == .refused(
                            "error while parsing file: resources: Required value: at least one resources is required"))
            }
            try await test.client.patch(
                Resources.secrets, namespace: "default", name: "a", .merge, ["data": ["k": "MQ=="]])
            #expect(try await Self.stored(store).utf8.starts(with: "k8s:enc:aesgcm:v1:b:".utf8))

            let text = try await client.metrics()
            let name = "apiserver_encryption_config_controller_automatic_reloads_total"
            let server = ServerIdentity().hash
            #expect(text.contains("\(name){apiserver_id_hash=\"\(server)\",status=\"success\"} 1\n"))
            #expect(text.contains("\(name){apiserver_id_hash=\"\(server)\",status=\"failure\"} 2\n"))
            for status in ["success", "failure"] {
                #expect(
                    text.contains(
                        "automatic_reload_last_timestamp_seconds{apiserver_id_hash=\"\(server)\",status=\"\(status)\"} 1"
                    ))
            }
            #expect(text.contains("last_config_info{apiserver_id_hash=\"\(server)\",hash=\"\(known)\"} 1\n"))
            #expect(known != started)
            // Upstream's check of key services is there wherever the file is reloaded, and is well without any.
            for path in ["/livez", "/readyz", "/healthz"] {
                #expect(try await client.send(.GET, "\(path)/kms-providers").text == "ok")
                #expect(try await client.send(.GET, "\(path)?verbose").text.contains("[+]kms-providers ok"))
            }
        }
        await store.close()
    }

    private static func stored(_ store: any Store) async throws -> String {
        try #require(try await store.range(RangeRequest(prefix: key, limit: 1)).items.first).value.string
    }

    @Test("what could not be read is read when its key comes back")
    func recovery() async throws {
        let store = try MemoryStore()
        try await EncryptionFile((["secrets"], [Self.aes("aescbc", "a")])).run(store: store) { test async throws in
            try await test.client.create(Resources.secrets, namespace: "default", .secret("a", "1"))
        }
        let file = try EncryptionFile((["secrets"], [Self.aes("aescbc", "b")]))
        try await file.run(store: store, reloads: true) { test async throws in
            let list = { try await test.client.list(Resources.secrets, namespace: "default").items }
            #expect(await statusError { _ = try await list() }?.code == 500)
            let reload = try #require(test.server.encryptionReload)
            var known = ""
            #expect(await reload.look(&known) == .taken)
            #expect(await statusError { _ = try await list() }?.code == 500)
            try file.write((["secrets"], [Self.aes("aescbc", "b", "a")]))
            #expect(await reload.look(&known) == .taken)
            let items = try await list()
            #expect(items.map(\.name) == ["a"])
            #expect(
                items.first?.revision
                    == (try await store.range(RangeRequest(prefix: Self.key)).items.first?.modRevision))
            try await test.client.patch(
                Resources.secrets, namespace: "default", name: "a", .merge, ["data": ["k": "MQ=="]])
            #expect(try await Self.stored(store).utf8.starts(with: "k8s:enc:aescbc:v1:b:".utf8))
        }
        await store.close()
    }

    @Test("a no-op write of what has lost its key on the way is refused")
    func lost() async throws {
        let store = try MemoryStore()
        let file = try EncryptionFile((["secrets"], [Self.aes("aescbc", "a")]))
        try await file.run(store: store, reloads: true) { test async throws in
            try await test.client.create(Resources.secrets, namespace: "default", .secret("a", "1"))
            try file.write((["secrets"], [Self.aes("aescbc", "b")]))
            var known = ""
            #expect(await test.server.encryptionReload?.look(&known) == .taken)
            let error = await statusError {
                try await test.client.patch(Resources.secrets, namespace: "default", name: "a", .merge, [:])
            }
            #expect(
                error?.message
                    == "Internal error occurred: unable to transform key \"\(Self.key)\": no matching key was found for the provided AES transformer"
            )
        }
        await store.close()
    }

    @Test("without the flag there is neither reload nor check, and without a file nothing at all")
    func without() async throws {
        let store = try MemoryStore()
        try await EncryptionFile((["secrets"], [Self.aes("aescbc", "a")]))
            .run(store: store, listens: true) { test async throws in
                #expect(test.server.encryptionReload == nil)
                let client = RawClient(base: "http://127.0.0.1:\(test.port)")
                #expect(try await client.metrics().contains("apiserver_encryption_config_controller_last_config_info"))
                #expect(try await !client.send(.GET, "/livez?verbose").text.contains("kms-providers"))
            }
        try await RawClient.run { client, _ async throws in
            #expect(try await !client.metrics().contains("apiserver_encryption_config_controller"))
        }
        await store.close()
    }
}

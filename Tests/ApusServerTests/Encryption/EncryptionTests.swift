import ApusAPI
import ApusClient
import ApusJSON
import ApusStore
import ApusStoreEtcd
import ApusStoreSQLite
import EtcdTestSupport
import Foundation
import Testing

@testable import ApusServer

/// A server whose values are encrypted at rest.
@Suite(.timeLimit(.minutes(3)))
struct EncryptionTests {
    private static let marker = "the-plaintext-of-this-test"
    private static let aes = EncryptionFile.provider

    private static func withDirectory(_ body: (String) async throws -> Void) async throws {
        let directory = "/tmp/apus-encrypted-\(getpid())-\(UInt64.random(in: 0 ... .max))"
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: directory) }
        try await body(directory)
    }

    /// What lies in the store under `key`.
    private static func stored(_ store: any Store, _ key: String) async throws -> KeyValue {
        try #require(try await store.range(RangeRequest(prefix: key, limit: 1)).items.first)
    }

    /// Sends the object back as it was read.
    private static func replace(_ test: TestServer, _ resource: GroupVersionResource, _ name: String) async throws
        -> APIObject
    {
        let object = try await test.client.get(resource, namespace: "default", name: name)
        return try await test.client.update(resource, try object.value())
    }

    @Test("no byte of an encrypted resource lies in SQLite's files in clear")
    func atRest() async throws {
        let file = try EncryptionFile((["secrets", "configmaps"], [Self.aes("aesgcm", "a")]))
        try await Self.withDirectory { directory async throws in
            let store = try SQLiteStore(file: "\(directory)/store.db")
            try await file.run(store: store) { test async throws in
                try await test.client.create(
                    Resources.configMaps, namespace: "default", .configMap("a", data: ["k": Self.marker]))
                try await test.client.create(
                    Resources.secrets, namespace: "default", .secret("a", Self.marker))
                var open = JSONValue.serviceAccount("a")
                open["metadata"]["annotations"]["k"] = "what-is-not-encrypted"
                try await test.client.create(Resources.serviceAccounts, namespace: "default", open)
                let read = try await test.client.get(Resources.configMaps, namespace: "default", name: "a")
                #expect(try read.value()["data"]["k"].string == Self.marker)
                #expect(try await test.client.list(Resources.secrets, namespace: "default").items.count == 1)
            }
            await store.close()
            var bytes = Data()
            for name in try FileManager.default.contentsOfDirectory(atPath: directory) {
                bytes += try Data(contentsOf: URL(filePath: "\(directory)/\(name)"))
            }
            #expect(bytes.range(of: Data("what-is-not-encrypted".utf8)) != nil)
            #expect(bytes.range(of: Data("k8s:enc:aesgcm:v1:a:".utf8)) != nil)
            #expect(bytes.range(of: Data(Self.marker.utf8)) == nil)
            #expect(bytes.range(of: Data(Base64.encode(Self.marker.utf8).utf8)) == nil)
            // After a restart it is read from the file.
            let again = try SQLiteStore(file: "\(directory)/store.db")
            try await file.run(store: again) { test async throws in
                let read = try await test.client.get(Resources.configMaps, namespace: "default", name: "a")
                #expect(try read.value()["data"]["k"].string == Self.marker)
            }
            await again.close()
        }
    }

    @Test("in etcd lies what upstream's server would write, and servers that share it change the key one by one")
    func etcd() async throws {
        let (old, new) = (Self.aes("secretbox", "a"), Self.aes("aesgcm", "b"))
        let key = "/registry/secrets/default/a"
        try await EtcdCluster.run { cluster async throws in
            let configuration = cluster.configuration(prefix: "/registry/")
            let stores = [
                try await EtcdStore.open(configuration, logger: .silent),
                try await EtcdStore.open(configuration, logger: .silent),
            ]
            try await EncryptionFile((["secrets"], [old, new])).run(store: stores[0]) { one async throws in
                try await one.client.create(Resources.secrets, namespace: "default", .secret("a", Self.marker))
                let text = try cluster.control("get", key, "--print-value-only")
                #expect(text.utf8.starts(with: "k8s:enc:secretbox:v1:a:".utf8))
                #expect(!text.contains(Base64.encode(Self.marker.utf8)))
                #expect(!text.contains("metadata"))
                let before = try await Self.replace(one, Resources.secrets, "a")
                let again = try await Self.replace(one, Resources.secrets, "a")
                #expect(before.resourceVersion == again.resourceVersion)
                try await EncryptionFile((["secrets"], [new, old])).run(store: stores[1]) { two async throws in
                    let written = try await Self.replace(two, Resources.secrets, "a")
                    #expect(written.revision > before.revision)
                    let text = try cluster.control("get", key, "--print-value-only")
                    #expect(text.utf8.starts(with: "k8s:enc:aesgcm:v1:b:".utf8))
                    let read = try await one.client.get(Resources.secrets, namespace: "default", name: "a")
                    #expect(read.revision == written.revision)
                    #expect(try read.value()["data"]["text"].string == Base64.encode(Self.marker.utf8))
                }
            }
            for store in stores { await store.close() }
        }
    }

    @Test("a write that changes nothing encrypts anew what lies under another key, and only that")
    func rotation() async throws {
        let store = try MemoryStore()
        let key = "/registry/secrets/default/a"
        try await TestServer.run(store: store) { test async throws in
            try await test.client.create(Resources.secrets, namespace: "default", .secret("a", Self.marker))
        }
        #expect(try await Self.stored(store, key).value.string.utf8.starts(with: "{".utf8))
        var last = try await Self.stored(store, key).modRevision
        let first = Self.aes("aescbc", "a")
        let steps: [(providers: [String], prefix: String)] = [
            ([first, "identity: {}"], "k8s:enc:aescbc:v1:a:"),
            ([Self.aes("aescbc", "b", "a")], "k8s:enc:aescbc:v1:b:"),
            ([Self.aes("aesgcm", "b"), Self.aes("aescbc", "b")], "k8s:enc:aesgcm:v1:b:"),
            (["identity: {}", Self.aes("aesgcm", "b")], "{"),
        ]
        for (index, step) in steps.enumerated() {
            try await EncryptionFile((["secrets"], step.providers)).run(store: store) { test async throws in
                // Reading changes nothing.
                #expect(try await test.client.list(Resources.secrets, namespace: "default").items.count == 1)
                #expect(try await Self.stored(store, key).modRevision == last)
                let written: APIObject =
                    switch index {
                    case 0: try await Self.replace(test, Resources.secrets, "a")
                    case 1:
                        try await test.client.patch(Resources.secrets, namespace: "default", name: "a", .merge, [:])
                    default: try await Self.replace(test, Resources.secrets, "a")
                    }
                let item = try await Self.stored(store, key)
                #expect(item.value.string.utf8.starts(with: step.prefix.utf8))
                #expect(item.modRevision > last)
                #expect(written.revision == item.modRevision)
                last = item.modRevision
                // Now it is as it should be.
                #expect(try await Self.replace(test, Resources.secrets, "a").revision == last)
                #expect(try await Self.stored(store, key).modRevision == last)
                let read = try await test.client.get(Resources.secrets, namespace: "default", name: "a")
                #expect(read.revision == last)
                #expect(try read.value()["data"]["text"].string == Base64.encode(Self.marker.utf8))
            }
        }
        await store.close()
    }

    @Test("an apply that changes nothing encrypts anew, too")
    func apply() async throws {
        let store = try MemoryStore()
        var options = APIOptions()
        options.fieldManager = "m"
        for (provider, prefix) in [
            (Self.aes("aescbc", "a"), "k8s:enc:aescbc:v1:a:"), (Self.aes("aescbc", "b", "a"), "k8s:enc:aescbc:v1:b:"),
        ] {
            try await EncryptionFile((["secrets"], [provider])).run(store: store) { test async throws in
                var last: UInt64 = 0
                for _ in 0..<2 {
                    let object = try await test.client.patch(
                        Resources.secrets, namespace: "default", name: "a", .apply, .secret("a", Self.marker),
                        options: options)
                    #expect(last == 0 || object.revision == last)
                    last = object.revision
                }
                let item = try await Self.stored(store, "/registry/secrets/default/a")
                #expect(item.value.string.utf8.starts(with: prefix.utf8))
                #expect(item.modRevision == last)
            }
        }
        await store.close()
    }

    @Test("what cannot be decrypted is an error for who asks for it or lists it, and nobody else")
    func lostKey() async throws {
        let store = try MemoryStore()
        try await EncryptionFile((["secrets"], [Self.aes("aescbc", "a")])).run(store: store) { test async throws in
            try await test.client.create(Resources.secrets, namespace: "default", .secret("a", Self.marker))
        }
        try await EncryptionFile((["secrets"], [Self.aes("aescbc", "b")])).run(store: store) { test async throws in
            try await Self.expectUnreadable(
                test, "no matching key was found for the provided AES transformer")
        }
        try await EncryptionFile((["podtemplates"], [Self.aes("aescbc", "b")])).run(store: store) { test async throws in
            try await Self.expectUnreadable(test, "identity transformer tried to read encrypted data")
        }
        // And without any configuration.
        try await TestServer.run(store: store) { test async throws in
            try await Self.expectUnreadable(test, "identity transformer tried to read encrypted data")
        }
        await store.close()
    }

    /// The Secret `a` is there and cannot be read.
    private static func expectUnreadable(_ test: TestServer, _ reason: String) async throws {
        let problem =
            "Internal error occurred: unable to transform key \"/registry/secrets/default/a\": \(reason)"
        let client = test.client
        let attempts: [(String, () async throws -> Void)] = [
            ("get", { _ = try await client.get(Resources.secrets, namespace: "default", name: "a") }),
            ("list", { _ = try await client.list(Resources.secrets, namespace: "default") }),
            ("list of all", { _ = try await client.list(Resources.secrets) }),
            ("watch", { _ = try await test.transport.watch(APIRequest(.watch, Resources.secrets)) }),
            (
                "patch",
                {
                    try await client.patch(
                        Resources.secrets, namespace: "default", name: "a", .merge, ["data": ["k": "AA=="]])
                }
            ),
            ("delete", { try await client.delete(Resources.secrets, namespace: "default", name: "a") }),
            ("delete of all", { try await client.deleteCollection(Resources.secrets, namespace: "default") }),
        ]
        for (what, attempt) in attempts {
            let error = await statusError(attempt)
            #expect(error?.code == 500, "\(what)")
            #expect(error?.message == problem, "\(what)")
        }
        let taken = await statusError {
            try await client.create(Resources.secrets, namespace: "default", .secret("a", "other"))
        }
        #expect(taken?.reason == .alreadyExists)
        // Others are not concerned.
        try await client.create(Resources.secrets, namespace: "kube-system", .secret("b", "other"))
        #expect(try await client.list(Resources.secrets, namespace: "kube-system").items.map(\.name) == ["b"])
        try await client.delete(Resources.secrets, namespace: "kube-system", name: "b")
        let absent = await statusError {
            _ = try await client.get(Resources.secrets, namespace: "default", name: "none")
        }
        #expect(absent?.reason == .notFound)
    }

    @Test(
        "what another server writes with an unknown key ends the watches, and is read once it is written with a known one"
    )
    func foreignKey() async throws {
        let store = try MemoryStore()
        let (one, two) = (Self.aes("aescbc", "a"), Self.aes("aescbc", "b"))
        try await EncryptionFile((["secrets"], [one])).run(store: store) { test async throws in
            try await test.client.create(Resources.secrets, namespace: "default", .secret("a", "1"))
            let watch = try await test.transport.watch(APIRequest(.watch, Resources.secrets, namespace: "default"))
            var events = watch.makeAsyncIterator()
            while let event = try await events.next(), event.object.name != "a" {}
            try await EncryptionFile((["secrets"], [two, one])).run(store: store) { other async throws in
                try await other.client.patch(
                    Resources.secrets, namespace: "default", name: "a", .merge, ["data": ["text": "Mg=="]])
                while try await events.next() != nil {}
                try await Self.expectUnreadable(
                    test, "no matching key was found for the provided AES transformer")
            }
            try await EncryptionFile((["secrets"], [one, two])).run(store: store) { other async throws in
                try await other.client.patch(
                    Resources.secrets, namespace: "default", name: "a", .merge, ["data": ["text": "Mw=="]])
                let object = try await test.client.get(Resources.secrets, namespace: "default", name: "a")
                #expect(try object.value()["data"]["text"].string == "Mw==")
                #expect(try await test.client.list(Resources.secrets, namespace: "default").items.count == 1)
            }
        }
        await store.close()
    }

    @Test(
        "what the history holds under a lost key is an error for who reads it, and not for who reads what is there now")
    func lostHistory() async throws {
        let store = try MemoryStore()
        var revision = ""
        var page: APIList?
        try await EncryptionFile((["secrets"], [Self.aes("aescbc", "a")])).run(store: store) { test async throws in
            for name in ["a", "b"] {
                try await test.client.create(Resources.secrets, namespace: "default", .secret(name, "1"))
            }
            var request = APIRequest(.list, Resources.secrets, namespace: "default")
            request.options.limit = 1
            page = try await test.transport.list(request)
            revision = try await test.client.get(Resources.secrets, namespace: "default", name: "a").resourceVersion
        }
        try await EncryptionFile((["secrets"], [Self.aes("aescbc", "b", "a")])).run(store: store) { test async throws in
            for name in ["a", "b"] { _ = try await Self.replace(test, Resources.secrets, name) }
        }
        try await EncryptionFile((["secrets"], [Self.aes("aescbc", "b")])).run(store: store) { test async throws in
            #expect(try await test.client.list(Resources.secrets, namespace: "default").items.count == 2)
            let problem =
                "Internal error occurred: unable to transform key \"/registry/secrets/default/b\": "
                + "no matching key was found for the provided AES transformer"
            var next = APIRequest(.list, Resources.secrets, namespace: "default")
            next.options.continuation = page?.continuation
            let refused = await statusError { [next] in _ = try await test.transport.list(next) }
            #expect(refused?.message == problem)
            var request = APIRequest(.watch, Resources.secrets, namespace: "default")
            request.options.resourceVersion = revision
            var events = try await test.transport.watch(request).makeAsyncIterator()
            let event = try await events.next()
            #expect(event?.kind == .error)
            #expect(try event?.object.value()["message"].string == problem)
            #expect(try await events.next() == nil)
        }
        await store.close()
    }

    @Test("custom resources are encrypted as others are", arguments: ["crontabs.stable.example.com", "*.*"])
    func customResource(_ resource: String) async throws {
        let store = try MemoryStore()
        let file = try EncryptionFile(([resource], [Self.aes("aesgcm", "a"), "identity: {}"]))
        for isFirst in [true, false] {
            try await file.run(store: store) { test async throws in
                if isFirst {
                    try await test.establish()
                    try await test.client.create(Resources.cronTabs, CronTabs.object("a"))
                }
                let object = try await test.client.get(Resources.cronTabs, namespace: "default", name: "a")
                #expect(try object.value()["spec"]["cronSpec"].string == "* * * * */5")
                let value = try await Self.stored(store, "/registry/stable.example.com/crontabs/default/a").value
                #expect(value.string.utf8.starts(with: "k8s:enc:aesgcm:v1:a:".utf8))
                let definition = try await Self.stored(
                    store, "/registry/apiextensions.k8s.io/customresourcedefinitions/\(CronTabs.name)"
                ).value
                #expect(definition.string.utf8.starts(with: "k8s:enc:".utf8) == (resource == "*.*"))
            }
        }
        await store.close()
    }

    @Test("a list that is begun goes on in clear at its revision")
    func pages() async throws {
        let store = try MemoryStore()
        try await EncryptionFile((["secrets"], [Self.aes("aescbc", "a")])).run(store: store) { test async throws in
            for name in ["a", "b", "c"] {
                try await test.client.create(Resources.secrets, namespace: "default", .secret(name, "1"))
            }
            var request = APIRequest(.list, Resources.secrets, namespace: "default")
            request.options.limit = 1
            let page = try await test.transport.list(request)
            try await test.client.delete(Resources.secrets, namespace: "default", name: "c")
            request.options.continuation = page.continuation
            request.options.limit = 5
            let rest = try await test.transport.list(request)
            #expect(rest.items.map(\.name) == ["b", "c"])
            #expect(try rest.items[1].value()["data"]["text"].string == "MQ==")
        }
        await store.close()
    }
}

import ApusJSON
import Testing

@testable import ApusStoreEncryption

/// Which resource a key is of, and which rule a resource has.
@Suite struct EncryptionTests {
    private static func provider(_ name: String) -> ValueTransformer {
        ValueTransformer([ValueProvider(.secretbox, keys: [EncryptionKey(name: name, secret: counting(0, 32))])])
    }

    @Test(
        "a resource is read as upstream reads it",
        arguments: [
            ("secrets", "", "secrets", "secrets"), ("deployments.apps", "apps", "deployments", "deployments.apps"),
            ("crontabs.stable.example.com", "stable.example.com", "crontabs", "crontabs.stable.example.com"),
            ("*.", "", "*", "*."), ("*.apps", "apps", "*", "*.apps"), ("*.*", "*", "*", "*.*"),
        ])
    func parsing(_ text: String, _ group: String, _ resource: String, _ shown: String) {
        let parsed = EncryptedResource(text)
        #expect(parsed == EncryptedResource(group: group, resource: resource))
        #expect(parsed.description == shown)
    }

    @Test("the most exact rule holds, and keys of no resource have none")
    func rules() throws {
        let names = ["secrets", "*.", "deployments.apps", "*.stable.example.com"]
        var all = Encryption(
            Dictionary(uniqueKeysWithValues: names.map { (EncryptedResource($0), Self.provider($0)) }))
        let keys = ResourceKeys(
            root: "/registry/",
            known: [
                "secrets": EncryptedResource("secrets"), "pods": EncryptedResource("pods"),
                "services/specs": EncryptedResource("services"), "deployments": EncryptedResource("deployments.apps"),
                "replicasets": EncryptedResource("replicasets.apps"),
            ])
        /// The rule, by the name of its key.
        func rule(_ key: String) throws -> String? {
            var random = SystemRandomNumberGenerator()
            let stored = try EncryptionPlan(all, keys: keys).transformer(of: key)?
                .seal(.init(""), at: key, using: &random)
            return stored.flatMap { String($0.string.utf8.split(separator: UInt8(ascii: ":"))[4]) }
        }
        #expect(try rule("/registry/secrets/default/a") == "secrets")
        #expect(try rule("/registry/pods/default/a") == "*.")
        #expect(try rule("/registry/services/specs/default/a") == "*.")
        #expect(try rule("/registry/deployments/default/a") == "deployments.apps")
        #expect(try rule("/registry/replicasets/default/a") == nil)
        #expect(try rule("/registry/stable.example.com/crontabs/default/a") == "*.stable.example.com")
        #expect(try rule("/registry/other.example.com/crontabs/default/a") == nil)
        #expect(try rule("/registry/apus-locks/services") == nil)
        #expect(try rule("/elsewhere/secrets/default/a") == nil)
        #expect(try rule("compact_rev_key") == nil)
        all = Encryption([.all: Self.provider("all"), EncryptedResource("pods"): Self.provider("pods")])
        #expect(try rule("/registry/pods/default/a") == "pods")
        #expect(try rule("/registry/replicasets/default/a") == "all")
        #expect(try rule("/registry/other.example.com/crontabs/a") == "all")
        #expect(try rule("/registry/apus-locks/services") == nil)
    }
}

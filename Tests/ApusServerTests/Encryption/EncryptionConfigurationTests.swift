import ApusAPI
import ApusJSON
import ApusStoreEncryption
import Testing

@testable import ApusServer

/// The file of `--encryption-provider-config`, with upstream's messages.
@Suite struct EncryptionConfigurationTests {
    private static let head = "apiVersion: apiserver.config.k8s.io/v1\nkind: EncryptionConfiguration\n"
    private static let identity = "providers: [{identity: {}}]"
    private static let aes = EncryptionFile.provider("aescbc", "a")

    private static func rule(_ resources: String, _ providers: String = identity) -> String {
        head + "resources:\n- resources: [\(resources)]\n  \(providers)\n"
    }

    private static func providers(_ providers: String) -> String { rule("secrets", "providers: [\(providers)]") }

    static let valid: [String] = [
        rule("secrets"), providers("{\(aes)}, {identity: {}}"), rule("secrets, configmaps, '*.apps'"),
        rule("'*.*'"), rule("'*.', '*.apps', crontabs.stable.example.com"),
        // One resource in two rules has the providers of both.
        rule("secrets", "providers: [{\(aes)}]") + "- resources: [secrets]\n  \(identity)\n",
        // The exact rule comes before the one that means more.
        rule("secrets") + "- resources: ['*.']\n  \(identity)\n- resources: ['*.*']\n  \(identity)\n",
        "kind: EncryptionConfig\napiVersion: v1\nresources:\n- resources: [secrets]\n  \(identity)\n",
        providers(
            "{aesgcm: {keys: [{name: a, secret: \(Base64.encode(counting(16)))}, "
                + "{name: b, secret: \(Base64.encode(counting(24)))}]}}"),
    ]

    @Test("what upstream accepts is accepted", arguments: valid)
    func accepted(_ text: String) throws {
        _ = try EncryptionConfiguration(text: text)
    }

    struct Bad: Sendable, CustomTestStringConvertible {
        let text: String
        let problem: String
        var testDescription: String { problem }

        init(_ text: String, _ problem: String) {
            self.text = text
            self.problem = "error while parsing file: \(problem)"
        }

        init(_ text: String, building problem: String) {
            self.text = text
            self.problem = "error while building transformers: \(problem)"
        }
    }

    private static let overlap =
        "using overlapping resources such as 'secrets' and '*.' in the same resource list is not allowed as they will be masked"
    private static let none =
        "provider does not contain any of the expected providers: KMS, AESGCM, AESCBC, Secretbox, Identity"
    private static let several =
        "more than one provider specified in a single element, should split into different list elements"
    private static let providerPath = "resources[0].providers[0]"

    static let invalid: [Bad] = [
        Bad("kind: Pod\napiVersion: v1", "no kind \"Pod\" is registered for version \"v1\" in scheme"),
        Bad(
            "kind: EncryptionConfiguration\napiVersion: v1",
            "no kind \"EncryptionConfiguration\" is registered for version \"v1\" in scheme"),
        Bad(head + "resource: []", "strict decoding error: unknown field \"resource\""),
        Bad(
            providers("{aescbc: {keys: [{name: a, secretKey: x}]}}"),
            "strict decoding error: unknown field \"\(providerPath).aescbc.keys[0].secretKey\""),
        Bad(head, "resources: Required value: at least one resources is required"),
        Bad(rule(""), "resources[0].resources: Required value: at least one resources[0].resources is required"),
        Bad(
            rule("secrets", "providers: []"),
            "resources[0].providers: Required value: at least one resources[0].providers is required"),
        Bad(providers("{}"), "\(providerPath): Invalid value: \(none)"),
        Bad(providers("{\(aes), identity: {}}"), "\(providerPath): Invalid value: \(several)"),
        Bad(
            providers("{kms: {apiVersion: v2, name: a, endpoint: 'unix:///a', timeout: 3s}}"),
            "\(providerPath).kms: Forbidden: Apus has no KMS providers"),
        Bad(
            providers("{aesgcm: {keys: []}}"),
            "\(providerPath).aesgcm.keys: Required value: at least one keys is required"),
        Bad(
            providers("{secretbox: {keys: [{secret: \(Base64.encode(counting(32)))}]}}"),
            "\(providerPath).secretbox.keys[0].name: Required value: name is a mandatory field for a key"),
        Bad(
            providers("{aescbc: {keys: [{name: a}]}}"),
            "\(providerPath).aescbc.keys[0].secret: Required value: secret is a mandatory field for a key"),
        Bad(
            providers("{aescbc: {keys: [{name: a, secret: '-'}]}}"),
            "\(providerPath).aescbc.keys[0].secret: Invalid value: \"REDACTED\": secrets must be base64 encoded"),
        Bad(
            providers("{aescbc: {keys: [{name: a, secret: aaaa}]}}"),
            "\(providerPath).aescbc.keys[0].secret: Invalid value: \"REDACTED\": secret is not of the expected length, got 3, expected one of [16 24 32]"
        ),
        Bad(
            providers("{secretbox: {keys: [{name: a, secret: \(Base64.encode(counting(16)))}]}}"),
            "\(providerPath).secretbox.keys[0].secret: Invalid value: \"REDACTED\": secret is not of the expected length, got 16, expected one of [32]"
        ),
        Bad(
            rule("secrets, secrets"),
            "resources[0].resources: Invalid value: [\"secrets\",\"secrets\"]: the same resource cannot be specified multiple times"
        ),
        Bad(rule("secrets, '*.'"), "resources[0].resources: Invalid value: [\"secrets\",\"*.\"]: \(overlap)"),
        Bad(
            rule("deployments.apps, '*.apps'"),
            "resources[0].resources: Invalid value: [\"deployments.apps\",\"*.apps\"]: \(overlap)"),
        Bad(rule("'*.*', pods"), "resources[0].resources: Invalid value: [\"*.*\",\"pods\"]: \(overlap)"),
        Bad(
            rule("Secrets"),
            "resources[0].resources[0]: Invalid value: \"Secrets\": resource name should not contain capital letters"),
        Bad(
            rule("'*'"),
            "resources[0].resources[0]: Invalid value: \"*\": use '*.' to encrypt all the resources from core API group or *.* to encrypt all resources"
        ),
        Bad(
            rule("apiserveripinfo"),
            "resources[0].resources[0]: Invalid value: \"apiserveripinfo\": resources which do not have REST API/s cannot be encrypted"
        ),
        Bad(
            rule("events.events.k8s.io"),
            "resources[0].resources[0]: Invalid value: \"events.events.k8s.io\": '*.events.k8s.io' objects are stored using the 'events' API group in etcd. Use 'events' instead in the config file"
        ),
        Bad(
            rule("'*.extensions'"),
            "resources[0].resources[0]: Invalid value: \"*.extensions\": 'extensions' group has been removed and cannot be used for encryption"
        ),
        Bad(
            rule("'secrets.*'"),
            "resources[0].resources[0]: Invalid value: \"secrets.*\": encrypting the same resource across groups is not supported"
        ),
        Bad(
            rule("Secrets, apiserveripinfo", "providers: []"),
            "[resources[0].resources[0]: Invalid value: \"Secrets\": resource name should not contain capital letters, "
                + "resources[0].resources[1]: Invalid value: \"apiserveripinfo\": resources which do not have REST API/s cannot be encrypted, "
                + "resources[0].providers: Required value: at least one resources[0].providers is required]"),
        Bad(
            rule("'*.'") + "- resources: [secrets]\n  \(identity)\n",
            building: "resource \"secrets\" is masked by earlier rule \"*.\""),
        Bad(
            rule("'*.*'") + "- resources: [deployments.apps]\n  \(identity)\n",
            building: "resource \"deployments.apps\" is masked by earlier rule \"*.*\""),
        Bad(
            rule("'*.apps'") + "- resources: ['*.apps']\n  \(identity)\n",
            building: "resource \"*.apps\" is masked by earlier rule \"*.apps\""),
    ]

    @Test("what upstream refuses is refused, in its words", arguments: invalid)
    func refused(_ bad: Bad) {
        #expect(throws: ConfigurationProblem(description: bad.problem)) { try EncryptionConfiguration(text: bad.text) }
    }

    @Test("a file that is missing or empty is named")
    func files() throws {
        #expect(
            throws: ConfigurationProblem(
                description:
                    "error opening encryption provider configuration file \"/nowhere\": open /nowhere: no such file or directory"
            )
        ) { try EncryptionConfiguration.read("/nowhere") }
        let file = try EncryptionFile()
        try file.write("")
        #expect(
            throws: ConfigurationProblem(
                description: "encryption provider configuration file \"\(file.path)\" is empty")
        ) { try EncryptionConfiguration.read(file.path) }
    }

    @Test("no error shows a secret")
    func secrecy() {
        let secret = Base64.encode(counting(20))
        for cipher in ["aescbc", "aesgcm", "secretbox"] {
            for more in ["", ", identity: {}", ", kms: {}"] {
                let text = Self.providers("{\(cipher): {keys: [{name: a, secret: '\(secret)'}]}\(more)}")
                do {
                    _ = try EncryptionConfiguration(text: text)
                    Issue.record("\(text) was accepted")
                } catch {
                    #expect(!error.description.contains(secret))
                }
            }
        }
    }

    @Test(
        "a key of the store is of the resource that upstream stores there",
        arguments: [
            ("secrets", "secrets"), ("minions", "nodes"), ("services/specs", "services"),
            ("services/endpoints", "endpoints"), ("controllers", "replicationcontrollers"), ("events", "events"),
            ("deployments", "deployments.apps"), ("ingress", "ingresses.networking.k8s.io"),
            ("horizontalpodautoscalers", "horizontalpodautoscalers.autoscaling"),
            ("leases", "leases.coordination.k8s.io"),
            (
                "apiextensions.k8s.io/customresourcedefinitions",
                "customresourcedefinitions.apiextensions.k8s.io"
            ),
            ("apiregistration.k8s.io/apiservices", "apiservices.apiregistration.k8s.io"),
        ])
    func keys(_ prefix: String, _ resource: String) {
        #expect(ResourceKeys.all(root: "/registry/").known[prefix]?.description == resource)
    }

    @Test("an API server is called as upstream calls it")
    func identityOfServer() {
        // sha256("node-1"), its first 16 bytes in base32.
        #expect(ServerIdentity(hostname: "node-1").name == "apiserver-gwlrxzxjxmbevckvql7a4qxaja")
    }
}

private func counting(_ size: Int) -> [UInt8] { (0..<size).map { UInt8($0) } }

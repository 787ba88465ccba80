import ApusAPI
import ApusClient
import ApusHTTP
import ApusJSON
import ApusStore
import Glibc
import Logging
import Testing

@testable import ApusServer

extension Resources {
    static let secrets = GroupVersionResource("", "v1", "secrets")
}

extension JSONValue {
    static func secret(_ name: String, _ text: String) -> JSONValue {
        [
            "kind": "Secret", "apiVersion": "v1", "metadata": ["name": .string(name)],
            "data": ["text": .string(Base64.encode(text.utf8))],
        ]
    }
}

/// A file of `--encryption-provider-config`, removed with its last user.
final class EncryptionFile: Sendable {
    let path = "/tmp/apus-encryption-\(getpid())-\(UInt64.random(in: 0 ... .max)).yaml"

    /// - Parameter rules: resources, each list with its providers.
    init(_ rules: (resources: [String], providers: [String])...) throws { try write(EncryptionFile.text(rules)) }

    deinit { unlink(path) }

    func write(_ text: String) throws {
        guard let file = fopen(path, "w") else { throw NeverHappened(what: "writing \(path)") }
        fputs(text, file)
        fclose(file)
    }

    func write(_ rules: (resources: [String], providers: [String])...) throws { try write(EncryptionFile.text(rules)) }

    static func text(_ rules: [(resources: [String], providers: [String])]) -> String {
        "kind: EncryptionConfiguration\napiVersion: apiserver.config.k8s.io/v1\nresources:\n"
            + rules.map { rule in
                let resources = rule.resources.map { "\"\($0)\"" }.joined(separator: ", ")
                return "- resources: [\(resources)]\n  providers:\n"
                    + rule.providers.map { "  - \($0)\n" }.joined()
            }.joined()
    }

    /// A provider with keys of these names, each of its own secret.
    static func provider(_ cipher: String, _ names: String...) -> String {
        let keys = names.map { name in
            let secret = [UInt8](repeating: name.utf8.first ?? 0, count: 32)
            return "{name: \(name), secret: \(Base64.encode(secret))}"
        }
        return "\(cipher): {keys: [\(keys.joined(separator: ", "))]}"
    }

    /// Runs `body` with a server that uses the file.
    ///
    /// - Parameter listens: Whether it takes HTTP, beside the calls in process.
    func run(
        store: any Store, reloads: Bool = false, listens: Bool = false,
        _ body: (TestServer) async throws -> Void
    ) async throws {
        // What is wrong is found here, where it can be thrown.
        var probe = APIServer.Configuration(
            serviceAddresses: try #require(AddressRange("10.96.0.0/12")), logger: .silent)
        try EncryptionConfiguration.load(path, reloads: reloads, into: &probe)
        let file = probe.encryptionFile
        try await TestServer.run(
            store: store,
            change: {
                $0.encryptionFile = file
                // Without TLS, for `RawClient`.
                if listens { $0.http = HTTPServer.Configuration() }
            }, body)
    }
}

import Foundation
import ProgramTestSupport
import Testing

extension ClusterTests {
    /// What the guides tell people to type.
    @Suite(.serialized, .timeLimit(.minutes(5)))
    struct GuideTests {
        /// The lines of the `sh` blocks of a guide, in order.
        private static func commands(_ guide: String) throws -> [String] {
            let file = Installation.root.appending(path: "docs/guides/\(guide).md")
            var inBlock = false
            return try String(contentsOf: file, encoding: .utf8).split(separator: "\n").compactMap { line in
                if line.hasPrefix("```") {
                    inBlock = line == "```sh"
                    return nil
                }
                return inBlock ? String(line) : nil
            }
        }

        @Test("Secrets are encrypted, and encrypted anew with another key, as the guide says")
        func encryptSecrets() async throws {
            let installation = Installation("encrypt", port: 17461)
            try await installation.remove()
            let lines = try Self.commands("encrypt-secrets").map { line in
                line.replacingOccurrences(of: "/var/lib/apus", with: installation.data)
                    .replacingOccurrences(of: "apus up ", with: "apus up --port \(installation.port) ")
            }
            let programs = (Installation.apus as NSString).deletingLastPathComponent
            let path = programs + ":" + (ProcessInfo.processInfo.environment["PATH"] ?? "")
            let result = try await Shell.run(
                ["bash", "-c", (["set -euo pipefail"] + lines).joined(separator: "\n")], environment: ["PATH": path])
            #expect(result.code == 0, "\(result.all)")
            #expect(result.output.contains("correct-horse"), "\(result.all)")
            var stored = Data()
            for name in try FileManager.default.contentsOfDirectory(atPath: installation.data)
            where name.hasPrefix("store.db") {
                stored += try Data(contentsOf: URL(filePath: "\(installation.data)/\(name)"))
            }
            // The history still has what the first key wrote; the newest value is the second's.
            for key in ["key1", "key2"] {
                #expect(stored.range(of: Data("k8s:enc:secretbox:v1:\(key):".utf8)) != nil, "\(key)")
            }
            for text in ["correct-horse", Data("correct-horse".utf8).base64EncodedString()] {
                #expect(stored.range(of: Data(text.utf8)) == nil, "\(text)")
            }
            try await installation.remove()
        }
    }
}

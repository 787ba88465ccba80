import Foundation
import Testing

/// Runs what the README tells people to type.
struct ReadmeTests {
    /// The lines of the `sh` blocks, in order.
    static func commands() throws -> [String] {
        var inBlock = false
        return try Repository.text("README.md").split(separator: "\n").compactMap { line in
            if line.hasPrefix("```") {
                inBlock = line == "```sh"
                return nil
            }
            return inBlock ? String(line) : nil
        }
    }

    static let mayRun = getuid() == 0

    @Test("the README's two commands are there")
    func promise() throws {
        let commands = try Self.commands()
        #expect(commands.contains("make demo"))
        #expect(commands.contains("make test"))
    }

    @Test("every make target that documents name exists")
    func targets() throws {
        let makefile = try Repository.text("Makefile")
        let documents = ["README.md"] + Repository.files(below: "docs", endings: ["md"])
        for document in documents {
            for match in try Repository.text(document).matches(of: /`make ([a-z-]+)/) {
                #expect(makefile.contains("\n\(match.1):"), "\(document) names make \(match.1)")
            }
        }
    }

    @Test("every relative link in the documents leads to a file")
    func links() throws {
        for document in ["README.md"] + Repository.files(below: "docs", endings: ["md"]) {
            let folder = (document as NSString).deletingLastPathComponent
            for match in try Repository.text(document).matches(of: /\]\(([^)#:]+)\)/) {
                let target = Repository.root.appending(path: folder).appending(path: String(match.1))
                    .standardizedFileURL
                #expect(FileManager.default.fileExists(atPath: target.path), "\(document) links to \(match.1)")
            }
        }
    }

    @Test(
        "the README's commands run, from the demo to make down",
        .enabled(if: ReadmeTests.mayRun, "needs root: it starts a cluster with containers"), .timeLimit(.minutes(15)))
    func commandsRun() throws {
        let port = "16443"
        let data = FileManager.default.temporaryDirectory.appending(path: "apus-test-readme").path
        try? FileManager.default.removeItem(atPath: data)
        let lines = try Self.commands().filter { $0 != "make test" }
            .map { $0.replacingOccurrences(of: "$PWD/.apus", with: data) }
        let script = (["set -ex"] + lines).joined(separator: "\n")
        let environment = ["CONFIG": "debug", "DATA": data, "PORT": port]
        let result = try Repository.shell(script, environment: environment)
        if result.code != 0 { _ = try Repository.shell("make down", environment: environment) }
        #expect(result.code == 0, "\(result.output)")
        #expect(result.output.contains("Hello from Apus."))
    }
}

import ArgumentParser
import Glibc

/// The command line. Exit codes: 0 all checks passed, 1 one failed, 2 usage.
@main
struct PluginCheck: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "apus-plugin-check",
        abstract: "Checks plugins against the rules of apus_plugin.h.",
        discussion: """
            Each check runs in a process of its own, so that a plugin that crashes or hangs fails that check only.
            A component that cannot be made from a configuration generated out of its schema is reported as skipped;
            give one with --configuration.

            Example: apus-plugin-check Plugins/ExampleC --library-path .build/debug
            """)

    @Argument(help: "Folders that hold a plugin.json.")
    var paths: [String] = []

    @Option(name: .customLong("library-path"), help: "A folder where libraries that do not lie beside plugin.json are.")
    var libraryPaths: [String] = []

    @Option(help: "Configuration of a component, as COMPONENT=JSON.")
    var configuration: [String] = []

    @Option(help: "Run this check only; may be given more than once.")
    var only: [String] = []

    @Option(help: "Seconds after which a check counts as hanging.")
    var timeout: Int = 20

    @Flag(help: "List the checks and what they look at.")
    var list = false

    /// Set by this program for its own subprocesses.
    @Option(name: .customLong("in-subprocess"), help: .private)
    var inSubprocess: String?

    func validate() throws {
        if !list, paths.isEmpty { throw ValidationError("Missing expected argument '<paths> ...'") }
        for name in only where Check.named(name) == nil {
            throw ValidationError("no check is named \"\(name)\"; see --list")
        }
        for entry in configuration where !entry.contains("=") {
            throw ValidationError("--configuration \"\(entry)\": must be COMPONENT=JSON")
        }
        if timeout < 1 { throw ValidationError("--timeout must be at least 1") }
    }

    static func main() {
        do {
            var command = try parseAsRoot()
            try command.run()
        } catch {
            // The parser's own code for bad usage is 64; ours is 2 everywhere.
            let code = exitCode(for: error)
            if code == .validationFailure {
                Verdict.write(fullMessage(for: error) + "\n", to: STDERR_FILENO)
                Glibc.exit(2)
            }
            exit(withError: error)
        }
    }

    func run() throws {
        if list {
            for check in Check.all { print("\(check.name.padded(to: 16))\(check.summary)") }
            return
        }
        if let name = inSubprocess, let check = Check.named(name), let path = paths.first {
            runInSubprocess(check, path)
        }
        var failed = 0
        for path in paths {
            print(path)
            for check in Check.all where only.isEmpty || only.contains(check.name) {
                let verdict = Subprocess(arguments: arguments(for: check, path), timeout: timeout).run()
                print("  \(verdict.word.padded(to: 6))\(check.name)\(verdict.reason.map { ": \($0)" } ?? "")")
                if case .failed = verdict { failed += 1 }
                // Without a library that loads, the other checks would say the same again.
                if case .failed = verdict, check.isPrecondition { break }
            }
        }
        if failed > 0 { throw ExitCode(1) }
    }

    private func arguments(for check: Check, _ path: String) -> [String] {
        [path, "--in-subprocess", check.name]
            + libraryPaths.flatMap { ["--library-path", $0] } + configuration.flatMap { ["--configuration", $0] }
    }

    /// Runs one check and ends the process with its verdict.
    private func runInSubprocess(_ check: Check, _ path: String) -> Never {
        var texts: [String: [UInt8]] = [:]
        for entry in configuration {
            let parts = entry.split(separator: "=", maxSplits: 1)
            if parts.count == 2 { texts[String(parts[0])] = Array(parts[1].utf8) }
        }
        let subject = Subject(path: path, libraryPaths: libraryPaths, configurations: texts)
        Task {
            do {
                try await check.body(subject)
                Verdict.passed.end()
            } catch let skip as Skipped {
                Verdict.skipped(skip.reason).end()
            } catch {
                Verdict.failed(String(describing: error)).end()
            }
        }
        while true { pause() }
    }
}

extension String {
    func padded(to width: Int) -> String { self + String(repeating: " ", count: max(1, width - count)) }
}

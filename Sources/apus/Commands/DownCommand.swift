import ArgumentParser
import Glibc

struct DownCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "down",
        abstract: "Stop a running installation.",
        discussion: """
            The process drains its connections and ends; what it has acknowledged is on disk. Containers go on running,
            and the next `apus up` takes them over, unless --remove ends them and takes away mounts and network rules.
            """)

    @OptionGroup var installation: InstallationOptions
    @OptionGroup var logging: LoggingOptions
    @Flag(help: "End the containers, and take away mounts and network rules.") var remove = false
    @Option(help: "How many seconds to wait for the process.") var timeout = 30

    func run() async throws {
        let data = installation.dataDirectory
        if let process = data.runningProcess {
            kill(process, SIGTERM)
            let clock = ContinuousClock()
            let deadline = clock.now + .seconds(timeout)
            while data.runningProcess != nil {
                guard clock.now < deadline else {
                    throw Failure("process \(process) of \(data.path) did not end within \(timeout) s")
                }
                try await clock.sleep(for: .milliseconds(20))
            }
            Output.line("stopped \(data.path)")
        } else {
            Output.line("\(data.path) is not running")
        }
        if remove {
            try await NodeCleanup(data: data, plugins: installation.pluginDirectories, logger: logging.logger("apus"))
                .run()
        }
    }
}

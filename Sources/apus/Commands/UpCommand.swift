import ArgumentParser
import Glibc

struct UpCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "up",
        abstract: "Start a cluster on this machine: control plane and node in one process.",
        discussion: """
            The first start makes certificates and an administrator's kubeconfig under the data directory; every start
            goes on with what is there. SIGTERM or Ctrl-C drain and stop; containers go on running until
            `apus down --remove`.
            """)

    @OptionGroup var installation: InstallationOptions
    @OptionGroup var server: ServerOptions
    @OptionGroup(title: "Controllers") var controllers: ControllerOptions
    @OptionGroup var node: NodeOptions
    @OptionGroup var logging: LoggingOptions
    @Flag(help: "Leave out the node: no kubelet, no proxy.") var noNode = false
    @Flag(help: "Return as soon as the cluster is ready, and let it run.") var detach = false

    func run() async throws {
        if detach {
            let data = installation.dataDirectory
            try data.prepare()
            let arguments = CommandLine.arguments.dropFirst().filter { $0 != "--detach" }
            try Detached.start(Array(arguments), log: data.log)
            return
        }
        let progress = Progress.inherited()
        do {
            try await Installation(
                data: installation.dataDirectory, plugins: installation.pluginDirectories, server: server,
                parts: noNode ? .controlPlane(controllers) : .all(controllers, node),
                logger: logging.logger("apus"), progress: progress
            ).run()
        } catch let failure as Failure {
            progress.failed(failure)
        }
    }
}

struct ServerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "server",
        abstract: "Start a control plane: API server, controllers and scheduler in one process.",
        discussion: "Nodes join it with `apus agent`.")

    @OptionGroup var installation: InstallationOptions
    @OptionGroup var server: ServerOptions
    @OptionGroup(title: "Controllers") var controllers: ControllerOptions
    @OptionGroup var logging: LoggingOptions

    func run() async throws {
        try await Installation(
            data: installation.dataDirectory, plugins: installation.pluginDirectories, server: server,
            parts: .controlPlane(controllers), logger: logging.logger("apus"), progress: .inherited()
        ).run()
    }
}

struct APIServerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "apiserver",
        abstract: "Start the API server alone.",
        discussion: "Works with any Kubernetes controller manager, scheduler and kubelet.")

    @OptionGroup var installation: InstallationOptions
    @OptionGroup var server: ServerOptions
    @OptionGroup var logging: LoggingOptions

    func run() async throws {
        try await Installation(
            data: installation.dataDirectory, plugins: installation.pluginDirectories, server: server,
            parts: .server, logger: logging.logger("apus"), progress: .inherited()
        ).run()
    }
}

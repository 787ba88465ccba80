import ApusClient
import ApusControllers
import ApusPluginHost
import ApusProxy
import ApusResources
import ApusScheduler
import ApusServer
import ArgumentParser

struct ControllerManagerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "controller-manager",
        abstract: "Start the controllers against any Kubernetes API.")

    @OptionGroup var component: ComponentOptions
    @OptionGroup var election: ElectionOptions
    @Option(help: "The file of the API server's certificate authority, for the ConfigMap kube-root-ca.crt.")
    var rootCaFile: String?
    @Option(help: "The file of the private key that signs tokens in Secrets of service accounts; without it, none are.")
    var serviceAccountPrivateKeyFile: String?
    @Option(help: "Where addresses of Pods come from; without it, nodes get no range.")
    var clusterCidr: String?
    @OptionGroup var controllers: ControllerOptions

    func run() async throws {
        let transport = try component.transport()
        let logger = component.logger
        var configuration = ControllerConfiguration(resources: BuiltInDefinitions.all.map { ManagedResource($0) })
        configuration.clusterCIDR = clusterCidr
        configuration.rootCertificate = try rootCaFile.map { try TextFile.read($0) }
        if let file = serviceAccountPrivateKeyFile {
            configuration.legacyTokenIssuer = try ServiceAccountTokens(signingKeyPEM: try TextFile.read(file))
                .legacyIssuer
        }
        try controllers.apply(to: &configuration)
        let manager: ControllerManager
        do {
            manager = try ControllerManager(configuration: configuration, logger: logger) { _ in transport }
        } catch {
            throw Failure("\(error)")
        }
        let service = Component("controller-manager") { [election] in
            try await election.run("kube-controller-manager", over: transport, logger: logger) { await manager.run() }
        }
        try await component.run([service], over: transport)
    }
}

struct SchedulerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "scheduler", abstract: "Start the scheduler against any Kubernetes API.")

    @OptionGroup var component: ComponentOptions
    @OptionGroup var election: ElectionOptions
    @OptionGroup var plugins: PluginOptions

    func run() async throws {
        let transport = try component.transport()
        let logger = component.logger
        let scheduler = Scheduler(
            transport: transport,
            plugins: PluginHost(directories: PluginDirectories(plugins.directories), logger: logger),
            logger: logger)
        let service = Component("scheduler") { [election] in
            try await election.run("kube-scheduler", over: transport, logger: logger) { try await scheduler.run() }
        }
        try await component.run([service], over: transport)
    }
}

struct ProxyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "proxy", abstract: "Lead Services' traffic on this machine, against any Kubernetes API.")

    @OptionGroup var component: ComponentOptions
    @OptionGroup var node: ProxyOptions
    @Option(help: "The folder that names the installation; its rules carry a hash of it.")
    var dataDir = "/var/lib/apus"

    func run() async throws {
        let transport = try component.transport()
        let proxy = Proxy(
            configuration: node.configuration(DataDirectory(dataDir)), transport: transport, logger: component.logger)
        try await component.run([Component("proxy") { try await proxy.run() }], over: transport)
    }
}

/// How a proxy knows its node.
struct ProxyOptions: ParsableArguments {
    @Option(help: "The node's name; without it, the machine's.")
    var hostnameOverride: String?

    @Option(help: "Where addresses of Pods come from.")
    var clusterCidr = "10.244.0.0/16"

    func configuration(_ data: DataDirectory) -> ProxyConfiguration {
        ProxyConfiguration(
            nodeName: hostnameOverride ?? LocalAddress.hostname, dataDirectory: data.path, clusterCIDRs: [clusterCidr])
    }
}

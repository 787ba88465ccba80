import ApusKubelet
import ApusPluginHost
import ArgumentParser
import NIOPosix
import ServiceLifecycle

struct AgentCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "agent",
        abstract: "Start a node: kubelet and proxy in one process, against any Kubernetes API.",
        discussion: "The kubeconfig's user must be a node: system:node:NAME of the group system:nodes.")

    @OptionGroup var component: ComponentOptions
    @OptionGroup var installation: InstallationOptions
    @OptionGroup var node: NodeOptions
    @OptionGroup var serving: KubeletServingOptions
    @Option(help: "Where addresses of Pods come from.") var clusterCidr = "10.244.0.0/16"

    func run() async throws {
        try await StandaloneNode(
            component: component, installation: installation, node: node, serving: serving, clusterCIDR: clusterCidr,
            hasProxy: true
        ).run()
    }
}

struct KubeletCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "kubelet", abstract: "Start the kubelet alone, against any Kubernetes API.")

    @OptionGroup var component: ComponentOptions
    @OptionGroup var installation: InstallationOptions
    @OptionGroup var node: NodeOptions
    @OptionGroup var serving: KubeletServingOptions

    func run() async throws {
        try await StandaloneNode(
            component: component, installation: installation, node: node, serving: serving, clusterCIDR: "",
            hasProxy: false
        ).run()
    }
}

/// How the kubelet's own server shows itself, and whom it serves; without these it has none: no logs, no exec.
struct KubeletServingOptions: ParsableArguments {
    @Option(help: "The file of its certificate.") var tlsCertFile: String?
    @Option(help: "The file of its private key.") var tlsPrivateKeyFile: String?
    @Option(help: "The file of the certificate authority of its clients.") var clientCaFile: String?

    func tls() throws(Failure) -> KubeletConfiguration.ServerTLS? {
        switch (tlsCertFile, tlsPrivateKeyFile, clientCaFile) {
        case (nil, nil, nil): return nil
        case (let certificate?, let key?, let authority?):
            return .init(
                certificateChainPEM: try TextFile.read(certificate), privateKeyPEM: try TextFile.read(key),
                clientCAPEM: try TextFile.read(authority))
        default:
            throw Failure("--tls-cert-file, --tls-private-key-file and --client-ca-file go together")
        }
    }
}

/// A node in a process of its own.
private struct StandaloneNode {
    let component: ComponentOptions
    let installation: InstallationOptions
    let node: NodeOptions
    let serving: KubeletServingOptions
    let clusterCIDR: String
    let hasProxy: Bool

    func run() async throws {
        let data = installation.dataDirectory
        try data.prepare()
        let tls = try serving.tls()
        let transport = try component.transport()
        try data.claim()
        let logger = component.logger
        let plugins = PluginHost(directories: PluginDirectories(installation.pluginDirectories), logger: logger)
        let runtime = try await NodeRuntime(host: plugins, data: data, options: node.runtime)
        let parts = NodeComponents(data: data, options: node, clusterCIDR: clusterCIDR, logger: logger)
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 2)
        var services: [any Service] = hasProxy ? [parts.proxy(transport)] : []
        services.append(parts.kubelet(transport, runtime: runtime, tls: tls, group: group))
        try await component.run(services, over: transport)
        data.release()
    }
}

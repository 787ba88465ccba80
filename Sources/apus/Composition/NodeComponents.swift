import ApusAPI
import ApusKubelet
import ApusProxy
import Logging
import NIOCore
import ServiceLifecycle

/// A node's kubelet and proxy.
struct NodeComponents {
    let data: DataDirectory
    let options: NodeOptions
    let clusterCIDR: String
    let logger: Logger

    func proxy(_ transport: any APITransport) -> any Service {
        let proxy = Proxy(
            configuration: ProxyConfiguration(
                nodeName: options.name, dataDirectory: data.path, clusterCIDRs: [clusterCIDR]),
            transport: transport, logger: logger)
        return Component("proxy") { try await proxy.run() }
    }

    func kubelet(
        _ transport: any APITransport, runtime: NodeRuntime, tls: KubeletConfiguration.ServerTLS?,
        group: any EventLoopGroup
    ) -> any Service {
        var configuration = KubeletConfiguration(
            nodeName: options.name, rootDirectory: data.kubelet, podLogsDirectory: data.kubelet + "/logs")
        configuration.nodeAddresses = options.nodeIp.map { [$0] } ?? []
        configuration.serverPort = options.kubeletPort
        configuration.serverTLS = tls
        let kubelet = Kubelet(
            configuration: configuration, transport: transport, runtime: PluginRuntime(runtime.runtime), group: group,
            logger: logger)
        return Component("kubelet") {
            try await kubelet.run()
            await runtime.close()
        }
    }
}

import ApusPluginHost
import Logging

/// Takes away what a node has made on the machine: containers with their mounts and networks, and Services' rules.
struct NodeCleanup {
    let data: DataDirectory
    let plugins: [String]
    let logger: Logger

    func run() async throws {
        let host = PluginHost(directories: PluginDirectories(plugins), logger: logger)
        let runtime = try await NodeRuntime(host: host, data: data)
        let count = try await runtime.removeAll()
        await runtime.close()
        //try await Proxy.cleanup(
            //ProxyConfiguration(nodeName: "", dataDirectory: data.path))
        Output.line("removed \(count) pods and the network rules")
    }
}

import ApusPluginHost
import ApusProxy
import Glibc
import Logging

/// Takes away what a node has made on the machine: containers with their networks, Services' rules, and mounts.
struct NodeCleanup {
    let data: DataDirectory
    let plugins: [String]
    let logger: Logger

    func run() async throws {
        let host = PluginHost(directories: PluginDirectories(plugins), logger: logger)
        let runtime = try await NodeRuntime(host: host, data: data)
        let count = try await runtime.removeAll()
        await runtime.close()
        try await Proxy.cleanUp(ProxyConfiguration(nodeName: "", dataDirectory: data.path))
        unmountAll()
        Output.line("removed \(count) pods, their network and mounts, and the Services' rules")
    }

    /// Takes away what is mounted below the data directory, the innermost first.
    private func unmountAll() {
        guard let file = fopen("/proc/self/mounts", "r") else { return }
        defer { fclose(file) }
        var points: [String] = []
        var line: UnsafeMutablePointer<CChar>?
        var capacity = 0
        defer { free(line) }
        while getline(&line, &capacity, file) > 0, let line {
            let fields = String(cString: line).split(separator: " ")
            if fields.count > 1, fields[1].hasPrefix(data.path + "/") { points.append(String(fields[1])) }
        }
        for point in points.reversed() { umount2(point, Int32(MNT_DETACH)) }
    }
}

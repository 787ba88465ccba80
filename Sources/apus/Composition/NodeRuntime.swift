import ApusJSON
import ApusKubelet
import ApusPluginHost

/// The container runtime of a node. It comes in through the plugin ABI like anyone's.
struct NodeRuntime {
    private static let id = "runtime-oci"
    private static let component = "RuntimeOCI"

    private let instance: PluginInstance
    let runtime: ApusPluginHost.ContainerRuntime

    /// Loads the plugin for the installation in `data`; its self-check says what containers can run with.
    init(host: PluginHost, data: DataDirectory, options: RuntimeOptions? = nil) async throws {
        instance = try await Self.instance(host: host, data: data, options: options)
        runtime = try ApusPluginHost.ContainerRuntime(instance, threads: HostThreads(maximum: 256))
    }

    /// An instance of the plugin for an installation: its runtime and its images.
    static func instance(
        host: PluginHost, data: DataDirectory, options: RuntimeOptions? = nil
    ) async throws -> PluginInstance {
        var values: [String: ConfigurationValue] = ["dataDir": .string(data.runtime)]
        if let path = options?.containerRuntime { values["runtime"] = .string(path) }
        if let path = options?.conmon { values["conmon"] = .string(path) }
        do throws(PluginError) {
            return try await host.plugin(id).makeInstance(of: component, configuration: .object(values))
        } catch {
            throw Failure(error.message)
        }
    }

    /// What containers run with: `crun 1.8.1`.
    func name() async throws -> String {
        let answer = try await JSONValue(parsing: Bytes(runtime.call("Version", Array("{}".utf8))))
        return "\(answer["runtimeName"].string ?? "") \(answer["runtimeVersion"].string ?? "")"
    }

    /// Ends all containers and takes their mounts and networks away; returns how many pods there were.
    func removeAll() async throws -> Int {
        let pods = try await JSONValue(parsing: Bytes(runtime.call("ListPodSandbox", Array("{}".utf8))))["items"]
            .elements
        for pod in pods {
            let request = (["podSandboxId": pod["id"]] as JSONValue).encoded().withUnsafeBytes { Array($0) }
            _ = try await runtime.call("StopPodSandbox", request)
            _ = try await runtime.call("RemovePodSandbox", request)
        }
        _ = try await runtime.call("Cleanup", Array("{}".utf8))
        return pods.count
    }

    func close() async { await runtime.close() }
}

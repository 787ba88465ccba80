import FoundationEssentials
import Glibc

/// Joins sandboxes to the network by the Container Network Interface (CNI specification 1.0.0): plugins are programs that
/// get a configuration on their standard input.
struct CNI {
    var pluginDirectories: [String]

    /// A sandbox as plugins see it.
    struct Sandbox {
        var id: String
        var netns: String
        var metadata: PodSandboxMetadata
        var portMappings: [PortMapping]
    }

    /// Runs ADD through the chain; gives the last plugin's result. What was added before a failure is taken back.
    func add(_ network: JSONDocument, _ sandbox: Sandbox) throws -> JSONDocument {
        var result: JSONDocument?
        do {
            for plugin in plugins(of: network, for: sandbox) {
                let configuration = configure(plugin, network, sandbox, result)
                let output = try run("ADD", plugin, configuration, sandbox)
                result = try Documents.decode(JSONDocument.self, from: output, what: "result of \(Self.type(plugin))")
            }
        } catch {
            try? delete(network, sandbox, result)
            throw error
        }
        guard let result else { throw RuntimeError.failed("network \(network["name"]?.string ?? ""): no plugins") }
        return result
    }

    /// Runs DEL through the chain backwards. Plugins take what is gone already as done.
    func delete(_ network: JSONDocument, _ sandbox: Sandbox, _ result: JSONDocument?) throws {
        for plugin in plugins(of: network, for: sandbox).reversed() {
            _ = try run("DEL", plugin, configure(plugin, network, sandbox, result), sandbox)
        }
    }

    /// Addresses of a result, without their prefix lengths.
    static func addresses(of result: JSONDocument) -> [String] {
        (result["ips"]?.array ?? []).compactMap { $0["address"]?.string?.split(separator: "/").first.map(String.init) }
    }

    private static func type(_ plugin: JSONDocument) -> String { plugin["type"]?.string ?? "" }

    /// The chain; portmap only where there is a port to map, since it costs several processes.
    private func plugins(of network: JSONDocument, for sandbox: Sandbox) -> [JSONDocument] {
        (network["plugins"]?.array ?? []).filter { plugin in
            Self.type(plugin) != "portmap" || sandbox.portMappings.contains { $0.hostPort ?? 0 > 0 }
        }
    }

    private func configure(
        _ plugin: JSONDocument, _ network: JSONDocument, _ sandbox: Sandbox, _ result: JSONDocument?
    ) -> JSONDocument {
        var configuration = plugin
        configuration["name"] = network["name"]
        configuration["cniVersion"] = network["cniVersion"]
        configuration["prevResult"] = result
        if configuration["capabilities"]?["portMappings"]?.isTrue == true {
            let mappings = sandbox.portMappings.filter { $0.hostPort ?? 0 > 0 }.map { mapping in
                JSONDocument.object([
                    "hostPort": .integer(Int64(mapping.hostPort ?? 0)),
                    "containerPort": .integer(Int64(mapping.containerPort ?? 0)),
                    "protocol": .string((mapping.protocol ?? .TCP).rawValue.lowercased()),
                    "hostIP": .string(mapping.hostIp ?? ""),
                ])
            }
            configuration["runtimeConfig"] = ["portMappings": .array(mappings)]
        }
        configuration["capabilities"] = nil
        return configuration
    }

    private func run(_ command: String, _ plugin: JSONDocument, _ configuration: JSONDocument, _ sandbox: Sandbox)
        throws -> [UInt8]
    {
        let type = Self.type(plugin)
        guard !type.isEmpty, !type.contains("/"),
            let folder = pluginDirectories.first(where: { Files.exists("\($0)/\(type)") })
        else {
            throw RuntimeError(
                .failedPrecondition,
                "network plugin \"\(type)\": not found in \(pluginDirectories.joined(separator: ", "))")
        }
        let pod = sandbox.metadata
        let environment =
            Child.inheritedEnvironment + [
                "CNI_COMMAND=\(command)", "CNI_CONTAINERID=\(sandbox.id)", "CNI_NETNS=\(sandbox.netns)",
                "CNI_IFNAME=eth0",
                "CNI_PATH=\(pluginDirectories.joined(separator: ":"))",
                "CNI_ARGS=IgnoreUnknown=1;K8S_POD_NAMESPACE=\(pod.namespace ?? "");K8S_POD_NAME=\(pod.name ?? "");"
                    + "K8S_POD_INFRA_CONTAINER_ID=\(sandbox.id);K8S_POD_UID=\(pod.uid ?? "")",
            ]
        let output = try Child.run(
            "\(folder)/\(type)", [], environment: environment, input: try Documents.encode(configuration))
        if output.code == 0 { return output.out }
        let answer = try? Documents.decode(JSONDocument.self, from: output.out, what: type)
        let reason = [answer?["msg"]?.string, answer?["details"]?.string].compactMap { $0 }.filter { !$0.isEmpty }
        let text =
            reason.isEmpty
            ? output.errors.split(separator: "\n").last.map(String.init) ?? "exit code \(output.code)"
            : reason.joined(separator: "; ")
        throw RuntimeError.failed("network plugin \(type) \(command): \(text)")
    }
}

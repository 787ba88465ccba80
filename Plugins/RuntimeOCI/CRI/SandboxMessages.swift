// runtime.v1: pod sandboxes.

struct PodSandboxMetadata: Codable, Hashable {
    var name: String?
    var uid: String?
    var namespace: String?
    var attempt: UInt32?
}

struct DNSConfig: Codable {
    var servers: [String]?
    var searches: [String]?
    var options: [String]?

    /// As resolv.conf(5) has it; nil where nothing is said.
    var resolverFile: String? {
        var lines: [String] = []
        if let searches, !searches.isEmpty { lines.append("search " + searches.joined(separator: " ")) }
        lines += (servers ?? []).map { "nameserver \($0)" }
        if let options, !options.isEmpty { lines.append("options " + options.joined(separator: " ")) }
        return lines.isEmpty ? nil : lines.map { $0 + "\n" }.joined()
    }
}

enum PortProtocol: String, ProtobufEnum { case TCP, UDP, SCTP }

struct PortMapping: Codable {
    var `protocol`: PortProtocol?
    var containerPort: Int32?
    var hostPort: Int32?
    var hostIp: String?
}

enum NamespaceMode: String, ProtobufEnum { case POD, CONTAINER, NODE, TARGET }

struct NamespaceOption: Codable {
    var network: NamespaceMode?
    var pid: NamespaceMode?
    var ipc: NamespaceMode?
    var targetId: String?
}

struct LinuxSandboxSecurityContext: Codable {
    var namespaceOptions: NamespaceOption?
    var runAsUser: BoxedInt64?
    var runAsGroup: BoxedInt64?
    var readonlyRootfs: Bool?
    var supplementalGroups: [Int64Field]?
    var privileged: Bool?
}

struct LinuxPodSandboxConfig: Codable {
    var cgroupParent: String?
    var securityContext: LinuxSandboxSecurityContext?
    var sysctls: [String: String]?
}

struct PodSandboxConfig: Codable {
    var metadata: PodSandboxMetadata?
    var hostname: String?
    var logDirectory: String?
    var dnsConfig: DNSConfig?
    var portMappings: [PortMapping]?
    var labels: [String: String]?
    var annotations: [String: String]?
    var linux: LinuxPodSandboxConfig?

    var namespaces: NamespaceOption { linux?.securityContext?.namespaceOptions ?? NamespaceOption() }
}

struct RunPodSandboxRequest: Decodable {
    var config: PodSandboxConfig?
    var runtimeHandler: String?
}

struct RunPodSandboxResponse: Encodable {
    var podSandboxId: String
}

/// StopPodSandbox, RemovePodSandbox and PodSandboxStatus.
struct PodSandboxRequest: Decodable {
    var podSandboxId: String?
    var verbose: Bool?
}

enum PodSandboxState: String, ProtobufEnum { case SANDBOX_READY, SANDBOX_NOTREADY }

struct PodIP: Codable {
    var ip: String
}

struct PodSandboxNetworkStatus: Codable {
    var ip: String
    var additionalIps: [PodIP]
}

struct LinuxPodSandboxStatus: Encodable {
    var namespaces: Namespaces

    struct Namespaces: Encodable {
        var options: NamespaceOption
    }
}

struct PodSandboxStatus: Encodable {
    var id: String
    var metadata: PodSandboxMetadata
    var state: PodSandboxState
    var createdAt: Int64
    var network: PodSandboxNetworkStatus
    var linux: LinuxPodSandboxStatus
    var labels: [String: String]
    var annotations: [String: String]
    var runtimeHandler: String
}

struct PodSandboxStatusResponse: Encodable {
    var status: PodSandboxStatus
    var info: [String: String]?
    var containersStatuses: [ContainerStatus]
    var timestamp: Int64
}

struct PodSandboxFilter: Decodable {
    var id: String?
    var state: State?
    var labelSelector: [String: String]?

    struct State: Decodable {
        var state: PodSandboxState?
    }
}

struct ListPodSandboxRequest: Decodable {
    var filter: PodSandboxFilter?
}

struct ListPodSandboxResponse: Encodable {
    var items: [PodSandbox]
}

struct PodSandbox: Encodable {
    var id: String
    var metadata: PodSandboxMetadata
    var state: PodSandboxState
    var createdAt: Int64
    var labels: [String: String]
    var annotations: [String: String]
    var runtimeHandler: String
}

struct PortForwardRequest: Decodable {
    var podSandboxId: String?
    var port: [Int32]?
}

// runtime.v1: containers.

struct ContainerMetadata: Codable, Hashable {
    var name: String?
    var attempt: UInt32?
}

struct ImageSpec: Codable {
    var image: String?
    var annotations: [String: String]?
    var userSpecifiedImage: String?
    var runtimeHandler: String?
}

struct KeyValue: Codable {
    var key: String?
    var value: String?
}

enum MountPropagation: String, ProtobufEnum {
    case PROPAGATION_PRIVATE, PROPAGATION_HOST_TO_CONTAINER, PROPAGATION_BIDIRECTIONAL
}

struct Mount: Codable {
    var containerPath: String?
    var hostPath: String?
    var readonly: Bool?
    var selinuxRelabel: Bool?
    var propagation: MountPropagation?
    var recursiveReadOnly: Bool?
    var image: ImageSpec?
    var imageSubPath: String?
}

struct Device: Codable {
    var containerPath: String?
    var hostPath: String?
    var permissions: String?
}

struct LinuxContainerResources: Codable {
    var cpuPeriod: Int64Field?
    var cpuQuota: Int64Field?
    var cpuShares: Int64Field?
    var memoryLimitInBytes: Int64Field?
    var oomScoreAdj: Int64Field?
    var cpusetCpus: String?
    var cpusetMems: String?
    var hugepageLimits: [HugepageLimit]?
    var unified: [String: String]?
    var memorySwapLimitInBytes: Int64Field?

    struct HugepageLimit: Codable {
        var pageSize: String?
        var limit: Int64Field?
    }
}

struct Capability: Codable {
    var addCapabilities: [String]?
    var dropCapabilities: [String]?
    var addAmbientCapabilities: [String]?
}

enum SupplementalGroupsPolicy: String, ProtobufEnum { case Merge, Strict }

struct LinuxContainerSecurityContext: Codable {
    var capabilities: Capability?
    var privileged: Bool?
    var namespaceOptions: NamespaceOption?
    var runAsUser: BoxedInt64?
    var runAsGroup: BoxedInt64?
    var runAsUsername: String?
    var readonlyRootfs: Bool?
    var supplementalGroups: [Int64Field]?
    var supplementalGroupsPolicy: SupplementalGroupsPolicy?
    var noNewPrivs: Bool?
    var maskedPaths: [String]?
    var readonlyPaths: [String]?
}

struct LinuxContainerConfig: Codable {
    var resources: LinuxContainerResources?
    var securityContext: LinuxContainerSecurityContext?
}

struct ContainerConfig: Codable {
    var metadata: ContainerMetadata?
    var image: ImageSpec?
    var command: [String]?
    var args: [String]?
    var workingDir: String?
    var envs: [KeyValue]?
    var mounts: [Mount]?
    var devices: [Device]?
    var labels: [String: String]?
    var annotations: [String: String]?
    var logPath: String?
    var stdin: Bool?
    var stdinOnce: Bool?
    var tty: Bool?
    var linux: LinuxContainerConfig?
    /// By CRI an enum of signal names; `SIGTERM`, or the default where it is absent.
    var stopSignal: String?
}

struct CreateContainerRequest: Decodable {
    var podSandboxId: String?
    var config: ContainerConfig?
    var sandboxConfig: PodSandboxConfig?
}

struct CreateContainerResponse: Encodable {
    var containerId: String
}

/// StartContainer, RemoveContainer, ContainerStatus, ReopenContainerLog and ContainerStats.
struct ContainerRequest: Decodable {
    var containerId: String?
    var verbose: Bool?
}

struct StopContainerRequest: Decodable {
    var containerId: String?
    var timeout: Int64Field?
}

struct UpdateContainerResourcesRequest: Decodable {
    var containerId: String?
    var linux: LinuxContainerResources?
}

enum ContainerState: String, ProtobufEnum {
    case CONTAINER_CREATED, CONTAINER_RUNNING, CONTAINER_EXITED, CONTAINER_UNKNOWN
}

struct ContainerUser: Codable {
    var linux: Linux

    struct Linux: Codable {
        var uid: Int64
        var gid: Int64
        var supplementalGroups: [Int64]
    }
}

struct ContainerStatus: Encodable {
    var id: String
    var metadata: ContainerMetadata
    var state: ContainerState
    var createdAt: Int64
    var startedAt: Int64
    var finishedAt: Int64
    var exitCode: Int32
    var image: ImageSpec
    var imageRef: String
    var imageId: String
    var reason: String
    var message: String
    var labels: [String: String]
    var annotations: [String: String]
    var mounts: [Mount]
    var logPath: String
    var resources: Resources?
    var user: ContainerUser?

    struct Resources: Encodable {
        var linux: LinuxContainerResources
    }
}

struct ContainerStatusResponse: Encodable {
    var status: ContainerStatus
    var info: [String: String]?
}

struct ContainerFilter: Decodable {
    var id: String?
    var state: State?
    var podSandboxId: String?
    var labelSelector: [String: String]?

    struct State: Decodable {
        var state: ContainerState?
    }
}

struct ListContainersRequest: Decodable {
    var filter: ContainerFilter?
}

struct ListContainersResponse: Encodable {
    var containers: [Container]
}

struct Container: Encodable {
    var id: String
    var podSandboxId: String
    var metadata: ContainerMetadata
    var image: ImageSpec
    var imageRef: String
    var imageId: String
    var state: ContainerState
    var createdAt: Int64
    var labels: [String: String]
    var annotations: [String: String]
}

struct ExecSyncRequest: Decodable {
    var containerId: String?
    var cmd: [String]?
    var timeout: Int64Field?
}

struct ExecSyncResponse: Encodable {
    /// Base64 in JSON, as protobuf's bytes are.
    var stdout: String
    var stderr: String
    var exitCode: Int32
}

struct ExecRequest: Decodable {
    var containerId: String?
    var cmd: [String]?
    var tty: Bool?
    var stdin: Bool?
    var stdout: Bool?
    var stderr: Bool?
}

struct ExitCodeResult: Encodable {
    var exitCode: Int32
}

enum ContainerEventType: String, ProtobufEnum {
    case CONTAINER_CREATED_EVENT, CONTAINER_STARTED_EVENT, CONTAINER_STOPPED_EVENT, CONTAINER_DELETED_EVENT
}

struct ContainerEventResponse: Encodable {
    var containerId: String
    var containerEventType: ContainerEventType
    var createdAt: Int64
    var podSandboxStatus: PodSandboxStatus?
    var containersStatuses: [ContainerStatus]
}

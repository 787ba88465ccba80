import ApusAPI
import ApusClient
import ApusJSON
import Logging
import NIOCore
import Synchronization

/// What all pods of the node share.
final class NodeContext: Sendable {
    let configuration: KubeletConfiguration
    let runtime: any ContainerRuntime
    let client: APIClient
    let recorder: EventRecorder
    let time: TimeSource
    let logger: Logger
    let addresses: NodeAddresses
    let machine: Machine
    let directories: PodDirectories
    let objects: ReferencedObjects
    let tokens: ServiceAccountTokens
    let images: ImageSource
    let services: Informer
    let node: Informer
    let connections: ProbeConnections
    private let runtimeIdentity = Mutex((name: "", version: ""))

    init(
        configuration: KubeletConfiguration, transport: any APITransport, runtime: any ContainerRuntime,
        connections: ProbeConnections, time: TimeSource, logger: Logger, changed: @escaping @Sendable (String) -> Void
    ) {
        self.configuration = configuration
        self.runtime = runtime
        self.connections = connections
        self.time = time
        self.logger = logger
        client = APIClient(transport)
        recorder = EventRecorder(
            transport: transport, component: "kubelet", host: configuration.nodeName, time: time, logger: logger)
        addresses = NodeAddresses(configured: configuration.nodeAddresses, nodeName: configuration.nodeName)
        machine = Machine.current(root: configuration.rootDirectory)
        directories = PodDirectories(root: configuration.rootDirectory, logs: configuration.podLogsDirectory)
        objects = ReferencedObjects(transport: transport, time: time, logger: logger, changed: changed)
        tokens = ServiceAccountTokens(client: client, time: time)
        images = ImageSource(runtime: runtime, recorder: recorder, time: time)
        services = Informer(
            InformerScope(GroupVersionResource("", "v1", "services")), transport: transport, time: time,
            logger: logger)
        node = Informer(
            InformerScope(
                GroupVersionResource("", "v1", "nodes"),
                fieldSelector: "metadata.name=\(configuration.nodeName)"),
            transport: transport, time: time, logger: logger)
    }

    /// Name and version of the runtime, as in `apus-crun://1.8`.
    var runtimeName: String { runtimeIdentity.withLock { $0.name } }
    var runtimeVersion: String { runtimeIdentity.withLock { $0.version } }

    func setRuntimeIdentity(name: String, version: String) {
        runtimeIdentity.withLock { $0 = (name, version) }
    }

    /// What the node's pods may use.
    var allocatable: JSONValue { machine.allocatable(maximumPods: configuration.maximumPods) }

    /// The node's own resolver configuration.
    var hostDNS: PodDNS { PodDNS(parsing: FileTree.text("/etc/resolv.conf") ?? "") }
}

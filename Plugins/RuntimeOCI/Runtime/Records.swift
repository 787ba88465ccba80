import FoundationEssentials
import Glibc

/// A sandbox as it is kept on disk: everything that a new process must know of it.
struct SandboxRecord: Codable {
    var id: String
    var config: PodSandboxConfig
    var runtimeHandler: String
    var createdAt: Int64
    var ready = true
    var addresses: [String] = []
    var cgroupParent: String
    /// Types of the namespaces that are pinned below the sandbox's folder.
    var pinned: [String] = []
    /// Process 1 of a shared PID namespace.
    var pause: ProcessIdentity?
    /// The network list that it joined and what the plugins answered.
    var network: JSONDocument?
    var networkResult: JSONDocument?

    var hostname: String? {
        guard let name = config.hostname, !name.isEmpty else { return nil }
        return name
    }

    var state: PodSandboxState { ready ? .SANDBOX_READY : .SANDBOX_NOTREADY }

    var summary: PodSandbox {
        PodSandbox(
            id: id, metadata: config.metadata ?? PodSandboxMetadata(), state: state, createdAt: createdAt,
            labels: config.labels ?? [:], annotations: config.annotations ?? [:], runtimeHandler: runtimeHandler)
    }

    var status: PodSandboxStatus {
        PodSandboxStatus(
            id: id, metadata: config.metadata ?? PodSandboxMetadata(), state: state, createdAt: createdAt,
            network: PodSandboxNetworkStatus(
                ip: addresses.first ?? "", additionalIps: addresses.dropFirst().map { PodIP(ip: $0) }),
            linux: LinuxPodSandboxStatus(namespaces: .init(options: config.namespaces)),
            labels: config.labels ?? [:], annotations: config.annotations ?? [:], runtimeHandler: runtimeHandler)
    }
}

/// A container as it is kept on disk.
struct ContainerRecord: Codable {
    var id: String
    var sandboxID: String
    var config: ContainerConfig
    var imageID: String
    var imageRef: String
    var createdAt: Int64
    var startedAt: Int64 = 0
    var finishedAt: Int64 = 0
    var exitCode: Int32 = 0
    var state = ContainerState.CONTAINER_CREATED
    var reason = ""
    var message = ""
    var logPath = ""
    var cgroup: String
    var stopSignal: Int32
    var user: RuntimeSpec.User
    var conmon: ProcessIdentity?
    var process: ProcessIdentity?
    /// Ending its first process does not end the others: they are in a PID namespace that goes on.
    var sharesProcesses: Bool

    var isRunning: Bool { state == .CONTAINER_RUNNING }

    var summary: Container {
        Container(
            id: id, podSandboxId: sandboxID, metadata: config.metadata ?? ContainerMetadata(),
            image: config.image ?? ImageSpec(), imageRef: imageRef, imageId: imageID, state: state,
            createdAt: createdAt,
            labels: config.labels ?? [:], annotations: config.annotations ?? [:])
    }

    var status: ContainerStatus {
        ContainerStatus(
            id: id, metadata: config.metadata ?? ContainerMetadata(), state: state, createdAt: createdAt,
            startedAt: startedAt,
            finishedAt: finishedAt, exitCode: exitCode, image: config.image ?? ImageSpec(), imageRef: imageRef,
            imageId: imageID,
            reason: reason, message: message, labels: config.labels ?? [:], annotations: config.annotations ?? [:],
            mounts: config.mounts ?? [], logPath: logPath,
            resources: config.linux?.resources.map { ContainerStatus.Resources(linux: $0) },
            user: ContainerUser(
                linux: .init(
                    uid: Int64(user.uid), gid: Int64(user.gid), supplementalGroups: user.additionalGids.map(Int64.init))
            ))
    }

    /// Notes the end, once.
    mutating func end(code: Int32, at time: Int64, outOfMemory: Bool) {
        guard state != .CONTAINER_EXITED else { return }
        state = .CONTAINER_EXITED
        exitCode = code
        finishedAt = time
        reason = outOfMemory ? "OOMKilled" : code == 0 ? "Completed" : "Error"
        process = nil
    }
}

extension Layout {
    func save(_ record: SandboxRecord) throws {
        try Files.replace("\(sandbox(record.id))/sandbox.json", with: try Documents.encode(record))
    }

    func save(_ record: ContainerRecord) throws {
        try Files.replace("\(container(record.id))/container.json", with: try Documents.encode(record))
    }

    /// What a former process left. A folder without a record is a creation that was cut off: it is not listed.
    func loadSandboxes() -> [SandboxRecord] {
        Files.names(in: sandboxes).compactMap { id in
            let path = "\(sandbox(id))/sandbox.json"
            return (try? Files.read(path)).flatMap { try? Documents.decode(SandboxRecord.self, from: $0, what: path) }
        }
    }

    func loadContainers() -> [ContainerRecord] {
        Files.names(in: containers).compactMap { id in
            let path = "\(container(id))/container.json"
            return (try? Files.read(path)).flatMap { try? Documents.decode(ContainerRecord.self, from: $0, what: path) }
        }
    }
}

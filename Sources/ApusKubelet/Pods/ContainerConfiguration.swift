import ApusAPI
import ApusJSON
import Glibc

/// The `ContainerConfig` of a container (`pkg/kubelet/kuberuntime/kuberuntime_container.go`).
struct ContainerConfiguration {
    let pod: Pod
    let container: JSONValue
    let attempt: Int64
    let imageReference: String
    let environment: ContainerEnvironment
    let volumePaths: [String: String]
    let context: NodeContext

    var name: String { container.text("name") }

    /// The file of this container's log, relative to the pod's.
    var logPath: String { "\(name)/\(attempt).log" }

    func make() throws -> JSONValue {
        let variables = environment.values
        let expand = { (value: JSONValue) in
            JSONValue.string(VariableExpansion.expand(value.string ?? "") { variables[$0] })
        }
        var config: JSONValue = [
            "metadata": ["name": .string(name), "attempt": .int(attempt)],
            "image": ["image": .string(imageReference), "userSpecifiedImage": container["image"]],
            "command": .array(container["command"].elements.map(expand)),
            "args": .array(container["args"].elements.map(expand)),
            "envs": .array(environment.variables.map { ["key": .string($0.name), "value": .string($0.value)] }),
            "mounts": .array(try mounts(variables)),
            "labels": [
                RuntimeLabel.containerName: .string(name), RuntimeLabel.podName: .string(pod.name),
                RuntimeLabel.podNamespace: .string(pod.namespace), RuntimeLabel.podUID: .string(pod.uid),
            ],
            "annotations": [
                RuntimeLabel.hash: .string(Self.hash(container)), RuntimeLabel.restartCount: .string(String(attempt)),
                RuntimeLabel.terminationMessagePath: .string(terminationMessagePath),
                RuntimeLabel.terminationMessagePolicy: .string(container["terminationMessagePolicy"].string ?? "File"),
                RuntimeLabel.podTerminationGracePeriod: .string(String(pod.gracePeriod)),
            ],
            "logPath": .string(logPath),
            "stdin": .bool(container["stdin"].bool ?? false),
            "stdinOnce": .bool(container["stdinOnce"].bool ?? false), "tty": .bool(container["tty"].bool ?? false),
            "linux": ["resources": resources(), "securityContext": securityContext()],
        ]
        if let directory = container["workingDir"].string { config["workingDir"] = .string(directory) }
        if let signal = container["lifecycle"]["stopSignal"].string { config["stopSignal"] = .string(signal) }
        return config
    }

    private var terminationMessagePath: String {
        container["terminationMessagePath"].string ?? "/dev/termination-log"
    }

    /// A container is made anew when its name or image changes (`HashContainer`).
    static func hash(_ container: JSONValue) -> String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325  // FNV-1a
        for byte in "\(container.text("name"))\0\(container.text("image"))".utf8 {
            hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3
        }
        return String(hash, radix: 16)
    }

    // MARK: - Mounts

    private func mounts(_ variables: [String: String]) throws -> [JSONValue] {
        var mounts: [JSONValue] = []
        var targets: Set<String> = []
        for mount in container["volumeMounts"].elements {
            let volume = mount.text("name")
            guard var host = volumePaths[volume] else {
                throw EnvironmentError("cannot find volume \"\(volume)\" to mount into container \"\(name)\"")
            }
            let expression = mount.text("subPathExpr")
            let subPath =
                expression.isEmpty ? mount.text("subPath") : VariableExpansion.expand(expression) { variables[$0] }
            if !subPath.isEmpty { host = try Self.subPath(subPath, of: host, volume: volume) }
            let propagation: String =
                switch mount.text("mountPropagation") {
                case "HostToContainer": "PROPAGATION_HOST_TO_CONTAINER"
                case "Bidirectional": "PROPAGATION_BIDIRECTIONAL"
                default: "PROPAGATION_PRIVATE"
                }
            mounts.append([
                "containerPath": mount["mountPath"], "hostPath": .string(host),
                "readonly": .bool(mount["readOnly"].bool ?? false), "propagation": .string(propagation),
            ])
            targets.insert(mount.text("mountPath"))
        }
        if !targets.contains("/etc/hosts") {
            mounts.append([
                "containerPath": "/etc/hosts", "hostPath": .string(context.directories.hostsFile(pod.uid)),
                "readonly": .bool(container["securityContext"]["readOnlyRootFilesystem"].bool ?? false),
            ])
        }
        let directory = context.directories.container(pod.uid, name)
        try FileTree.makeDirectories(directory)
        let file = "\(directory)/\(attempt)"
        try FileTree.write([], to: file, mode: 0o666)
        mounts.append(["containerPath": .string(terminationMessagePath), "hostPath": .string(file)])
        return mounts
    }

    /// A path inside a volume, made as a folder where it is missing; it must not lead out of the volume.
    private static func subPath(_ path: String, of volume: String, volume name: String) throws -> String {
        guard !path.hasPrefix("/"), !path.split(separator: "/").contains("..") else {
            throw EnvironmentError(
                "failed to prepare subPath for volumeMount \"\(name)\": must be relative and must not contain '..'")
        }
        let full = "\(volume)/\(path)"
        if !FileTree.exists(full) { try FileTree.makeDirectories(full, mode: 0o750) }
        guard let root = FileTree.resolved(volume), let resolved = FileTree.resolved(full),
            resolved == root || resolved.hasPrefix("\(root)/")
        else { throw EnvironmentError("failed to prepare subPath for volumeMount \"\(name)\" of container") }
        return resolved
    }

    // MARK: - Resources

    private func resources() -> JSONValue {
        let wanted = container["resources"]
        let cpuLimit = QualityOfService.quantity(wanted["limits"]["cpu"])?.milliValue ?? 0
        let cpuRequest = QualityOfService.quantity(wanted["requests"]["cpu"])?.milliValue ?? cpuLimit
        var resources: JSONValue = [
            "cpuPeriod": 100_000, "cpuShares": .int(max(2, cpuRequest * 1024 / 1000)),
            "oomScoreAdj": .int(
                QualityOfService(pod).outOfMemoryScore(container, nodeMemory: context.machine.memoryBytes)),
        ]
        if cpuLimit > 0 { resources["cpuQuota"] = .int(max(1000, cpuLimit * 100)) }
        if let memory = QualityOfService.quantity(wanted["limits"]["memory"])?.value, memory > 0 {
            resources["memoryLimitInBytes"] = .int(memory)
        }
        return resources
    }

    // MARK: - Security

    private func securityContext() -> JSONValue {
        let own = container["securityContext"]
        let pods = pod.spec["securityContext"]
        var context: JSONValue = [
            "namespaceOptions": SandboxConfiguration.namespaces(pod),
            "privileged": .bool(own["privileged"].bool ?? false),
            "readonlyRootfs": .bool(own["readOnlyRootFilesystem"].bool ?? false),
            "noNewPrivs": .bool(!(own["allowPrivilegeEscalation"].bool ?? true)),
            "supplementalGroups": .array(SandboxConfiguration.groups(pod).map { .int($0) }),
        ]
        for name in ["runAsUser", "runAsGroup"] {
            if let id = own[name].int ?? pods[name].int { context[name] = ["value": .int(id)] }
        }
        let capabilities = own["capabilities"]
        if !capabilities.isNull {
            context["capabilities"] = [
                "addCapabilities": .array(capabilities["add"].elements),
                "dropCapabilities": .array(capabilities["drop"].elements),
            ]
        }
        if own["procMount"].string != "Unmasked", !(own["privileged"].bool ?? false) {
            context["maskedPaths"] = JSONValue([
                "/proc/asound", "/proc/acpi", "/proc/interrupts", "/proc/kcore", "/proc/keys", "/proc/latency_stats",
                "/proc/timer_list", "/proc/timer_stats", "/proc/sched_debug", "/proc/scsi", "/sys/firmware",
                "/sys/devices/virtual/powercap",
            ])
            context["readonlyPaths"] = JSONValue([
                "/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger",
            ])
        }
        return context
    }
}

import ApusAPI
import ApusJSON

/// What the status of a pod's containers is made of beside the runtime's own report.
struct ContainerFindings: Sendable {
    /// Why a container waits, by name.
    var waiting: [String: WaitingReason] = [:]
    /// Containers whose readiness probe (or its absence) says that they are ready.
    var ready: Set<String> = []
    /// Containers whose startup probe has succeeded, or that have none.
    var started: Set<String> = []
    /// Messages that containers left when they ended, by container id.
    var terminationMessages: [String: String] = [:]
}

/// Makes the `ContainerStatus` objects of core/v1 (`convertToAPIContainerStatuses` of `pkg/kubelet/kubelet_pods.go`).
struct ContainerStatuses {
    let pod: Pod
    let runtime: PodRuntime
    let findings: ContainerFindings
    let runtimeName: String
    /// Whether all init containers are done: until then the others wait for `PodInitializing`.
    let isInitialized: Bool

    func make(_ containers: [JSONValue], areInit: Bool, old: JSONValue) -> JSONValue {
        .array(
            containers.map { container in
                status(container, isInit: areInit, old: old.elements.first { $0["name"] == container["name"] } ?? .null)
            })
    }

    private func status(_ container: JSONValue, isInit: Bool, old: JSONValue) -> JSONValue {
        let name = container.text("name")
        let all = runtime.containers.filter { $0.name == name }
        let latest = all.first
        let waiting = findings.waiting[name]
        var state: JSONValue
        var last: JSONValue = [:]
        var restarts = max(latest?.attempt ?? 0, old["restartCount"].int ?? 0)
        if let latest { restarts = latest.attempt }
        switch latest?.state {
        case .running:
            state = ["running": ["startedAt": .string(Self.time(latest?.startedAt ?? 0))]]
            if let previous = all.dropFirst().first(where: \.hasEnded) { last = terminated(previous) }
        case .exited, .unknown:
            if let latest, let waiting {
                state = Self.waiting(waiting)
                last = terminated(latest)
            } else if let latest {
                state = terminated(latest)
                if let previous = all.dropFirst().first(where: \.hasEnded) { last = terminated(previous) }
            } else {
                state = [:]
            }
        case .created: state = Self.waiting(waiting ?? WaitingReason(reason: "ContainerCreating", message: ""))
        case nil: (state, last) = unseen(old, waiting, isInit: isInit)
        }
        let isRunning = latest?.isRunning ?? false
        let hasSucceeded = latest.map { $0.hasEnded && $0.exitCode == 0 } ?? false
        let isStarted = isRunning && findings.started.contains(name)
        let isReady =
            isInit && !container.isSidecar
            ? hasSucceeded && state["waiting"].isNull : isRunning && findings.ready.contains(name)
        var status: JSONValue = [
            "name": container["name"], "state": state, "lastState": last, "ready": .bool(isReady),
            "restartCount": .int(restarts), "image": .string(image(latest, container)),
            "imageID": .string(latest?.imageRef ?? old.text("imageID")), "started": .bool(isStarted),
        ]
        if let latest {
            status["containerID"] = .string("\(runtimeName)://\(latest.id)")
        } else if let id = old["containerID"].string {
            status["containerID"] = .string(id)
        }
        if let latest, !latest.user.isNull { status["user"] = ["linux": latest.user] }
        addResources(container, isRunning, to: &status)
        return status
    }

    /// The state of a container that the runtime does not know: it was never made, or it was lost.
    private func unseen(_ old: JSONValue, _ waiting: WaitingReason?, isInit: Bool) -> (JSONValue, JSONValue) {
        if let waiting { return (Self.waiting(waiting), old["lastState"].isNull ? [:] : old["lastState"]) }
        if !old["state"]["terminated"].isNull { return (old["state"], old["lastState"]) }
        let reason = isInit || (!pod.initContainers.isEmpty && !isInitialized) ? "PodInitializing" : "ContainerCreating"
        var last = old["lastState"].isNull ? [:] : old["lastState"]
        if !old["state"]["running"].isNull {
            last = [
                "terminated": [
                    "exitCode": 137, "reason": "ContainerStatusUnknown",
                    "message": "The container could not be located when the pod was terminated",
                    "startedAt": nil, "finishedAt": nil,
                ]
            ]
        }
        return (Self.waiting(WaitingReason(reason: reason, message: "")), last)
    }

    private func terminated(_ container: RuntimeContainer) -> JSONValue {
        var reason = container.reason
        if reason.isEmpty {
            reason =
                container.exitCode == 0 ? "Completed" : container.state == .unknown ? "ContainerStatusUnknown" : "Error"
        }
        var value: JSONValue = [
            "exitCode": .int(container.exitCode), "reason": .string(reason),
            "startedAt": .string(Self.time(container.startedAt)),
            "finishedAt": .string(Self.time(container.finishedAt)),
            "containerID": .string("\(runtimeName)://\(container.id)"),
        ]
        let message = findings.terminationMessages[container.id] ?? container.message
        if !message.isEmpty { value["message"] = .string(message) }
        return ["terminated": value]
    }

    /// `allocatedResources` and `resources`: what the container asked for is what it has.
    private func addResources(_ container: JSONValue, _ isRunning: Bool, to status: inout JSONValue) {
        let resources = container["resources"]
        guard isRunning else { return }
        if !resources["requests"].isNull { status["allocatedResources"] = resources["requests"] }
        var own: JSONValue = [:]
        for name in ["limits", "requests"] where !resources[name].isNull { own[name] = resources[name] }
        status["resources"] = own
    }

    private func image(_ latest: RuntimeContainer?, _ container: JSONValue) -> String {
        guard let image = latest?.image, !image.isEmpty, !image.hasPrefix("sha256:"), image != latest?.imageRef else {
            return container.text("image")
        }
        return image
    }

    private static func waiting(_ waiting: WaitingReason) -> JSONValue {
        var value: JSONValue = ["reason": .string(waiting.reason)]
        if !waiting.message.isEmpty { value["message"] = .string(waiting.message) }
        return ["waiting": value]
    }

    static func time(_ nanoseconds: Int64) -> String {
        Timestamp(seconds: nanoseconds / 1_000_000_000).rfc3339
    }
}

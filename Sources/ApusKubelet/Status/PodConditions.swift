import ApusJSON

/// The conditions of a pod that the kubelet owns (`pkg/kubelet/status/generate.go`).
struct PodConditions {
    let pod: Pod
    let initStatuses: JSONValue
    let statuses: JSONValue
    let phase: String
    let hasNetwork: Bool
    let now: String

    /// All conditions, those of others as they are; a transition's time changes with its status only.
    func make(old: JSONValue) -> JSONValue {
        let own = [
            condition("PodReadyToStartContainers", hasNetwork ? nil : ("", "")), initialized(), ready(old),
            containersReady(), condition("PodScheduled", nil),
        ]
        var result: [JSONValue] = []
        for var condition in own {
            let before = old.elements.first { $0["type"] == condition["type"] } ?? .null
            let isSame = before["status"] == condition["status"]
            condition["lastTransitionTime"] = isSame ? before["lastTransitionTime"] : .string(now)
            condition["lastProbeTime"] = nil
            condition["observedGeneration"] = pod.metadata["generation"]
            if pod.metadata["generation"].isNull { condition.remove("observedGeneration") }
            result.append(condition)
        }
        let names = Set(own.map { $0.text("type") })
        return .array(result + old.elements.filter { !names.contains($0.text("type")) })
    }

    /// True without a problem; a problem is a reason and a message.
    private func condition(_ type: String, _ problem: (reason: String, message: String)?) -> JSONValue {
        var value: JSONValue = ["type": .string(type), "status": problem == nil ? "True" : "False"]
        if let problem {
            if !problem.reason.isEmpty { value["reason"] = .string(problem.reason) }
            if !problem.message.isEmpty { value["message"] = .string(problem.message) }
        }
        return value
    }

    private func initialized() -> JSONValue {
        let incomplete = pod.initContainers.filter { container in
            let status = initStatuses.elements.first { $0["name"] == container["name"] } ?? .null
            return container.isSidecar ? !(status["started"].bool ?? false) : !(status["ready"].bool ?? false)
        }
        let hasBegun = statuses.elements.contains {
            !$0["state"]["running"].isNull || !$0["state"]["terminated"].isNull || !$0["lastState"]["terminated"].isNull
        }
        if phase == "Succeeded" {
            var value = condition("Initialized", nil)
            value["reason"] = "PodCompleted"
            return value
        }
        if incomplete.isEmpty || hasBegun && !pod.initContainers.contains(where: \.isSidecar) {
            return condition("Initialized", nil)
        }
        let names = incomplete.map { $0.text("name") }.joined(separator: " ")
        return condition(
            "Initialized", ("ContainersNotInitialized", "containers with incomplete status: [\(names)]"))
    }

    /// Why not all containers are ready; nil where they are.
    private var unready: (reason: String, message: String)? {
        if phase == "Succeeded" { return ("PodCompleted", "") }
        if phase == "Failed" { return ("PodFailed", "") }
        let wanted = pod.initContainers.filter(\.isSidecar) + pod.containers
        let known = initStatuses.elements + statuses.elements
        let names = wanted.map { $0.text("name") }.filter { name in
            !(known.first { $0.text("name") == name }?["ready"].bool ?? false)
        }
        if names.isEmpty { return nil }
        return ("ContainersNotReady", "containers with unready status: [\(names.joined(separator: " "))]")
    }

    private func containersReady() -> JSONValue { condition("ContainersReady", unready) }

    private func ready(_ old: JSONValue) -> JSONValue {
        if let unready { return condition("Ready", unready) }
        let missing = pod.spec["readinessGates"].elements.map { $0.text("conditionType") }.compactMap {
            gate -> String? in
            let found = old.elements.first { $0.text("type") == gate }
            guard let found else { return "corresponding condition of pod readiness gate \"\(gate)\" does not exist." }
            return found["status"].string == "True"
                ? nil
                : "the status of pod readiness gate \"\(gate)\" is not \"True\", but \(found.text("status"))"
        }
        if missing.isEmpty { return condition("Ready", nil) }
        return condition("Ready", ("ReadinessGatesNotReady", missing.joined(separator: ", ")))
    }
}

import ApusJSON

/// The conditions of the Node (`pkg/kubelet/nodestatus/setters.go`).
enum NodeConditions {
    /// - Parameters:
    ///   - old: the conditions so far; those of others are kept.
    ///   - problem: why the node is not ready; nil where it is.
    static func make(old: JSONValue, problem: String?, now: String) -> JSONValue {
        let own: [JSONValue] = [
            condition("MemoryPressure", false, "KubeletHasSufficientMemory", "kubelet has sufficient memory available"),
            condition("DiskPressure", false, "KubeletHasNoDiskPressure", "kubelet has no disk pressure"),
            condition("PIDPressure", false, "KubeletHasSufficientPID", "kubelet has sufficient PID available"),
            condition(
                "Ready", problem == nil, problem == nil ? "KubeletReady" : "KubeletNotReady",
                problem ?? "kubelet is posting ready status"),
        ]
        let names = Set(own.map { $0.text("type") })
        let stamped = own.map { condition -> JSONValue in
            var condition = condition
            let before = old.elements.first { $0["type"] == condition["type"] } ?? .null
            condition["lastHeartbeatTime"] = .string(now)
            condition["lastTransitionTime"] =
                before["status"] == condition["status"] ? before["lastTransitionTime"] : .string(now)
            return condition
        }
        return .array(old.elements.filter { !names.contains($0.text("type")) } + stamped)
    }

    private static func condition(_ type: String, _ status: Bool, _ reason: String, _ message: String) -> JSONValue {
        [
            "type": .string(type), "status": status ? "True" : "False", "reason": .string(reason),
            "message": .string(message),
        ]
    }
}

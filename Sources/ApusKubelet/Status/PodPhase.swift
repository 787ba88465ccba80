import ApusJSON

/// The phase of a pod by the states of its containers (`getPhase` of `pkg/kubelet/kubelet_pods.go`).
enum PodPhase {
    static func phase(_ pod: Pod, initStatuses: JSONValue, statuses: JSONValue) -> String {
        var pendingInit = 0
        var failedInit = 0
        for container in pod.initContainers {
            guard let status = find(container, initStatuses) else {
                pendingInit += 1
                continue
            }
            if container.isSidecar {
                if !(status["started"].bool ?? false), status["lastState"]["terminated"].isNull, !isEnded(status) {
                    pendingInit += 1
                }
                continue
            }
            if let code = status["state"]["terminated"]["exitCode"].int {
                if code != 0 { failedInit += 1 }
            } else if !status["state"]["waiting"].isNull,
                let code = status["lastState"]["terminated"]["exitCode"].int
            {
                if code != 0 { failedInit += 1 }
            } else {
                pendingInit += 1
            }
        }
        var unknown = 0
        var running = 0
        var waiting = 0
        var stopped = 0
        var succeeded = 0
        for container in pod.containers {
            guard let status = find(container, statuses) else {
                unknown += 1
                continue
            }
            let state = status["state"]
            if !state["running"].isNull {
                running += 1
            } else if let code = state["terminated"]["exitCode"].int {
                stopped += 1
                if code == 0 { succeeded += 1 }
            } else if !state["waiting"].isNull {
                if status["lastState"]["terminated"].isNull { waiting += 1 } else { stopped += 1 }
            } else {
                unknown += 1
            }
        }
        if failedInit > 0, pod.restartPolicy == "Never" { return "Failed" }
        let hasBegun = running > 0 || stopped > 0
        if pendingInit > 0 && !hasBegun || failedInit > 0 && !hasBegun { return "Pending" }
        if waiting > 0 { return hasBegun && running > 0 ? "Running" : "Pending" }
        if running > 0, unknown == 0 { return "Running" }
        if running == 0, stopped > 0, unknown == 0 {
            if pod.restartPolicy == "Always" { return "Running" }
            if stopped == succeeded { return "Succeeded" }
            return pod.restartPolicy == "Never" ? "Failed" : "Running"
        }
        return "Pending"
    }

    private static func find(_ container: JSONValue, _ statuses: JSONValue) -> JSONValue? {
        statuses.elements.first { $0["name"] == container["name"] }
    }

    private static func isEnded(_ status: JSONValue) -> Bool { !status["state"]["terminated"].isNull }
}

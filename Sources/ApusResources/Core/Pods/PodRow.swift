import ApusAPI
import ApusJSON

/// The row of a pod in `kubectl get pods` (`pkg/printers/internalversion`).
struct PodRow {
    private let pod: JSONValue
    private let status: JSONValue
    private var reason: String
    private var ready = 0
    private var total = 0
    private var restarts: Int64 = 0
    private var lastRestart: Timestamp?

    init(_ pod: JSONValue) {
        self.pod = pod
        status = pod["status"]
        reason = status["phase"].text
        summarize()
    }

    func cells(_ context: TableContext) -> [JSONValue] {
        var restarted = String(restarts)
        if restarts != 0, let lastRestart { restarted += " (\(context.now.since(lastRestart).humanText) ago)" }
        return [
            context.name(pod), .string("\(ready)/\(total)"), .string(reason), .string(restarted), context.age(pod),
            TableContext.orNone(status["podIP"]), TableContext.orNone(pod["spec"]["nodeName"]),
            TableContext.orNone(status["nominatedNodeName"]), readinessGates,
        ]
    }

    /// What a table says of a Pod in `phase`: clients may leave out what is completed.
    static func conditions(_ phase: String) -> [JSONValue] {
        let message: JSONValue
        switch phase {
        case "Succeeded": message = "The pod has completed successfully."
        case "Failed": message = "The pod failed."
        default: return []
        }
        return [["type": "Completed", "status": "True", "reason": .string(phase), "message": message]]
    }

    private var readinessGates: JSONValue {
        let gates = pod["spec"]["readinessGates"].elements
        if gates.isEmpty { return "<none>" }
        let open = gates.filter { gate in
            condition(gate["conditionType"].text)?["status"] == "True"
        }
        return .string("\(open.count)/\(gates.count)")
    }

    private func condition(_ type: String) -> JSONValue? {
        status["conditions"].elements.first { $0["type"].string == type }
    }

    private mutating func summarize() {
        if !status["reason"].text.isEmpty { reason = status["reason"].text }
        if condition("PodScheduled")?["reason"] == "SchedulingGated" { reason = "SchedulingGated" }
        let initContainers = pod["spec"]["initContainers"].elements
        let sidecars = Set(initContainers.filter { $0["restartPolicy"] == "Always" }.map { $0["name"].text })
        total = pod["spec"]["containers"].elements.count + sidecars.count
        var sidecarRestarts: Int64 = 0
        var lastSidecarRestart: Timestamp?
        var isInitializing = false
        for (index, container) in status["initContainerStatuses"].elements.enumerated() {
            restarts += container["restartCount"].int ?? 0
            note(container, &lastRestart)
            let isSidecar = sidecars.contains(container["name"].text)
            if isSidecar {
                sidecarRestarts += container["restartCount"].int ?? 0
                note(container, &lastSidecarRestart)
            }
            let terminated = container["state"]["terminated"]
            if terminated.object != nil, (terminated["exitCode"].int ?? 0) == 0 { continue }
            if isSidecar, container["started"].bool == true {
                if container["ready"].bool == true { ready += 1 }
                continue
            }
            let waiting = container["state"]["waiting"]["reason"].text
            if terminated.object != nil {
                reason = "Init:" + why(terminated)
            } else if !waiting.isEmpty, waiting != "PodInitializing" {
                reason = "Init:" + waiting
            } else {
                reason = "Init:\(index)/\(initContainers.count)"
            }
            isInitializing = true
            break
        }
        if !isInitializing || condition("Initialized")?["status"] == "True" {
            restarts = sidecarRestarts
            lastRestart = lastSidecarRestart
            summarizeContainers()
        }
        if pod["metadata"]["deletionTimestamp"].string != nil {
            let phase = status["phase"].text
            if status["reason"] == "NodeLost" {
                reason = "Unknown"
            } else if phase != "Succeeded", phase != "Failed" {
                reason = "Terminating"
            }
        }
    }

    private mutating func summarizeContainers() {
        var hasRunning = false
        for container in status["containerStatuses"].elements.reversed() {
            restarts += container["restartCount"].int ?? 0
            note(container, &lastRestart)
            let state = container["state"]
            if !state["waiting"]["reason"].text.isEmpty {
                reason = state["waiting"]["reason"].text
            } else if state["terminated"].object != nil {
                reason = why(state["terminated"])
            } else if container["ready"].bool == true, state["running"].object != nil {
                hasRunning = true
                ready += 1
            }
        }
        if reason == "Completed", hasRunning {
            reason = condition("Ready")?["status"] == "True" ? "Running" : "NotReady"
        }
    }

    private func why(_ terminated: JSONValue) -> String {
        if !terminated["reason"].text.isEmpty { return terminated["reason"].text }
        if let signal = terminated["signal"].int, signal != 0 { return "Signal:\(signal)" }
        return "ExitCode:\(terminated["exitCode"].int ?? 0)"
    }

    private func note(_ container: JSONValue, _ last: inout Timestamp?) {
        guard let text = container["lastState"]["terminated"]["finishedAt"].string,
            let time = Timestamp(rfc3339: text)
        else { return }
        if let known = last, known >= time { return }
        last = time
    }
}

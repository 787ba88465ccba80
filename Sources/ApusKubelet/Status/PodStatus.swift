import ApusAPI
import ApusJSON

/// Makes the status of a pod from what the runtime and the probes say.
struct PodStatus {
    let pod: Pod
    let runtime: PodRuntime
    let findings: ContainerFindings
    let isInitialized: Bool
    let node: NodeAddresses
    let runtimeName: String
    let now: Timestamp
    /// When the kubelet first saw the pod.
    var startTime: Timestamp?
    /// Ends the pod with this reason and message, whatever its containers say (`DeadlineExceeded`, `Evicted`).
    var failure: WaitingReason?
    /// The phase that a pod keeps for ever once it has it.
    var finalPhase: String?

    func make() -> JSONValue {
        let old = pod.status
        let statuses = ContainerStatuses(
            pod: pod, runtime: runtime, findings: findings, runtimeName: runtimeName, isInitialized: isInitialized)
        let initStatuses = statuses.make(pod.initContainers, areInit: true, old: old["initContainerStatuses"])
        let containers = statuses.make(pod.containers, areInit: false, old: old["containerStatuses"])
        var phase = PodPhase.phase(pod, initStatuses: initStatuses, statuses: containers)
        if failure != nil { phase = "Failed" }
        if let finalPhase { phase = finalPhase }
        if pod.isTerminal { phase = pod.status.text("phase") }
        var status: JSONValue = ["phase": .string(phase)]
        let addresses = pod.isHostNetwork ? node.internalIPs : runtime.sandboxes.first?.addresses ?? []
        let conditions = PodConditions(
            pod: pod, initStatuses: initStatuses, statuses: containers, phase: phase,
            hasNetwork: runtime.sandbox != nil, now: now.rfc3339)
        status["conditions"] = conditions.make(old: old["conditions"])
        if let failure {
            status["reason"] = .string(failure.reason)
            status["message"] = .string(failure.message)
        } else {
            for name in ["reason", "message"] where !old[name].isNull { status[name] = old[name] }
        }
        if let address = node.internalIPs.first {
            status["hostIP"] = .string(address)
            status["hostIPs"] = .array(node.internalIPs.map { ["ip": .string($0)] })
        }
        if let address = addresses.first {
            status["podIP"] = .string(address)
            status["podIPs"] = .array(addresses.map { ["ip": .string($0)] })
        } else if !old["podIP"].isNull, runtime.sandboxes.isEmpty {
            status["podIP"] = old["podIP"]
            status["podIPs"] = old["podIPs"]
        }
        status["startTime"] = old["startTime"].isNull ? .string((startTime ?? now).rfc3339) : old["startTime"]
        status["qosClass"] = .string(QualityOfService(pod).rawValue)
        if !pod.initContainers.isEmpty { status["initContainerStatuses"] = initStatuses }
        status["containerStatuses"] = containers
        for name in ["ephemeralContainerStatuses", "nominatedNodeName", "resourceClaimStatuses"]
        where !old[name].isNull {
            status[name] = old[name]
        }
        if let generation = pod.metadata["generation"].int { status["observedGeneration"] = .int(generation) }
        return status
    }
}

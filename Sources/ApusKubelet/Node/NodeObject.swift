import ApusJSON

/// The Node object that the kubelet registers and keeps up to date.
struct NodeObject {
    let configuration: KubeletConfiguration
    let machine: Machine
    let addresses: NodeAddresses
    let runtimeVersion: String
    let serverPort: Int

    /// The labels that the kubelet sees to.
    var labels: [String: String] {
        var labels = configuration.nodeLabels
        labels["kubernetes.io/hostname"] = configuration.nodeName
        for prefix in ["kubernetes.io", "beta.kubernetes.io"] {
            labels["\(prefix)/os"] = "linux"
            labels["\(prefix)/arch"] = machine.architecture
        }
        return labels
    }

    /// A new Node.
    func make(problem: String?, now: String) -> JSONValue {
        var node: JSONValue = [
            "kind": "Node", "apiVersion": "v1",
            "metadata": [
                "name": .string(configuration.nodeName), "labels": JSONValue(labels),
                "annotations": ["volumes.kubernetes.io/controller-managed-attach-detach": "true"],
            ],
            "spec": [:],
        ]
        if let range = configuration.podCIDR {
            node["spec"] = ["podCIDR": .string(range), "podCIDRs": [.string(range)]]
        }
        node["status"] = status(over: .null, images: [], problem: problem, now: now)
        return node
    }

    /// The status, made from the one before.
    func status(over old: JSONValue, images: [JSONValue], problem: String?, now: String) -> JSONValue {
        var status = old.isNull ? [:] : old
        status["capacity"] = machine.capacity(maximumPods: configuration.maximumPods)
        status["allocatable"] = machine.allocatable(maximumPods: configuration.maximumPods)
        // Resources that others have added (device plugins, the API) stay.
        for name in ["capacity", "allocatable"] {
            for member in old[name].object?.members ?? [] where status[name][member.key].isNull {
                status[name][member.key] = member.value
            }
        }
        status["addresses"] = .array(
            addresses.internalIPs.map { ["type": "InternalIP", "address": .string($0)] }
                + [["type": "Hostname", "address": .string(addresses.hostname)]])
        status["conditions"] = NodeConditions.make(old: old["conditions"], problem: problem, now: now)
        status["daemonEndpoints"] = ["kubeletEndpoint": ["Port": .int(Int64(serverPort))]]
        status["nodeInfo"] = machine.info(kubelet: configuration.version, runtime: runtimeVersion)
        status["images"] = .array(images)
        status["runtimeHandlers"] = [
            ["name": "", "features": ["recursiveReadOnlyMounts": false, "userNamespaces": false]]
        ]
        return status
    }

    /// Whether two statuses differ in more than the time of the last heartbeat.
    static func differ(_ a: JSONValue, _ b: JSONValue) -> Bool {
        func quiet(_ status: JSONValue) -> JSONValue {
            var status = status
            status["conditions"] = .array(
                status["conditions"].elements.map { condition in
                    var condition = condition
                    condition.remove("lastHeartbeatTime")
                    return condition
                })
            return status
        }
        return quiet(a) != quiet(b)
    }
}

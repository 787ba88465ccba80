import ApusJSON

/// The `PodSandboxConfig` of a pod (`pkg/kubelet/kuberuntime/kuberuntime_sandbox.go`).
enum SandboxConfiguration {
    static func make(_ pod: Pod, attempt: Int64, _ context: NodeContext) -> JSONValue {
        let spec = pod.spec
        var config: JSONValue = [
            "metadata": [
                "name": .string(pod.name), "uid": .string(pod.uid), "namespace": .string(pod.namespace),
                "attempt": .int(attempt),
            ],
            "logDirectory": .string(context.directories.logs(pod)),
            "dnsConfig": PodDNS(
                pod, clusterServers: context.configuration.clusterDNS,
                clusterDomain: context.configuration.clusterDomain, host: context.hostDNS
            ).value,
            "labels": JSONValue(labels(pod)),
            "annotations": pod.metadata["annotations"].isNull ? [:] : pod.metadata["annotations"],
        ]
        if !pod.isHostNetwork { config["hostname"] = .string(hostname(pod)) }
        let ports = portMappings(pod)
        if !ports.isEmpty, !pod.isHostNetwork { config["portMappings"] = .array(ports) }
        var security: JSONValue = ["namespaceOptions": namespaces(pod)]
        let own = spec["securityContext"]
        for name in ["runAsUser", "runAsGroup"] {
            if let id = own[name].int { security[name] = ["value": .int(id)] }
        }
        security["supplementalGroups"] = .array(groups(pod).map { .int($0) })
        security["privileged"] = .bool(
            (pod.initContainers + pod.containers).contains { $0["securityContext"]["privileged"].bool ?? false })
        config["linux"] = ["securityContext": security]
        var sysctls: [String: String] = [:]
        for sysctl in own["sysctls"].elements { sysctls[sysctl.text("name")] = sysctl.text("value") }
        if !sysctls.isEmpty { config["linux"]["sysctls"] = JSONValue(sysctls) }
        return config
    }

    /// The pod's own labels and those that the kubelet finds it by.
    static func labels(_ pod: Pod) -> [String: String] {
        var labels = pod.metadata["labels"].stringMap
        labels[RuntimeLabel.podName] = pod.name
        labels[RuntimeLabel.podNamespace] = pod.namespace
        labels[RuntimeLabel.podUID] = pod.uid
        return labels
    }

    /// The pod's host name: `spec.hostname`, or its name cut to 63 bytes without a trailing dash or dot.
    static func hostname(_ pod: Pod) -> String {
        if let name = pod.spec["hostname"].string, !name.isEmpty {
            if pod.spec["setHostnameAsFQDN"].bool ?? false, !pod.spec.text("subdomain").isEmpty {
                return "\(name).\(pod.spec.text("subdomain")).\(pod.namespace).svc.cluster.local"
            }
            return name
        }
        var name = pod.name.prefix(63)
        while let last = name.last, last == "-" || last == "." { name = name.dropLast() }
        return String(name)
    }

    static func namespaces(_ pod: Pod) -> JSONValue {
        [
            "network": pod.isHostNetwork ? "NODE" : "POD",
            "pid": (pod.spec["hostPID"].bool ?? false)
                ? "NODE" : (pod.spec["shareProcessNamespace"].bool ?? false) ? "POD" : "CONTAINER",
            "ipc": (pod.spec["hostIPC"].bool ?? false) ? "NODE" : "POD",
        ]
    }

    /// `supplementalGroups` and `fsGroup`.
    static func groups(_ pod: Pod) -> [Int64] {
        let own = pod.spec["securityContext"]
        return own["supplementalGroups"].elements.compactMap(\.int) + [own["fsGroup"].int].compactMap(\.self)
    }

    private static func portMappings(_ pod: Pod) -> [JSONValue] {
        (pod.initContainers.filter(\.isSidecar) + pod.containers).flatMap { container in
            container["ports"].elements.compactMap { port -> JSONValue? in
                guard let host = port["hostPort"].int, host > 0 else { return nil }
                return [
                    "protocol": .string(port["protocol"].string ?? "TCP"), "containerPort": port["containerPort"],
                    "hostPort": .int(host), "hostIp": .string(port.text("hostIP")),
                ]
            }
        }
    }
}

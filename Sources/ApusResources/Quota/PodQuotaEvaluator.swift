public import ApusAPI
public import ApusJSON

/// What quotas count of Pods: themselves and what their containers ask for.
public struct PodQuotaEvaluator: QuotaEvaluator {
    private static let count = "count/pods"
    private static let names: Set<String> = [
        count, "pods", "cpu", "memory", "ephemeral-storage", "requests.cpu", "requests.memory",
        "requests.ephemeral-storage", "limits.cpu", "limits.memory", "limits.ephemeral-storage",
    ]
    /// What each container must say where it is limited.
    private static let demanded: Set<String> = [
        "cpu", "memory", "requests.cpu", "requests.memory", "limits.cpu", "limits.memory",
    ]

    public init() {}

    public func matching(_ names: [String]) -> [String] {
        names.filter { name in
            Self.names.contains(name) || name.hasPrefix("hugepages-") || name.hasPrefix("requests.hugepages-")
                || name.hasPrefix("requests.") && Self.isExtended(String(name.dropFirst("requests.".count)))
        }
    }

    /// A resource of a vendor: qualified, and not of Kubernetes' own domain.
    private static func isExtended(_ name: String) -> Bool {
        guard let slash = name.firstIndex(of: "/") else { return false }
        let domain = name[..<slash]
        return domain != "kubernetes.io" && !domain.hasSuffix(".kubernetes.io") && !name.hasPrefix("requests.")
            && !domain.hasSuffix("storageclass.storage.k8s.io")
    }

    // MARK: - Usage

    public func usage(of object: JSONValue, now: Timestamp) -> ResourceAmounts {
        var usage = ResourceAmounts([Self.count: Quantity(1)])
        guard Self.isCharged(object, now: now) else { return usage }
        usage = usage + Self.usage(requests: PodAmounts.requests(of: object), limits: PodAmounts.limits(of: object))
        return usage
    }

    /// Whether a Pod still uses what it asks for: not when it has ended, or should have gone.
    public static func isCharged(_ pod: JSONValue, now: Timestamp) -> Bool {
        let phase = pod["status"]["phase"].string
        if phase == "Failed" || phase == "Succeeded" { return false }
        guard let deletion = pod["metadata"]["deletionTimestamp"].string.flatMap({ Timestamp(rfc3339: $0) }),
            let grace = pod["metadata"]["deletionGracePeriodSeconds"].int
        else { return true }
        return now <= Timestamp(seconds: deletion.seconds + grace, nanoseconds: deletion.nanoseconds)
    }

    private static func usage(requests: ResourceAmounts, limits: ResourceAmounts) -> ResourceAmounts {
        var usage = ResourceAmounts(["pods": Quantity(1)])
        for name in ["cpu", "memory", "ephemeral-storage"] {
            if let request = requests[name] {
                usage[name] = request
                usage["requests.\(name)"] = request
            }
            if let limit = limits[name] { usage["limits.\(name)"] = limit }
        }
        for (name, request) in requests.amounts {
            if name.hasPrefix("hugepages-") {
                usage[name] = request
                usage["requests.\(name)"] = request
            } else if isExtended(name) {
                usage["requests.\(name)"] = request
            }
        }
        return usage
    }

    public func problem(of object: JSONValue, limits names: [String]) -> String? {
        let demanded = names.filter(Self.demanded.contains)
        guard !demanded.isEmpty else { return nil }
        // What is said of the Pod as a whole covers its containers.
        let whole = Self.said(object["spec"]["resources"])
        var missing: [String: Set<String>] = [:]
        for container in object["spec"]["containers"].elements + object["spec"]["initContainers"].elements {
            let said = Self.said(container["resources"])
            for name in demanded where said[name] == nil && whole[name] == nil {
                missing[name, default: []].insert(container["name"].string ?? "")
            }
        }
        guard !missing.isEmpty else { return nil }
        let texts = missing.keys.sorted().map { "\($0) for: \((missing[$0] ?? []).sorted().joined(separator: ","))" }
        return "must specify \(texts.joined(separator: "; "))"
    }

    private static func said(_ resources: JSONValue) -> ResourceAmounts {
        usage(requests: ResourceAmounts(resources["requests"]), limits: ResourceAmounts(resources["limits"]))
    }

    // MARK: - Scopes

    public func isIn(_ scope: QuotaScope, _ object: JSONValue) -> Bool {
        let spec = object["spec"]
        switch scope.name {
        case "Terminating": return Self.isTerminating(spec)
        case "NotTerminating": return !Self.isTerminating(spec)
        case "BestEffort": return PodQualityOfService.compute(spec) == "BestEffort"
        case "NotBestEffort": return PodQualityOfService.compute(spec) != "BestEffort"
        case "PriorityClass":
            let name = spec["priorityClassName"].text
            return scope.selects(name.isEmpty ? [] : [name])
        case "CrossNamespacePodAffinity": return Self.looksBeyondNamespace(spec["affinity"])
        default: return false
        }
    }

    private static func isTerminating(_ spec: JSONValue) -> Bool {
        spec["activeDeadlineSeconds"].int.map { $0 >= 0 } ?? false
    }

    private static func looksBeyondNamespace(_ affinity: JSONValue) -> Bool {
        ["podAffinity", "podAntiAffinity"].contains { kind in
            let terms =
                affinity[kind]["requiredDuringSchedulingIgnoredDuringExecution"].elements
                + affinity[kind]["preferredDuringSchedulingIgnoredDuringExecution"].elements.map {
                    $0["podAffinityTerm"]
                }
            return terms.contains { !$0["namespaces"].elements.isEmpty || !$0["namespaceSelector"].isNull }
        }
    }

    public func concerns(isCreate: Bool, subresource: String) -> Bool {
        isCreate ? subresource.isEmpty : subresource == "resize"
    }
}

import ApusAPI
import ApusJSON

/// The flow schemas and priority levels of a fresh cluster (apiserver's `pkg/apis/flowcontrol/bootstrap`).
extension Bootstrap {
    private static let group = "flowcontrol.apiserver.k8s.io"
    private static let producer = "api-priority-and-fairness-config-producer-v1"

    static var flowControl: [APIRequest] {
        let levels = priorityLevels.map { request("PriorityLevelConfiguration", $0.name, $0.spec) }
        return levels + flowSchemas.map { request("FlowSchema", $0.name, $0.spec) }
    }

    /// The flow schemas with the priority level that each refers to.
    static var flowSchemaLevels: [(schema: String, level: String)] { flowSchemas.map { ($0.name, $0.level) } }

    static let flowSchemaResource = GroupVersionResource(group, "v1", "flowschemas")

    private static func request(_ kind: String, _ name: String, _ spec: JSONValue) -> APIRequest {
        let resource = GroupVersionResource(group, "v1", kind.lowercased() + "s")
        var request = APIRequest(.create, resource)
        request.options.fieldManager = producer
        request.body = .value([
            "kind": .string(kind), "apiVersion": .string("\(group)/v1"),
            "metadata": [
                "name": .string(name), "annotations": ["apf.kubernetes.io/autoupdate-spec": "true"],
            ],
            "spec": spec,
        ])
        return request
    }

    // MARK: - Priority levels

    private struct PriorityLevel {
        var name: String
        var spec: JSONValue
    }

    private static let priorityLevels = [
        PriorityLevel(
            name: "exempt",
            spec: ["type": "Exempt", "exempt": ["nominalConcurrencyShares": 0, "lendablePercent": 0]]),
        limited("catch-all", shares: 5, lendable: 0),
        limited("system", shares: 30, lendable: 33, queues: (64, hand: 6)),
        limited("node-high", shares: 40, lendable: 25, queues: (64, hand: 6)),
        limited("leader-election", shares: 10, lendable: 0, queues: (16, hand: 4)),
        limited("workload-high", shares: 40, lendable: 50, queues: (128, hand: 6)),
        limited("workload-low", shares: 100, lendable: 90, queues: (128, hand: 6)),
        limited("global-default", shares: 20, lendable: 50, queues: (128, hand: 6)),
    ]

    /// A level whose requests wait in queues, or are refused where there are none.
    private static func limited(
        _ name: String, shares: Int64, lendable: Int64, queues: (count: Int64, hand: Int64)? = nil
    ) -> PriorityLevel {
        var response: JSONValue = ["type": queues == nil ? "Reject" : "Queue"]
        if let queues {
            response["queuing"] = [
                "queues": .int(queues.count), "handSize": .int(queues.hand), "queueLengthLimit": 50,
            ]
        }
        return PriorityLevel(
            name: name,
            spec: [
                "type": "Limited",
                "limited": [
                    "nominalConcurrencyShares": .int(shares), "lendablePercent": .int(lendable),
                    "limitResponse": response,
                ],
            ])
    }

    // MARK: - Flow schemas

    private struct FlowSchema {
        var name: String
        var level: String
        var precedence: Int64
        /// `ByUser`, `ByNamespace` or none.
        var flows: String?
        var subjects: [JSONValue]
        /// Nil: everything.
        var rules: (resources: [JSONValue], paths: [JSONValue])?

        var spec: JSONValue {
            var rule: JSONValue = ["subjects": .array(subjects)]
            let (resources, paths) =
                rules ?? ([Bootstrap.resourceRule()], [["verbs": ["*"], "nonResourceURLs": ["*"]]])
            if !resources.isEmpty { rule["resourceRules"] = .array(resources) }
            if !paths.isEmpty { rule["nonResourceRules"] = .array(paths) }
            var spec: JSONValue = [
                "priorityLevelConfiguration": ["name": .string(level)], "matchingPrecedence": .int(precedence),
                "rules": [rule],
            ]
            if let flows { spec["distinguisherMethod"] = ["type": .string(flows)] }
            return spec
        }
    }

    private static let flowSchemas: [FlowSchema] = {
        let everyone = [subject("Group", User.unauthenticatedGroup), subject("Group", User.authenticatedGroup)]
        let nodes = [subject("Group", "system:nodes")]
        let controllers = subject("User", "system:kube-controller-manager")
        let scheduler = subject("User", "system:kube-scheduler")
        let systemAccounts: JSONValue = [
            "kind": "ServiceAccount", "serviceAccount": ["namespace": "kube-system", "name": "*"],
        ]
        let leases = resourceRule(
            group: "coordination.k8s.io", resources: ["leases"], isClusterScoped: false)
        let leaderElection = resourceRule(
            verbs: ["get", "create", "update"], group: "coordination.k8s.io", resources: ["leases"],
            isClusterScoped: false)
        let probes: JSONValue = ["verbs": ["get"], "nonResourceURLs": ["/healthz", "/readyz", "/livez"]]
        return [
            FlowSchema(
                name: "exempt", level: "exempt", precedence: 1, subjects: [subject("Group", User.mastersGroup)]),
            FlowSchema(
                name: "probes", level: "exempt", precedence: 2, subjects: everyone, rules: ([], [probes])),
            FlowSchema(
                name: "system-leader-election", level: "leader-election", precedence: 100, flows: "ByUser",
                subjects: [controllers, scheduler, systemAccounts], rules: ([leaderElection], [])),
            FlowSchema(
                name: "system-node-high", level: "node-high", precedence: 400, flows: "ByUser", subjects: nodes,
                rules: ([resourceRule(group: "", resources: ["nodes", "nodes/status"]), leases], [])),
            FlowSchema(name: "system-nodes", level: "system", precedence: 500, flows: "ByUser", subjects: nodes),
            FlowSchema(
                name: "kube-controller-manager", level: "workload-high", precedence: 800, flows: "ByNamespace",
                subjects: [controllers]),
            FlowSchema(
                name: "kube-scheduler", level: "workload-high", precedence: 800, flows: "ByNamespace",
                subjects: [scheduler]),
            FlowSchema(
                name: "kube-system-service-accounts", level: "workload-high", precedence: 900, flows: "ByNamespace",
                subjects: [systemAccounts]),
            FlowSchema(
                name: "service-accounts", level: "workload-low", precedence: 9000, flows: "ByUser",
                subjects: [subject("Group", User.serviceAccountsGroup)]),
            FlowSchema(
                name: "global-default", level: "global-default", precedence: 9900, flows: "ByUser",
                subjects: everyone),
            FlowSchema(
                name: "catch-all", level: "catch-all", precedence: 10_000, flows: "ByUser", subjects: everyone),
        ]
    }()

    private static func subject(_ kind: String, _ name: String) -> JSONValue {
        ["kind": .string(kind), kind.lowercased(): ["name": .string(name)]]
    }

    private static func resourceRule(
        verbs: JSONValue = ["*"], group: JSONValue = "*", resources: JSONValue = ["*"], isClusterScoped: Bool = true
    ) -> JSONValue {
        var rule: JSONValue = ["verbs": verbs, "apiGroups": [group], "resources": resources]
        if isClusterScoped { rule["clusterScope"] = true }
        rule["namespaces"] = ["*"]
        return rule
    }
}

import ApusAPI
import ApusJSON
import Testing

@testable import ApusResources

@Suite struct QuotaEvaluatorTests {
    private static let now = Timestamp(seconds: 1_000_000)

    struct Usage: Sendable {
        var group = ""
        var resource: String
        var object: JSONValue
        var text: String
    }

    private static func pod(_ containers: JSONValue..., spec: JSONValue = [:], status: JSONValue = .null) -> JSONValue {
        var spec = spec
        spec["containers"] = .array(containers)
        var pod: JSONValue = ["metadata": ["name": "p"], "spec": spec]
        if !status.isNull { pod["status"] = status }
        return pod
    }

    private static func container(
        requests: JSONValue = [:], limits: JSONValue = [:], restartPolicy: String? = nil
    ) -> JSONValue {
        var container: JSONValue = ["name": "c", "resources": ["requests": requests, "limits": limits]]
        if let restartPolicy { container["restartPolicy"] = .string(restartPolicy) }
        return container
    }

    static let usages: [Usage] = [
        Usage(resource: "secrets", object: [:], text: "count/secrets=1,secrets=1"),
        Usage(group: "apps", resource: "deployments", object: [:], text: "count/deployments.apps=1"),
        Usage(resource: "podtemplates", object: [:], text: "count/podtemplates=1"),
        Usage(
            resource: "pods", object: pod(container()),
            text: "count/pods=1,pods=1"),
        Usage(
            resource: "pods",
            object: pod(
                container(requests: ["cpu": "100m", "memory": "1Gi"], limits: ["cpu": "1"]),
                container(requests: ["cpu": "200m", "example.com/gpu": "1"])),
            text: "count/pods=1,cpu=300m,limits.cpu=1,memory=1Gi,pods=1,requests.cpu=300m,"
                + "requests.example.com/gpu=1,requests.memory=1Gi"),
        Usage(
            resource: "pods",
            object: pod(
                container(requests: ["cpu": "100m"]),
                spec: [
                    "initContainers": [
                        container(requests: ["cpu": "50m"], restartPolicy: "Always"),
                        container(requests: ["cpu": "400m"]),
                    ], "overhead": ["cpu": "10m"],
                ]), text: "count/pods=1,cpu=460m,pods=1,requests.cpu=460m"),
        Usage(
            resource: "pods", object: pod(container(requests: ["cpu": "1"]), status: ["phase": "Succeeded"]),
            text: "count/pods=1"),
        Usage(
            resource: "pods",
            object: pod(
                container(requests: ["cpu": "1"]),
                status: [
                    "containerStatuses": [["name": "c", "resources": ["requests": ["cpu": "2"]]]]
                ]), text: "count/pods=1,cpu=2,pods=1,requests.cpu=2"),
        Usage(
            resource: "services", object: ["spec": ["type": "LoadBalancer", "ports": [["port": 80], ["port": 81]]]],
            text: "count/services=1,services=1,services.loadbalancers=1,services.nodeports=2"),
        Usage(
            resource: "services",
            object: [
                "spec": [
                    "type": "LoadBalancer", "allocateLoadBalancerNodePorts": false,
                    "ports": [["port": 80], ["port": 81, "nodePort": 30000]],
                ]
            ], text: "count/services=1,services=1,services.loadbalancers=1,services.nodeports=1"),
        Usage(
            resource: "services", object: ["spec": ["type": "ClusterIP", "ports": [["port": 80]]]],
            text: "count/services=1,services=1,services.loadbalancers=0,services.nodeports=0"),
        Usage(
            resource: "persistentvolumeclaims",
            object: ["spec": ["storageClassName": "gold", "resources": ["requests": ["storage": "1Gi"]]]],
            text: "count/persistentvolumeclaims=1,gold.storageclass.storage.k8s.io/persistentvolumeclaims=1,"
                + "gold.storageclass.storage.k8s.io/requests.storage=1Gi,persistentvolumeclaims=1,requests.storage=1Gi"
        ),
    ]

    @Test(arguments: usages) func objectsUseWhatTheySay(_ test: Usage) throws {
        let evaluator = try #require(QuotaEvaluators.evaluator(group: test.group, resource: test.resource))
        #expect(evaluator.usage(of: test.object, now: Self.now).text == test.text)
    }

    @Test func aPodWhoseTimeIsOverUsesNothingButItsPlace() {
        var pod = Self.pod(Self.container(requests: ["cpu": "1"]))
        pod["metadata"]["deletionTimestamp"] = .string(Timestamp(seconds: Self.now.seconds - 31).rfc3339)
        pod["metadata"]["deletionGracePeriodSeconds"] = 30
        #expect(PodQuotaEvaluator().usage(of: pod, now: Self.now).text == "count/pods=1")
        pod["metadata"]["deletionGracePeriodSeconds"] = 31
        #expect(PodQuotaEvaluator().usage(of: pod, now: Self.now)["pods"] == Quantity(1))
    }

    @Test(
        arguments: [
            ("Terminating", ["activeDeadlineSeconds": 5], true), ("Terminating", [:], false),
            ("NotTerminating", [:], true), ("BestEffort", [:], true), ("NotBestEffort", [:], false),
            ("PriorityClass", ["priorityClassName": "a"], true), ("PriorityClass", [:], false),
            (
                "CrossNamespacePodAffinity",
                [
                    "affinity": [
                        "podAffinity": ["requiredDuringSchedulingIgnoredDuringExecution": [["namespaces": ["other"]]]]
                    ]
                ], true
            ),
            ("CrossNamespacePodAffinity", [:], false),
        ] as [(String, JSONValue, Bool)]) func podsLieInScopes(_ name: String, _ spec: JSONValue, _ isIn: Bool)
    {
        let pod = Self.pod(["name": "c"], spec: spec)
        #expect(PodQuotaEvaluator().isIn(QuotaScope(name: name), pod) == isIn)
    }

    @Test(arguments: [
        ("In", ["high"], true), ("In", ["low"], false), ("NotIn", ["high"], false), ("NotIn", ["low"], true),
        ("Exists", [], true), ("DoesNotExist", [], false),
    ]) func scopesSelectPriorityClasses(_ selection: String, _ values: [String], _ isIn: Bool) {
        let scope = QuotaScope(name: "PriorityClass", selection: selection, values: values)
        let pod = Self.pod(["name": "c"], spec: ["priorityClassName": "high"])
        #expect(PodQuotaEvaluator().isIn(scope, pod) == isIn)
    }

    @Test func limitedContainersMustSayWhatTheyNeed() {
        let pod = Self.pod(["name": "b"], ["name": "a", "resources": ["limits": ["memory": "1Gi"]]])
        let evaluator = PodQuotaEvaluator()
        #expect(
            evaluator.problem(of: pod, limits: ["cpu", "limits.memory", "pods"])
                == "must specify cpu for: a,b; limits.memory for: b")
        #expect(evaluator.problem(of: pod, limits: ["pods", "requests.example.com/gpu"]) == nil)
    }

    @Test func eachLimitBelongsToAResource() {
        let names = [
            "pods", "requests.storage", "requests.example.com/gpu", "services.nodeports", "count/pods", "hugepages-2Mi",
            "gold.storageclass.storage.k8s.io/requests.storage", "count/deployments.apps", "secrets",
        ]
        #expect(
            PodQuotaEvaluator().matching(names) == ["pods", "requests.example.com/gpu", "count/pods", "hugepages-2Mi"])
        #expect(
            ClaimQuotaEvaluator().matching(names)
                == ["requests.storage", "gold.storageclass.storage.k8s.io/requests.storage"])
        #expect(ServiceQuotaEvaluator().matching(names) == ["services.nodeports"])
        #expect(
            CountQuotaEvaluator(group: "apps", resource: "deployments").matching(names) == ["count/deployments.apps"])
        #expect(QuotaEvaluators.evaluator(group: "", resource: "events") == nil)
    }
}

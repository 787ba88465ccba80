import ApusAPI
import ApusClient
@testable import ApusControllers
import ApusJSON
import Testing

/// What the API in memory cannot show: permissions, defaults, validation and patches of the real server.
struct ControllersOnServerTests {
    private func deployment(image: String = "v1", replicas: Int64 = 3) -> JSONValue {
        [
            "apiVersion": "apps/v1", "kind": "Deployment", "metadata": ["namespace": "default", "name": "web"],
            "spec": [
                "replicas": .int(replicas), "selector": ["matchLabels": ["app": "web"]],
                "template": [
                    "metadata": ["labels": ["app": "web"]],
                    "spec": [
                        "containers": [
                            ["name": "c", "image": .string(image), "ports": [["name": "http", "containerPort": 8080]]]
                        ]
                    ],
                ],
            ],
        ]
    }

    private func isRolledOut(_ deployments: [JSONValue], _ replicas: Int64) -> Bool {
        guard let found = deployments.first(where: { $0.name == "web" }) else { return false }
        let status = found["status"]
        return status["observedGeneration"].int == found.generation && status["updatedReplicas"].int == replicas
            && status["replicas"].int == replicas && status["availableReplicas"].int == replicas
    }

    @Test func `a Deployment rolls out, changes, serves, and goes with all that is its own`() async throws {
        try await Cluster.running { cluster in
            let client = cluster.client
            try await cluster.eventually("the default account", Resources.serviceAccounts) {
                $0.contains { $0.key == "default/default" }
            }
            try await client.create(Resources.deployments, deployment())
            try await client.create(
                Resources.services,
                [
                    "apiVersion": "v1", "kind": "Service", "metadata": ["namespace": "default", "name": "web"],
                    "spec": ["selector": ["app": "web"], "ports": [["port": 80, "targetPort": "http"]]],
                ])
            try await cluster.eventually("the rollout", Resources.deployments) { isRolledOut($0, 3) }
            try await cluster.eventually("the endpoints", Resources.endpointSlices) {
                $0.contains {
                    $0.labels["kubernetes.io/service-name"] == "web" && $0["endpoints"].elements.count == 3
                        && $0["ports"][0]["port"].int == 8080
                }
            }
            try await cluster.eventually("the older endpoints", Resources.endpoints) {
                $0.contains { $0.key == "default/web" && $0["subsets"][0]["addresses"].elements.count == 3 }
            }
            try await client.modify(Resources.deployments, namespace: "default", name: "web") { value in
                value["spec"]["template"]["spec"]["containers"] = [
                    ["name": "c", "image": "v2", "ports": [["name": "http", "containerPort": 8080]]]
                ]
                return true
            }
            try await cluster.eventually("the second rollout", Resources.deployments) { isRolledOut($0, 3) }
            try await cluster.eventually("two revisions", Resources.replicaSets) {
                $0.filter { $0.labels["app"] == "web" }.map { $0["spec"]["replicas"].int ?? -1 }.sorted() == [0, 3]
            }
            var options = APIOptions()
            options.propagationPolicy = "Foreground"
            try await client.delete(Resources.deployments, namespace: "default", name: "web", options: options)
            try await cluster.eventually("the end", Resources.deployments) { $0.isEmpty }
            try await cluster.eventually("no ReplicaSets", Resources.replicaSets) { $0.isEmpty }
            try await cluster.eventually("no Pods", Resources.pods) { $0.isEmpty }
            #expect(try await client.list(Resources.replicaSets).items.isEmpty)
        }
    }

    @Test func `a Job completes, and its Pods are counted and released`() async throws {
        try await Cluster.running { cluster in
            try await cluster.eventually("the default account", Resources.serviceAccounts) {
                $0.contains { $0.key == "default/default" }
            }
            try await cluster.client.create(
                Resources.jobs,
                [
                    "apiVersion": "batch/v1", "kind": "Job", "metadata": ["namespace": "default", "name": "work"],
                    "spec": [
                        "completions": 3, "parallelism": 2, "ttlSecondsAfterFinished": 0,
                        "template": ["spec": ["restartPolicy": "Never", "containers": [["name": "c", "image": "i"]]]],
                    ],
                ])
            try await cluster.eventually("the event", GroupVersionResource("", "v1", "events")) {
                $0.contains { $0["reason"].string == "Completed" && $0["involvedObject"]["name"].string == "work" }
            }
            try await cluster.eventually("the end", Resources.jobs) { $0.isEmpty }
            try await cluster.eventually("no Pods", Resources.pods) { $0.isEmpty }
            #expect(try await cluster.client.list(Resources.jobs).items.isEmpty)
        }
    }

    @Test func `a namespace gets what each has, and takes everything along`() async throws {
        try await Cluster.running { cluster in
            let client = cluster.client
            try await client.create(
                Resources.namespaces, ["apiVersion": "v1", "kind": "Namespace", "metadata": ["name": "team"]])
            try await cluster.eventually("the account", Resources.serviceAccounts, namespace: "team") { $0.count == 1 }
            try await cluster.eventually("the certificate", Resources.configMaps, namespace: "team") {
                $0.contains { $0.name == "kube-root-ca.crt" }
            }
            var value = deployment()
            value["metadata"]["namespace"] = "team"
            try await client.create(Resources.deployments, value)
            try await cluster.eventually("Pods", Resources.pods, namespace: "team") { $0.count == 3 }
            try await client.delete(Resources.namespaces, name: "team")
            try await cluster.eventually("the end", Resources.namespaces) { !$0.contains { $0.name == "team" } }
            try await cluster.eventually("no Pods", Resources.pods, namespace: "team") { $0.isEmpty }
            #expect(try await !client.list(Resources.namespaces).items.contains { $0.name == "team" })
        }
    }

    @Test func `the bootstrap roles for users are summed up, and nodes get addresses`() async throws {
        try await Cluster.running { cluster in
            try await cluster.eventually("the sums", Resources.clusterRoles) { roles in
                ["admin", "edit", "view"].allSatisfy { name in
                    roles.contains { $0.name == name && !$0["rules"].elements.isEmpty }
                }
            }
            try await cluster.client.create(
                Resources.nodes, ["apiVersion": "v1", "kind": "Node", "metadata": ["name": "n1"]])
            try await cluster.eventually("the range", Resources.nodes) {
                $0.first?["spec"]["podCIDR"].string == "10.244.0.0/24"
            }
            let node = try await cluster.client.get(Resources.nodes, name: "n1").value()
            #expect(node["spec"]["podCIDRs"] == ["10.244.0.0/24"])
        }
    }

    @Test func `a quota holds workloads back, and lets them on when something goes`() async throws {
        try await Cluster.running { cluster in
            let client = cluster.client
            try await cluster.eventually("the default account", Resources.serviceAccounts) {
                $0.contains { $0.key == "default/default" }
            }
            try await client.create(
                Resources.resourceQuotas, namespace: "default",
                [
                    "apiVersion": "v1", "kind": "ResourceQuota", "metadata": ["name": "q"],
                    "spec": ["hard": ["pods": "2", "count/replicasets.apps": "5"]],
                ])
            try await cluster.eventually("the first count", Resources.resourceQuotas) {
                $0.first?["status"]["used"] == ["count/replicasets.apps": "0", "pods": "0"]
            }
            try await client.create(Resources.deployments, deployment())
            try await cluster.eventually("the failure", Resources.replicaSets) {
                $0.contains { set in
                    set["status"]["conditions"].elements.condition("ReplicaFailure")?["message"].string?.contains(
                        "exceeded quota: q, requested: pods=1, used: pods=2, limited: pods=2") == true
                }
            }
            try await cluster.eventually("the charge", Resources.resourceQuotas) {
                $0.first?["status"]["used"] == ["count/replicasets.apps": "1", "pods": "2"]
            }
            try await client.modify(Resources.deployments, namespace: "default", name: "web") { value in
                value["spec"]["replicas"] = 1
                return true
            }
            try await cluster.eventually("what was let go", Resources.resourceQuotas) {
                $0.first?["status"]["used"]["pods"].string == "1"
            }
            try await cluster.eventually("no failure", Resources.replicaSets) {
                $0.allSatisfy { $0["status"]["conditions"].elements.condition("ReplicaFailure") == nil }
            }
        }
    }
}

import ApusAPI
import ApusClient
import ApusJSON
import Testing

@testable import ApusServer

@Suite struct NodeRestrictionTests {
    @Test func aNodeWritesOnlyItsOwnNode() async throws {
        try await TestServer.run { test in
            let a = AdmissionFixtures.node("a")
            let other = JSONValue.made("v1", "Node", "b")
            #expect(
                await test.refusal(Resources.nodes, namespace: nil, other, as: a)
                    == "nodes \"b\" is forbidden: node \"a\" is not allowed to modify node \"b\"")
            let labelled = JSONValue.made(
                "v1", "Node", "a",
                [
                    "metadata": [
                        "labels": [
                            "kubernetes.io/hostname": "a", "node-restriction.kubernetes.io/x": "y",
                            "example.k8s.io/x": "y", "site": "1",
                        ]
                    ]
                ])
            #expect(
                await test.refusal(Resources.nodes, namespace: nil, labelled, as: a)
                    == "nodes \"a\" is forbidden: node \"a\" is not allowed to set the following labels: "
                    + "example.k8s.io/x, node-restriction.kubernetes.io/x")
            let own = APIClient(test.server.transport(as: a))
            var node = try await own.create(Resources.nodes, .made("v1", "Node", "a")).value()
            node["metadata"]["labels"]["site"] = "2"
            node = try await own.update(Resources.nodes, node).value()
            node["spec"]["taints"] = .null
            let untainted = await statusError { try await own.update(Resources.nodes, node) }
            #expect(untainted?.message == "nodes \"a\" is forbidden: node \"a\" is not allowed to modify taints")
        }
    }

    @Test(arguments: [
        ("kubernetes.io/hostname", false), ("kubernetes.io/os", false), ("topology.kubernetes.io/zone", false),
        ("kubelet.kubernetes.io/x", false), ("a.node.kubernetes.io/x", false), ("example.com/x", false), ("x", false),
        ("kubernetes.io/x", true), ("a.k8s.io/x", true), ("node-restriction.kubernetes.io/x", true),
        ("a.node-restriction.kubernetes.io/x", true),
    ]) func labelsOfTheClusterAreNotANodesToGive(_ label: String, _ isRefused: Bool) {
        #expect(NodeLabels.isRefused(label) == isRefused)
    }

    @Test func aNodeMakesOnlyMirrorsOfItsPods() async throws {
        try await TestServer.run { test in
            try await test.allowPods()
            let a = AdmissionFixtures.node("a")
            let node = try await test.client.create(Resources.nodes, .made("v1", "Node", "a"))
            #expect(
                await test.refusal(Resources.pods, .pod("p", node: "a"), as: a)
                    == "pods \"p\" is forbidden: pod does not have \"kubernetes.io/config.mirror\" annotation, "
                    + "node \"a\" can only create mirror pods")
            let mirror = JSONValue.pod("p", node: "a").setting(
                "metadata.annotations", ["kubernetes.io/config.mirror": "x"])
            #expect(
                await test.refusal(Resources.pods, mirror, as: a)
                    == "pods \"p\" is forbidden: node \"a\" can only create pods with an owner reference set to itself")
            let owned = mirror.setting(
                "metadata.ownerReferences",
                [["apiVersion": "v1", "kind": "Node", "name": "a", "uid": .string(node.uid), "controller": true]])
            #expect(
                await test.refusal(Resources.pods, owned.setting("spec.nodeName", "b"), as: a)
                    == "pods \"p\" is forbidden: node \"a\" can only create pods with spec.nodeName set to itself")
            let secret = owned.setting("spec.volumes", [["name": "s", "secret": ["secretName": "s"]]])
            #expect(await test.refusal(Resources.pods, secret, as: a)?.contains("reference secrets") == true)
            #expect(await test.refusal(Resources.pods, owned, as: a) == nil)
        }
    }

    @Test func aNodeTouchesOnlyPodsThatRunOnIt() async throws {
        try await TestServer.run { test in
            try await test.allowPods()
            let a = APIClient(test.server.transport(as: AdmissionFixtures.node("a")))
            var pod = try await test.client.create(Resources.pods, namespace: "default", .pod("p", node: "b")).value()
            pod["status"]["phase"] = "Running"
            let status = await statusError { try await a.updateStatus(Resources.pods, pod) }
            #expect(
                status?.message
                    == "pods \"p\" is forbidden: node \"a\" can only update pod status for pods with spec.nodeName set "
                    + "to itself")
            let deletion = await statusError { try await a.delete(Resources.pods, namespace: "default", name: "p") }
            #expect(
                deletion?.message
                    == "pods \"p\" is forbidden: node \"a\" can only delete pods with spec.nodeName set to itself")
        }
    }

    @Test func aNodeHasOneLease() async throws {
        try await TestServer.run { test in
            let leases = AdmissionFixtures.resource("leases", "coordination.k8s.io/v1")
            let a = AdmissionFixtures.node("a")
            let lease = JSONValue.made("coordination.k8s.io/v1", "Lease", "a")
            #expect(
                await test.refusal(leases, lease, as: a)
                    == "leases.coordination.k8s.io \"a\" is forbidden: can only access leases in the "
                    + "\"kube-node-lease\" system namespace")
            #expect(await test.refusal(leases, namespace: "kube-node-lease", lease, as: a) == nil)
            let other = JSONValue.made("coordination.k8s.io/v1", "Lease", "b")
            #expect(
                await test.refusal(leases, namespace: "kube-node-lease", other, as: a)?.hasSuffix(
                    "can only access node lease with the same name as the requesting node") == true)
        }
    }

    @Test(arguments: Front.allCases.filter { $0 == .https }) func aNodeGetsTokensForItsPodsAndTheirAudiences(
        _ front: Front
    ) async throws {
        try await TestServer.run(front) { test in
            try await test.allowPods()
            var pod = JSONValue.pod("p", node: "a")
            pod["spec"]["volumes"] = [
                [
                    "name": "v",
                    "projected": ["sources": [["serviceAccountToken": ["path": "t", "audience": "vault"]]]],
                ]
            ]
            let made = try await test.client.create(Resources.pods, namespace: "default", pod)
            func refusal(_ node: String, audiences: JSONValue, pod: String = "p", uid: String) async -> String? {
                let client = APIClient(
                    test.server.transport(as: User(name: "system:node:\(node)", groups: ["system:nodes", "makers"])))
                return await statusError {
                    try await client.create(
                        Resources.serviceAccounts, namespace: "default",
                        [
                            "apiVersion": "authentication.k8s.io/v1", "kind": "TokenRequest",
                            "spec": [
                                "audiences": audiences,
                                "boundObjectRef": [
                                    "apiVersion": "v1", "kind": "Pod", "name": .string(pod), "uid": .string(uid),
                                ],
                            ],
                        ], name: "default", subresource: "token")
                }?.message
            }
            let rbac = "rbac.authorization.k8s.io"
            try await test.client.create(
                GroupVersionResource(rbac, "v1", "clusterroles"),
                .made(
                    "\(rbac)/v1", "ClusterRole", "makers",
                    ["rules": [["apiGroups": [""], "resources": ["serviceaccounts/token"], "verbs": ["create"]]]]))
            try await test.client.create(
                GroupVersionResource(rbac, "v1", "clusterrolebindings"),
                .made(
                    "\(rbac)/v1", "ClusterRoleBinding", "makers",
                    [
                        "roleRef": ["apiGroup": .string(rbac), "kind": "ClusterRole", "name": "makers"],
                        "subjects": [["apiGroup": .string(rbac), "kind": "Group", "name": "makers"]],
                    ]))
            let uid = made.uid
            // The token volume that admission adds asks for the server's own audience.
            #expect(await refusal("a", audiences: [], uid: uid) == nil)
            #expect(await refusal("a", audiences: ["vault"], uid: uid) == nil)
            let start = "serviceaccounts \"default\" is forbidden: "
            #expect(
                await refusal("a", audiences: ["other"], uid: uid)
                    == start + "audience \"other\" not found in pod spec volume, system:node:a is not authorized to "
                    + "request tokens for this audience")
            #expect(
                await refusal("b", audiences: [], uid: uid)
                    == start + "node requested token bound to a pod scheduled on a different node")
            #expect(
                await refusal("a", audiences: [], uid: "")
                    == start + "node requested token with a pod binding without a uid")
        }
    }
}

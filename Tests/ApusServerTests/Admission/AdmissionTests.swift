import ApusAPI
import ApusClient
import ApusJSON
import Testing

@testable import ApusServer

@Suite struct AdmissionTests {
    @Test func podsGetTheirServiceAccountAndItsToken() async throws {
        try await TestServer.run { test in
            let missing = await statusError {
                try await test.client.create(Resources.pods, namespace: "default", .pod("a"))
            }
            #expect(
                missing?.message
                    == "pods \"a\" is forbidden: error looking up service account default/default: "
                    + "serviceaccount \"default\" not found")
            var account = JSONValue.serviceAccount("default")
            account["imagePullSecrets"] = [["name": "registry"]]
            try await test.client.create(Resources.serviceAccounts, namespace: "default", account)
            let spec = try await test.client.create(Resources.pods, namespace: "default", .pod("a")).value()["spec"]
            #expect(spec["serviceAccountName"].string == "default")
            #expect(spec["imagePullSecrets"] == [["name": "registry"]])
            let volume = spec["volumes"][0]
            #expect(volume["name"].string?.hasPrefix("kube-api-access-") == true)
            #expect(volume["projected"]["sources"].elements.count == 3)
            let mount = spec["containers"][0]["volumeMounts"][0]
            #expect(mount["name"] == volume["name"])
            #expect(mount["mountPath"].string == "/var/run/secrets/kubernetes.io/serviceaccount")
        }
    }

    @Test(arguments: Front.allCases) func aPodWaitsForTheAccountOfANewNamespace(_ front: Front) async throws {
        try await TestServer.run(front) { test in
            async let pod = test.client.create(Resources.pods, namespace: "default", .pod("early"))
            // A moment later: the Pod's request is under way, or it is not; both must work.
            try await test.client.create(Resources.configMaps, namespace: "default", .configMap("between"))
            try await test.client.create(Resources.serviceAccounts, namespace: "default", .serviceAccount("default"))
            let made = try await pod
            #expect(made.name == "early")
        }
    }

    @Test func podsThatWantNoTokenGetNone() async throws {
        try await TestServer.run { test in
            try await test.client.create(Resources.serviceAccounts, namespace: "default", .serviceAccount("default"))
            var pod = JSONValue.pod("a")
            pod["spec"]["automountServiceAccountToken"] = false
            let spec = try await test.client.create(Resources.pods, namespace: "default", pod).value()["spec"]
            #expect(spec["volumes"].elements.isEmpty)
        }
    }

    @Test func prioritiesAndTolerationsAreFilledIn() async throws {
        try await TestServer.run { test in
            try await test.client.create(
                Resources.serviceAccounts, namespace: "kube-system", .serviceAccount("default"))
            var pod = JSONValue.pod("a")
            pod["spec"]["priorityClassName"] = "system-node-critical"
            let spec = try await test.client.create(Resources.pods, namespace: "kube-system", pod).value()["spec"]
            #expect(spec["priority"].int == 2_000_001_000)
            #expect(spec["preemptionPolicy"].string == "PreemptLowerPriority")
            let keys = spec["tolerations"].elements.compactMap { $0["key"].string }
            #expect(keys == ["node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable"])
            pod["metadata"]["name"] = "b"
            pod["spec"]["priorityClassName"] = "none"
            let error = await statusError {
                try await test.client.create(Resources.pods, namespace: "kube-system", pod)
            }
            #expect(error?.message == "pods \"b\" is forbidden: no PriorityClass with name none was found")
        }
    }

    @Test func newNodesAreTainted() async throws {
        try await TestServer.run { test in
            let node: JSONValue = ["kind": "Node", "apiVersion": "v1", "metadata": ["name": "n"]]
            let made = try await test.client.create(Resources.nodes, node).value()
            #expect(made["spec"]["taints"] == [["key": "node.kubernetes.io/not-ready", "effect": "NoSchedule"]])
        }
    }

    @Test func nobodyGrantsWhatHeDoesNotHave() async throws {
        try await TestServer.run { test in
            let weak = APIClient(test.server.transport(as: User(name: "weak")))
            let roles = GroupVersionResource("rbac.authorization.k8s.io", "v1", "clusterroles")
            let bindings = GroupVersionResource("rbac.authorization.k8s.io", "v1", "clusterrolebindings")
            try await test.client.create(
                roles,
                [
                    "kind": "ClusterRole", "apiVersion": "rbac.authorization.k8s.io/v1", "metadata": ["name": "maker"],
                    "rules": [
                        [
                            "apiGroups": ["rbac.authorization.k8s.io"], "resources": ["clusterroles"],
                            "verbs": ["create"],
                        ]
                    ],
                ])
            try await test.client.create(
                bindings,
                [
                    "kind": "ClusterRoleBinding", "apiVersion": "rbac.authorization.k8s.io/v1",
                    "metadata": ["name": "maker"],
                    "roleRef": ["apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "maker"],
                    "subjects": [["apiGroup": "rbac.authorization.k8s.io", "kind": "User", "name": "weak"]],
                ])
            let error = await statusError {
                try await weak.create(
                    roles,
                    [
                        "kind": "ClusterRole", "apiVersion": "rbac.authorization.k8s.io/v1",
                        "metadata": ["name": "all"],
                        "rules": [["apiGroups": ["*"], "resources": ["*"], "verbs": ["*"]]],
                    ])
            }
            #expect(error?.code == 403)
            #expect(error?.message.contains("is attempting to grant RBAC permissions not currently held") == true)
        }
    }

    @Test func podsLearnTheZoneOfTheirNode() async throws {
        try await TestServer.run { test in
            try await test.allowPods()
            let labels: JSONValue = [
                "topology.kubernetes.io/zone": "z", "topology.kubernetes.io/region": "r", "x": "y",
            ]
            try await test.client.create(Resources.nodes, .made("v1", "Node", "n", ["metadata": ["labels": labels]]))
            try await test.client.create(Resources.pods, namespace: "default", .pod("p"))
            try await test.client.create(
                Resources.pods, namespace: "default",
                .made("v1", "Binding", "p", ["target": ["kind": "Node", "name": "n"]]), name: "p",
                subresource: "binding")
            let pod = try await test.client.get(Resources.pods, namespace: "default", name: "p").value()
            #expect(pod["spec"]["nodeName"].string == "n")
            #expect(
                pod["metadata"]["labels"]
                    == ["topology.kubernetes.io/zone": "z", "topology.kubernetes.io/region": "r"])
        }
    }
}

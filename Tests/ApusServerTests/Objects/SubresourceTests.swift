import ApusAPI
import ApusClient
import ApusJSON
import Testing

@testable import ApusServer

@Suite struct SubresourceTests {
    private static let deployment: JSONValue = [
        "kind": "Deployment", "apiVersion": "apps/v1", "metadata": ["name": "d"],
        "spec": [
            "replicas": 2, "selector": ["matchLabels": ["app": "d"]],
            "template": [
                "metadata": ["labels": ["app": "d"]], "spec": ["containers": [["name": "c", "image": "i"]]],
            ],
        ],
    ]

    @Test(arguments: Front.allCases) func scaleReadsAndSetsTheReplicas(_ front: Front) async throws {
        try await TestServer.run(front) { test in
            try await test.client.create(Resources.deployments, namespace: "default", Self.deployment)
            var request = APIRequest(
                .get, Resources.deployments, namespace: "default", name: "d", subresource: "scale")
            var scale = try await test.transport.send(request).value()
            #expect(scale["kind"].string == "Scale")
            #expect(scale["spec"]["replicas"].int == 2)
            #expect(scale["status"]["selector"].string == "app=d")
            scale["spec"]["replicas"] = 5
            request.verb = .update
            request.body = .value(scale)
            #expect(try await test.transport.send(request).value()["spec"]["replicas"].int == 5)
            let stale = await statusError { _ = try await test.transport.send(request) }
            #expect(stale?.code == 409)
            request.verb = .patch
            request.body = .patch(.merge, ["spec": ["replicas": -1]])
            let negative = await statusError { _ = try await test.transport.send(request) }
            #expect(
                negative?.message
                    == "Scale.autoscaling \"d\" is invalid: spec.replicas: Invalid value: -1: must be greater than or equal to 0"
            )
            let object = try await test.client.get(Resources.deployments, namespace: "default", name: "d").value()
            #expect(object["metadata"]["generation"].int == 2)
        }
    }

    @Test func statusAndSpecAreWrittenApart() async throws {
        try await TestServer.run { test in
            var object = try await test.client.create(Resources.deployments, namespace: "default", Self.deployment)
                .value()
            object["spec"]["replicas"] = 9
            object["status"]["replicas"] = 7
            var request = APIRequest(
                .update, Resources.deployments, namespace: "default", name: "d", subresource: "status",
                body: .value(object))
            object = try await test.transport.send(request).value()
            #expect(object["spec"]["replicas"].int == 2)
            #expect(object["status"]["replicas"].int == 7)
            #expect(object["metadata"]["generation"].int == 1)
            object["spec"]["replicas"] = 3
            object["status"]["replicas"] = 0
            request.subresource = nil
            request.body = .value(object)
            object = try await test.transport.send(request).value()
            #expect(object["spec"]["replicas"].int == 3)
            #expect(object["status"]["replicas"].int == 7)
            #expect(object["metadata"]["generation"].int == 2)
            // A Deployment hands its annotations on.
            object["metadata"]["annotations"] = ["a": "b"]
            request.body = .value(object)
            object = try await test.transport.send(request).value()
            #expect(object["metadata"]["generation"].int == 3)
        }
    }

    @Test func aFinalizedNamespaceGoes() async throws {
        try await TestServer.run { test in
            try await test.client.create(
                Resources.namespaces, ["kind": "Namespace", "apiVersion": "v1", "metadata": ["name": "x"]])
            var namespace = try await test.transport.send(APIRequest(.delete, Resources.namespaces, name: "x")).value()
            #expect(namespace["spec"]["finalizers"] == ["kubernetes"])
            namespace["spec"]["finalizers"] = []
            _ = try await test.transport.send(
                APIRequest(
                    .update, Resources.namespaces, name: "x", subresource: "finalize", body: .value(namespace)))
            let error = await statusError { _ = try await test.client.get(Resources.namespaces, name: "x") }
            #expect(error?.code == 404)
        }
    }

    @Test func evictionsHonourTheBudget() async throws {
        try await TestServer.run { test in
            try await test.client.create(Resources.serviceAccounts, namespace: "default", .serviceAccount("default"))
            var pod = JSONValue.pod("a", node: "n")
            pod["metadata"]["labels"] = ["app": "x"]
            var made = try await test.client.create(Resources.pods, namespace: "default", pod).value()
            made["status"]["phase"] = "Running"
            _ = try await test.transport.send(
                APIRequest(
                    .update, Resources.pods, namespace: "default", name: "a", subresource: "status", body: .value(made))
            )
            try await test.client.create(
                GroupVersionResource("policy", "v1", "poddisruptionbudgets"), namespace: "default",
                [
                    "kind": "PodDisruptionBudget", "apiVersion": "policy/v1", "metadata": ["name": "b"],
                    "spec": ["minAvailable": 1, "selector": ["matchLabels": ["app": "x"]]],
                ])
            var eviction = APIRequest(.create, Resources.pods, namespace: "default", name: "a", subresource: "eviction")
            eviction.body = .value(["kind": "Eviction", "apiVersion": "policy/v1", "metadata": ["name": "a"]])
            let error = await statusError { _ = try await test.transport.send(eviction) }
            #expect(error?.code == 429)
            #expect(error?.message == "Cannot evict pod as it would violate the pod's disruption budget.")
            #expect(error?.details?.causes.first?.reason == "DisruptionBudget")
        }
    }

    @Test func servicesHoldTheirAddressesAndPorts() async throws {
        try await TestServer.run { test in
            func service(_ name: String, _ spec: JSONValue) -> JSONValue {
                var spec = spec
                if spec["ports"].isNull { spec["ports"] = [["port": 80]] }
                return ["kind": "Service", "apiVersion": "v1", "metadata": ["name": .string(name)], "spec": spec]
            }
            let first = try await test.client.create(
                Resources.services, namespace: "default", service("a", ["clusterIP": "10.96.0.50"])
            ).value()
            #expect(first["spec"]["clusterIPs"] == ["10.96.0.50"])
            #expect(first["spec"]["ipFamilies"] == ["IPv4"])
            let taken = await statusError {
                try await test.client.create(
                    Resources.services, namespace: "default", service("b", ["clusterIP": "10.96.0.50"]))
            }
            #expect(taken?.code == 422)
            #expect(taken?.message.contains("provided IP is already allocated") == true)
            _ = try await test.transport.send(APIRequest(.delete, Resources.services, namespace: "default", name: "a"))
            try await test.client.create(
                Resources.services, namespace: "default", service("b", ["clusterIP": "10.96.0.50"]))
            let node = try await test.client.create(
                Resources.services, namespace: "default",
                service("c", ["type": "NodePort", "ports": [["port": 80, "nodePort": 30080]]])
            ).value()
            #expect(node["spec"]["ports"][0]["nodePort"].int == 30080)
            let double = await statusError {
                try await test.client.create(
                    Resources.services, namespace: "default",
                    service("d", ["type": "NodePort", "ports": [["port": 80, "nodePort": 30080]]]))
            }
            #expect(double?.message.contains("provided port is already allocated") == true)
            let headless = try await test.client.create(
                Resources.services, namespace: "default", service("e", ["clusterIP": "None", "selector": ["a": "b"]])
            ).value()
            #expect(headless["spec"]["clusterIPs"] == ["None"])
            let chosen = try await test.client.create(Resources.services, namespace: "default", service("f", [:]))
                .value()
            #expect(chosen["spec"]["clusterIP"].string?.hasPrefix("10.") == true)
            #expect(chosen["spec"]["type"].string == "ClusterIP")
        }
    }

    @Test func tokensAreMadeAndAccepted() async throws {
        try await TestServer.run(.https) { test in
            try await test.client.create(Resources.serviceAccounts, namespace: "default", .serviceAccount("robot"))
            var request = APIRequest(
                .create, Resources.serviceAccounts, namespace: "default", name: "robot", subresource: "token")
            request.body = .value(
                [
                    "kind": "TokenRequest", "apiVersion": "authentication.k8s.io/v1", "metadata": [:],
                    "spec": ["expirationSeconds": 3600],
                ])
            let token = try await test.transport.send(request).value()["status"]["token"].string ?? ""
            #expect(token.split(separator: ".").count == 3)
            let review = try await test.client.create(
                GroupVersionResource("authentication.k8s.io", "v1", "tokenreviews"),
                [
                    "kind": "TokenReview", "apiVersion": "authentication.k8s.io/v1",
                    "spec": ["token": .string(token)],
                ]
            ).value()
            #expect(review["status"]["authenticated"].bool == true)
            #expect(review["status"]["user"]["username"].string == "system:serviceaccount:default:robot")
        }
    }
}

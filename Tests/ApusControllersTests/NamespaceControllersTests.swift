import ApusAPI
@testable import ApusControllers
import ApusJSON
import ApusTestSupport
import Testing

struct NamespaceControllersTests {
    private let resources = [
        ManagedResource(
            Resources.pods, kind: "Pod", isNamespaced: true, verbs: ["list", "watch", "delete", "deletecollection"]),
        ManagedResource(
            Resources.configMaps, kind: "ConfigMap", isNamespaced: true,
            verbs: ["list", "watch", "delete", "deletecollection"]),
        ManagedResource(Resources.services, kind: "Service", isNamespaced: true, verbs: ["list", "watch", "delete"]),
        ManagedResource(Resources.nodes, kind: "Node", isNamespaced: false, verbs: ["list", "watch", "delete"]),
    ]

    private func namespace(_ name: String, terminating: Bool = false) -> JSONValue {
        var value: JSONValue = [
            "metadata": ["name": .string(name)], "spec": ["finalizers": ["kubernetes"]],
            "status": ["phase": terminating ? "Terminating" : "Active"],
        ]
        if terminating { value["metadata"]["deletionTimestamp"] = "2026-01-01T00:00:00Z" }
        return value
    }

    private func object(_ name: String, in namespace: String) -> JSONValue {
        ["metadata": ["namespace": .string(namespace), "name": .string(name)]]
    }

    @Test func `a namespace that is deleted is emptied and let go, others are not touched`() async throws {
        let harness = Harness()
        harness.api.add(Resources.namespaces, namespace("gone", terminating: true), namespace("kept"))
        harness.api.add(Resources.configMaps, object("a", in: "gone"), object("b", in: "kept"))
        harness.api.add(Resources.services, object("s", in: "gone"))
        try await harness.running(NamespaceController(harness.context, resources: resources)) {
            try await harness.api.eventually("the end") { $0.object(Resources.namespaces, "gone") == nil }
            #expect(harness.api.objects(Resources.configMaps).map(\.key) == ["kept/b"])
            #expect(harness.api.objects(Resources.services).isEmpty)
            #expect(harness.api.object(Resources.namespaces, "kept") != nil)
        }
    }

    @Test func `what does not go at once is told, and looked at again`() async throws {
        let harness = Harness()
        var held = object("held", in: "gone")
        held["metadata"]["finalizers"] = ["example.com/hold"]
        harness.api.add(Resources.namespaces, namespace("gone", terminating: true))
        harness.api.add(Resources.configMaps, held)
        try await harness.running(NamespaceController(harness.context, resources: resources)) {
            try await harness.api.eventually("the conditions") {
                $0.object(Resources.namespaces, "gone")?["status"]["conditions"].elements.count == 5
            }
            let conditions = harness.api.object(Resources.namespaces, "gone")?["status"]["conditions"].elements ?? []
            #expect(
                conditions.condition("NamespaceContentRemaining")?["message"].string
                    == "Some resources are remaining: configmaps. has 1 resource instances")
            #expect(
                conditions.condition("NamespaceFinalizersRemaining")?["message"].string
                    == "Some content in the namespace has finalizers remaining: example.com/hold in 1 resource instances"
            )
            harness.api.remove(Resources.configMaps, "gone/held")
            await harness.clock.waitForSleepers()
            harness.clock.advance(by: .seconds(10))
            try await harness.api.eventually("the end") { $0.object(Resources.namespaces, "gone") == nil }
        }
    }

    @Test func `each active namespace has its default ServiceAccount, also after somebody deleted it`() async throws {
        let harness = Harness()
        harness.api.add(Resources.namespaces, namespace("a"), namespace("b", terminating: true))
        try await harness.running(ServiceAccountController(harness.context)) {
            try await harness.api.eventually("the account") {
                $0.object(Resources.serviceAccounts, "a/default") != nil
            }
            harness.api.remove(Resources.serviceAccounts, "a/default")
            try await harness.api.eventually("the account again") {
                $0.object(Resources.serviceAccounts, "a/default") != nil
            }
            #expect(harness.api.object(Resources.serviceAccounts, "b/default") == nil)
        }
    }

    @Test func `each active namespace has the root certificate, also after somebody changed it`() async throws {
        let harness = Harness()
        harness.api.add(Resources.namespaces, namespace("a"))
        try await harness.running(RootCAPublisher(harness.context, certificate: "PEM")) {
            try await harness.api.eventually("the certificate") {
                $0.object(Resources.configMaps, "a/kube-root-ca.crt")?["data"] == ["ca.crt": "PEM"]
            }
            harness.api.edit(Resources.configMaps, "a/kube-root-ca.crt") { $0["data"]["ca.crt"] = "other" }
            try await harness.api.eventually("the certificate again") {
                $0.object(Resources.configMaps, "a/kube-root-ca.crt")?["data"] == ["ca.crt": "PEM"]
            }
        }
    }

    @Test func `a role that is a sum gets the rules of its parts, once each`() async throws {
        let harness = Harness()
        func role(_ name: String, labels: JSONValue = [:], rules: JSONValue, sum: JSONValue = nil) -> JSONValue {
            var value: JSONValue = ["metadata": ["name": .string(name), "labels": labels], "rules": rules]
            if !sum.isNull { value["aggregationRule"] = ["clusterRoleSelectors": [["matchLabels": sum]]] }
            return value
        }
        let read: JSONValue = ["verbs": ["get"], "resources": ["pods"], "apiGroups": [""]]
        let write: JSONValue = ["verbs": ["create"], "resources": ["pods"], "apiGroups": [""]]
        harness.api.add(
            Resources.clusterRoles, role("view", rules: nil, sum: ["to-view": "true"]),
            role("b", labels: ["to-view": "true"], rules: [read, write]),
            role("a", labels: ["to-view": "true"], rules: [read]), role("other", rules: [write]))
        try await harness.running(ClusterRoleAggregationController(harness.context)) {
            try await harness.api.eventually("the sum") {
                $0.object(Resources.clusterRoles, "view")?["rules"] == [read, write]
            }
            harness.api.remove(Resources.clusterRoles, "b")
            try await harness.api.eventually("the smaller sum") {
                $0.object(Resources.clusterRoles, "view")?["rules"] == [read]
            }
        }
    }
}

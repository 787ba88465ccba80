import ApusAPI
import ApusClient
@testable import ApusControllers
import ApusJSON
import Testing

/// Custom resources come and go while the controllers run: garbage collection and the emptying of namespaces hold for
/// them as for any other kind.
struct CustomResourcesOnServerTests {
    private static let widgets = GroupVersionResource("example.com", "v1", "widgets")

    private static let definition: JSONValue = [
        "apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition",
        "metadata": ["name": "widgets.example.com"],
        "spec": [
            "group": "example.com", "scope": "Namespaced", "names": ["plural": "widgets", "kind": "Widget"],
            "versions": [
                [
                    "name": "v1", "served": true, "storage": true,
                    "schema": [
                        "openAPIV3Schema": ["type": "object", "x-kubernetes-preserve-unknown-fields": true]
                    ],
                ]
            ],
        ],
    ]

    private static func widget(_ name: String, namespace: String = "default") -> JSONValue {
        [
            "apiVersion": "example.com/v1", "kind": "Widget",
            "metadata": ["name": .string(name), "namespace": .string(namespace)],
        ]
    }

    private func establish(_ cluster: Cluster) async throws {
        try await cluster.client.create(Resources.customResourceDefinitions, Self.definition)
        try await cluster.eventually("the definition", Resources.customResourceDefinitions) {
            $0.contains { ManagedResource(definition: $0) != nil }
        }
    }

    @Test func `what a custom resource owns goes with it, custom or not`() async throws {
        try await Cluster.running { cluster in
            try await establish(cluster)
            let owner = try await cluster.client.create(Self.widgets, Self.widget("owner")).decoded()
            let reference: JSONValue = [
                [
                    "apiVersion": "example.com/v1", "kind": "Widget", "name": "owner", "uid": .string(owner.uid),
                    "controller": true, "blockOwnerDeletion": true,
                ]
            ]
            var dependent = Self.widget("dependent")
            dependent["metadata"]["ownerReferences"] = reference
            try await cluster.client.create(Self.widgets, dependent)
            try await cluster.client.create(
                Resources.configMaps,
                [
                    "apiVersion": "v1", "kind": "ConfigMap",
                    "metadata": ["name": "dependent", "namespace": "default", "ownerReferences": reference],
                ])
            var options = APIOptions()
            options.propagationPolicy = "Foreground"
            try await cluster.client.delete(Self.widgets, namespace: "default", name: "owner", options: options)
            try await cluster.eventually("no Widgets", Self.widgets) { $0.isEmpty }
            try await cluster.eventually("no ConfigMap", Resources.configMaps, namespace: "default") {
                !$0.contains { $0.name == "dependent" }
            }
        }
    }

    @Test func `a namespace takes its custom resources along`() async throws {
        try await Cluster.running { cluster in
            try await establish(cluster)
            try await cluster.client.create(
                Resources.namespaces, ["apiVersion": "v1", "kind": "Namespace", "metadata": ["name": "team"]])
            try await cluster.client.create(Self.widgets, Self.widget("a", namespace: "team"))
            try await cluster.client.delete(Resources.namespaces, name: "team")
            try await cluster.eventually("the end", Resources.namespaces) { !$0.contains { $0.name == "team" } }
            #expect(try await cluster.client.list(Self.widgets).items.isEmpty)
        }
    }

    @Test func `a quota counts custom resources, also those of a kind that comes later`() async throws {
        try await Cluster.running { cluster in
            let client = cluster.client
            try await client.create(
                Resources.resourceQuotas, namespace: "default",
                [
                    "apiVersion": "v1", "kind": "ResourceQuota", "metadata": ["name": "q"],
                    "spec": ["hard": ["count/widgets.example.com": "2"]],
                ])
            try await establish(cluster)
            func used(_ count: String) async throws {
                try await cluster.eventually("\(count) Widgets", Resources.resourceQuotas) {
                    $0.first?["status"]["used"] == ["count/widgets.example.com": .string(count)]
                }
            }
            try await used("0")
            for name in ["a", "b"] { try await client.create(Self.widgets, Self.widget(name)) }
            try await used("2")
            do throws(StatusError) {
                try await client.create(Self.widgets, Self.widget("c"))
                Issue.record("the quota was exceeded")
            } catch {
                #expect(error.code == 403)
                #expect(
                    error.message.contains(
                        "exceeded quota: q, requested: count/widgets.example.com=1, used: count/widgets.example.com=2, "
                            + "limited: count/widgets.example.com=2"))
            }
            try await client.delete(Self.widgets, namespace: "default", name: "a")
            try await used("1")
            try await client.create(Self.widgets, Self.widget("c"))
        }
    }
}

import ApusAPI
import ApusClient
import ApusJSON
import ApusStoreEtcd
import EtcdTestSupport
import Glibc
import Testing

@testable import ApusServer

/// Keys and values in etcd are where and what upstream's server with `--storage-media-type=application/json` has.
@Suite(.timeLimit(.minutes(2)))
struct StorageLayoutTests {
    private struct Case: Sendable {
        let resource: GroupVersionResource
        var namespace: String?
        let object: JSONValue
        /// As upstream has it.
        let key: String
        let apiVersion: String
    }

    private static func made(
        _ apiVersion: String, _ kind: String, _ name: String = "a", _ rest: JSONValue = [:]
    ) -> JSONValue {
        var object: JSONValue = [
            "apiVersion": .string(apiVersion), "kind": .string(kind), "metadata": ["name": .string(name)],
        ]
        for member in rest.object?.members ?? [] { object[member.key] = member.value }
        return object
    }

    private static let template: JSONValue = [
        "metadata": ["labels": ["app": "a"]], "spec": ["containers": [["name": "main", "image": "busybox"]]],
    ]
    private static let selected: JSONValue = ["selector": ["matchLabels": ["app": "a"]], "template": template]

    private static var cases: [Case] {
        func item(
            _ group: String, _ version: String, _ resource: String, in namespace: String? = nil, _ object: JSONValue,
            at key: String, as stored: String? = nil
        ) -> Case {
            let served = group.isEmpty ? version : "\(group)/\(version)"
            return Case(
                resource: GroupVersionResource(group, version, resource), namespace: namespace, object: object,
                key: "/registry/\(key)", apiVersion: stored ?? served)
        }
        return [
            item("", "v1", "configmaps", in: "default", made("v1", "ConfigMap"), at: "configmaps/default/a"),
            item("", "v1", "nodes", made("v1", "Node"), at: "minions/a"),
            item("", "v1", "namespaces", made("v1", "Namespace"), at: "namespaces/a"),
            item(
                "", "v1", "services", in: "default",
                made("v1", "Service", "a", ["spec": ["ports": [["port": 80]]]]), at: "services/specs/default/a"),
            item("", "v1", "endpoints", in: "default", made("v1", "Endpoints"), at: "services/endpoints/default/a"),
            item(
                "", "v1", "replicationcontrollers", in: "default",
                made(
                    "v1", "ReplicationController", "a", ["spec": ["selector": ["app": "a"], "template": template]]),
                at: "controllers/default/a"),
            item(
                "apps", "v1", "deployments", in: "default", made("apps/v1", "Deployment", "a", ["spec": selected]),
                at: "deployments/default/a"),
            item(
                "networking.k8s.io", "v1", "ingresses", in: "default",
                made(
                    "networking.k8s.io/v1", "Ingress", "a",
                    ["spec": ["defaultBackend": ["service": ["name": "a", "port": ["number": 80]]]]]),
                at: "ingress/default/a"),
            item(
                "coordination.k8s.io", "v1", "leases", in: "default", made("coordination.k8s.io/v1", "Lease"),
                at: "leases/default/a"),
            item(
                "autoscaling", "v1", "horizontalpodautoscalers", in: "default",
                made(
                    "autoscaling/v1", "HorizontalPodAutoscaler", "a",
                    [
                        "spec": [
                            "maxReplicas": 3,
                            "scaleTargetRef": ["apiVersion": "apps/v1", "kind": "Deployment", "name": "a"],
                        ]
                    ]),
                at: "horizontalpodautoscalers/default/a", as: "autoscaling/v2"),
            item(
                "rbac.authorization.k8s.io", "v1", "clusterroles",
                made("rbac.authorization.k8s.io/v1", "ClusterRole", "a", ["rules": []]), at: "clusterroles/a"),
            item(
                "apiextensions.k8s.io", "v1", "customresourcedefinitions",
                made(
                    "apiextensions.k8s.io/v1", "CustomResourceDefinition", "crontabs.stable.example.com",
                    [
                        "spec": [
                            "group": "stable.example.com", "scope": "Namespaced",
                            "names": ["plural": "crontabs", "singular": "crontab", "kind": "CronTab"],
                            "versions": [
                                [
                                    "name": "v1", "served": true, "storage": true,
                                    "schema": ["openAPIV3Schema": ["type": "object"]],
                                ]
                            ],
                        ]
                    ]),
                at: "apiextensions.k8s.io/customresourcedefinitions/crontabs.stable.example.com"),
        ]
    }

    @Test("each object lies under upstream's key, as JSON of upstream's storage version")
    func layout() async throws {
        try await EtcdCluster.run { cluster async throws in
            let store = try await EtcdStore.open(cluster.configuration(prefix: "/registry/"), logger: .silent)
            try await TestServer.run(store: store) { test async throws in
                for item in Self.cases {
                    try await test.client.create(item.resource, namespace: item.namespace, item.object)
                    let text = try cluster.control("get", item.key, "--print-value-only")
                    let value = try JSONValue(parsing: Bytes(text))
                    #expect(value["kind"] == item.object["kind"], "\(item.key)")
                    #expect(value["apiVersion"].string == item.apiVersion, "\(item.key)")
                    #expect(value["metadata"]["name"] == item.object["metadata"]["name"], "\(item.key)")
                    // The version is etcd's to keep.
                    #expect(value["metadata"]["resourceVersion"].isNull, "\(item.key)")
                    #expect(value["metadata"]["uid"].string?.isEmpty == false, "\(item.key)")
                }
                // What the server makes by itself lies under the prefixes of upstream's table, too.
                let known = try Self.prefixes()
                for line in try cluster.control("get", "/registry/", "--prefix", "--keys-only").split(separator: "\n") {
                    #expect(known.contains { line.hasPrefix("/registry/\($0)/") }, "\(line)")
                }
            }
            await store.close()
        }
    }

    @Test("an object that another server wrote as JSON is served")
    func foreignWriter() async throws {
        try await EtcdCluster.run { cluster async throws in
            let store = try await EtcdStore.open(cluster.configuration(prefix: "/registry/"), logger: .silent)
            try await TestServer.run(store: store) { test async throws in
                let text =
                    #"{"kind":"ConfigMap","apiVersion":"v1","metadata":{"name":"b","namespace":"default","uid":"0c9d3b6e-0000-4000-8000-000000000001","creationTimestamp":"2026-01-02T03:04:05Z"},"data":{"k":"v"}}"#
                    + "\n"
                try cluster.control("put", "/registry/configmaps/default/b", text)
                let object = try await test.client.get(Resources.configMaps, namespace: "default", name: "b")
                #expect(try object.value()["data"]["k"].string == "v")
                #expect(object.resourceVersion != "")
            }
            await store.close()
        }
    }

    /// Where objects may lie: the resources' own names, and those that upstream's table names otherwise.
    private static func prefixes() throws -> Set<String> {
        Set(BuiltInResources.all.map(\.definition.storagePrefix)).subtracting([""])
    }
}

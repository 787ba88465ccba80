import ApusAPI
import ApusClient
@testable import ApusControllers
import ApusJSON
import ApusTestSupport
import Testing

struct GarbageCollectorTests {
    private let resources = [Resources.deployments, Resources.replicaSets, Resources.pods, Resources.configMaps].map {
        ManagedResource(
            $0,
            kind: ["deployments": "Deployment", "replicasets": "ReplicaSet", "pods": "Pod", "configmaps": "ConfigMap"][
                $0.resource] ?? "", isNamespaced: true, verbs: ["get", "list", "watch", "delete", "patch"])
    }

    private func running(_ harness: Harness, _ body: () async throws -> Void) async throws {
        try await harness.running(GarbageCollector(harness.context, resources: resources), body: body)
    }

    private func object(_ name: String, owners: [OwnerReference] = [], namespace: String = "default") -> JSONValue {
        var value: JSONValue = ["metadata": ["namespace": .string(namespace), "name": .string(name)]]
        if !owners.isEmpty { value["metadata"]["ownerReferences"] = .array(owners.map(\.value)) }
        return value
    }

    /// A Deployment, its ReplicaSet and a Pod of that; returns the Deployment.
    private func tree(_ api: FakeAPI) -> JSONValue {
        let deployment = api.add(Resources.deployments, object("d"))[0]
        let set = api.add(Resources.replicaSets, object("rs", owners: [.controller(Kinds.deployment, deployment)]))[0]
        api.add(Resources.pods, object("p", owners: [.controller(Kinds.replicaSet, set)]))
        return deployment
    }

    private func delete(_ harness: Harness, _ policy: String) async throws {
        var options = APIOptions()
        options.propagationPolicy = policy
        try await harness.context.client.delete(
            Resources.deployments, namespace: "default", name: "d", options: options)
    }

    @Test func `what an owner leaves behind is deleted, to the last generation`() async throws {
        let harness = Harness()
        _ = tree(harness.api)
        harness.api.add(Resources.configMaps, object("free"))
        try await running(harness) {
            try await delete(harness, "Background")
            try await harness.api.eventually("the end of all") {
                $0.objects(Resources.replicaSets).isEmpty && $0.objects(Resources.pods).isEmpty
            }
            #expect(harness.api.objects(Resources.configMaps).count == 1)
        }
    }

    @Test func `in the foreground the dependents go first`() async throws {
        let harness = Harness()
        _ = tree(harness.api)
        harness.api.edit(Resources.pods, "default/p") { $0["metadata"]["finalizers"] = ["example.com/hold"] }
        try await running(harness) {
            try await delete(harness, "Foreground")
            try await harness.api.eventually("the Pod on its way") {
                $0.object(Resources.pods, "default/p")?.isBeingDeleted == true
            }
            #expect(harness.api.object(Resources.deployments, "default/d")?.finalizers == ["foregroundDeletion"])
            #expect(harness.api.object(Resources.replicaSets, "default/rs")?.isBeingDeleted == true)
            harness.api.remove(Resources.pods, "default/p")
            try await harness.api.eventually("the end of all") {
                $0.objects(Resources.replicaSets).isEmpty && $0.objects(Resources.deployments).isEmpty
            }
        }
    }

    @Test func `orphans stay and lose their owner`() async throws {
        let harness = Harness()
        _ = tree(harness.api)
        try await running(harness) {
            try await delete(harness, "Orphan")
            try await harness.api.eventually("the end of the owner") { $0.objects(Resources.deployments).isEmpty }
            let set = harness.api.object(Resources.replicaSets, "default/rs")
            #expect(set != nil)
            #expect(set?.ownerReferences == [])
            #expect(harness.api.objects(Resources.pods).count == 1)
        }
    }

    @Test func `an owner that never was is found out at the start`() async throws {
        let harness = Harness()
        let ghost = OwnerReference(
            apiVersion: "apps/v1", kind: "ReplicaSet", name: "ghost", uid: "none", controller: true)
        harness.api.add(Resources.pods, object("p", owners: [ghost]))
        try await running(harness) {
            try await harness.api.eventually("the end") { $0.objects(Resources.pods).isEmpty }
        }
    }

    @Test func `an owner that has the name but another uid is gone`() async throws {
        let harness = Harness()
        harness.api.add(Resources.replicaSets, object("rs"))
        let old = OwnerReference(apiVersion: "apps/v1", kind: "ReplicaSet", name: "rs", uid: "old")
        harness.api.add(Resources.pods, object("p", owners: [old]))
        try await running(harness) {
            try await harness.api.eventually("the end") { $0.objects(Resources.pods).isEmpty }
        }
    }

    @Test func `with one of two owners left an object stays and loses the other`() async throws {
        let harness = Harness()
        let kept = harness.api.add(Resources.replicaSets, object("kept"))[0]
        let ghost = OwnerReference(apiVersion: "apps/v1", kind: "ReplicaSet", name: "ghost", uid: "none")
        let owner = OwnerReference.controller(Kinds.replicaSet, kept)
        harness.api.add(Resources.pods, object("p", owners: [ghost, owner]))
        try await running(harness) {
            try await harness.api.eventually("the loss") {
                $0.object(Resources.pods, "default/p")?.ownerReferences == [owner]
            }
        }
    }

    @Test func `an owner in another namespace is no owner`() async throws {
        let harness = Harness()
        let other = harness.api.add(Resources.replicaSets, object("rs", namespace: "other"))[0]
        harness.api.add(Resources.pods, object("p", owners: [.controller(Kinds.replicaSet, other)]))
        try await running(harness) {
            try await harness.api.eventually("the end") { $0.objects(Resources.pods).isEmpty }
            #expect(harness.api.objects(Resources.replicaSets).count == 1)
        }
    }
}

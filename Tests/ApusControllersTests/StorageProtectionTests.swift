import ApusAPI
import ApusClient
@testable import ApusControllers
import ApusJSON
import ApusTestSupport
import Testing

struct StorageProtectionTests {
    private static let finalizer: JSONValue = ["kubernetes.io/pvc-protection"]

    private func claim() -> JSONValue {
        [
            "apiVersion": "v1", "kind": "PersistentVolumeClaim", "metadata": ["namespace": "default", "name": "data"],
            "spec": ["accessModes": ["ReadWriteOnce"]],
        ]
    }

    private func pod(node: String?) -> JSONValue {
        var pod: JSONValue = [
            "apiVersion": "v1", "kind": "Pod", "metadata": ["namespace": "default", "name": "p"],
            "spec": ["volumes": [["name": "v", "persistentVolumeClaim": ["claimName": "data"]]]],
        ]
        if let node { pod["spec"]["nodeName"] = .string(node) }
        return pod
    }

    private func current(_ harness: Harness) -> JSONValue? {
        harness.api.object(Resources.persistentVolumeClaims, "default/data")
    }

    @Test func `a claim stays as long as a Pod uses it`() async throws {
        let harness = Harness()
        harness.api.add(Resources.persistentVolumeClaims, claim())
        harness.api.add(Resources.pods, pod(node: "n"))
        try await harness.running(ClaimProtectionController(harness.context)) {
            let client = harness.context.client
            try await harness.api.eventually("the finalizer") { _ in
                current(harness)?["metadata"]["finalizers"] == Self.finalizer
            }
            try await client.delete(Resources.persistentVolumeClaims, namespace: "default", name: "data")
            #expect(current(harness)?.isBeingDeleted == true)
            try await client.delete(
                Resources.pods, namespace: "default", name: "p", options: .atOnce)
            try await harness.api.eventually("the end") { _ in current(harness) == nil }
        }
    }

    @Test func `a Pod without a node holds no claim`() async throws {
        let harness = Harness()
        harness.api.add(Resources.persistentVolumeClaims, claim())
        harness.api.add(Resources.pods, pod(node: nil))
        try await harness.running(ClaimProtectionController(harness.context)) {
            try await harness.api.eventually("the finalizer") { _ in
                current(harness)?["metadata"]["finalizers"] == Self.finalizer
            }
            try await harness.context.client.delete(
                Resources.persistentVolumeClaims, namespace: "default", name: "data")
            try await harness.api.eventually("the end") { _ in current(harness) == nil }
        }
    }

    @Test func `a volume stays as long as it is bound`() async throws {
        let harness = Harness()
        harness.api.add(
            Resources.persistentVolumes,
            [
                "apiVersion": "v1", "kind": "PersistentVolume", "metadata": ["name": "v"],
                "status": ["phase": "Bound"],
            ])
        try await harness.running(VolumeProtectionController(harness.context)) {
            @Sendable func current() -> JSONValue? { harness.api.object(Resources.persistentVolumes, "v") }
            try await harness.api.eventually("the finalizer") { _ in
                current()?["metadata"]["finalizers"] == ["kubernetes.io/pv-protection"]
            }
            try await harness.context.client.delete(Resources.persistentVolumes, name: "v")
            #expect(current()?.isBeingDeleted == true)
            harness.api.edit(Resources.persistentVolumes, "v") { $0["status"]["phase"] = "Released" }
            try await harness.api.eventually("the end") { _ in current() == nil }
        }
    }
}

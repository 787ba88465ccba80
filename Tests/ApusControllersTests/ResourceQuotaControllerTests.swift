import ApusAPI
import ApusClient
@testable import ApusControllers
import ApusJSON
import ApusResources
import ApusTestSupport
import Testing

struct ResourceQuotaControllerTests {
    private func running(_ harness: Harness, _ body: () async throws -> Void) async throws {
        let resources = BuiltInDefinitions.all.map { ManagedResource($0) }
        try await harness.running(ResourceQuotaController(harness.context, resources: resources), body: body)
    }

    private func quota(_ hard: JSONValue, spec: JSONValue = [:]) -> JSONValue {
        var spec = spec
        spec["hard"] = hard
        return [
            "apiVersion": "v1", "kind": "ResourceQuota", "metadata": ["namespace": "default", "name": "q"],
            "spec": spec,
        ]
    }

    private func pod(_ name: String, cpu: String, deadline: Int64? = nil) -> JSONValue {
        var pod: JSONValue = [
            "apiVersion": "v1", "kind": "Pod", "metadata": ["namespace": "default", "name": .string(name)],
            "spec": ["containers": [["name": "c", "resources": ["requests": ["cpu": .string(cpu)]]]]],
        ]
        if let deadline { pod["spec"]["activeDeadlineSeconds"] = .int(deadline) }
        return pod
    }

    private func used(_ harness: Harness) -> JSONValue {
        harness.api.object(Resources.resourceQuotas, "default/q")?["status"]["used"] ?? .null
    }

    @Test func `what there is is counted, and again when some of it goes`() async throws {
        let harness = Harness()
        harness.api.add(Resources.pods, pod("a", cpu: "100m"), pod("b", cpu: "1"))
        harness.api.add(Resources.resourceQuotas, quota(["pods": "5", "requests.cpu": "2", "secrets": "1"]))
        try await running(harness) {
            try await harness.api.eventually("the count") { _ in
                used(harness) == ["pods": "2", "requests.cpu": "1100m", "secrets": "0"]
            }
            let status = harness.api.object(Resources.resourceQuotas, "default/q")?["status"]["hard"]
            #expect(status == ["pods": "5", "requests.cpu": "2", "secrets": "1"])
            try await harness.context.client.delete(
                Resources.pods, namespace: "default", name: "b", options: .atOnce)
            try await harness.api.eventually("the count without b") { _ in
                used(harness)["requests.cpu"].string == "100m"
            }
            harness.api.setPod("default/a", phase: "Succeeded", ready: false)
            try await harness.api.eventually("the end of a") { _ in used(harness)["pods"].string == "0" }
        }
    }

    @Test func `only what lies in the scopes is counted`() async throws {
        let harness = Harness()
        harness.api.add(Resources.pods, pod("a", cpu: "100m"), pod("b", cpu: "1", deadline: 5))
        harness.api.add(Resources.resourceQuotas, quota(["pods": "5"], spec: ["scopes": ["Terminating"]]))
        try await running(harness) {
            try await harness.api.eventually("the count") { _ in used(harness) == ["pods": "1"] }
        }
    }

    @Test func `new limits are counted`() async throws {
        let harness = Harness()
        harness.api.add(Resources.resourceQuotas, quota(["pods": "5"]))
        try await running(harness) {
            try await harness.api.eventually("the count") { _ in used(harness) == ["pods": "0"] }
            harness.api.edit(Resources.resourceQuotas, "default/q") { $0["spec"]["hard"] = ["services": "1"] }
            try await harness.api.eventually("the new count") { _ in used(harness) == ["services": "0"] }
        }
    }
}

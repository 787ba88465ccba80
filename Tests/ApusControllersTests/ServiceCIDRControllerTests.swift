import ApusAPI
import ApusClient
import ApusJSON
import ApusTestSupport
import Testing

@testable import ApusControllers

struct ServiceCIDRControllerTests {
    private static let finalizer: JSONValue = ["networking.k8s.io/service-cidr-finalizer"]

    private func range(_ name: String, _ cidr: String) -> JSONValue {
        [
            "apiVersion": "networking.k8s.io/v1", "kind": "ServiceCIDR", "metadata": ["name": .string(name)],
            "spec": ["cidrs": [.string(cidr)]],
        ]
    }

    private func address(_ name: String) -> JSONValue {
        [
            "apiVersion": "networking.k8s.io/v1", "kind": "IPAddress",
            "metadata": [
                "name": .string(name), "labels": ["ipaddress.kubernetes.io/managed-by": "ipallocator.k8s.io"],
            ],
            "spec": ["parentRef": ["resource": "services", "namespace": "default", "name": "a"]],
        ]
    }

    private func ready(_ harness: Harness, _ name: String) -> JSONValue {
        harness.api.object(Resources.serviceCIDRs, name)?["status"]["conditions"][0] ?? .null
    }

    @Test func `a range stays as long as only it has an address`() async throws {
        let harness = Harness()
        harness.api.add(Resources.serviceCIDRs, range("more", "10.6.0.0/24"))
        harness.api.add(Resources.ipAddresses, address("10.6.0.9"))
        try await harness.running(ServiceCIDRController(harness.context)) {
            try await harness.api.eventually("the finalizer and the condition") { api in
                api.object(Resources.serviceCIDRs, "more")?["metadata"]["finalizers"] == Self.finalizer
                    && ready(harness, "more")["status"] == "True"
            }
            try await harness.context.client.delete(Resources.serviceCIDRs, name: "more")
            try await harness.api.eventually("the refusal") { _ in
                ready(harness, "more")["status"] == "False" && ready(harness, "more")["reason"] == "Terminating"
            }
            let kept = try #require(harness.api.object(Resources.serviceCIDRs, "more"))
            #expect(kept["metadata"]["finalizers"] == Self.finalizer)
            #expect(!kept["metadata"]["deletionTimestamp"].isNull)
            try await harness.context.client.delete(Resources.ipAddresses, name: "10.6.0.9")
            await harness.clock.waitForSleepers()
            // Other servers may still give out addresses of it.
            #expect(harness.api.object(Resources.serviceCIDRs, "more") != nil)
            harness.clock.advance(by: .seconds(20))
            try await harness.api.eventually("the end") { $0.object(Resources.serviceCIDRs, "more") == nil }
        }
    }

    @Test func `a range that another one contains may go with its addresses`() async throws {
        let harness = Harness()
        harness.api.add(Resources.serviceCIDRs, range("more", "10.6.0.0/24"))
        harness.api.add(Resources.serviceCIDRs, range("all", "10.6.0.0/16"))
        harness.api.add(Resources.ipAddresses, address("10.6.0.9"))
        try await harness.running(ServiceCIDRController(harness.context)) {
            try await harness.api.eventually("the finalizer") { api in
                api.object(Resources.serviceCIDRs, "more")?["metadata"]["finalizers"] == Self.finalizer
            }
            try await harness.context.client.delete(Resources.serviceCIDRs, name: "more")
            await harness.clock.waitForSleepers()
            #expect(ready(harness, "more")["status"] == "True")
            harness.clock.advance(by: .seconds(20))
            try await harness.api.eventually("the end") { $0.object(Resources.serviceCIDRs, "more") == nil }
            #expect(harness.api.object(Resources.serviceCIDRs, "all") != nil)
            #expect(harness.api.object(Resources.ipAddresses, "10.6.0.9") != nil)
        }
    }
}

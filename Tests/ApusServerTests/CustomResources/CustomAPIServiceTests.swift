import ApusAPI
import ApusClient
import ApusJSON
import Testing

@testable import ApusServer

/// The APIServices of custom groups.
@Suite struct CustomAPIServiceTests {
    private static let services = GroupVersionResource("apiregistration.k8s.io", "v1", "apiservices")
    private static let label = "kube-aggregator.kubernetes.io/automanaged"

    /// The next event of `kind` about `name`.
    private static func next(
        _ kind: WatchEvent.Kind, _ name: String, _ events: inout WatchStream.Iterator
    ) async throws -> JSONValue {
        while let event = try await events.next() {
            if event.kind == kind, event.object.name == name { return try event.object.value() }
        }
        return .null
    }

    @Test(.timeLimit(.minutes(5))) func servedVersionsHaveOneAndOthersLoseTheirs() async throws {
        try await TestServer.run { test in
            let watch = try await test.transport.watch(APIRequest(.watch, Self.services))
            var events = watch.makeAsyncIterator()
            let other: JSONValue = [
                "kind": "APIService", "apiVersion": "apiregistration.k8s.io/v1",
                "metadata": ["name": "v1beta1.stable.example.com"],
                "spec": [
                    "group": "stable.example.com", "version": "v1beta1", "groupPriorityMinimum": 7,
                    "versionPriority": 7,
                ],
            ]
            try await test.client.create(Self.services, other)
            var definition = CronTabs.definition
            definition["spec"]["versions"] = [
                CronTabs.version("v1", storage: true), CronTabs.version("v1beta1", storage: false),
                CronTabs.version("v2", storage: false),
            ]
            try await test.establish(definition)
            let name = "v1.stable.example.com"
            let made = try await Self.next(.added, name, &events)
            #expect(made["metadata"]["labels"][Self.label] == "true")
            #expect(made["spec"]["groupPriorityMinimum"] == 1000)
            #expect(made["spec"]["versionPriority"] == 100)
            #expect(made["status"]["conditions"][0]["reason"] == "Local")
            _ = try await Self.next(.added, "v2.stable.example.com", &events)
            // What somebody changes is put right.
            try await test.client.patch(
                Self.services, name: name, .merge, ["spec": ["versionPriority": 3]])
            while try await Self.next(.modified, name, &events)["spec"]["versionPriority"] != 100 {}
            // A version that is not served any more, and then the definition.
            definition["spec"]["versions"] = [
                CronTabs.version("v1", storage: true), CronTabs.version("v1beta1", storage: false),
            ]
            try await test.client.patch(
                Resources.definitions, name: CronTabs.name, .merge,
                ["spec": ["versions": definition["spec"]["versions"]]])
            _ = try await Self.next(.deleted, "v2.stable.example.com", &events)
            try await test.client.delete(Resources.definitions, name: CronTabs.name)
            _ = try await Self.next(.deleted, name, &events)
            // It was somebody else's.
            let left = try await test.client.get(Self.services, name: "v1beta1.stable.example.com").value()
            #expect(left["spec"]["versionPriority"] == 7)
            watch.cancel()
        }
    }
}

import ApusAPI
import ApusClient
import ApusJSON
import ApusStore
import Testing

@testable import ApusServer

@Suite struct ServiceAddressTests {
    private static let addresses = GroupVersionResource("networking.k8s.io", "v1", "ipaddresses")

    private static func service(_ name: String, _ address: String) -> JSONValue {
        [
            "kind": "Service", "apiVersion": "v1", "metadata": ["name": .string(name)],
            "spec": ["clusterIP": .string(address), "ports": [["port": 80]]],
        ]
    }

    private static func address(_ name: String) -> JSONValue {
        [
            "kind": "IPAddress", "apiVersion": "networking.k8s.io/v1", "metadata": ["name": .string(name)],
            "spec": ["parentRef": ["resource": "pods", "namespace": "default", "name": "router"]],
        ]
    }

    /// The next event of `kind` about `name`.
    private static func next(
        _ kind: WatchEvent.Kind, _ name: String, _ events: inout WatchStream.Iterator
    ) async throws -> JSONValue {
        while let event = try await events.next() {
            if event.kind == kind, event.object.name == name { return try event.object.value() }
        }
        return .null
    }

    @Test(.timeLimit(.minutes(5))) func clusterAddressesHaveObjects() async throws {
        try await TestServer.run { test in
            let watch = try await test.transport.watch(APIRequest(.watch, Self.addresses))
            var events = watch.makeAsyncIterator()
            try await test.client.create(
                Resources.services, namespace: "default", Self.service("a", "10.96.0.50"))
            let made = try await Self.next(.added, "10.96.0.50", &events)
            let labels: JSONValue = [
                "ipaddress.kubernetes.io/ip-family": "IPv4",
                "ipaddress.kubernetes.io/managed-by": "ipallocator.k8s.io",
            ]
            #expect(made["metadata"]["labels"] == labels)
            #expect(made["spec"]["parentRef"]["resource"].string == "services")
            #expect(made["spec"]["parentRef"]["namespace"].string == "default")
            #expect(made["spec"]["parentRef"]["name"].string == "a")
            // What somebody deletes comes back as long as the Service holds the address.
            _ = try await test.transport.send(APIRequest(.delete, Self.addresses, name: "10.96.0.50"))
            _ = try await Self.next(.deleted, "10.96.0.50", &events)
            _ = try await Self.next(.added, "10.96.0.50", &events)
            _ = try await test.transport.send(
                APIRequest(.delete, Resources.services, namespace: "default", name: "a"))
            let gone = try await Self.next(.deleted, "10.96.0.50", &events)
            #expect(gone["spec"]["parentRef"]["name"].string == "a")
            watch.cancel()
        }
    }

    @Test(.timeLimit(.minutes(5))) func aStartRepairsTheObjects() async throws {
        let store = try MemoryStore()
        try await TestServer.run(store: store) { test in
            var stale = Self.address("10.96.0.60")
            stale["metadata"]["labels"] = ["ipaddress.kubernetes.io/managed-by": "ipallocator.k8s.io"]
            try await test.client.create(Self.addresses, stale)
        }
        try await TestServer.run(store: store) { test in
            let watch = try await test.transport.watch(APIRequest(.watch, Self.addresses))
            var events = watch.makeAsyncIterator()
            while true {
                let list = try await test.client.list(Self.addresses).items.map(\.name)
                if !list.contains("10.96.0.60") { break }
                _ = try await events.next()
            }
            watch.cancel()
        }
        await store.close()
    }

    @Test func addressesOfOthersAreNotGivenOut() async throws {
        try await TestServer.run { test in
            try await test.client.create(Self.addresses, Self.address("10.96.0.70"))
            let taken = await statusError {
                try await test.client.create(
                    Resources.services, namespace: "default", Self.service("a", "10.96.0.70"))
            }
            #expect(taken?.message.contains("provided IP is already allocated") == true)
            _ = try await test.transport.send(APIRequest(.delete, Self.addresses, name: "10.96.0.70"))
            try await test.client.create(
                Resources.services, namespace: "default", Self.service("a", "10.96.0.70"))
        }
    }

    @Test(arguments: [
        (
            #"{"ipFamilyPolicy": "RequireDualStack", "selector": {"a": "b"}}"#,
            "spec.ipFamilyPolicy: Invalid value: \"RequireDualStack\": this cluster is not configured for "
                + "dual-stack services"
        ),
        (
            #"{"ipFamilies": ["IPv6"], "selector": {"a": "b"}}"#,
            "spec.ipFamilies[0]: Invalid value: \"IPv6\": not configured on this cluster"
        ),
        (#"{"ipFamilyPolicy": "PreferDualStack", "selector": {"a": "b"}}"#, ""),
        (#"{"clusterIP": "None"}"#, ""),
    ])
    func familiesThatTheClusterLacksAreRefused(_ spec: String, _ message: String) async throws {
        try await TestServer.run { test in
            var service = Self.service("a", "")
            service["spec"] = try JSONValue(parsing: Bytes(spec))
            service["spec"]["ports"] = [["port": 80]]
            let error = await statusError {
                try await test.client.create(Resources.services, namespace: "default", service)
            }
            #expect(message.isEmpty ? error == nil : error?.message.contains(message) == true)
        }
    }
}

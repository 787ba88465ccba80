import ApusAPI
import ApusClient
import ApusJSON
import ApusStore
import Testing

@testable import ApusServer

/// Families, addresses and ports of Services in a cluster with two families.
@Suite struct DualStackServiceTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var name: String
        /// What is created, and what it is changed to by a merge patch; "": nothing.
        var spec: String
        var patch = ""
        /// Part of the error's message; "": there is none.
        var error = ""
        var policy = ""
        var families: [String] = []
        /// How many addresses there are; nil: not looked at.
        var addresses: Int?
        /// Fields of the spec that are gone.
        var absent: [String] = []

        var testDescription: String { name }
    }

    static let creates = [
        Case(name: "no wish", spec: "{}", policy: "SingleStack", families: ["IPv4"], addresses: 1),
        Case(
            name: "prefer both", spec: #"{"ipFamilyPolicy": "PreferDualStack"}"#, policy: "PreferDualStack",
            families: ["IPv4", "IPv6"], addresses: 2),
        Case(
            name: "both, the second first", spec: #"{"ipFamilyPolicy": "RequireDualStack", "ipFamilies": ["IPv6"]}"#,
            policy: "RequireDualStack", families: ["IPv6", "IPv4"], addresses: 2),
        Case(
            name: "the second alone", spec: #"{"ipFamilies": ["IPv6"]}"#, policy: "SingleStack", families: ["IPv6"],
            addresses: 1),
        Case(
            name: "an address says the family", spec: #"{"clusterIP": "fd00:10:96::5"}"#, policy: "SingleStack",
            families: ["IPv6"], addresses: 1),
        Case(
            name: "two addresses",
            spec: ##"""
                {"ipFamilyPolicy": "RequireDualStack", "clusterIP": "fd00:10:96::6",
                 "clusterIPs": ["fd00:10:96::6", "10.96.0.6"]}
                """##, policy: "RequireDualStack", families: ["IPv6", "IPv4"], addresses: 2),
        Case(
            name: "headless with selector", spec: #"{"clusterIP": "None", "selector": {"a": "b"}}"#,
            policy: "SingleStack", families: ["IPv4"], addresses: 1),
        Case(
            name: "headless, all ready for both",
            spec: #"{"clusterIP": "None", "selector": {"a": "b"}, "ipFamilyPolicy": "PreferDualStack"}"#,
            policy: "PreferDualStack", families: ["IPv4", "IPv6"], addresses: 1),
        Case(
            name: "headless without selector", spec: #"{"clusterIP": "None"}"#, policy: "RequireDualStack",
            families: ["IPv4", "IPv6"], addresses: 1),
        Case(
            name: "no addresses for names", spec: #"{"type": "ExternalName", "externalName": "a.b"}"#, addresses: 0,
            absent: ["ipFamilies", "ipFamilyPolicy", "clusterIP"]),
        Case(
            name: "two families need a policy",
            spec: #"{"ipFamilyPolicy": "SingleStack", "ipFamilies": ["IPv4", "IPv6"]}"#,
            error: "spec.ipFamilyPolicy: Invalid value: \"SingleStack\": must be 'RequireDualStack' or "
                + "'PreferDualStack' when multiple IP families are specified"),
        Case(
            name: "outside every range", spec: #"{"clusterIP": "10.200.0.1"}"#,
            error: "spec.clusterIPs: Invalid value: [\"10.200.0.1\"]: failed to allocate IP 10.200.0.1: the provided "
                + "network does not match the current range"),
        Case(
            name: "of another family", spec: #"{"clusterIP": "10.96.0.7", "ipFamilies": ["IPv6"]}"#,
            error: "spec.clusterIPs[0]: Invalid value: \"10.96.0.7\": expected an IPv6 value as indicated by "
                + "`ipFamilies[0]`"),
    ]

    static let updates = [
        Case(
            name: "a second family", spec: "{}", patch: #"{"ipFamilyPolicy": "RequireDualStack"}"#,
            policy: "RequireDualStack", families: ["IPv4", "IPv6"], addresses: 2),
        Case(
            name: "the second goes", spec: #"{"ipFamilyPolicy": "RequireDualStack"}"#,
            patch: #"{"ipFamilyPolicy": "SingleStack"}"#, policy: "SingleStack", families: ["IPv4"], addresses: 1),
        Case(
            name: "the second may not just go", spec: #"{"ipFamilyPolicy": "RequireDualStack"}"#,
            patch: #"{"ipFamilies": ["IPv4"]}"#,
            error: "spec.ipFamilyPolicy: Invalid value: \"RequireDualStack\": must be 'SingleStack' to release the "
                + "secondary IP family"),
        Case(
            name: "the first stays", spec: #"{"ipFamilyPolicy": "PreferDualStack"}"#,
            patch: #"{"ipFamilies": ["IPv6", "IPv4"]}"#,
            error: "expected an IPv6 value as indicated by `ipFamilies[0]`"),
        Case(
            name: "to a name", spec: #"{"ipFamilyPolicy": "RequireDualStack"}"#,
            patch: #"{"type": "ExternalName", "externalName": "a.b"}"#, addresses: 0,
            absent: ["ipFamilies", "ipFamilyPolicy", "clusterIP", "clusterIPs"]),
        Case(
            name: "from a name", spec: #"{"type": "ExternalName", "externalName": "a.b"}"#,
            patch: #"{"type": "ClusterIP", "ipFamilyPolicy": "PreferDualStack"}"#, policy: "PreferDualStack",
            families: ["IPv4", "IPv6"], addresses: 2),
        Case(
            name: "node ports go with the type", spec: #"{"type": "NodePort"}"#, patch: #"{"type": "ClusterIP"}"#,
            policy: "SingleStack", families: ["IPv4"], addresses: 1, absent: ["externalTrafficPolicy"]),
        Case(
            name: "the health check goes with the type",
            spec: #"{"type": "LoadBalancer", "externalTrafficPolicy": "Local"}"#, patch: #"{"type": "NodePort"}"#,
            policy: "SingleStack", families: ["IPv4"], addresses: 1,
            absent: ["healthCheckNodePort", "allocateLoadBalancerNodePorts"]),
        Case(
            name: "the health check goes with the policy",
            spec: #"{"type": "LoadBalancer", "externalTrafficPolicy": "Local"}"#,
            patch: #"{"externalTrafficPolicy": "Cluster"}"#, policy: "SingleStack", families: ["IPv4"], addresses: 1,
            absent: ["healthCheckNodePort"]),
    ]

    @Test(arguments: creates + updates) func servicesGetWhatTheyAskFor(_ row: Case) async throws {
        try await Self.run { test in
            let error = await statusError {
                var object: JSONValue = ["kind": "Service", "apiVersion": "v1", "metadata": ["name": "a"]]
                object["spec"] = try JSONValue(parsing: Bytes(row.spec))
                object["spec"]["ports"] = [["port": 80]]
                try await test.client.create(Resources.services, namespace: "default", object)
                guard !row.patch.isEmpty else { return }
                let change = try JSONValue(parsing: Bytes(row.patch))
                try await test.client.patch(
                    Resources.services, namespace: "default", name: "a", .merge, ["spec": change])
            }
            if !row.error.isEmpty {
                #expect(error?.message.contains(row.error) == true, "\(error?.message ?? "no error")")
                return
            }
            #expect(error == nil)
            let spec = try await test.client.get(Resources.services, namespace: "default", name: "a").tree()["spec"]
            #expect(spec["ipFamilyPolicy"].string ?? "" == row.policy)
            #expect(spec["ipFamilies"].elements.compactMap(\.string) == row.families)
            if let count = row.addresses { #expect(spec["clusterIPs"].elements.count == count) }
            #expect(spec["clusterIP"] == spec["clusterIPs"][0])
            for key in row.absent { #expect(spec[key].isNull, "\(key)") }
            if spec["type"].string == "ClusterIP" { #expect(spec["ports"][0]["nodePort"].isNull) }
        }
    }

    private static func run(_ body: (TestServer) async throws -> Void) async throws {
        try await TestServer.run(
            change: { $0.secondaryServiceAddresses = AddressRange("fd00:10:96::/112") }, body)
    }

    // MARK: - Node ports

    private static func balancer(_ name: String, _ ports: JSONValue, type: String = "NodePort") -> JSONValue {
        [
            "kind": "Service", "apiVersion": "v1", "metadata": ["name": .string(name)],
            "spec": ["type": .string(type), "ports": ports],
        ]
    }

    @Test func portsOfOneNumberShareANodePort() async throws {
        try await Self.run { test in
            let made = try await test.client.create(
                Resources.services, namespace: "default",
                Self.balancer(
                    "a",
                    [
                        ["name": "t", "port": 53, "protocol": "TCP"], ["name": "u", "port": 53, "protocol": "UDP"],
                        ["name": "x", "port": 54],
                    ]))
            let ports = made.tree()["spec"]["ports"].elements.compactMap { $0["nodePort"].int }
            #expect(ports.count == 3 && ports[0] == ports[1] && ports[0] != ports[2])
            let taken = await statusError {
                try await test.client.create(
                    Resources.services, namespace: "default",
                    Self.balancer("b", [["port": 1, "protocol": "UDP", "nodePort": .int(ports[2])]]))
            }
            #expect(
                taken?.message.contains(
                    "spec.ports[0].nodePort: Invalid value: \(ports[2]): provided port is already allocated") == true)
            let outside = await statusError {
                try await test.client.create(
                    Resources.services, namespace: "default", Self.balancer("b", [["port": 1, "nodePort": 80]]))
            }
            #expect(
                outside?.message.contains(
                    "provided port is not in the valid range. The range of valid ports is 30000-32767") == true)
        }
    }

    @Test func balancersMayDoWithoutNodePorts() async throws {
        try await Self.run { test in
            var object = Self.balancer("a", [["port": 80]], type: "LoadBalancer")
            object["spec"]["allocateLoadBalancerNodePorts"] = false
            object["spec"]["externalTrafficPolicy"] = "Local"
            let spec = try await test.client.create(Resources.services, namespace: "default", object).tree()["spec"]
            #expect(spec["ports"][0]["nodePort"].isNull)
            #expect((30000...32767).contains(spec["healthCheckNodePort"].int ?? 0))
        }
    }

    /// What a Service that is refused had taken can be had by the next one.
    @Test func whatARefusedServiceTookIsFree() async throws {
        try await Self.run { test in
            var object = Self.balancer("a", [["port": 80, "nodePort": 30100]])
            object["spec"]["clusterIP"] = "10.96.0.99"
            var wrong = object
            wrong["spec"]["sessionAffinity"] = "Never"
            let error = await statusError {
                try await test.client.create(Resources.services, namespace: "default", wrong)
            }
            #expect(error?.code == 422)
            try await test.client.create(Resources.services, namespace: "default", object)
        }
    }
}

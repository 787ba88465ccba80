import ApusJSON
import Testing

@Suite struct NodePortsTests {
    struct Case: Sendable {
        var wanted: JSONValue
        var used: JSONValue
        var conflict: Bool
    }

    static func port(_ number: Int64, _ protocolName: String? = nil, ip: String? = nil) -> JSONValue {
        var port: JSONValue = ["containerPort": 1, "hostPort": .int(number)]
        if let protocolName { port["protocol"] = .string(protocolName) }
        if let ip { port["hostIP"] = .string(ip) }
        return port
    }

    static func withPorts(_ name: String, _ ports: JSONValue, on nodeName: String? = nil) -> JSONValue {
        pod(name, on: nodeName, spec: ["containers": [["name": "c", "image": "i", "ports": [ports]]]])
    }

    @Test(arguments: [
        Case(wanted: port(80), used: port(80), conflict: true),
        Case(wanted: port(80), used: port(81), conflict: false),
        Case(wanted: port(80, "TCP"), used: port(80, "UDP"), conflict: false),
        Case(wanted: port(80), used: port(80, "TCP"), conflict: true),
        Case(wanted: port(80, ip: "10.0.0.1"), used: port(80, ip: "10.0.0.2"), conflict: false),
        Case(wanted: port(80, ip: "10.0.0.1"), used: port(80, ip: "10.0.0.1"), conflict: true),
        Case(wanted: port(80, ip: "10.0.0.1"), used: port(80), conflict: true),
        Case(wanted: port(80, ip: "0.0.0.0"), used: port(80, ip: "10.0.0.1"), conflict: true),
    ])
    func `a node whose port is taken is rejected`(test: Case) async throws {
        let harness = PluginHarness(
            component: "NodePorts", nodes: [node("a"), node("b")],
            placed: [Self.withPorts("other", test.used, on: "a")])
        let opinion = try await harness.ask(Self.withPorts("pod", test.wanted))
        let reason = "node(s) didn't have free ports for the requested pod ports"
        #expect(opinion.verdicts == ["a": test.conflict ? reason : "", "b": ""])
    }

    @Test func `a Pod without host ports is left alone`() async throws {
        let opinion = try await PluginHarness(component: "NodePorts", nodes: [node("a")]).ask(pod())
        #expect(opinion.preFilter == "skip")
    }
}

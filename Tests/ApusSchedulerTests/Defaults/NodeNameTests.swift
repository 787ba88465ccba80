import ApusJSON
import Testing

@Suite struct NodeNameTests {
    struct Case: Sendable {
        var nodeName: String?
        var expected: [String: String]
    }

    static let reason = "!node(s) didn't match the requested node name"

    @Test(arguments: [
        Case(nodeName: nil, expected: ["a": "", "b": ""]),
        Case(nodeName: "a", expected: ["a": "", "b": reason]),
        Case(nodeName: "nowhere", expected: ["a": reason, "b": reason]),
    ])
    func `a Pod that names a node is kept to it`(test: Case) async throws {
        let opinion = try await PluginHarness(component: "NodeName", nodes: [node("a"), node("b")])
            .ask(pod(on: test.nodeName))
        #expect(opinion.verdicts == test.expected)
    }
}

import ApusJSON
import Testing

@Suite struct NodeUnschedulableTests {
    struct Case: Sendable {
        var toleration: JSONValue?
        var verdict: String
    }

    static let reason = "!node(s) were unschedulable"

    @Test(arguments: [
        Case(toleration: nil, verdict: reason),
        Case(
            toleration: ["key": "node.kubernetes.io/unschedulable", "operator": "Exists", "effect": "NoSchedule"],
            verdict: ""),
        Case(toleration: ["key": "node.kubernetes.io/unschedulable"], verdict: ""),
        Case(toleration: ["key": "node.kubernetes.io/unschedulable", "value": "x"], verdict: reason),
        Case(toleration: ["operator": "Exists"], verdict: ""),
        Case(toleration: ["operator": "Exists", "effect": "NoExecute"], verdict: reason),
        Case(toleration: ["key": "other", "operator": "Exists"], verdict: reason),
    ])
    func `an unschedulable node takes only Pods that tolerate it`(test: Case) async throws {
        let harness = PluginHarness(component: "NodeUnschedulable", nodes: [node("a", unschedulable: true), node("b")])
        let tolerations = JSONValue.array(test.toleration.map { [$0] } ?? [])
        let opinion = try await harness.ask(pod(spec: ["tolerations": tolerations]))
        #expect(opinion.verdicts == ["a": test.verdict, "b": ""])
    }
}

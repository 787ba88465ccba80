import ApusJSON
import Testing

@Suite struct TaintTolerationTests {
    struct Case: Sendable {
        var taints: [JSONValue]
        var tolerations: [JSONValue] = []
        var verdict: String
    }

    static let reason = "!node(s) had untolerated taint(s)"

    @Test(arguments: [
        Case(taints: [], verdict: ""),
        Case(taints: [taint("k", "v", "NoSchedule")], verdict: reason),
        Case(taints: [taint("k", "v", "NoExecute")], verdict: reason),
        Case(taints: [taint("k", "v", "PreferNoSchedule")], verdict: ""),
        Case(taints: [taint("k", "v", "NoSchedule")], tolerations: [["key": "k", "value": "v"]], verdict: ""),
        Case(taints: [taint("k", "v", "NoSchedule")], tolerations: [["key": "k", "value": "w"]], verdict: reason),
        Case(taints: [taint("k", "v", "NoSchedule")], tolerations: [["key": "k", "operator": "Exists"]], verdict: ""),
        Case(taints: [taint("k", "v", "NoSchedule")], tolerations: [["operator": "Exists"]], verdict: ""),
        Case(
            taints: [taint("k", "v", "NoSchedule")],
            tolerations: [["key": "k", "value": "v", "effect": "NoExecute"]], verdict: reason),
        Case(
            taints: [taint("k", "v", "NoSchedule"), taint("l", "", "NoExecute")],
            tolerations: [["key": "k", "value": "v"]], verdict: reason),
        Case(taints: [taint("k", "", "NoSchedule")], tolerations: [["key": "k"]], verdict: ""),
    ])
    func `hard taints keep Pods off that do not tolerate them`(test: Case) async throws {
        let harness = PluginHarness(component: "TaintToleration", nodes: [node("a", taints: test.taints)])
        let opinion = try await harness.ask(pod(spec: ["tolerations": .array(test.tolerations)]))
        #expect(opinion.verdicts == ["a": test.verdict])
    }

    @Test func `nodes with fewer soft taints are better`() async throws {
        let soft = ["x", "y", "z"].map { taint($0, "", "PreferNoSchedule") }
        let harness = PluginHarness(
            component: "TaintToleration",
            nodes: [
                node("none"), node("one", taints: [soft[0]]), node("two", taints: Array(soft[..<2])),
                node("hard", taints: [taint("x", "", "NoSchedule")]), node("three", taints: soft),
            ])
        let plain = try await harness.ask(pod())
        #expect(plain.scores == ["none": 100, "one": 67, "two": 34, "hard": 100, "three": 0])
        let tolerant = try await harness.ask(
            pod(spec: [
                "tolerations": [
                    ["key": "x", "operator": "Exists"], ["key": "y", "operator": "Exists", "effect": "NoSchedule"],
                ]
            ]))
        #expect(tolerant.scores == ["none": 100, "one": 100, "two": 50, "hard": 100, "three": 0])
    }
}

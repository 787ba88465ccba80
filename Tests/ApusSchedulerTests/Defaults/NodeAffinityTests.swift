import ApusJSON
import Testing

@Suite struct NodeAffinityTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var name: String
        var spec: JSONValue
        /// The nodes that the Pod fits.
        var fits: [String]
        var testDescription: String { name }
    }

    static let reason = "!node(s) didn't match Pod's node affinity/selector"

    static func required(_ terms: JSONValue...) -> JSONValue {
        [
            "affinity": [
                "nodeAffinity": [
                    "requiredDuringSchedulingIgnoredDuringExecution": ["nodeSelectorTerms": .array(terms)]
                ]
            ]
        ]
    }

    static func expression(_ key: String, _ operation: String, _ values: JSONValue = []) -> JSONValue {
        ["matchExpressions": [["key": .string(key), "operator": .string(operation), "values": values]]]
    }

    static func field(_ operation: String, _ values: JSONValue, key: String = "metadata.name") -> JSONValue {
        ["matchFields": [["key": .string(key), "operator": .string(operation), "values": values]]]
    }

    static let cases = [
        Case(name: "selector", spec: ["nodeSelector": ["disk": "ssd"]], fits: ["ssd"]),
        Case(name: "two selectors", spec: ["nodeSelector": ["disk": "ssd", "zone": "b"]], fits: []),
        Case(name: "unknown selector", spec: ["nodeSelector": ["never": "seen"]], fits: []),
        Case(name: "In", spec: required(expression("disk", "In", ["ssd", "hdd"])), fits: ["hdd", "ssd"]),
        Case(
            name: "NotIn holds without the label", spec: required(expression("disk", "NotIn", ["ssd"])),
            fits: ["bare", "hdd"]),
        Case(name: "Exists", spec: required(expression("disk", "Exists")), fits: ["hdd", "ssd"]),
        Case(name: "DoesNotExist", spec: required(expression("disk", "DoesNotExist")), fits: ["bare"]),
        Case(name: "Gt", spec: required(expression("cores", "Gt", ["7"])), fits: ["ssd"]),
        Case(name: "Lt", spec: required(expression("cores", "Lt", ["8"])), fits: ["hdd"]),
        Case(name: "Gt with a value that is no number", spec: required(expression("cores", "Gt", ["x"])), fits: []),
        Case(name: "unknown operator", spec: required(expression("disk", "Near", ["ssd"])), fits: []),
        Case(
            name: "terms are alternatives",
            spec: required(expression("disk", "In", ["hdd"]), expression("cores", "Gt", ["7"])), fits: ["hdd", "ssd"]),
        Case(name: "an empty term holds nowhere", spec: required([:]), fits: []),
        Case(name: "no terms hold nowhere", spec: required(), fits: []),
        Case(name: "field NotIn", spec: required(field("NotIn", ["hdd"])), fits: ["bare", "ssd"]),
        Case(name: "unknown field", spec: required(field("In", ["hdd"], key: "metadata.uid")), fits: []),
    ]

    static let nodes = [
        node("ssd", labels: ["disk": "ssd", "zone": "a", "cores": "16"]),
        node("hdd", labels: ["disk": "hdd", "zone": "b", "cores": "4"]), node("bare", labels: ["cores": "many"]),
    ]

    @Test(arguments: cases)
    func `a Pod fits where its selector and required affinity hold`(test: Case) async throws {
        let opinion = try await PluginHarness(component: "NodeAffinity", nodes: Self.nodes).ask(pod(spec: test.spec))
        let fits = opinion.verdicts.filter { $0.value.isEmpty }.map(\.key).sorted()
        #expect(fits == test.fits)
        #expect(opinion.verdicts.values.allSatisfy { $0.isEmpty || $0 == Self.reason })
    }

    @Test func `terms that all name nodes leave only those to look at`() async throws {
        let harness = PluginHarness(component: "NodeAffinity", nodes: Self.nodes)
        let named = try await harness.ask(pod(spec: Self.required(Self.field("In", ["hdd", "gone"]))))
        #expect(named.verdicts == ["hdd": "", "ssd": "!narrowed", "bare": "!narrowed"])
        var conflict = Self.field("In", ["hdd"])
        conflict["matchFields"].append(["key": "metadata.name", "operator": "In", "values": ["ssd"]])
        let none = try await harness.ask(pod(spec: Self.required(conflict)))
        #expect(none.preFilter == "!pod affinity terms conflict")
    }

    @Test func `a Pod without affinity is left alone`() async throws {
        let opinion = try await PluginHarness(component: "NodeAffinity", nodes: Self.nodes).ask(pod())
        #expect(opinion.preFilter == "skip")
        #expect(opinion.scores == [:])
    }

    @Test func `preferred terms add their weights, scaled to the best node`() async throws {
        func preferred(_ weight: Int64, _ term: JSONValue) -> JSONValue {
            ["weight": .int(weight), "preference": term]
        }
        let spec: JSONValue = [
            "affinity": [
                "nodeAffinity": [
                    "preferredDuringSchedulingIgnoredDuringExecution": [
                        preferred(30, Self.expression("disk", "Exists")),
                        preferred(30, Self.expression("cores", "Gt", ["7"])), preferred(99, [:]),
                    ]
                ]
            ]
        ]
        let opinion = try await PluginHarness(component: "NodeAffinity", nodes: Self.nodes).ask(pod(spec: spec))
        #expect(opinion.scores == ["ssd": 100, "hdd": 50, "bare": 0])
    }
}

import ApusAPI
import ApusJSON
import Testing

@testable import ApusResources

/// Objects that break the rules of their definition, with upstream's words for it.
struct ValidationRuleTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let schema: JSONValue
        let object: JSONValue
        let old: JSONValue?
        let problems: [String]
        var testDescription: String { problems.first ?? "valid: \(object.encoded().string)" }

        init(_ schema: JSONValue, _ object: JSONValue, old: JSONValue? = nil, _ problems: String...) {
            self.schema = schema
            self.object = object
            self.old = old
            self.problems = problems
        }
    }

    /// An object with `spec` of the properties and rules.
    private static func spec(_ properties: JSONValue, _ rules: JSONValue...) -> JSONValue {
        [
            "type": "object",
            "properties": [
                "spec": ["type": "object", "properties": properties, "x-kubernetes-validations": .array(rules)]
            ],
        ]
    }

    private static let sizes: JSONValue = ["min": ["type": "integer"], "max": ["type": "integer"]]
    private static let list: JSONValue = [
        "items": [
            "type": "array", "x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": ["name"],
            "items": [
                "type": "object", "properties": ["name": ["type": "string"], "size": ["type": "integer"]],
                "x-kubernetes-validations": [
                    ["rule": "self.size >= oldSelf.size", "message": "must not shrink"], ["rule": "self.size < 10"],
                ],
            ],
        ],
        "labels": [
            "type": "object",
            "additionalProperties": [
                "type": "string",
                "x-kubernetes-validations": [["rule": "self != 'bad'", "reason": "FieldValueForbidden"]],
            ],
        ],
    ]

    @Test(
        "rules that do not hold are told in upstream's words",
        arguments: [
            Case(spec(sizes, ["rule": "self.min <= self.max"]), ["spec": ["min": 1, "max": 2]]),
            Case(
                spec(sizes, ["rule": " self.min <= self.max "]), ["spec": ["min": 3, "max": 2]],
                #"spec: Invalid value: "object": failed rule: self.min <= self.max"#),
            Case(
                spec(sizes, ["rule": "self.min <= self.max", "message": " too small "]),
                ["spec": ["min": 3, "max": 2]],
                #"spec: Invalid value: "object": too small"#),
            Case(
                spec(
                    sizes,
                    [
                        "rule": "self.min <= self.max", "message": "unused",
                        "messageExpression": "'%d is more than %d'.format([self.min, self.max])",
                    ]), ["spec": ["min": 3, "max": 2]], #"spec: Invalid value: "object": 3 is more than 2"#),
            Case(
                spec(
                    sizes,
                    [
                        "rule": "self.min <= self.max", "message": "fallback",
                        "messageExpression": "string(self.min / 0)",
                    ]), ["spec": ["min": 3, "max": 2]], #"spec: Invalid value: "object": fallback"#),
            Case(
                spec(sizes, ["rule": "self.min <= self.max", "fieldPath": ".max", "reason": "FieldValueForbidden"]),
                ["spec": ["min": 3, "max": 2]], "spec.max: Forbidden: failed rule: self.min <= self.max"),
            Case(
                spec(sizes, ["rule": "has(self.min)", "fieldPath": "['min']", "reason": "FieldValueRequired"]),
                ["spec": ["max": 2]], "spec.min: Required value: failed rule: has(self.min)"),
            Case(
                spec(sizes, ["rule": "self.min != self.max", "reason": "FieldValueDuplicate"]),
                ["spec": ["min": 2, "max": 2]], #"spec: Duplicate value: "object""#),
            Case(
                spec(sizes, ["rule": "self.min > 0"]), ["spec": [:]],
                #"spec: Invalid value: "object": no such key: min evaluating rule: self.min > 0"#),
            Case(
                spec(["port": ["x-kubernetes-int-or-string": true]], ["rule": "self.port < 10"]),
                ["spec": ["port": "x"]],
                #"spec: Invalid value: "object": 'no such overload': call arguments did not match a supported operator, "#
                    + "function or macro signature for rule: self.port < 10"),
            Case(spec(sizes, ["rule": "self.min > 0"]), [:]), Case(spec(sizes, ["rule": "false"]), ["spec": .null]),
            Case(
                [
                    "type": "object", "properties": [:],
                    "x-kubernetes-validations": [["rule": "self.metadata.name.startsWith('a')"]],
                ], ["metadata": ["name": "b"]],
                #"<nil>: Invalid value: "object": failed rule: self.metadata.name.startsWith('a')"#),
            // Lists, maps.
            Case(
                spec(list), ["spec": ["items": [["name": "a", "size": 10]], "labels": ["x": "bad", "y": "good"]]],
                #"spec.items[0]: Invalid value: "object": failed rule: self.size < 10"#,
                "spec.labels[x]: Forbidden: failed rule: self != 'bad'"),
            // Transitions.
            Case(
                spec(list), ["spec": ["items": [["name": "b", "size": 1], ["name": "a", "size": 1]]]],
                old: ["spec": ["items": [["name": "a", "size": 2]]]],
                #"spec.items[1]: Invalid value: "object": must not shrink"#),
            Case(spec(sizes, ["rule": "self.max == oldSelf.max"]), ["spec": ["max": 1]]),
            Case(
                spec(sizes, ["rule": "self.max == oldSelf.max"]), ["spec": ["max": 1]], old: ["spec": ["max": 2]],
                #"spec: Invalid value: "object": failed rule: self.max == oldSelf.max"#),
            Case(spec(sizes, ["rule": "self.max == oldSelf.max"]), ["spec": ["max": 1]], old: [:]),
            Case(
                spec(sizes, ["rule": "oldSelf.hasValue() || self.max == 0", "optionalOldSelf": true]),
                ["spec": ["max": 1]],
                #"spec: Invalid value: "object": failed rule: oldSelf.hasValue() || self.max == 0"#),
            Case(
                spec(sizes, ["rule": "oldSelf.hasValue() || self.max == 0", "optionalOldSelf": true]),
                ["spec": ["max": 1]], old: ["spec": ["max": 1]]),
            // What did not change is not found fault with.
            Case(spec(sizes, ["rule": "self.max < 5"]), ["spec": ["max": 9]], old: ["spec": ["max": 9]]),
            Case(
                spec(sizes, ["rule": "self.max < 5"]), ["spec": ["max": 9, "min": 1]], old: ["spec": ["max": 9]],
                #"spec: Invalid value: "object": failed rule: self.max < 5"#),
            Case(
                spec(list), ["spec": ["items": [["name": "a", "size": 20], ["name": "b", "size": 11]]]],
                old: ["spec": ["items": [["name": "a", "size": 20]]]],
                #"spec.items[1]: Invalid value: "object": failed rule: self.size < 10"#),
            Case(
                spec(sizes, ["rule": "self.max < oldSelf.max + 1"], ["rule": "self.max < 5"]), ["spec": ["max": 9]],
                old: ["spec": ["max": 9]]),
            // Names that no expression can write, embedded resources.
            Case(
                spec(["a!": ["type": "string", "x-kubernetes-validations": [["rule": "self == 'x'"]]]]),
                ["spec": ["a!": "y"]], #"spec.a!: Invalid value: "string": failed rule: self == 'x'"#),
            Case(
                spec([
                    "pod": [
                        "type": "object", "x-kubernetes-embedded-resource": true,
                        "x-kubernetes-preserve-unknown-fields": true,
                        "x-kubernetes-validations": [["rule": "self.kind == 'Pod'"]],
                    ]
                ]), ["spec": ["pod": ["kind": "Node", "apiVersion": "v1"]]],
                #"spec.pod: Invalid value: "object": failed rule: self.kind == 'Pod'"#),
            // Limits.
            Case(
                spec(
                    ["n": ["type": "integer"]],
                    ["rule": "lists.range(self.n).all(x, lists.range(self.n).all(y, x + y >= 0))", "message": "slow"],
                    ["rule": "false"]), ["spec": ["n": 2000]],
                #"spec: Invalid value: "object": 'operation cancelled: actual cost limit exceeded': no further validation "#
                    + "rules will be run due to call cost exceeds limit for rule: slow"),
        ])
    func rules(_ row: Case) throws {
        let rules = try #require(ValidationRules.make(row.schema))
        var errors = FieldErrors()
        rules.validate(row.object, old: row.old, &errors)
        #expect(errors.all.map(\.description) == row.problems)
    }

    @Test("a schema without rules has nothing to evaluate")
    func nothing() {
        #expect(ValidationRules.make(["type": "object", "properties": ["a": ["type": "string"]]]) == nil)
        #expect(ValidationRules.make([:]) == nil)
    }

    // MARK: - Definitions

    private static let f = "spec.validation.openAPIV3Schema.properties[f]"

    private static func definition(_ field: String) -> String {
        #"{"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition","metadata":{"name":"foos.x.io"},"#
            + #""spec":{"group":"x.io","scope":"Namespaced","names":{"plural":"foos","kind":"Foo"},"versions":[{"#
            + #""name":"v1","served":true,"storage":true,"schema":{"openAPIV3Schema":{"type":"object","properties":{"f":"#
            + field + "}}}}]}}"
    }

    private static func shown(_ rule: String, optional: String = "null", messageExpression: String = "") -> String {
        #"{"Rule":"\#(rule)","Message":"","MessageExpression":"\#(messageExpression)","Reason":null,"FieldPath":"","#
            + #""OptionalOldSelf":\#(optional)}"#
    }

    struct Definition: Sendable, CustomTestStringConvertible {
        let field: String
        let problems: [String]
        var testDescription: String { field }

        init(_ field: String, _ problems: String...) {
            self.field = field
            self.problems = problems
        }
    }

    @Test(
        "what cannot be compiled, or is too dear, is refused with the definition",
        arguments: [
            Definition(#"{"type":"string","maxLength":9,"x-kubernetes-validations":[{"rule":"self != ''"}]}"#),
            Definition(
                #"{"type":"object","x-kubernetes-validations":[{"rule":"self.x == 1"}]}"#,
                "\(f).x-kubernetes-validations[0].rule: Invalid value: \(shown("self.x == 1")): compilation failed: "
                    + "ERROR: <input>:1:5: undefined field 'x'\n | self.x == 1\n | ....^"),
            Definition(
                #"{"type":"integer","x-kubernetes-validations":[{"rule":"self + 1"}]}"#,
                "\(f).x-kubernetes-validations[0].rule: Invalid value: \(shown("self + 1")): cel expression must evaluate "
                    + "to a bool"),
            Definition(
                #"{"type":"integer","x-kubernetes-validations":[{"rule":"self != 1","messageExpression":"self"}]}"#,
                "\(f).x-kubernetes-validations[0].messageExpression: Invalid value: "
                    + "\(shown("self != 1", messageExpression: "self")): messageExpression must evaluate to a string"),
            Definition(
                #"{"type":"integer","x-kubernetes-validations":[{"rule":"self > 1","optionalOldSelf":true}]}"#,
                "\(f).x-kubernetes-validations[0].optionalOldSelf: Invalid value: true: may not be set if oldSelf is not "
                    + "used in rule"),
            Definition(
                #"{"type":"array","maxItems":5,"items":{"type":"integer","x-kubernetes-validations":[{"rule":"self > oldSelf"}]}}"#,
                #"\#(f).items.x-kubernetes-validations[0].rule: Invalid value: "self > oldSelf": oldSelf cannot be used on "#
                    + "the uncorrelatable portion of the schema within \(f)"),
            Definition(
                #"{"type":"array","maxItems":5,"x-kubernetes-list-type":"map","x-kubernetes-list-map-keys":["k"],"#
                    + #""items":{"type":"object","required":["k"],"properties":{"k":{"type":"string"},"v":{"type":"integer"}},"#
                    + #""x-kubernetes-validations":[{"rule":"self.v > oldSelf.v"}]}}"#),
            Definition(
                #"{"type":"object","properties":{"a":{"type":"string"}},"x-kubernetes-validations":[{"rule":"true","fieldPath":".b"}]}"#,
                #"\#(f).x-kubernetes-validations[0].fieldPath: Invalid value: ".b": must be a valid path"#),
            Definition(
                #"{"type":"array","items":{"type":"string"},"x-kubernetes-validations":[{"rule":"self.all(x, self.all(y, x != y))"}]}"#,
                "\(f).x-kubernetes-validations[0].rule: Forbidden: estimated rule cost exceeds budget by factor of more than "
                    + "100x (try simplifying the rule, or adding maxItems, maxProperties, and maxLength where arrays, maps, "
                    + "and strings are declared)",
                "\(f).x-kubernetes-validations[0].rule: Forbidden: contributed to estimated rule cost total exceeding cost "
                    + "limit for entire OpenAPIv3 schema",
                "spec.validation.openAPIV3Schema: Forbidden: x-kubernetes-validations estimated rule cost total for entire "
                    + "OpenAPIv3 schema exceeds budget by factor of more than 100x (try simplifying the rule, or adding "
                    + "maxItems, maxProperties, and maxLength where arrays, maps, and strings are declared)"),
            Definition(
                #"{"type":"array","maxItems":100,"items":{"type":"string","maxLength":20},"#
                    + #""x-kubernetes-validations":[{"rule":"self.all(x, self.all(y, x != y))"}]}"#),
            Definition(
                #"{"type":"string","pattern":"a(b"}"#,
                #"\#(f).pattern: Invalid value: "a(b": must be a valid regular expression, but isn't: error parsing regexp: "#
                    + "missing closing ): `a(b`"),
        ])
    func definitions(_ row: Definition) throws {
        #expect(try Kinds.problems(Self.definition(row.field)) == row.problems)
    }

    @Test("rules that are dear and were there before may stay")
    func unchanged() throws {
        let dear = Self.definition(
            #"{"type":"array","items":{"type":"integer"},"x-kubernetes-validations":[{"rule":"self.all(x, x > 0)"},"#
                + #"{"rule":"self.all(x, x > 1)"}]}"#)
        #expect(try Kinds.problems(dear).isEmpty)
        let dearer = dear.replacing("self.all(x, x > 1)", with: "self.all(x, x > 1 && x > 2 && x > 3)")
        #expect(try Kinds.problems(dearer).count == 1)
        #expect(try Kinds.updateProblems(dearer) { $0["metadata"]["labels"]["a"] = "b" }.isEmpty)
    }
}

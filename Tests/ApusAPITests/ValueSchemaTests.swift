import ApusAPI
import ApusJSON
import Testing

@Suite struct ValueSchemaTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let schema: String
        let value: String
        let problems: [String]
        var testDescription: String { "\(schema) \(value)" }

        init(_ schema: String, _ value: String, _ problems: String...) {
            self.schema = schema
            self.value = value
            self.problems = problems
        }
    }

    @Test(arguments: [
        Case(#"{"type":"string"}"#, "1", #"f: Invalid value: "integer": f in body must be of type string: "integer""#),
        Case(#"{"type":"integer"}"#, "1"), Case(#"{"type":"integer"}"#, "2.0"), Case(#"{"type":"number"}"#, "1"),
        Case(
            #"{"type":"integer"}"#, "1.5", #"f: Invalid value: "number": f in body must be of type integer: "number""#),
        Case(#"{"type":"string"}"#, "null", #"f: Invalid value: "null": f in body must be of type string: "null""#),
        Case(#"{"type":"string","nullable":true}"#, "null"),
        Case(#"{"x-kubernetes-int-or-string":true}"#, #""80%""#),
        Case(
            #"{"x-kubernetes-int-or-string":true}"#, "true",
            #"f: Invalid value: "boolean": f in body must be of type integer,string: "boolean""#),
        Case(
            #"{"type":"string","enum":["a","b"]}"#, #""c""#, #"f: Unsupported value: "c": supported values: "a", "b""#),
        Case(#"{"type":"string","pattern":"^a+$"}"#, #""b""#, #"f: Invalid value: "b": f in body should match '^a+$'"#),
        Case(
            #"{"type":"string","minLength":2}"#, #""é""#,
            #"f: Invalid value: "é": f in body should be at least 2 chars long"#),
        Case(#"{"type":"string","maxLength":1}"#, #""ab""#, "f: Too long: may not be more than 1 byte"),
        Case(
            #"{"type":"integer","minimum":1}"#, "0",
            "f: Invalid value: 0: f in body should be greater than or equal to 1"),
        Case(
            #"{"type":"integer","maximum":5,"exclusiveMaximum":true}"#, "5",
            "f: Invalid value: 5: f in body should be less than 5"),
        Case(#"{"type":"integer","multipleOf":5}"#, "7", "f: Invalid value: 7: f in body should be a multiple of 5"),
        Case(
            #"{"type":"array","items":{"type":"string"},"minItems":2}"#, #"["a"]"#,
            "f: Invalid value: 1: f in body should have at least 2 items"),
        Case(
            #"{"type":"array","items":{"type":"string"},"maxItems":1}"#, #"["a",1]"#,
            #"f[1]: Invalid value: "integer": f[1] in body must be of type string: "integer""#,
            "f: Too many: 2: must have at most 1 item"),
        Case(#"{"type":"object","required":["a"]}"#, "{}", "f.a: Required value"),
        Case(
            #"{"type":"object","additionalProperties":{"type":"integer"},"maxProperties":1}"#, #"{"a":1,"b":"x"}"#,
            "f: Too many: 2: must have at most 1 item",
            #"f.b: Invalid value: "string": f.b in body must be of type integer: "string""#),
        Case(
            #"{"type":"string","format":"ipv4"}"#, #""1.2.3""#,
            #"f: Invalid value: "1.2.3": f in body must be of type ipv4: "1.2.3""#),
        Case(#"{"type":"string","format":"date-time"}"#, #""2026-01-02T03:04:05Z""#),
        Case(#"{"type":"string","format":"made-up"}"#, #""x""#),
        Case(
            #"{"type":"object","properties":{"a":{"type":"string"},"b":{"type":"string"}},"oneOf":[{"required":["a"]},{"required":["b"]}]}"#,
            #"{"a":"1","b":"2"}"#,
            #"<nil>: Invalid value: "": "f" must validate one and only one schema (oneOf). Found 2 valid alternatives"#),
        Case(
            #"{"type":"object","anyOf":[{"required":["a"]}]}"#, "{}",
            #"<nil>: Invalid value: "": "f" must validate at least one schema (anyOf)"#, "f.a: Required value"),
        Case(
            #"{"type":"integer","allOf":[{"minimum":3}]}"#, "1",
            "f: Invalid value: 1: f in body should be greater than or equal to 3",
            #"<nil>: Invalid value: "": "f" must validate all the schemas (allOf). None validated"#),
        Case(
            #"{"type":"integer","not":{"minimum":3}}"#, "4",
            #"<nil>: Invalid value: "": "f" must not validate the schema (not)"#),
    ])
    func `a value is checked in upstream's words`(_ row: Case) throws {
        let schema = try JSONValue(parsing: Bytes(#"{"type":"object","properties":{"f":\#(row.schema)}}"#))
        let value = try JSONValue(parsing: Bytes(#"{"f":\#(row.value)}"#))
        var errors = FieldErrors()
        ValueSchema(schema).validate(value, &errors)
        #expect(errors.all.map(\.description) == row.problems)
    }

    @Test func `what was wrong before may stay as long as it does not change`() throws {
        let schema = ValueSchema([
            "type": "object",
            "properties": ["a": ["type": "string", "maxLength": 1], "b": ["type": "string", "maxLength": 1]],
        ])
        var errors = FieldErrors()
        schema.validate(["a": "old", "b": "x"], old: ["a": "old", "b": "y"], &errors)
        #expect(errors.isEmpty)
        schema.validate(["a": "new", "b": "y"], old: ["a": "old", "b": "y"], &errors)
        #expect(errors.all.map(\.field) == ["a"])
    }

    @Test func `entries of sets and maps are unlike each other`() throws {
        let schema = ValueSchema([
            "type": "object",
            "properties": [
                "s": ["type": "array", "x-kubernetes-list-type": "set", "items": ["type": "string"]],
                "m": [
                    "type": "array", "x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": ["k"],
                    "items": ["type": "object"],
                ],
            ],
        ])
        var errors = FieldErrors()
        schema.validateLists(["s": ["a", "b", "a", "a"], "m": [["k": 1, "x": 1], ["k": 1]]], &errors)
        #expect(
            errors.all.map(\.description) == [
                #"s[2]: Duplicate value: "a""#, #"m[1]: Duplicate value: {"k":1}"#,
            ])
    }

    @Test(arguments: [
        (".spec.replicas", "[3]"), (".spec['a.b']", "[1]"), (".spec.a\\.b", "[1]"), (".list[0].n", "[\"x\"]"),
        (".list[-1].n", "[\"y\"]"), (".list[*].n", "[\"x\",\"y\"]"), (".list[?(@.n==\"y\")].v", "[2]"),
        (".list[?(@.v>1)].n", "[\"y\"]"), (".nothing", "[]"), (".list[0:1].v", "[1]"), ("..v", "[1,2]"),
    ])
    func `a path leads to what a column shows`(_ path: String, _ expected: String) throws {
        let object: JSONValue = [
            "spec": ["replicas": 3, "a.b": 1], "list": [["n": "x", "v": 1], ["n": "y", "v": 2]],
        ]
        let values = try #require(ValuePath(path)).values(in: object)
        #expect(try JSONValue.array(values) == JSONValue(parsing: Bytes(expected)))
    }
}

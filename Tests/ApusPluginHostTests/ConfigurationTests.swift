import ApusPluginHost
import Testing

@Suite struct ConfigurationTests {
    static let schema = """
        {"type": "object", "required": ["limit"], "additionalProperties": false, "properties": {
          "limit": {"type": "integer", "minimum": 1, "maximum": 10},
          "mode": {"enum": ["fast", "slow"], "default": "fast"},
          "names": {"type": "array", "maxItems": 2, "items": {"type": "string", "minLength": 1}},
          "rate": {"type": "number"}}}
        """

    private func complete(_ json: String) throws -> String {
        let schema = try ConfigurationSchema(ConfigurationValue(json: Array(Self.schema.utf8)), path: "schema")
        let value = try ConfigurationValue(json: Array(json.utf8))
        return String(decoding: try schema.completed(value, path: "configuration").json, as: UTF8.self)
    }

    @Test func `defaults are filled in`() throws {
        #expect(try complete(#"{"limit": 3}"#) == #"{"limit":3,"mode":"fast"}"#)
        #expect(
            try complete(#"{"limit": 3, "mode": "slow", "rate": 0.5, "names": ["a\n"]}"#)
                == #"{"limit":3,"mode":"slow","names":["a\u000a"],"rate":0.5}"#)
    }

    @Test(arguments: [
        ("{}", "configuration.limit: Required value"),
        (#"{"limit": 0}"#, "configuration.limit: Invalid value: 0: must be greater than or equal to 1"),
        (#"{"limit": 11}"#, "configuration.limit: Invalid value: 11: must be less than or equal to 10"),
        (#"{"limit": "3"}"#, #"configuration.limit: Invalid value: "3": must be of type integer"#),
        (
            #"{"limit": 1, "mode": "x"}"#,
            #"configuration.mode: Unsupported value: "x": supported values: "fast", "slow""#
        ),
        (#"{"limit": 1, "other": 1}"#, "configuration.other: Forbidden: unknown field"),
        (
            #"{"limit": 1, "names": ["a", ""]}"#,
            #"configuration.names[1]: Invalid value: "": must have at least 1 characters"#
        ),
        (
            #"{"limit": 1, "names": ["a", "b", "c"]}"#,
            #"configuration.names: Invalid value: ["a","b","c"]: must have at most 2 items"#
        ),
        ("[]", "configuration: Invalid value: []: must be of type object"),
    ])
    func `a violation names the field`(json: String, message: String) {
        let error = #expect(throws: ConfigurationSchema.Violation.self) { try complete(json) }
        #expect(error?.description == message)
    }

    @Test(arguments: [
        ("", #"{"a/b":[1,{"m~n":2}]}"#), ("/a~1b/0", "1"), ("/a~1b/1/m~0n", "2"), ("/a~1b/2", nil), ("/a~1b/00", nil),
        ("/x", nil), ("a", nil), ("/a~1b/-1", nil),
    ])
    func `values are found by JSON Pointer`(pointer: String, found: String?) throws {
        let value = try ConfigurationValue(json: Array(#"{"a/b": [1, {"m~n": 2}]}"#.utf8))
        #expect(value.at(pointer).map { String(decoding: $0.json, as: UTF8.self) } == found)
    }

    @Test func `the sample of a schema fits it`() throws {
        let schema = try ConfigurationSchema(ConfigurationValue(json: Array(Self.schema.utf8)), path: "schema")
        #expect(schema.sample == .object(["limit": .integer(1)]))
        #expect(throws: Never.self) { try schema.completed(schema.sample, path: "configuration") }
    }
}

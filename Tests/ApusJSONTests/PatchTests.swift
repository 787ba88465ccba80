import ApusJSON
import Testing

@Suite struct PatchTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var name: String
        var document: String
        var patch: String
        var result: String
        var testDescription: String { name }
    }

    /// RFC 6902, appendix A, then what Kubernetes' library allows beyond it.
    @Test(arguments: [
        Case(
            name: "A.1 add a member", document: #"{"foo":"bar"}"#,
            patch: #"[{"op":"add","path":"/baz","value":"qux"}]"#, result: #"{"baz":"qux","foo":"bar"}"#),
        Case(
            name: "A.2 add an element", document: #"{"foo":["bar","baz"]}"#,
            patch: #"[{"op":"add","path":"/foo/1","value":"qux"}]"#, result: #"{"foo":["bar","qux","baz"]}"#),
        Case(
            name: "A.3 remove a member", document: #"{"baz":"qux","foo":"bar"}"#,
            patch: #"[{"op":"remove","path":"/baz"}]"#, result: #"{"foo":"bar"}"#),
        Case(
            name: "A.4 remove an element", document: #"{"foo":["bar","qux","baz"]}"#,
            patch: #"[{"op":"remove","path":"/foo/1"}]"#, result: #"{"foo":["bar","baz"]}"#),
        Case(
            name: "A.5 replace", document: #"{"baz":"qux","foo":"bar"}"#,
            patch: #"[{"op":"replace","path":"/baz","value":"boo"}]"#, result: #"{"baz":"boo","foo":"bar"}"#),
        Case(
            name: "A.6 move a value", document: #"{"foo":{"bar":"baz","waldo":"fred"},"qux":{"corge":"grault"}}"#,
            patch: #"[{"op":"move","from":"/foo/waldo","path":"/qux/thud"}]"#,
            result: #"{"foo":{"bar":"baz"},"qux":{"corge":"grault","thud":"fred"}}"#),
        Case(
            name: "A.7 move an element", document: #"{"foo":["all","grass","cows","eat"]}"#,
            patch: #"[{"op":"move","from":"/foo/1","path":"/foo/3"}]"#, result: #"{"foo":["all","cows","eat","grass"]}"#
        ),
        Case(
            name: "A.8 test", document: #"{"baz":"qux","foo":["a",2,"c"]}"#,
            patch: #"[{"op":"test","path":"/baz","value":"qux"},{"op":"test","path":"/foo/1","value":2}]"#,
            result: #"{"baz":"qux","foo":["a",2,"c"]}"#),
        Case(
            name: "A.10 add a nested object", document: #"{"foo":"bar"}"#,
            patch: #"[{"op":"add","path":"/child","value":{"grandchild":{}}}]"#,
            result: #"{"child":{"grandchild":{}},"foo":"bar"}"#),
        Case(
            name: "A.11 unknown members are ignored", document: #"{"foo":"bar"}"#,
            patch: #"[{"op":"add","path":"/baz","value":"qux","xyz":123}]"#, result: #"{"baz":"qux","foo":"bar"}"#),
        Case(
            name: "A.14 escapes", document: #"{"/":9,"~1":10}"#, patch: #"[{"op":"test","path":"/~01","value":10}]"#,
            result: #"{"/":9,"~1":10}"#),
        Case(
            name: "A.16 add to the end", document: #"{"foo":["bar"]}"#,
            patch: #"[{"op":"add","path":"/foo/-","value":["abc","def"]}]"#, result: #"{"foo":["bar",["abc","def"]]}"#),
        Case(
            name: "copy", document: #"{"a":{"b":[1]}}"#,
            patch: #"[{"op":"copy","from":"/a/b","path":"/c"},{"op":"add","path":"/c/0","value":0}]"#,
            result: #"{"a":{"b":[1]},"c":[0,1]}"#),
        Case(
            name: "replace the whole", document: #"{"a":1}"#, patch: #"[{"op":"replace","path":"","value":{"b":2}}]"#,
            result: #"{"b":2}"#),
        Case(
            name: "an index from the end", document: #"{"a":[1,2,3]}"#,
            patch: #"[{"op":"remove","path":"/a/-1"},{"op":"add","path":"/a/-1","value":9}]"#, result: #"{"a":[1,2,9]}"#
        ),
        Case(
            name: "replace makes a member", document: "{}", patch: #"[{"op":"replace","path":"/a","value":1}]"#,
            result: #"{"a":1}"#),
        Case(
            name: "an absent member tests as null", document: "{}", patch: #"[{"op":"test","path":"/a","value":null}]"#,
            result: "{}"),
    ])
    func givesTheDocumentOfTheRFC(_ example: Case) throws {
        var value = try JSONValue(parsing: Bytes(example.document))
        try JSONPatch(JSONValue(parsing: Bytes(example.patch))).apply(to: &value)
        #expect(value == (try JSONValue(parsing: Bytes(example.result))))
    }

    @Test(arguments: [
        (#"[{"op":"test","path":"/a","value":2}]"#, "testing value /a failed: test failed"),
        (#"[{"op":"test","path":"/l/0","value":"1"}]"#, "testing value /l/0 failed: test failed"),
        (
            #"[{"op":"add","path":"/x/y","value":2}]"#,
            #"add operation does not apply: doc is missing path: "/x/y": missing value"#
        ),
        (
            #"[{"op":"add","path":"/a/y","value":2}]"#,
            #"add operation does not apply: doc is missing path: "/a/y": missing value"#
        ),
        (
            #"[{"op":"add","path":"/l/3","value":2}]"#,
            "error in add for path: '/l/3': Unable to access invalid index: 3: invalid index referenced"
        ),
        (
            #"[{"op":"add","path":"/l/x","value":2}]"#,
            #"error in add for path: '/l/x': value was not a proper array index: 'x': strconv.Atoi: parsing "x": invalid syntax"#
        ),
        (
            #"[{"op":"remove","path":"/x"}]"#,
            "error in remove for path: '/x': Unable to remove nonexistent key: x: missing value"
        ),
        (
            #"[{"op":"remove","path":"/x/y"}]"#,
            #"remove operation does not apply: doc is missing path: "/x/y": missing value"#
        ),
        (#"[{"op":"remove"}]"#, "remove operation failed to decode path: missing value"),
        (
            #"[{"op":"replace","path":"/l/7","value":1}]"#,
            "replace operation does not apply: doc is missing key: /l/7: missing value"
        ),
        (
            #"[{"op":"replace","path":"/x/y","value":1}]"#,
            "replace operation does not apply: doc is missing path: /x/y: missing value"
        ),
        (
            #"[{"op":"replace","value":1}]"#,
            "replace operation failed to decode path: operation missing path field: missing value"
        ),
        (
            #"[{"op":"move","from":"/x","path":"/y"}]"#,
            "error in move for path: 'x': Unable to remove nonexistent key: x: missing value"
        ),
        (
            #"[{"op":"copy","from":"/x/y","path":"/y"}]"#,
            "copy operation does not apply: doc is missing from path: /x/y: missing value"
        ),
        (#"[{"op":"frob","path":"/a"}]"#, "Unexpected kind: frob"),
        (#"[{"path":"/a"}]"#, "Unexpected kind: unknown"),
    ])
    func failsInTheWordsOfKubernetes(patch: String, message: String) throws {
        let before: JSONValue = ["a": 1, "l": [1, 2]]
        var value = before
        let steps = try JSONPatch(JSONValue(parsing: Bytes(patch)))
        let failure = #expect(throws: JSONPatch.Failure.self) { try steps.apply(to: &value) }
        #expect(failure == .unapplicable(message))
        #expect(value == before)
    }

    @Test func aFailedPatchChangesNothing() throws {
        var value: JSONValue = ["a": 1]
        let patch = try JSONPatch([["op": "add", "path": "/b", "value": 2], ["op": "test", "path": "/a", "value": 5]])
        #expect(throws: JSONPatch.Failure.self) { try patch.apply(to: &value) }
        #expect(value == ["a": 1])
    }

    @Test func copiesAreLimited() throws {
        var value: JSONValue = ["a": .string(String(repeating: "x", count: 1_000_000))]
        let patch = try JSONPatch(.array((0..<4).map { ["op": "copy", "from": "/a", "path": .string("/c\($0)")] }))
        let failure = #expect(throws: JSONPatch.Failure.self) { try patch.apply(to: &value) }
        #expect(
            failure?.message.hasPrefix("Unable to complete the copy, the accumulated size increase of copy is 4000008")
                == true)
    }

    @Test(arguments: [
        (#"{"op":"add"}"#, "json: cannot unmarshal object into Go value of type jsonpatch.Patch"),
        (#"["x"]"#, "json: cannot unmarshal string into Go value of type jsonpatch.Operation"),
    ])
    func whatIsNoPatchIsRefused(patch: String, message: String) throws {
        let value = try JSONValue(parsing: Bytes(patch))
        #expect(throws: JSONPatch.Failure.malformed(message)) { try JSONPatch(value) }
    }
}

@Suite struct MergePatchTests {
    /// RFC 7386, appendix A.
    @Test(arguments: [
        (#"{"a":"b"}"#, #"{"a":"c"}"#, #"{"a":"c"}"#),
        (#"{"a":"b"}"#, #"{"b":"c"}"#, #"{"a":"b","b":"c"}"#),
        (#"{"a":"b"}"#, #"{"a":null}"#, "{}"),
        (#"{"a":"b","b":"c"}"#, #"{"a":null}"#, #"{"b":"c"}"#),
        (#"{"a":["b"]}"#, #"{"a":"c"}"#, #"{"a":"c"}"#),
        (#"{"a":"c"}"#, #"{"a":["b"]}"#, #"{"a":["b"]}"#),
        (#"{"a":{"b":"c"}}"#, #"{"a":{"b":"d","c":null}}"#, #"{"a":{"b":"d"}}"#),
        (#"{"a":[{"b":"c"}]}"#, #"{"a":[1]}"#, #"{"a":[1]}"#),
        (#"["a","b"]"#, #"["c","d"]"#, #"["c","d"]"#),
        (#"{"a":"b"}"#, #"["c"]"#, #"["c"]"#),
        (#"{"a":"foo"}"#, "null", "null"),
        (#"{"a":"foo"}"#, #""bar""#, #""bar""#),
        (#"{"e":null}"#, #"{"a":1}"#, #"{"e":null,"a":1}"#),
        ("[1,2]", #"{"a":"b","c":null}"#, #"{"a":"b"}"#),
        ("{}", #"{"a":{"bb":{"ccc":null}}}"#, #"{"a":{"bb":{}}}"#),
    ])
    func givesTheResultOfTheRFC(original: String, patch: String, result: String) throws {
        var value = try JSONValue(parsing: Bytes(original))
        value.apply(mergePatch: try JSONValue(parsing: Bytes(patch)))
        #expect(value == (try JSONValue(parsing: Bytes(result))))
    }

    @Test(arguments: [
        (
            #"{"a":1,"b":{"c":2,"d":3},"l":[1]}"#, #"{"a":1,"b":{"c":5,"e":6},"l":[1,2]}"#,
            #"{"b":{"c":5,"e":6,"d":null},"l":[1,2]}"#
        ),
        (#"{"a":1}"#, #"{"a":1}"#, "{}"),
        (#"{"a":1}"#, "{}", #"{"a":null}"#),
        ("[1]", #"{"a":1}"#, #"{"a":1}"#),
    ])
    func theDifferenceMakesTheNewOfTheOld(old: String, new: String, patch: String) throws {
        var value = try JSONValue(parsing: Bytes(old))
        let target = try JSONValue(parsing: Bytes(new))
        let made = JSONValue.mergePatch(from: value, to: target)
        #expect(made == (try JSONValue(parsing: Bytes(patch))))
        value.apply(mergePatch: made)
        #expect(value == target)
    }

    @Test func largeObjectsAreMergedByHash() {
        func object(_ numbers: Range<Int64>) -> JSONValue {
            .object(JSONObject(numbers.map { .init(key: "key-\($0)", value: .int($0)) }))
        }
        var value = object(0..<20_000)
        value.apply(mergePatch: .mergePatch(from: value, to: object(10_000..<30_000)))
        #expect(value == object(10_000..<30_000))
    }
}

import ApusAPI
import ApusJSON
import Testing

@Suite struct PatchTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var old: String
        var patch: String
        var new: String
    }

    static let cases = [
        Case(
            testDescription: "containers merge by name",
            old: #"{"spec":{"containers":[{"name":"a","image":"1"},{"name":"b"}]}}"#,
            patch: #"{"spec":{"containers":[{"name":"a","image":"2"}]}}"#,
            new: #"{"spec":{"containers":[{"name":"a","image":"2"},{"name":"b"}]}}"#),
        Case(
            testDescription: "null takes away", old: #"{"spec":{"nodeName":"a","priority":1}}"#,
            patch: #"{"spec":{"nodeName":null}}"#,
            new: #"{"spec":{"priority":1}}"#),
        Case(
            testDescription: "$patch: delete in a list", old: #"{"spec":{"containers":[{"name":"a"},{"name":"b"}]}}"#,
            patch: #"{"spec":{"containers":[{"name":"a","$patch":"delete"}]}}"#,
            new: #"{"spec":{"containers":[{"name":"b"}]}}"#),
        Case(
            testDescription: "$patch: replace in a list", old: #"{"spec":{"containers":[{"name":"a"},{"name":"b"}]}}"#,
            patch: #"{"spec":{"containers":[{"name":"c"},{"$patch":"replace"}]}}"#,
            new: #"{"spec":{"containers":[{"name":"c"}]}}"#),
        Case(
            testDescription: "$patch: replace in an object", old: #"{"spec":{"nodeSelector":{"a":"b"}}}"#,
            patch: #"{"spec":{"nodeSelector":{"$patch":"replace","c":"d"}}}"#,
            new: #"{"spec":{"nodeSelector":{"c":"d"}}}"#),
        Case(
            testDescription: "$retainKeys", old: #"{"spec":{"nodeName":"a","priority":1}}"#,
            patch: #"{"spec":{"$retainKeys":["priority"],"priority":2}}"#, new: #"{"spec":{"priority":2}}"#),
        Case(
            testDescription: "primitive lists merge", old: #"{"metadata":{"finalizers":["a"]}}"#,
            patch: #"{"metadata":{"finalizers":["b","a"]}}"#, new: #"{"metadata":{"finalizers":["b","a"]}}"#),
        Case(
            testDescription: "$deleteFromPrimitiveList", old: #"{"metadata":{"finalizers":["a","b"]}}"#,
            patch: #"{"metadata":{"$deleteFromPrimitiveList/finalizers":["a"]}}"#,
            new: #"{"metadata":{"finalizers":["b"]}}"#),
        Case(
            testDescription: "$setElementOrder",
            old: #"{"spec":{"containers":[{"name":"a"},{"name":"b"},{"name":"s"}]}}"#,
            patch:
                #"{"spec":{"$setElementOrder/containers":[{"name":"b"},{"name":"c"},{"name":"a"}],"containers":[{"name":"c"}]}}"#,
            new: #"{"spec":{"containers":[{"name":"b"},{"name":"c"},{"name":"a"},{"name":"s"}]}}"#),
        Case(
            testDescription: "entries of a patch come in its order, before what it does not name",
            old: #"{"spec":{"containers":[{"name":"a"},{"name":"b"}]}}"#,
            patch: #"{"spec":{"containers":[{"name":"c"},{"name":"a","image":"i"}]}}"#,
            new: #"{"spec":{"containers":[{"name":"c"},{"name":"a","image":"i"},{"name":"b"}]}}"#),
        Case(
            testDescription: "an entry that is changed keeps its place",
            old: #"{"spec":{"containers":[{"name":"a"},{"name":"b"},{"name":"c"}]}}"#,
            patch: #"{"spec":{"containers":[{"name":"b","image":"i"}]}}"#,
            new: #"{"spec":{"containers":[{"name":"a"},{"name":"b","image":"i"},{"name":"c"}]}}"#),
        Case(
            testDescription: "a directive for what is not there is dropped", old: #"{"spec":{}}"#,
            patch: #"{"spec":{"nodeSelector":{"$patch":"delete"}}}"#, new: #"{"spec":{}}"#),
        Case(
            testDescription: "what has another type is replaced", old: #"{"spec":{"containers":{"a":1}}}"#,
            patch: #"{"spec":{"containers":[{"name":"c","image":null}]}}"#,
            new: #"{"spec":{"containers":[{"name":"c"}]}}"#),
        Case(
            testDescription: "nested merge keys",
            old:
                #"{"spec":{"containers":[{"name":"a","ports":[{"containerPort":1},{"containerPort":2,"name":"x"}]}]}}"#,
            patch:
                #"{"spec":{"containers":[{"name":"a","ports":[{"containerPort":2,"name":"y"},{"containerPort":1,"$patch":"delete"}]}]}}"#,
            new: #"{"spec":{"containers":[{"name":"a","ports":[{"containerPort":2,"name":"y"}]}]}}"#),
        Case(
            testDescription: "lists without a strategy are replaced",
            old: #"{"spec":{"containers":[{"name":"a","args":["x","y"]}]}}"#,
            patch: #"{"spec":{"containers":[{"name":"a","args":["z"]}]}}"#,
            new: #"{"spec":{"containers":[{"name":"a","args":["z"]}]}}"#),
        Case(
            testDescription: "directives of new members are dropped", old: #"{}"#,
            patch: #"{"spec":{"$setElementOrder/containers":[{"name":"a"}],"containers":[{"name":"a","image":null}]}}"#,
            new: #"{"spec":{"containers":[{"name":"a"}]}}"#),
    ]

    @Test(arguments: cases)
    func strategicMerge(test: Case) throws {
        let patch = ObjectPatch(.strategicMerge, try TestSchema.json(test.patch))
        let patched = try patch.apply(to: TestSchema.json(test.old), schema: TestSchema.definition.schema)
        #expect(patched == (try TestSchema.json(test.new)))
    }

    @Test(arguments: [
        (#"{"spec":{"$patch":"x"}}"#, "unknown patch type: x in map: map[$patch:x]"),
        (
            #"{"spec":{"containers":[{"image":"x"}]}}"#,
            "map: map[image:x] does not contain declared merge key: name"
        ),
        (#"{"spec":{"$retainKeys":["a"],"nodeName":"b"}}"#, "invalid patch format of retainKeys"),
        (#"{"spec":{"$patch":"merge"}}"#, "unknown patch type: merge in map: map[$patch:merge]"),
        (
            #"{"spec":{"containers":[{"name":"a","$patch":"merge"}]}}"#,
            "merging lists cannot yet be specified in the patch"
        ),
        (#"{"spec":{"containers":[["x"]]}}"#, "list element types are not identical: [[map[name:a]] [[x]]]"),
    ])
    func refusesBadDirectives(patch: String, message: String) throws {
        let old = try TestSchema.json(#"{"spec":{"containers":[{"name":"a"}]}}"#)
        let patch = ObjectPatch(.strategicMerge, try TestSchema.json(patch))
        #expect(throws: StatusError.badRequest(message)) {
            try patch.apply(to: old, schema: TestSchema.definition.schema)
        }
    }

    @Test func aPatchThatBreaksTheTypeIsInvalid() throws {
        let old = try TestSchema.json(#"{"spec":{"containers":[]}}"#)
        let merge = ObjectPatch(.merge, try TestSchema.json(#"{"spec":{"priority":"x"}}"#))
        do {
            _ = try merge.apply(to: old, of: TestSchema.resource)
            Issue.record("was applied")
        } catch {
            #expect(error.code == 422)
            #expect(
                error.message.hasSuffix(
                    "json: cannot unmarshal string into Go struct field PodSpec.spec.priority of type int32"))
        }
        let strategic = ObjectPatch(.strategicMerge, try TestSchema.json(#"{"spec":{"priority":"x"}}"#))
        do {
            _ = try strategic.apply(to: old, of: TestSchema.resource)
            Issue.record("was applied")
        } catch {
            #expect(
                error.message
                    == #" "" is invalid: patch: Invalid value: "map[spec:map[priority:x]]": unrecognized type: int32"#)
        }
    }

    @Test func aFailedTestIsUnprocessable() throws {
        let patch = ObjectPatch(.json, [["op": "test", "path": "/a", "value": 1]])
        do {
            _ = try patch.apply(to: ["a": 2], schema: nil)
            Issue.record("was applied")
        } catch {
            #expect(error.code == 422)
            #expect(error.message == "the server rejected our request due to an error in our request")
        }
    }

    @Test(arguments: [
        (5, "5s"), (119, "119s"), (130, "2m10s"), (600, "10m"), (10800, "3h"), (11100, "3h5m"), (90000, "25h"),
        (200_000, "2d7h"), (1_000_000, "11d"), (-1, "0s"), (-5, "<invalid>"), (70_000_000, "2y80d"),
    ])
    func agesAreShort(seconds: Int64, text: String) {
        #expect(Duration.seconds(seconds).humanText == text)
    }

    @Test(arguments: [
        ("1h30m", "1h30m0s"), ("250ms", "250ms"), ("1.5s", "1.5s"), ("0", "0s"), ("-2m", "-2m0s"), ("90s", "1m30s"),
    ])
    func goDurations(text: String, written: String) {
        #expect(GoDuration.parse(text).map(GoDuration.text) == written)
    }
}

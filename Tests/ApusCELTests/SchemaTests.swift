import ApusJSON
import Testing

@testable import ApusCEL

/// Objects under a schema, as k8s.io/apiextensions-apiserver evaluates rules on them.
struct SchemaTests {
    private static func list(_ items: JSONValue, _ extensions: JSONValue = [:]) -> JSONValue {
        var schema: JSONValue = ["type": "array", "items": items]
        for member in extensions.object?.members ?? [] { schema[member.key] = member.value }
        return schema
    }

    private static let text: JSONValue = ["type": "string"]
    private static let integer: JSONValue = ["type": "integer"]
    private static let keyed: JSONValue = ["type": "object", "properties": ["k": text, "v": text]]
    private static let mapList = list(keyed, ["x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": ["k"]])
    private static let set = list(text, ["x-kubernetes-list-type": "set"])

    static let subject = Subject.fields(
        ("set1", set, ["a", "b", "c"]), ("set2", set, ["a", "c", "b"]),
        (
            "objs", list(mapList),
            [
                [["k": "a", "v": "1"], ["k": "b", "v": "2"]], [["k": "b", "v": "2"], ["k": "a", "v": "1"]],
                [["k": "b", "v": "3"], ["k": "a", "v": "1"]], [["k": "c", "v": "4"]],
            ]
        ),
        ("port", ["x-kubernetes-int-or-string": true], "25%"), ("number", ["x-kubernetes-int-or-string": true], 1),
        ("bytes", ["type": "string", "format": "byte"], "QUI="),
        ("span", ["type": "string", "format": "duration"], "1h2m3s4ms"),
        ("day", ["type": "string", "format": "date"], "1997-07-16"),
        ("time", ["type": "string", "format": "date-time"], "2011-08-18T19:03:37.010000000+01:00"),
        ("whole", ["type": "number"], 1), ("nothing", ["type": "string", "nullable": true], .null),
        ("wrong", text, .null), ("nullables", list(["type": "string", "nullable": true]), [.null, "x"]),
        ("map", ["type": "object", "additionalProperties": integer], ["b": 1, "d": 2]),
        (
            "embedded",
            ["type": "object", "x-kubernetes-embedded-resource": true, "x-kubernetes-preserve-unknown-fields": true],
            ["apiVersion": "v1", "kind": "Pod", "metadata": ["name": "foo"], "spec": ["x": 1]]
        ),
        (
            "open",
            list(["type": "object", "x-kubernetes-preserve-unknown-fields": true, "properties": ["known": integer]]),
            [["known": 1, "unknown": "a"], ["known": 1, "unknown": "b"], ["known": 1, "unknown": "b"], ["known": 1]]
        ),
        ("foo-bar", text, "x"), ("ints", list(integer), [1, 1, 2, 2, 3, 3, 4, 5]))

    @Test(
        "values are what their schema declares",
        arguments: [
            Row("self.set1 == ['c', 'b', 'a']"), Row("self.set1 == self.set2"), Row("['b', 'a', 'c'] == self.set1"),
            Row("'a' in self.set1 && !('x' in self.set1)"),
            Row("self.set1 + self.set2 == ['a', 'b', 'c']"), Row("self.set1 + ['c', 'd'] == ['a', 'b', 'c', 'd']"),
            Row("self.objs[0] == self.objs[1]"),
            Row("self.objs[0] + self.objs[2] == self.objs[2]"), Row("self.objs[2] + self.objs[0] == self.objs[0]"),
            Row("self.objs[0] == [self.objs[0][1], self.objs[0][0]]"),
            Row("self.objs[2] + [self.objs[0][0], self.objs[0][1]] == self.objs[0]"),
            Row("size(self.objs[0] + [self.objs[3][0]]) == 3"), Row("self.objs[0] == self.objs[2]", "false"),
            Row("self.port == '25%' && self.port != 1 && type(self.port) == string"),
            Row("self.number == 1 && self.number != 'x' && type(self.number) == int"), Row("self.port != ['anything']"),
            Row("self.bytes == b'AB' && size(self.bytes) == 2"),
            Row("self.span == duration('1h2m') + duration('3s4ms') && self.span.getHours() == 1"),
            Row("self.day.getDate() == 16 && self.day.getMonth() == 6"),
            Row(
                "self.time == timestamp('2011-08-18T19:03:37.010+01:00') && self.time.getHours() == 18 && self.time.getHours('01:00') == 19"
            ), Row("type(self.whole) == double && self.whole == 1.0"),
            Row("!has(self.nothing)"), Row("self.nothing == 'x'", "error: no such key: nothing"),
            Row("!has(self.wrong)"), Row("dyn(self.nullables[0]) == null && type(self.nullables[0]) == null_type"),
            Row("'b' in self.map && has(self.map.b) && !has(self.map.c)"),
            Row("self.map['c']", "error: no such key: c"), Row("self.map.all(k, self.map[k] > 0)"),
            Row("self.map.all(k, v, v > 0)"),
            Row("self.embedded.kind == 'Pod' && self.embedded.metadata.name == 'foo'"),
            Row("self.open[1] == self.open[2] && self.open[0] != self.open[1] && self.open[0] != self.open[3]"),
            Row("self.foo__dash__bar == 'x'"), Row("self.ints.map(e, e * 20).filter(e, e > 50).exists(e, e == 60)"),
            Row("type(self) == type(self)"), Row("self.objs == self.objs"),
        ])
    func values(_ row: Row) throws {
        #expect(try Self.subject.evaluate(row.expression).text == row.result)
    }

    @Test("a variable that is not bound is an error where it is looked at")
    func unbound() throws {
        #expect(try Self.subject.evaluate("oldSelf == self").text == "error: no such attribute(s): oldSelf")
        #expect(try Self.subject.evaluate("true || oldSelf == self").text == "true")
    }

    @Test("types of resources always have their names")
    func resources() throws {
        let type = try #require(DeclaredType.of(schema: ["type": "object"], isResource: true))
        let program = try Environment([.init("self", type)]).compile("self.metadata.name + self.kind + self.apiVersion")
        let object: JSONValue = ["kind": "K", "apiVersion": "v1", "metadata": ["name": "n"]]
        #expect(program.evaluate(["self": Value(object, as: type)], budget: 100).text == "nKv1")
        #expect(throws: CompileError.self) {
            try Environment([.init("self", type)]).compile("self.metadata.namespace == ''")
        }
    }

    @Test("schemas of which nothing is known declare nothing")
    func undeclared() {
        for schema: JSONValue in [
            ["x-kubernetes-preserve-unknown-fields": true], ["type": "array"],
            ["type": "array", "items": ["x-kubernetes-preserve-unknown-fields": true]],
            ["type": "object", "additionalProperties": [:]],
        ] {
            #expect(DeclaredType.of(schema: schema) == nil)
        }
    }

    @Test("JSON without a schema is dynamic")
    func dynamic() throws {
        let environment = Environment([.init("object")])
        let program = try environment.compile("object.spec.replicas > 1 && object.items[0] == 'a' && !has(object.x)")
        let object: JSONValue = ["spec": ["replicas": 2], "items": ["a"]]
        #expect(program.evaluate(["object": Value(object)], budget: 100).text == "true")
    }
}

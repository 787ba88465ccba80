import ApusJSON
import Testing

@testable import ApusCEL

/// What does not compile, in cel-go's words.
struct CompileTests {
    private static let subject = Subject(
        [
            "type": "object",
            "properties": [
                "name": ["type": "string"], "count": ["type": "integer"],
                "list": ["type": "array", "items": ["type": "integer"]],
                "map": ["type": "object", "additionalProperties": ["type": "string"]],
                "inner": ["type": "object", "properties": ["x": ["type": "boolean"]]],
                "port": ["x-kubernetes-int-or-string": true],
                "open": ["type": "object", "x-kubernetes-preserve-unknown-fields": true],
                "unknown": ["x-kubernetes-preserve-unknown-fields": true],
                "foo-bar": ["type": "string"], "namespace": ["type": "string"], "a.b/c__d": ["type": "string"],
                "bad!": ["type": "string"], "9": ["type": "string"],
            ],
        ], [:])

    @Test(
        "problems have their place and the line",
        arguments: [
            ("self.foo == 1", "ERROR: <input>:1:5: undefined field 'foo'\n | self.foo == 1\n | ....^"),
            ("has(self.foo)", "ERROR: <input>:1:4: undefined field 'foo'\n | has(self.foo)\n | ...^"),
            (
                "self.name == 1",
                "ERROR: <input>:1:11: found no matching overload for '_==_' applied to '(string, int)'\n | self.name == 1\n"
                    + " | ..........^"
            ),
            (
                "self.name.size(1)",
                "ERROR: <input>:1:15: found no matching overload for 'size' applied to 'string.(int)'\n"
                    + " | self.name.size(1)\n | ..............^"
            ),
            (
                "other == 1",
                "ERROR: <input>:1:1: undeclared reference to 'other' (in container '')\n | other == 1\n | ^"
            ),
            (
                "nope(1)", "ERROR: <input>:1:5: undeclared reference to 'nope' (in container '')\n | nope(1)\n | ....^"
            ),
            (
                "self.count && true",
                "ERROR: <input>:1:5: expected type 'bool' but found 'int'\n | self.count && true\n | ....^"
            ),
            (
                "self.count.foo",
                "ERROR: <input>:1:11: type 'int' does not support field selection\n | self.count.foo\n | ..........^"
            ),
            (
                "[1, 'a']", "ERROR: <input>:1:5: expected type 'int' but found 'string'\n | [1, 'a']\n | ....^"
            ),
            (
                "{'a': 1, 'b': 'x'}",
                "ERROR: <input>:1:15: expected type 'int' but found 'string'\n | {'a': 1, 'b': 'x'}\n | ..............^"
            ),
            (
                "self.count.all(x, true)",
                "ERROR: <input>:1:5: expression of type 'int' cannot be range of a comprehension (must be list, map, or "
                    + "dynamic)\n | self.count.all(x, true)\n | ....^"
            ),
            (
                "self.name.matches(')')",
                "ERROR: <input>:1:19: invalid matches argument\n | self.name.matches(')')\n | ..................^"
            ),
            ("duration('1d')", "ERROR: <input>:1:10: invalid duration argument\n | duration('1d')\n | .........^"),
            (
                "timestamp('nope')",
                "ERROR: <input>:1:11: invalid timestamp argument\n | timestamp('nope')\n | ..........^"
            ),
            (
                "self.foo == 1 &&\nself.bar == 2",
                "ERROR: <input>:1:5: undefined field 'foo'\n | self.foo == 1 &&\n | ....^\n"
                    + "ERROR: <input>:2:5: undefined field 'bar'\n | self.bar == 2\n | ....^"
            ),
            (
                "'👑' == self.foo",
                "ERROR: <input>:1:12: undefined field 'foo'\n | '👑' == self.foo\n | .．.........^"
            ),
            ("if == 1", "ERROR: <input>:1:1: reserved identifier: if\n | if == 1\n | ^"),
            (
                "1 +",
                "ERROR: <input>:1:4: Syntax error: mismatched input '<EOF>' expecting {'[', '{', '(', '.', '-', '!', 'true', "
                    + "'false', 'null', NUM_FLOAT, NUM_INT, NUM_UINT, STRING, BYTES, IDENTIFIER}\n | 1 +\n | ...^"
            ),
            (
                "(1", "ERROR: <input>:1:3: Syntax error: mismatched input '<EOF>' expecting ')'\n | (1\n | ..^"
            ),
            ("1 2", "ERROR: <input>:1:3: Syntax error: extraneous input '2' expecting <EOF>\n | 1 2\n | ..^"),
            (
                "1 # 2",
                "ERROR: <input>:1:3: Syntax error: token recognition error at: '#'\n | 1 # 2\n | ..^\n"
                    + "ERROR: <input>:1:5: Syntax error: extraneous input '2' expecting <EOF>\n | 1 # 2\n | ....^"
            ),
            (
                "9223372036854775808", "ERROR: <input>:1:1: invalid int literal\n | 9223372036854775808\n | ^"
            ),
            (
                "[1].map(1, 2)",
                "ERROR: <input>:1:9: argument is not an identifier\n | [1].map(1, 2)\n | ........^"
            ),
            ("has(self)", "ERROR: <input>:1:5: invalid argument to has() macro\n | has(self)\n | ....^"),
            (
                "Foo{a: 1}.a",
                "ERROR: <input>:1:4: undeclared reference to 'Foo' (in container '')\n | Foo{a: 1}.a\n | ...^"
            ),
            (
                "self.inner['x']",
                "ERROR: <input>:1:11: found no matching overload for '_[_]' applied to '(selfType.inner, string)'\n"
                    + " | self.inner['x']\n | ..........^"
            ),
            ("self.unknown == 1", "ERROR: <input>:1:5: undefined field 'unknown'\n | self.unknown == 1\n | ....^"),
            ("self.open.x == 1", "ERROR: <input>:1:10: undefined field 'x'\n | self.open.x == 1\n | .........^"),
        ])
    func problems(_ text: String, _ message: String) throws {
        do {
            _ = try Self.subject.compile(text)
            Issue.record("compiled")
        } catch let error as CompileError {
            #expect(error.description == message)
        }
    }

    @Test(
        "what the schema says gives the types",
        arguments: [
            ("self.name", "string"), ("self.count", "int"), ("self.list", "list(int)"), ("self.list[0]", "int"),
            ("self.map", "map(string, string)"), ("self.map['a']", "string"), ("self.map.a", "string"),
            ("self.inner.x", "bool"), ("self.port", "dyn"), ("self.list.map(x, string(x))", "list(string)"),
            ("self.list.filter(x, x > 1)", "list(int)"), ("self.?name", "optional_type(string)"),
            ("self.?name.orValue('')", "string"), ("self.foo__dash__bar", "string"), ("self.__namespace__", "string"),
            ("self.a__dot__b__slash__c__underscores__d", "string"), ("[]", "list(dyn)"), ("{}", "map(dyn, dyn)"),
            ("type(self.name)", "type(string)"), ("true ? self.name : self.name", "string"), ("oldSelf.name", "string"),
            ("self.list.sum()", "int"), ("optional.none()", "optional_type(dyn)"),
            ("quantity('1')", "kubernetes.Quantity"),
            ("[self.port, 1][0]", "dyn"),
        ])
    func types(_ text: String, _ type: String) throws {
        if text == "[self.port, 1][0]" {
            #expect(throws: CompileError.self) { try Self.subject.compile(text) }
        } else {
            #expect(try Self.subject.compile(text).outputType.description == type)
        }
    }

    @Test("names that no identifier can stand for are not seen")
    func hiddenNames() throws {
        for name in ["bad__", "__9__"] {
            #expect(throws: CompileError.self) { try Self.subject.compile("self.\(name) == ''") }
        }
    }

    @Test("what is too deep or too long is refused, and does not exhaust the stack")
    func limits() throws {
        for text in [
            String(repeating: "(", count: 100_000),
            String(repeating: "(", count: 300) + "1" + String(repeating: ")", count: 300),
            "1" + String(repeating: " + 1", count: 20000), String(repeating: "[", count: 1000),
            "self" + String(repeating: ".inner", count: 5000), String(repeating: "1", count: 100_001),
            String(repeating: "true ? 1 : ", count: 5000) + "2", "[" + String(repeating: "1,", count: 60000) + "(",
            String(repeating: "!", count: 50000),
            String(repeating: "[1].map(x, ", count: 300) + "1" + String(repeating: ")", count: 300),
        ] {
            #expect(throws: CompileError.self) { try Self.subject.compile(text) }
        }
        let chain = (0..<4000).map { "self.count != \($0)" }.joined(separator: " && ")
        #expect(try Self.subject.compile(chain).outputType == .bool)
    }

    @Test("a program says which variables it speaks of")
    func uses() throws {
        #expect(try Self.subject.compile("self.count > oldSelf.count").uses("oldSelf"))
        #expect(try !Self.subject.compile("[1].all(oldSelf, oldSelf > 0)").uses("oldSelf"))
        #expect(try Self.subject.compile("oldSelf.hasValue()", isOptional: true).uses("oldSelf"))
    }
}

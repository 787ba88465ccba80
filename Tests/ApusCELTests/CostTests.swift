import ApusJSON
import Testing

@testable import ApusCEL

/// What expressions cost, in the units and numbers of upstream's own tests: definitions are accepted by them.
struct CostTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let expression: String
        let cost: UInt64
        var testDescription: String { expression }

        init(_ expression: String, _ cost: UInt64) {
            self.expression = expression
            self.cost = cost
        }
    }

    private static let text: JSONValue = ["type": "string"]
    private static let king = Subject.values((text, "Rook takes 👑"), (text, "Rook takes 👑"))

    private func check(_ subject: Subject, _ sample: Case) throws {
        let outcome = try subject.evaluate(sample.expression)
        #expect(outcome.cost == sample.cost)
        #expect(outcome.text == "true")
    }

    @Test(
        "strings",
        arguments: [
            Case("self.val1 == self.val2 && self.val1 == 'Rook takes 👑' && self.val1 == 'Rook takes 👑'", 14),
            Case("self.val1.startsWith('Rook')", 3), Case("self.val1.matches('^[^0-9]*$')", 8),
            Case("!self.val1.matches('^[0-9]*$')", 7), Case("type(self.val1) == string", 4),
            Case("size(self.val1) == 12", 4), Case("self.val1.charAt(3) == 'k'", 4),
            Case("self.val1.indexOf('o') == 1", 4), Case("self.val1.replace(' ', 'x') == 'Rookxtakesx👑'", 7),
            Case("self.val1.split(' ') == ['Rook', 'takes', '👑']", 6), Case("self.val1.substring(5) == 'takes 👑'", 5),
            Case("self.val1.substring(4, 10).trim() == 'takes'", 6),
            Case("self.val1.upperAscii() == 'ROOK TAKES 👑'", 6),
            Case("self.val1.lowerAscii() == self.val1.lowerAscii()", 10),
            Case("'%e'.format([3.14]) == '3.140000×10⁰⁰'", 3),
            Case("'%o %o %o'.format([7, 8, 9]) == '7 10 11'", 2), Case("double(5) < 10.0", 1),
            Case("self.val1 in ['Rook takes 👑', 'x']", 2),
        ])
    func strings(_ sample: Case) throws { try check(Self.king, sample) }

    private static let containers = Subject.fields(
        ("array", ["type": "array", "items": ["type": "integer"]], [1, 1, 2, 2, 3, 3, 4, 5]),
        ("val", ["type": "object", "additionalProperties": ["type": "integer"]], ["b": 1, "d": 2]),
        (
            "listMap",
            [
                "type": "array", "x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": ["k"],
                "items": ["type": "object", "properties": ["k": text, "v": text, "v2": text]],
            ], [["k": "a1", "v": "b1"], ["k": "a2", "v": "b2"], ["k": "a3", "v": "b3", "v2": "z"]]
        ), ("set", ["type": "array", "x-kubernetes-list-type": "set", "items": text], ["a", "b", "c"]),
        ("a", ["type": "object", "properties": ["b": ["type": "integer"]]], ["b": 1]))

    @Test(
        "lists and maps",
        arguments: [
            Case("2 in self.array", 10), Case("self.array.all(e, e > 0)", 43), Case("self.array.exists(e, e > 2)", 36),
            Case("self.array.exists_one(e, e > 4)", 22), Case("!self.array.all(e, e < 2)", 21),
            Case("!self.array.exists(e, e < 0)", 52), Case("!self.array.exists_one(e, e == 2)", 25),
            Case("size(self.array.filter(e, e%2 == 0)) == 3", 68),
            Case("self.array.map(e, e * 20).filter(e, e > 50).exists(e, e == 60)", 194),
            Case("self.array.existsOne(i, e, e > 4)", 22),
            Case("self.array.transformList(i, e, e > 2, e * 2).size() > 0", 77),
            Case("self.array.transformList(i, e, e * 2).size() > 0", 117), Case("self.val.all(k, self.val[k] > 0)", 17),
            Case("!self.val.exists(k, self.val[k] == 3)", 20),
            Case("self.val.exists_one(k, self.val[k] == 2)", 14),
            Case("size(self.val.filter(k, self.val[k] > 1)) == 1", 26), Case("self.val.all(k, v, v > 0)", 13),
            Case("self.val.transformMap(k, v, v > 1, v + 1).size() == 1", 14),
            Case("self.val.transformMapEntry(k, v, {k + '2': v + 1}).size() == 2", 77), Case("'b' in self.val", 3),
            Case("has(self.val.b)", 2),
            Case("has(self.listMap[0].v)", 3), Case("self.listMap.all(m, m.k.startsWith('a'))", 21),
            Case("self.listMap.all(m, !has(m.v2) || m.v2 == 'z')", 21), Case("self.listMap.exists(m, m.v2 == 'z')", 24),
            Case("!self.listMap.all(m, m.v2 != 'z')", 22), Case("self.listMap.map(m, m.v).exists(v, v == 'b1')", 55),
            Case("self.listMap.exists_one(m, has(m.v2) && m.v2 == 'z')", 12),
            Case("self.set == ['c', 'b', 'a']", 3), Case("sets.contains(self.set, ['a'])", 6),
            Case("sets.equivalent(self.set, ['a', 'b', 'c'])", 21),
            Case("self.set + ['c', 'd'] == ['a', 'b', 'c', 'd']", 4),
            Case("has(self.a.b)", 2), Case("type(self) == type(self)", 5),
        ])
    func containers(_ sample: Case) throws { try check(Self.containers, sample) }

    @Test("an evaluation stops where its budget ends")
    func budget() throws {
        let text = "self.array.all(e, e > 0)"
        #expect(try Self.containers.evaluate(text, budget: 43).text == "true")
        #expect(try Self.containers.evaluate(text, budget: 42).text == "exceeded")
        let endless = "lists.range(1000).all(a, lists.range(1000).all(b, lists.range(1000).all(c, a + b + c >= 0)))"
        #expect(try Self.containers.evaluate(endless, budget: 20_000).text == "exceeded")
    }

    private static func estimate(_ schema: JSONValue, _ text: String) throws -> UInt64 {
        let type = try #require(DeclaredType.of(schema: schema))
        return try Environment([.init("self", type)]).compile(text).estimatedCost
    }

    @Test("estimates go by the limits of the schema")
    func estimates() throws {
        let list: JSONValue = ["type": "array", "maxItems": 10, "items": ["type": "integer"]]
        // self, and for each item: the condition 2, and 3 for `&&` with the comparison; the result.
        #expect(try Self.estimate(list, "self.all(x, x > 0)") == 1 + 10 * (2 + 3) + 1)
        // Comparing numbers for equality is taken to cost nothing: a number has no size.
        #expect(try Self.estimate(list, "self.exists(x, x == 5)") == 1 + 10 * (3 + 2) + 1)
        #expect(try Self.estimate(list, "1 in self") == 11)
        #expect(try Self.estimate(["type": "string", "maxLength": 10], "self.matches('[a-z]+')") == 1 + 5 * 2)
        #expect(try Self.estimate(["type": "string", "maxLength": 10], "self == 'x'") == 2)
        #expect(try Self.estimate(["type": "string", "maxLength": 10], "self.contains('xx')") == 5)
        #expect(try Self.estimate(["type": "string", "enum": ["a", "bcd"]], "self.startsWith('abc')") == 2)
        #expect(try Self.estimate(["type": "boolean"], "self ? self : self") == 2)
        // Without limits the largest request is one.
        let unbounded: JSONValue = ["type": "array", "items": ["type": "integer"]]
        #expect(try Self.estimate(unbounded, "self.all(x, x > 0)") == 1 + (3_145_728 - 2) / 2 * 5 + 1)
        #expect(try Self.estimate(unbounded, "self.all(x, self.all(y, x != y))") > 1_000_000_000_000)
    }
}

import ApusJSON
import Testing

@Suite struct WriterTests {
    /// What Go's `json.Marshal` gives for each string.
    @Test(arguments: [
        ("", #""""#), ("plain text that is longer than eight", #""plain text that is longer than eight""#),
        ("a\"b\\c/d", #""a\"b\\c/d""#), ("\u{8}\u{c}\n\r\t", #""\b\f\n\r\t""#),
        ("\u{0}\u{1f}\u{7f}", "\"\\u0000\\u001f\u{7f}\""),
        ("<a href='x'>&", #""\u003ca href='x'\u003e\u0026""#),
        ("1234567\u{2028}x", #""1234567\u2028x""#), ("123456\u{2029}", #""123456\u2029""#), ("\u{2028}", #""\u2028""#),
        ("1234567\u{2022}€é😀", "\"1234567\u{2022}€é😀\""), ("12345678\u{20a8}", "\"12345678\u{20a8}\""),
    ])
    func stringsAreEscapedAsGoDoes(string: String, json: String) throws {
        let bytes = JSONValue.string(string).encoded()
        #expect(bytes.string == json)
        #expect(try JSONValue(parsing: bytes) == .string(string))
    }

    @Test(arguments: [
        (0.0, "0"), (-0.0, "-0"), (1, "1"), (-1.5, "-1.5"), (0.1, "0.1"), (100, "100"), (1e20, "100000000000000000000"),
        (1e21, "1e+21"), (1.5e21, "1.5e+21"), (0.000001, "0.000001"), (0.0000015, "0.0000015"), (1e-7, "1e-7"),
        (-1.25e-9, "-1.25e-9"),
        (123456.789, "123456.789"), (.leastNonzeroMagnitude, "5e-324"),
        (1.7976931348623157e308, "1.7976931348623157e+308"),
        (9007199254740992, "9007199254740992"), (12345678901234567168, "12345678901234567000"), (.infinity, "null"),
    ])
    func numbersAreFormattedAsGoDoes(number: Double, json: String) {
        #expect(JSONValue.double(number).encoded().string == json)
    }

    @Test(arguments: [Int64.min, -10, -1, 0, 9, 10, 99, 100, 12345, .max])
    func integersAreWrittenInFull(number: Int64) {
        #expect(JSONValue.int(number).encoded().string == String(number))
    }

    @Test func membersKeepTheirOrderOrAreSortedByBytes() {
        let value: JSONValue = ["b": [1, ["z": 1, "a": 2]], "a": nil, "B": true, "é": "", "aa": []]
        #expect(value.encoded().string == #"{"b":[1,{"z":1,"a":2}],"a":null,"B":true,"é":"","aa":[]}"#)
        #expect(value.encoded(order: .canonical).string == #"{"B":true,"a":null,"aa":[],"b":[1,{"a":2,"z":1}],"é":""}"#)
    }

    @Test(arguments: [4, 16, 17, 60])
    func keysThatBeginAlikeAreSortedByTheRestOfTheirBytes(count: Int) {
        let keys = (0..<count).map { "containers-" + String(repeating: "a", count: $0 * 7 % count) } + ["a\0", "a", ""]
        let object = JSONObject(keys.map { .init(key: $0, value: .null) })
        let sorted = keys.sorted { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) }
        let expected = JSONObject(sorted.map { .init(key: $0, value: .null) })
        #expect(JSONValue.object(object).encoded(order: .canonical) == JSONValue.object(expected).encoded())
    }

    @Test func prettyIsGosIndentOfTwo() {
        let value: JSONValue = ["a": [1, [:], []], "b": ["c": "d"]]
        var writer = JSONWriter()
        writer.append(pretty: value)
        #expect(
            writer.bytes().string == """
                {
                  "a": [
                    1,
                    {},
                    []
                  ],
                  "b": {
                    "c": "d"
                  }
                }
                """)
    }

    @Test func anObjectIsWrittenPieceByPieceWithOffsets() {
        var writer = JSONWriter(capacity: 1)
        writer.append(raw: "{")
        writer.append(key: "kind" as StaticString)
        writer.append("Pod")
        let before = writer.count
        writer.append(key: "na\"me" as String)
        writer.append(Int64(-3))
        let member = before..<writer.count
        writer.append(key: "list" as StaticString)
        writer.append(raw: "[")
        for number in 1...2 as ClosedRange<Int64> {
            writer.nextElement()
            writer.append(number)
        }
        writer.append(raw: "]")
        writer.append(membersOf: ["z": 1, "y": true], order: .canonical, isFirst: false)
        writer.append(raw: "}")
        #expect(writer.bytes().string == #"{"kind":"Pod","na\"me":-3,"list":[1,2],"y":true,"z":1}"#)
        var part = JSONWriter()
        part.append(raw: writer.bytes(), member)
        #expect(part.bytes().string == #","na\"me":-3"#)
    }
}

import ApusJSON
import Testing

@Suite struct ParsingTests {
    @Test func aTreeHasTheKindsOfTheDocument() throws {
        let value = try JSONValue(
            parsing: Bytes(
                #"{"a":1,"b":-2.5,"c":"x\u00e9\n","d":[true,false,null],"e":{},"f":[],"g":18446744073709551615}"#))
        #expect(
            value == [
                "a": 1, "b": -2.5, "c": "xé\n", "d": [true, false, nil], "e": [:], "f": [],
                "g": .double(0x1p64),
            ])
        #expect(value.object?.members.map(\.key) == ["a", "b", "c", "d", "e", "f", "g"])
    }

    @Test(arguments: [
        ("9223372036854775807", JSONValue.int(.max)), ("-9223372036854775808", .int(.min)),
        ("9223372036854775808", .double(0x1p63)), ("1.0", .double(1)), ("1e3", .double(1000)),
        ("0", .int(0)), (" \n\"\" ", .string("")), ("null", .null),
    ])
    func integersStayIntegers(text: String, value: JSONValue) throws {
        #expect(try JSONValue(parsing: Bytes(text)) == value)
    }

    @Test func ofRepeatedKeysTheLastCountsAndEachPathIsReportedOnce() throws {
        var duplicates: [String] = []
        let text =
            #"{"spec":{"c":[{"name":"a","name":"b","name":"c"}],"x":1},"spec":{"c":[{},{"y":{"z":1,"z":2}}]},"m":0}"#
        let value = try JSONValue(parsing: Bytes(text), duplicates: &duplicates)
        #expect(duplicates == ["spec.c[0].name", "spec.c[1].y.z", "spec"])
        #expect(value == ["spec": ["c": [[:], ["y": ["z": 2]]]], "m": 0])
        #expect(value.object?.members.first?.key == "spec")
    }

    @Test func repeatedKeysAreFoundAmongMany() throws {
        let members = (0..<1000).map { "\"key-number-\($0)\":\($0)" } + ["\"key-number-500\":-1"]
        var duplicates: [String] = []
        let value = try JSONValue(parsing: Bytes("{\(members.joined(separator: ","))}"), duplicates: &duplicates)
        #expect(duplicates == ["key-number-500"])
        #expect(value["key-number-500"] == -1)
        #expect(value.object?.count == 1000)
    }

    @Test func keysThatOnlyUnicodeCallsEqualAreDifferent() throws {
        var duplicates: [String] = []
        let value = try JSONValue(parsing: Bytes("{\"\u{e9}\":1,\"e\u{301}\":2}"), duplicates: &duplicates)
        #expect(duplicates.isEmpty)
        #expect(value["\u{e9}"] == 1)
        #expect(value["e\u{301}"] == 2)
        #expect(JSONValue.string("\u{e9}") != .string("e\u{301}"))
    }

    @Test func nestingUpToTheLimitIsAcceptedAndBeyondItRefused() throws {
        func nested(_ depth: Int) -> Bytes {
            Bytes(String(repeating: "[", count: depth) + "0" + String(repeating: "]", count: depth))
        }
        let limits = JSONLimits(depth: 10, size: 100)
        _ = try JSONValue(parsing: nested(10), limits: limits)
        let tooDeep = #expect(throws: JSONError.self) { try JSONValue(parsing: nested(11), limits: limits) }
        #expect(tooDeep?.code == .tooDeep)
        #expect(tooDeep?.message == "exceeded max depth")
        let tooLarge = #expect(throws: JSONError.self) {
            try JSONValue(parsing: Bytes(String(repeating: " ", count: 101)), limits: limits)
        }
        #expect(tooLarge?.code == .tooLarge)
    }

    @Test func theDeepestRequestCanBeReadWrittenComparedAndFreed() throws {
        let text = String(repeating: #"{"a":["#, count: 500) + String(repeating: "]}", count: 500)
        let value = try JSONValue(parsing: Bytes(text))
        let copy = try JSONValue(parsing: value.encoded(order: .canonical))
        #expect(copy == value)
        #expect(copy.encoded().string == text)
    }
}

@Suite struct SyntaxErrorTests {
    /// Messages of Go's `encoding/json`.
    @Test(arguments: [
        ("", "unexpected end of JSON input"),
        ("  ", "unexpected end of JSON input"),
        ("{", "unexpected end of JSON input"),
        (#"{"a""#, "unexpected end of JSON input"),
        (#""abc"#, "unexpected end of JSON input"),
        ("tru", "unexpected end of JSON input"),
        ("x", "invalid character 'x' looking for beginning of value"),
        ("{x", "invalid character 'x' looking for beginning of object key string"),
        (#"{"a":1,}"#, "invalid character '}' looking for beginning of object key string"),
        (#"{"a" 1}"#, "invalid character '1' after object key"),
        (#"{"a":1 "b"}"#, "invalid character '\"' after object key:value pair"),
        ("[1 2]", "invalid character '2' after array element"),
        ("[1,]", "invalid character ']' looking for beginning of value"),
        ("{} {}", "invalid character '{' after top-level value"),
        ("truE", "invalid character 'E' in literal true (expecting 'e')"),
        ("nul'", "invalid character '\\'' in literal null (expecting 'l')"),
        ("01", "invalid character '1' after top-level value"),
        ("-x", "invalid character 'x' in numeric literal"),
        ("1.x", "invalid character 'x' after decimal point in numeric literal"),
        ("1ex", "invalid character 'x' in exponent of numeric literal"),
        ("1e+]", "invalid character ']' in exponent of numeric literal"),
        ("\"a\nb\"", "invalid character '\\n' in string literal"),
        ("\"\u{1}\"", "invalid character '\\x01' in string literal"),
        (#""\x""#, "invalid character 'x' in string escape code"),
        (#""\u12g4""#, "invalid character 'g' in \\u hexadecimal character escape"),
        ("é", "invalid character 'Ã' looking for beginning of value"),
        ("\t\u{7f}", "invalid character '\\x7f' looking for beginning of value"),
    ])
    func theMessageIsGos(text: String, message: String) {
        let error = #expect(throws: JSONError.self) { try JSONValue(parsing: Bytes(text)) }
        #expect(error?.message == message)
        #expect(error?.code == .syntax)
    }

    @Test(arguments: [
        (#""\ud800""#, JSONError.Code.encoding), (#""\ud800\u0041""#, .encoding), (#""\udc00""#, .encoding),
        ("123456789012345678901234567890", .number), ("1e400", .number),
    ])
    func whatHasNoSwiftValueIsRefused(text: String, code: JSONError.Code) {
        let error = #expect(throws: JSONError.self) { try JSONValue(parsing: Bytes(text)) }
        #expect(error?.code == code)
    }

    @Test(
        arguments: [
            [0x22, 0xFF, 0x22], [0x22, 0xC0, 0x80, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22], [0x22, 0xE2, 0x80, 0x22],
        ] as [[UInt8]])
    func bytesThatAreNotUTF8AreRefused(bytes: [UInt8]) {
        let error = #expect(throws: JSONError.self) { try JSONValue(parsing: Bytes(bytes)) }
        #expect(error?.code == .encoding)
    }

    @Test func thePlaceIsLineAndColumn() {
        let error = #expect(throws: JSONError.self) { try JSONValue(parsing: Bytes("{\n  \"a\": 1,\n  b\n}")) }
        #expect(error?.line == 3)
        #expect(error?.column == 3)
        #expect(error?.offset == 15)
    }
}

import ApusJSON
import Testing

@Suite struct PointerTests {
    /// The document of RFC 6901 §5.
    private static let document: JSONValue = [
        "foo": ["bar", "baz"], "": 0, "a/b": 1, "c%d": 2, "e^f": 3, "g|h": 4, "i\\j": 5, "k\"l": 6, " ": 7, "m~n": 8,
    ]

    @Test(
        arguments: [
            ("", PointerTests.document), ("/foo", ["bar", "baz"]), ("/foo/0", "bar"), ("/", 0), ("/a~1b", 1),
            ("/c%d", 2),
            ("/e^f", 3), ("/g|h", 4), ("/i\\j", 5), ("/k\"l", 6), ("/ ", 7), ("/m~0n", 8),
        ] as [(String, JSONValue)])
    func findsTheValuesOfTheRFC(text: String, value: JSONValue) throws {
        let pointer = try #require(JSONPointer(text))
        #expect(PointerTests.document.value(at: pointer) == value)
        #expect(pointer.description == text)
    }

    @Test(arguments: ["/foo/2", "/foo/-", "/foo/00", "/foo/x", "/none", "/foo/0/x", "/m~01n"])
    func whatIsNotThereIsNil(text: String) throws {
        let pointer = try #require(JSONPointer(text))
        #expect(PointerTests.document.value(at: pointer) == nil)
    }

    @Test func tildesAreUnescapedOnce() {
        #expect(JSONPointer("/~01/~1~0/~2")?.tokens == ["~1", "/~", "~2"])
        #expect(JSONPointer("foo") == nil)
    }
}

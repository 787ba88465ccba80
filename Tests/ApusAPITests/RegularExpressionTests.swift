import ApusAPI
import Testing

/// What RE2 finds (github.com/google/re2, "Syntax"), and Go's words for what is none of it.
struct RegularExpressionTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let pattern: String
        let text: String
        /// The leftmost match; nil: none.
        let match: String?
        var testDescription: String { "\(pattern) in \(text)" }

        init(_ pattern: String, _ text: String, _ match: String?) {
            self.pattern = pattern
            self.text = text
            self.match = match
        }
    }

    @Test(
        "the leftmost match is found, the one that the expression prefers",
        arguments: [
            Case("", "abc", ""), Case("b", "abc", "b"), Case("x", "abc", nil), Case("a.c", "xabcx", "abc"),
            Case("a.c", "a\nc", nil), Case("(?s)a.c", "a\nc", "a\nc"), Case("^b", "ab", nil), Case("^a", "ab", "a"),
            Case("b$", "ab", "b"), Case("a$", "ab", nil), Case("(?m)^b$", "a\nb\nc", "b"), Case("a|ab", "ab", "a"),
            Case("(?:ab|a)c?", "abc", "abc"), Case("a*", "aaa", "aaa"), Case("a*?", "aaa", ""),
            Case("a+?", "aaa", "a"), Case("(?U)a+", "aaa", "a"), Case("a{2}", "aaa", "aa"),
            Case("a{2,}", "aaaa", "aaaa"), Case("a{1,2}", "aaa", "aa"), Case("a{1,2}?", "aaa", "a"),
            Case("a{,2}", "a{,2}", "a{,2}"), Case("[a-c]+", "xxabcd", "abc"), Case("[^a-c]+", "abxy", "xy"),
            Case("[]a]+", "x]a", "]a"), Case("[a-]+", "x-a", "-a"), Case("[[:alpha:]]+", "12ab3", "ab"),
            Case("[[:^alpha:]]+", "ab12", "12"), Case(#"\d+\D"#, "a12b", "12b"), Case(#"[\d.]+"#, "v1.2", "1.2"),
            Case(#"\w+\s\w+"#, "to be", "to be"), Case(#"\bbe\b"#, "to be", "be"), Case(#"\bo"#, "to", nil),
            Case(#"\Bo"#, "to", "o"), Case(#"\x41\x{1F451}"#, "A👑", "A👑"), Case("👑+", "a👑👑", "👑👑"),
            Case("[👑-👒]", "👒", "👒"), Case("(?i)straße", "STRAßE", "STRAßE"), Case("(?i)[a-c]+", "xABCx", "ABC"),
            Case("(?i:a)b", "Ab", "Ab"), Case("(?i:a)b", "AB", nil), Case(#"\pL+"#, "1äb2", "äb"),
            Case(#"\PL+"#, "a12b", "12"), Case(#"\p{Lu}+"#, "abC", "C"), Case(#"[^\pN]+"#, "12ab", "ab"),
            Case(#"\Qa.b\E+"#, "a.bb", "a.bb"), Case(#"\Aa\z"#, "a", "a"), Case("(?P<x>a)(?<y>b)", "ab", "ab"),
            Case("(a*)*", "b", ""), Case("(a|b)*c", "ababc", "ababc"), Case("(?:)|x", "x", ""),
            Case(#"a\.b"#, "axb", nil), Case("é", "e\u{301}", nil),
            Case("[0-9]{3}-[0-9]{4}", "call 555-1234", "555-1234"),
        ])
    func matches(_ sample: Case) throws {
        let expression = try RegularExpression(sample.pattern)
        #expect(expression.firstMatch(in: sample.text) == sample.match)
        #expect(expression.matches(sample.text) == (sample.match != nil))
    }

    @Test(
        "what is no regular expression is refused in Go's words",
        arguments: [
            (")", "unexpected ): `)`"), ("(a", "missing closing ): `(a`"), ("[a", "missing closing ]: `[a`"),
            ("*a", "missing argument to repetition operator: `*`"),
            ("a**", "invalid nested repetition operator: `**`"), ("a{1001}", "invalid repeat count: `{1001}`"),
            ("a{2,1}", "invalid repeat count: `{2,1}`"), (#"\"#, "trailing backslash at end of expression: ``"),
            (#"\q"#, #"invalid escape sequence: `\q`"#), (#"\1"#, #"invalid escape sequence: `\1`"#),
            ("[b-a]", "invalid character class range: `b-a`"),
            ("[[:nope:]]", "invalid character class range: `[:nope:]`"),
            (#"\p{Nope}"#, #"invalid character class range: `\p{Nope}`"#),
            ("(?=a)", "invalid or unsupported Perl syntax: `(?=`"),
            ("(?<!a)", "invalid or unsupported Perl syntax: `(?<`"),
            ("(?P<a>x)(?P<a>y)", "duplicate capture group name: `a`"),
            ("((a{100}){100}){100}", "invalid repeat count: `{100}`"),
        ])
    func refusals(_ pattern: String, _ message: String) {
        #expect(throws: RegularExpression.SyntaxError.self) { try RegularExpression(pattern) }
        do {
            _ = try RegularExpression(pattern)
        } catch {
            #expect(error.description == "error parsing regexp: \(message)")
        }
    }

    @Test("all matches are found, without overlap and without empty ones behind others")
    func all() throws {
        #expect(try RegularExpression("a.").allMatches(in: "abacad") == ["ab", "ac", "ad"])
        #expect(try RegularExpression("a*").allMatches(in: "baac") == ["", "aa", ""])
        #expect(try RegularExpression("").allMatches(in: "é1") == ["", "", ""])
        #expect(try RegularExpression("[0-9]").allMatches(in: "a1b2c3", limit: 2) == ["1", "2"])
        #expect(try RegularExpression("x").allMatches(in: "abc") == [])
    }

    @Test("a pattern that makes others backtrack for ever takes linear time")
    func isLinear() throws {
        let text = String(repeating: "a", count: 5000)
        #expect(try !RegularExpression("^(a+)+$").matches(text + "!"))
        #expect(try !RegularExpression("(a|a)*b").matches(text))
        #expect(try RegularExpression("(a?){40}a{40}").matches(String(repeating: "a", count: 40)))
    }
}

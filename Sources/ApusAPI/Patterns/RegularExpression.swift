/// A regular expression with RE2's syntax and semantics (github.com/google/re2, "Syntax"), matched in time linear in
/// the length of the text: no pattern that a client brings can make the server backtrack.
///
/// Of Unicode classes the general categories are known (`\pL`, `\p{Lu}`), scripts are not. Immutable, shared by
/// reference.
public struct RegularExpression: Sendable {
    /// Why a text is no regular expression, worded as Go words it.
    public struct SyntaxError: Error, Sendable, Equatable, CustomStringConvertible {
        public let reason: String
        public let fragment: String
        public var description: String { "error parsing regexp: \(reason): `\(fragment)`" }
    }

    public let pattern: String
    let program: PatternProgram

    public init(_ pattern: String) throws(SyntaxError) {
        var parser = PatternParser(pattern)
        let node = try parser.parse()
        self.pattern = pattern
        program = try PatternProgram(node, pattern)
    }

    /// Whether the expression matches anywhere in `text`.
    public func matches(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { PatternMatcher(program, $0).matches() }
    }

    /// The text of the leftmost match; nil where there is none. Of several at one place the expression prefers one, as
    /// in Perl.
    public func firstMatch(in text: String) -> String? {
        var text = text
        return text.withUTF8 { bytes in
            PatternMatcher(program, bytes).first(from: 0).map { Self.text(bytes, $0) }
        }
    }

    /// The texts of the matches that do not overlap, at most `limit` of them; all where it is negative. An empty match
    /// right behind another is left out.
    public func allMatches(in text: String, limit: Int = -1) -> [String] {
        var text = text
        return text.withUTF8 { bytes in
            let matcher = PatternMatcher(program, bytes)
            var found: [String] = []
            var position = 0
            var end = -1
            while limit < 0 || found.count < limit, position <= bytes.count,
                let match = matcher.first(from: position)
            {
                var isCounted = true
                if match.isEmpty {
                    if match.lowerBound == end { isCounted = false }
                    position = match.upperBound + matcher.width(at: match.upperBound)
                } else {
                    position = match.upperBound
                }
                end = match.upperBound
                if isCounted { found.append(Self.text(bytes, match)) }
            }
            return found
        }
    }

    private static func text(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> String {
        String(decoding: bytes[range], as: UTF8.self)
    }
}

/// The tree of a regular expression.
indirect enum PatternNode {
    case empty
    case scalar(UInt32)
    case set(ScalarSet)
    case assertion(PatternAssertion)
    case concatenation([PatternNode])
    case alternation([PatternNode])
    case repetition(PatternNode, least: Int, most: Int?, isGreedy: Bool)
}

enum PatternAssertion: Int32 {
    case textStart, textEnd, lineStart, lineEnd, wordBoundary, noWordBoundary
}

/// The words of an expression (cel-spec, "Syntax").
struct Token {
    enum Kind: Equatable {
        case identifier
        /// In backquotes.
        case escapedIdentifier
        case int, uint, double, string, bytes
        case keyword
        case symbol
        case end
    }

    let kind: Kind
    /// As it is written.
    let text: String
    let range: Range<Int>
}

struct Lexer {
    private let source: SourceText
    private var position = 0
    private(set) var errors: [(offset: Int?, message: String)] = []

    private static let keywords: Set<String> = ["true", "false", "null", "in"]
    private static let pairs: Set<String> = ["==", "!=", "<=", ">=", "&&", "||"]
    private static let singles: Set<Unicode.Scalar> = [
        "<", ">", "[", "]", "{", "}", "(", ")", ".", ",", "-", "!", "?", ":", "+", "*", "/", "%",
    ]

    init(_ source: SourceText) { self.source = source }

    private func peek(_ offset: Int = 0) -> Unicode.Scalar? {
        position + offset < source.scalars.count ? source.scalars[position + offset] : nil
    }

    /// All tokens; the last one is `.end`.
    mutating func tokens() -> [Token] {
        var tokens: [Token] = []
        while true {
            skipSpace()
            guard position < source.scalars.count else { break }
            if let token = token() { tokens.append(token) }
        }
        tokens.append(Token(kind: .end, text: "<EOF>", range: position..<position))
        return tokens
    }

    private mutating func skipSpace() {
        while let scalar = peek() {
            if scalar == "/", peek(1) == "/" {
                while let scalar = peek(), scalar != "\n" { position += 1 }
            } else if scalar == " " || scalar == "\t" || scalar == "\r" || scalar == "\n" || scalar == "\u{0c}" {
                position += 1
            } else {
                return
            }
        }
    }

    private mutating func token() -> Token? {
        guard let first = peek() else { return nil }
        let start = position
        if let token = quoted() { return token }
        if Self.isLetter(first) {
            while let scalar = peek(), Self.isLetter(scalar) || Self.isDigit(scalar) { position += 1 }
            let word = source.text(start..<position)
            return Token(
                kind: Self.keywords.contains(word) ? .keyword : .identifier, text: word, range: start..<position)
        }
        if Self.isDigit(first) || first == "." && peek(1).map(Self.isDigit) == true { return number() }
        if first == "`", let token = escapedIdentifier() { return token }
        if let second = peek(1) {
            let pair = String(String.UnicodeScalarView([first, second]))
            if Self.pairs.contains(pair) {
                position += 2
                return Token(kind: .symbol, text: pair, range: start..<position)
            }
        }
        position += 1
        if Self.singles.contains(first) {
            return Token(kind: .symbol, text: String(first), range: start..<position)
        }
        let isOpenQuote = first == "'" || first == "\""
        if isOpenQuote { while let scalar = peek(), scalar != "\n", scalar != "\r" { position += 1 } }
        errors.append(
            (start, "Syntax error: token recognition error at: '\(Self.shown(source.text(start..<position)))'"))
        return nil
    }

    /// As ANTLR shows text.
    static func shown(_ text: String) -> String {
        var shown = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\n": shown += "\\n"
            case "\r": shown += "\\r"
            case "\t": shown += "\\t"
            default: shown.unicodeScalars.append(scalar)
            }
        }
        return shown
    }

    private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
        ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || scalar == "_"
    }

    private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }

    private mutating func escapedIdentifier() -> Token? {
        let start = position
        var end = position + 1
        while end < source.scalars.count {
            let scalar = source.scalars[end]
            guard Self.isLetter(scalar) || Self.isDigit(scalar) || [".", "-", "/", " "].contains(scalar) else { break }
            end += 1
        }
        guard end > start + 1, end < source.scalars.count, source.scalars[end] == "`" else { return nil }
        position = end + 1
        return Token(kind: .escapedIdentifier, text: source.text(start + 1..<end), range: start..<position)
    }

    private mutating func number() -> Token {
        let start = position
        var kind = Token.Kind.int
        if peek() == "0", peek(1) == "x", peek(2)?.properties.isASCIIHexDigit == true {
            position += 2
            while peek()?.properties.isASCIIHexDigit == true { position += 1 }
        } else {
            skipDigits()
            if peek() == ".", peek(1).map(Self.isDigit) == true {
                kind = .double
                position += 1
                skipDigits()
            }
            if peek() == "e" || peek() == "E" {
                let hasSign = peek(1) == "+" || peek(1) == "-"
                if peek(hasSign ? 2 : 1).map(Self.isDigit) == true {
                    kind = .double
                    position += hasSign ? 2 : 1
                    skipDigits()
                }
            }
        }
        if kind == .int, peek() == "u" || peek() == "U" {
            kind = .uint
            position += 1
        }
        return Token(kind: kind, text: source.text(start..<position), range: start..<position)
    }

    private mutating func skipDigits() {
        while let scalar = peek(), Self.isDigit(scalar) { position += 1 }
    }

    /// A string or bytes; nil where no quote follows or it is not closed.
    private mutating func quoted() -> Token? {
        let start = position
        var offset = 0
        var isBytes = false
        var isRaw = false
        if peek(offset) == "b" || peek(offset) == "B" {
            isBytes = true
            offset += 1
        }
        if peek(offset) == "r" || peek(offset) == "R" {
            isRaw = true
            offset += 1
        }
        guard let quote = peek(offset), quote == "'" || quote == "\"" else { return nil }
        let isTriple = peek(offset + 1) == quote && peek(offset + 2) == quote
        var end = start + offset + (isTriple ? 3 : 1)
        while end < source.scalars.count {
            let scalar = source.scalars[end]
            if scalar == "\\", !isRaw {
                end += 2
                continue
            }
            if scalar == quote {
                if !isTriple { return close(isBytes, start, end + 1) }
                if end + 2 < source.scalars.count, source.scalars[end + 1] == quote, source.scalars[end + 2] == quote {
                    return close(isBytes, start, end + 3)
                }
            }
            if !isTriple, scalar == "\n" || scalar == "\r" { break }
            end += 1
        }
        return nil
    }

    private mutating func close(_ isBytes: Bool, _ start: Int, _ end: Int) -> Token {
        position = end
        return Token(kind: isBytes ? .bytes : .string, text: source.text(start..<end), range: start..<end)
    }
}

/// Reads a refused document byte by byte to say what is wrong with it, where, and in the words of Go's scanner.
struct SyntaxScanner {
    struct Finding: Error {
        var code: JSONError.Code
        var message: String
        var offset: Int
    }

    private enum Container { case object, array }

    private let bytes: UnsafeRawBufferPointer
    private let depth: Int
    private var position = 0
    private var containers: [Container] = []
    /// The first thing that Go lets pass and this project does not; it counts only where the syntax is right.
    private var stricter: Finding?

    init(bytes: UnsafeRawBufferPointer, depth: Int) {
        self.bytes = bytes
        self.depth = depth
    }

    mutating func scan() -> Finding {
        do throws(Finding) {
            try document()
        } catch {
            return error
        }
        return stricter ?? Finding(code: .syntax, message: "invalid JSON", offset: bytes.count)
    }

    private mutating func document() throws(Finding) {
        try value("looking for beginning of value")
        while !containers.isEmpty { try afterValue() }
        skipSpace()
        if position < bytes.count { throw invalid("after top-level value") }
    }

    // MARK: - Structure

    /// Reads a scalar, an empty container, or the beginning of a container up to its first value.
    private mutating func value(_ context: String) throws(Finding) {
        skipSpace()
        switch try peek() {
        case UInt8(ascii: "{"):
            try open(.object)
            skipSpace()
            if try peek() == UInt8(ascii: "}") { close() } else { try member() }
        case UInt8(ascii: "["):
            try open(.array)
            skipSpace()
            if try peek() == UInt8(ascii: "]") { close() } else { try value("looking for beginning of value") }
        case UInt8(ascii: "\""): try string()
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): try number()
        case UInt8(ascii: "t"): try literal("true")
        case UInt8(ascii: "f"): try literal("false")
        case UInt8(ascii: "n"): try literal("null")
        default: throw invalid(context)
        }
    }

    private mutating func member() throws(Finding) {
        skipSpace()
        guard try peek() == UInt8(ascii: "\"") else { throw invalid("looking for beginning of object key string") }
        try string()
        skipSpace()
        guard try peek() == UInt8(ascii: ":") else { throw invalid("after object key") }
        position += 1
        try value("looking for beginning of value")
    }

    private mutating func afterValue() throws(Finding) {
        skipSpace()
        let byte = try peek()
        if containers.last == .object {
            switch byte {
            case UInt8(ascii: "}"): close()
            case UInt8(ascii: ","):
                position += 1
                try member()
            default: throw invalid("after object key:value pair")
            }
        } else {
            switch byte {
            case UInt8(ascii: "]"): close()
            case UInt8(ascii: ","):
                position += 1
                try value("looking for beginning of value")
            default: throw invalid("after array element")
            }
        }
    }

    private mutating func open(_ container: Container) throws(Finding) {
        position += 1
        containers.append(container)
        if containers.count > depth {
            throw Finding(code: .tooDeep, message: "exceeded max depth", offset: position)
        }
    }

    private mutating func close() {
        position += 1
        containers.removeLast()
    }

    private mutating func skipSpace() {
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"), UInt8(ascii: "\n"): position += 1
            default: return
            }
        }
    }

    // MARK: - Scalars

    private mutating func literal(_ text: StaticString) throws(Finding) {
        for index in 1..<text.utf8CodeUnitCount {
            position += 1
            let expected = text.utf8Start[index]
            guard try peek() == expected else {
                throw invalid("in literal \(text) (expecting \(SyntaxScanner.quoted(expected)))")
            }
        }
        position += 1
    }

    private mutating func number() throws(Finding) {
        let start = position
        if bytes[position] == UInt8(ascii: "-") {
            position += 1
            guard SyntaxScanner.isDigit(try peek()) else { throw invalid("in numeric literal") }
        }
        if bytes[position] == UInt8(ascii: "0") { position += 1 } else { skipDigits() }
        if current == UInt8(ascii: ".") {
            position += 1
            guard SyntaxScanner.isDigit(try peek()) else { throw invalid("after decimal point in numeric literal") }
            skipDigits()
        }
        if current == UInt8(ascii: "e") || current == UInt8(ascii: "E") {
            position += 1
            let byte = try peek()
            if byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-") { position += 1 }
            guard SyntaxScanner.isDigit(try peek()) else { throw invalid("in exponent of numeric literal") }
            skipDigits()
        }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        let isInteger = text.utf8.allSatisfy { SyntaxScanner.isDigit($0) || $0 == UInt8(ascii: "-") }
        let fits = isInteger ? Int64(text) != nil || UInt64(text) != nil : Double(text)?.isFinite ?? false
        if !fits { note(.number, "cannot unmarshal number \(text): value out of range") }
    }

    private mutating func skipDigits() {
        while let byte = current, SyntaxScanner.isDigit(byte) { position += 1 }
    }

    private mutating func string() throws(Finding) {
        position += 1
        while true {
            switch try peek() {
            case UInt8(ascii: "\""):
                position += 1
                return
            case UInt8(ascii: "\\"): try escape()
            case 0..<0x20: throw invalid("in string literal")
            case 0x80...: character()
            default: position += 1
            }
        }
    }

    private mutating func escape() throws(Finding) {
        position += 1
        switch try peek() {
        case UInt8(ascii: "u"):
            let unit = try unicodeEscape()
            guard unit & 0xF800 == 0xD800 else { return }
            if unit < 0xDC00, current == UInt8(ascii: "\\"), position + 1 < bytes.count,
                bytes[position + 1] == UInt8(ascii: "u")
            {
                position += 1
                if try unicodeEscape() & 0xFC00 == 0xDC00 { return }
            }
            note(.encoding, "invalid surrogate pair in \\u hexadecimal character escape")
        case UInt8(ascii: "b"), UInt8(ascii: "f"), UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"),
            UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "\""):
            position += 1
        default: throw invalid("in string escape code")
        }
    }

    private mutating func unicodeEscape() throws(Finding) -> UInt32 {
        position += 1
        var unit: UInt32 = 0
        for _ in 0..<4 {
            guard let digit = Character(UnicodeScalar(try peek())).hexDigitValue else {
                throw invalid("in \\u hexadecimal character escape")
            }
            unit = unit << 4 | UInt32(digit)
            position += 1
        }
        return unit
    }

    /// Passes one character of several bytes.
    private mutating func character() {
        let rest = UnsafeRawBufferPointer(rebasing: bytes[position..<min(position + 4, bytes.count)])
        var decoder = UTF8()
        var iterator = rest.makeIterator()
        if case .scalarValue(let scalar) = decoder.decode(&iterator) {
            position += UTF8.width(scalar)
        } else {
            position += 1
            note(.encoding, "invalid UTF-8 in string literal")
        }
    }

    // MARK: - Findings

    private var current: UInt8? { position < bytes.count ? bytes[position] : nil }

    private func peek() throws(Finding) -> UInt8 {
        guard position < bytes.count else {
            throw Finding(code: .syntax, message: "unexpected end of JSON input", offset: bytes.count)
        }
        return bytes[position]
    }

    private func invalid(_ context: String) -> Finding {
        let message = "invalid character \(SyntaxScanner.quoted(bytes[position])) \(context)"
        return Finding(code: .syntax, message: message, offset: position + 1)
    }

    private mutating func note(_ code: JSONError.Code, _ message: String) {
        if stricter == nil { stricter = Finding(code: code, message: message, offset: position) }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }

    /// A byte as Go shows it: `'x'`, `'\n'`, `'\x00'`, and a byte beyond ASCII as the Latin-1 character of its value.
    private static func quoted(_ byte: UInt8) -> String {
        switch byte {
        case UInt8(ascii: "'"): return #"'\''"#
        case UInt8(ascii: "\""): return "'\"'"
        case UInt8(ascii: "\\"): return #"'\\'"#
        case 0x07: return #"'\a'"#
        case 0x08: return #"'\b'"#
        case 0x09: return #"'\t'"#
        case 0x0A: return #"'\n'"#
        case 0x0B: return #"'\v'"#
        case 0x0C: return #"'\f'"#
        case 0x0D: return #"'\r'"#
        case 0..<0x20, 0x7F: return "'\\x\(byte < 16 ? "0" : "")\(String(byte, radix: 16))'"
        case 0x80..<0xA1, 0xAD: return "'\\u00\(String(byte, radix: 16))'"
        default: return "'\(Character(UnicodeScalar(byte)))'"
        }
    }
}

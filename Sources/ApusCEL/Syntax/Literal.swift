/// What quoted literals mean (cel-spec, "String and Bytes Values").
enum Literal {
    struct Malformed: Error { let message: String }

    static func string(_ token: String) throws(Malformed) -> String {
        let (body, isRaw) = try content(token)
        guard !isRaw, body.contains("\\") else { return String(String.UnicodeScalarView(body)) }
        var text = String.UnicodeScalarView()
        try unescape(body) { scalar, _ in text.append(scalar) }
        return String(text)
    }

    /// Of `b"…"`: escapes of two hexadecimal or three octal digits are bytes, all else is UTF-8.
    static func bytes(_ token: String) throws(Malformed) -> [UInt8] {
        let (body, isRaw) = try content(String(token.dropFirst()))
        guard !isRaw else { return Array(String(String.UnicodeScalarView(body)).utf8) }
        var bytes: [UInt8] = []
        try unescape(body) { scalar, isByte in
            if isByte { bytes.append(UInt8(scalar.value)) } else { bytes += Array(String(scalar).utf8) }
        }
        return bytes
    }

    /// The scalars between the quotes.
    private static func content(_ token: String) throws(Malformed) -> ([Unicode.Scalar], isRaw: Bool) {
        var scalars = Array(token.unicodeScalars)
        let isRaw = scalars.first == "r" || scalars.first == "R"
        if isRaw { scalars.removeFirst() }
        guard let quote = scalars.first else { throw Malformed(message: "unable to unescape string") }
        let isTriple = scalars.count >= 6 && scalars[1] == quote && scalars[2] == quote
        let width = isTriple ? 3 : 1
        guard scalars.count >= 2 * width else { throw Malformed(message: "unable to unescape string") }
        scalars = Array(scalars[width..<scalars.count - width])
        // As cel-go reads files that were written elsewhere.
        var lines: [Unicode.Scalar] = []
        lines.reserveCapacity(scalars.count)
        var index = 0
        while index < scalars.count {
            let scalar = scalars[index]
            index += 1
            if scalar == "\r" {
                if index < scalars.count, scalars[index] == "\n" { index += 1 }
                lines.append("\n")
            } else {
                lines.append(scalar)
            }
        }
        return (lines, isRaw)
    }

    private static func unescape(
        _ body: [Unicode.Scalar], _ emit: (Unicode.Scalar, _ isByte: Bool) -> Void
    ) throws(Malformed) {
        var index = 0
        while index < body.count {
            let scalar = body[index]
            index += 1
            guard scalar == "\\" else {
                emit(scalar, false)
                continue
            }
            guard index < body.count else {
                throw Malformed(message: "unable to unescape string, found '\\' as last character")
            }
            let escape = body[index]
            index += 1
            switch escape {
            case "a": emit("\u{07}", false)
            case "b": emit("\u{08}", false)
            case "f": emit("\u{0c}", false)
            case "n": emit("\n", false)
            case "r": emit("\r", false)
            case "t": emit("\t", false)
            case "v": emit("\u{0b}", false)
            case "\\", "'", "\"", "`", "?": emit(escape, false)
            case "x", "X": emit(try number(body, &index, 2, 16), true)
            case "u": emit(try number(body, &index, 4, 16), false)
            case "U": emit(try number(body, &index, 8, 16), false)
            case "0"..."3":
                index -= 1
                emit(try number(body, &index, 3, 8), true)
            default: throw Malformed(message: "unable to unescape string")
            }
        }
    }

    private static func number(
        _ body: [Unicode.Scalar], _ index: inout Int, _ digits: Int, _ radix: UInt32
    ) throws(Malformed) -> Unicode.Scalar {
        guard index + digits <= body.count else { throw Malformed(message: "unable to unescape string") }
        var value: UInt32 = 0
        for _ in 0..<digits {
            let scalar = body[index]
            index += 1
            guard scalar.isASCII, let digit = Character(scalar).hexDigitValue, digit < radix else {
                throw Malformed(message: "unable to unescape string")
            }
            value = value * radix + UInt32(digit)
        }
        guard let scalar = Unicode.Scalar(value) else { throw Malformed(message: "invalid unicode code point") }
        return scalar
    }
}

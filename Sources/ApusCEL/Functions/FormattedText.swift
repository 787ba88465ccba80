import ApusAPI

/// `format`: a template with clauses for the values of a list (cel-go's `ext/formatting.go`, version 2 of the library).
enum FormattedText {
    private static let defaultPrecision = 6
    /// Beyond this no double has digits.
    private static let largestPrecision = 1100

    static func make(_ template: String, _ values: ListValue) -> Value {
        var text = ""
        var rest = template.unicodeScalars[...]
        var index = 0
        while let scalar = rest.popFirst() {
            guard scalar == "%" else {
                text.unicodeScalars.append(scalar)
                continue
            }
            if rest.first == "%" {
                rest.removeFirst()
                text += "%"
                continue
            }
            var precision: Int?
            if rest.first == "." {
                rest.removeFirst()
                var digits = ""
                while let digit = rest.first, ("0"..."9").contains(digit) {
                    digits.unicodeScalars.append(digit)
                    rest.removeFirst()
                }
                guard let count = Int(digits), count <= largestPrecision else {
                    return .error("could not parse formatting clause: error while parsing precision: invalid precision")
                }
                precision = count
            }
            guard let verb = rest.popFirst() else {
                return .error("could not parse formatting clause: unexpected end of string")
            }
            guard index < values.count else { return .error("index \(index) out of range") }
            let value = values[index]
            index += 1
            guard let clause = clause(verb, value, precision) else {
                return .error("error during formatting: \(problem(verb, value))")
            }
            text += clause
        }
        return .string(text)
    }

    private static func problem(_ verb: Unicode.Scalar, _ value: Value) -> String {
        let type = value.typeName
        switch verb {
        case "s":
            return "string clause can only be used on strings, bools, bytes, ints, doubles, maps, lists, types, "
                + "durations, and timestamps, was given \(type)"
        case "d": return "decimal clause can only be used on integers, was given \(type)"
        case "f": return "fixed-point clause can only be used on doubles, was given \(type)"
        case "e": return "scientific clause can only be used on doubles, was given \(type)"
        case "b": return "only integers and bools can be formatted as binary, was given \(type)"
        case "x", "X": return "only integers, byte buffers, and strings can be formatted as hex, was given \(type)"
        case "o": return "octal clause can only be used on integers, was given \(type)"
        default: return "unrecognized formatting clause \"\(verb)\""
        }
    }

    private static func clause(_ verb: Unicode.Scalar, _ value: Value, _ precision: Int?) -> String? {
        switch verb {
        case "s": return string(value)
        case "d": return integer(value, radix: 10)
        case "o": return integer(value, radix: 8)
        case "b":
            if case .bool(let flag) = value { return flag ? "1" : "0" }
            return integer(value, radix: 2)
        case "x", "X":
            switch value {
            case .string(let text): return hexadecimal(Array(text.utf8), isUpper: verb == "X")
            case .bytes(let bytes): return hexadecimal(bytes, isUpper: verb == "X")
            default: return integer(value, radix: 16).map { verb == "X" ? $0.uppercased() : $0 }
            }
        case "f": return number(value).map { special($0) ?? GoNumber.fixed($0, precision ?? defaultPrecision) }
        case "e":
            return number(value).map {
                special($0) ?? superscripted(GoNumber.scientific($0, precision ?? defaultPrecision))
            }
        default: return nil
        }
    }

    private static func integer(_ value: Value, radix: Int) -> String? {
        switch value {
        case .int(let number): String(number, radix: radix)
        case .uint(let number): String(number, radix: radix)
        default: nil
        }
    }

    private static func number(_ value: Value) -> Double? {
        switch value {
        case .double(let number): number
        case .string("NaN"): .nan
        case .string("Infinity"): .infinity
        case .string("-Infinity"): -.infinity
        default: nil
        }
    }

    private static func special(_ number: Double) -> String? {
        number.isNaN ? "NaN" : number.isInfinite ? (number < 0 ? "-∞" : "∞") : nil
    }

    /// `3.14e+00` as golang.org/x/text shows it: `3.14×10⁰⁰`.
    private static func superscripted(_ text: String) -> String {
        guard let mark = text.firstIndex(of: "e") else { return text }
        let digits = Array("⁰¹²³⁴⁵⁶⁷⁸⁹")
        var power = ""
        for character in text[text.index(after: mark)...] {
            if character == "-" { power += "⁻" }
            if let digit = character.wholeNumberValue { power.append(digits[digit]) }
        }
        return text[..<mark] + "×10" + power
    }

    private static func hexadecimal(_ bytes: [UInt8], isUpper: Bool) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16, uppercase: isUpper) }.joined()
    }

    private static func string(_ value: Value) -> String? {
        switch value {
        case .null: return "null"
        case .type(let name): return name
        case .list(let list):
            let elements = list.values.map(nested)
            guard !elements.contains(nil) else { return nil }
            return "[" + elements.compactMap { $0 }.joined(separator: ", ") + "]"
        case .map(let map):
            var entries: [(String, String)] = []
            for key in map.keys {
                guard let name = nested(key), let value = map.find(key).flatMap(nested) else { return nil }
                entries.append((name, value))
            }
            return "{" + entries.sorted { $0.0 < $1.0 }.map { "\($0.0):\($0.1)" }.joined(separator: ", ") + "}"
        default: return StandardLibrary.text(value)
        }
    }

    /// A value in a list or a map, as a literal.
    private static func nested(_ value: Value) -> String? {
        switch value {
        case .string(let text): GoText.quoted(text)
        case .bytes: string(value).map { "b" + GoText.quoted($0) }
        case .double(let number): special(number).map { GoText.quoted($0) } ?? GoNumber.fixed(number, defaultPrecision)
        case .timestamp: string(value).map { "timestamp(" + GoText.quoted($0) + ")" }
        case .duration: string(value).map { "duration(" + GoText.quoted($0) + ")" }
        default: string(value)
        }
    }
}

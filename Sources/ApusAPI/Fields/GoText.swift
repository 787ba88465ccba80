public import ApusJSON

/// Text as Go's `fmt` and `encoding/json` write it, where upstream's messages show values.
public enum GoText {
    /// `%q`: in double quotes, with Go's escapes (Go specification, "String literals").
    public static func quoted(_ string: String) -> String {
        var text = "\""
        for scalar in string.unicodeScalars {
            if let escape = escape(scalar) {
                text += escape
            } else {
                if scalar.isASCII ? (0x20..<0x7f).contains(scalar.value) : isPrintable(scalar) {
                    text.unicodeScalars.append(scalar)
                } else if scalar.value < 0x80 {
                    text += "\\x" + hexadecimal(scalar.value, digits: 2)
                } else if scalar.value < 0x1_0000 {
                    text += "\\u" + hexadecimal(scalar.value, digits: 4)
                } else {
                    text += "\\U" + hexadecimal(scalar.value, digits: 8)
                }
            }
        }
        return text + "\""
    }

    /// The escape of a scalar that has one of its own in double quotes.
    public static func escape(_ scalar: Unicode.Scalar) -> String? {
        switch scalar {
        case "\"": "\\\""
        case "\\": "\\\\"
        case "\u{07}": "\\a"
        case "\u{08}": "\\b"
        case "\u{0c}": "\\f"
        case "\n": "\\n"
        case "\r": "\\r"
        case "\t": "\\t"
        case "\u{0b}": "\\v"
        default: nil
        }
    }

    /// `[a b c]`: `%v` of a list of strings.
    public static func list(_ strings: some Sequence<String>) -> String {
        "[" + strings.joined(separator: " ") + "]"
    }

    /// `%+v` of a decoded JSON value: `map[a:1 b:[x y]]`.
    public static func value(_ value: JSONValue) -> String {
        switch value {
        case .null: "<nil>"
        case .string(let string): string
        case .array(let elements): list(elements.map { GoText.value($0) })
        case .object(let object):
            "map" + list(object.members.sorted { $0.key < $1.key }.map { "\($0.key):\(GoText.value($0.value))" })
        default: json(value)
        }
    }

    /// `%.nf`: `1.500000` with six digits behind the point.
    public static func fixed(_ value: Double, digits: Int) -> String {
        var unit: Int64 = 1
        for _ in 0..<digits { unit *= 10 }
        let scaled = (value.magnitude * Double(unit)).rounded(.toNearestOrEven)
        guard scaled < 9e18 else { return String(value) }
        let (whole, fraction) = Int64(scaled).quotientAndRemainder(dividingBy: unit)
        let sign = value < 0 && scaled > 0 ? "-" : ""
        guard digits > 0 else { return sign + String(whole) }
        let text = String(fraction)
        return "\(sign)\(whole)." + String(repeating: "0", count: digits - text.count) + text
    }

    /// `%T` of a decoded JSON value.
    static func type(_ value: JSONValue) -> String {
        switch value {
        case .null: "<nil>"
        case .bool: "bool"
        case .int: "int64"
        case .double: "float64"
        case .string: "string"
        case .array: "[]interface {}"
        case .object: "map[string]interface {}"
        }
    }

    /// `%#v` of a decoded JSON value.
    static func syntax(_ value: JSONValue) -> String {
        switch value {
        case .null: "interface {}(nil)"
        case .string(let string): quoted(string)
        case .array(let elements): "[]interface {}{" + elements.map(syntax).joined(separator: ", ") + "}"
        case .object(let object):
            "map[string]interface {}{"
                + object.members.sorted { $0.key < $1.key }.map { "\(quoted($0.key)):\(syntax($0.value))" }
                .joined(separator: ", ") + "}"
        default: json(value)
        }
    }

    /// `unicode.IsPrint`: what can be seen, and the plain space.
    static func isPrint(_ scalar: Unicode.Scalar) -> Bool {
        scalar.isASCII ? (0x20..<0x7f).contains(scalar.value) : isPrintable(scalar)
    }

    private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator,
            .spaceSeparator:
            false
        default: true
        }
    }

    static func hexadecimal(_ value: UInt32, digits: Int) -> String {
        let text = String(value, radix: 16)
        return String(repeating: "0", count: max(0, digits - text.count)) + text
    }

    /// Compact JSON with members in their order and `<`, `>`, `&` escaped: `json.Marshal`.
    public static func json(_ value: JSONValue) -> String { value.encoded().string }
}

import ApusJSON

/// The `fieldPath` of a validation rule: fields by `.name` or `['name']`, keys of maps alike
/// (apiextensions-apiserver's `ValidFieldPath`).
enum RuleFieldPath {
    /// The path as errors have it; nil where it leads to nothing in `schema`.
    static func normalized(_ text: String, _ schema: JSONValue) -> String? {
        var rest = text[...]
        var schema = schema
        var path = ""
        while let first = rest.popFirst() {
            let name: String
            switch first {
            case ".":
                let end = rest.firstIndex { $0 == "." || $0 == "[" || $0 == "]" } ?? rest.endIndex
                name = String(rest[..<end])
                rest = rest[end...]
            case "[":
                guard let quoted = quoted(&rest), rest.popFirst() == "]" else { return nil }
                name = quoted
            default: return nil
            }
            guard !name.isEmpty else { return nil }
            if schema["properties"].object != nil {
                guard let property = schema["properties"].object?[name] else { return nil }
                path += path.isEmpty ? name : ".\(name)"
                schema = property
            } else if schema["additionalProperties"].object != nil {
                path += "[\(name)]"
                schema = schema["additionalProperties"]
            } else {
                return nil
            }
        }
        return path
    }

    /// The text in single quotes.
    private static func quoted(_ rest: inout Substring) -> String? {
        guard rest.popFirst() == "'" else { return nil }
        let escapes: [Character: Character] = [
            "a": "\u{07}", "b": "\u{08}", "f": "\u{0c}", "n": "\n", "r": "\r", "t": "\t", "v": "\u{0b}", "'": "'",
            "\\": "\\",
        ]
        var text = ""
        while let character = rest.popFirst() {
            switch character {
            case "'": return text
            case "\\":
                guard let escaped = rest.popFirst().flatMap({ escapes[$0] }) else { return nil }
                text.append(escaped)
            default: text.append(character)
            }
        }
        return nil
    }
}

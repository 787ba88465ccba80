/// Which objects are meant, by the values of a few fields: terms that must all hold.
public struct FieldSelector: Sendable, Equatable, CustomStringConvertible {
    public struct Term: Sendable, Equatable {
        /// `metadata.name`, `spec.nodeName`.
        public let field: String
        /// Whether the field must have the value, or must not.
        public let isEqual: Bool
        public let value: String

        public init(field: String, isEqual: Bool, value: String) {
            self.field = field
            self.isEqual = isEqual
            self.value = value
        }
    }

    public let terms: [Term]

    public init(_ terms: [Term]) { self.terms = terms }

    public static let everything = FieldSelector([])

    /// Reads the form of the query parameter: `metadata.name=x,status.phase!=Running`; `\`, `,` and `=` in values are
    /// escaped with `\`. Errors are worded as upstream words them.
    public init(parsing text: String) throws(FieldSelectorError) {
        var terms: [Term] = []
        for part in FieldSelector.split(text).sorted() where !part.isEmpty {
            guard let (field, isEqual, value) = FieldSelector.cut(part) else {
                throw FieldSelectorError("invalid selector: '\(text)'; can't understand '\(part)'")
            }
            terms.append(
                Term(field: String(field), isEqual: isEqual, value: try FieldSelector.unescape(value)))
        }
        self.terms = terms
    }

    public var isEverything: Bool { terms.isEmpty }

    /// Whether the terms hold for what `value` gives for each field; an absent field is "".
    public func matches(_ value: (_ field: String) -> String) -> Bool {
        terms.allSatisfy { (value($0.field) == $0.value) == $0.isEqual }
    }

    /// The value that `field` must have, where a term demands it.
    public func exactValue(of field: String) -> String? {
        terms.first { $0.field == field && $0.isEqual }?.value
    }

    public var description: String {
        terms.map { term in
            var text = term.field + (term.isEqual ? "=" : "!=")
            for character in term.value {
                if "\\,=".contains(character) { text += "\\" }
                text.append(character)
            }
            return text
        }.joined(separator: ",")
    }

    private static func split(_ text: String) -> [Substring] {
        var parts: [Substring] = []
        var start = text.startIndex
        var isEscaped = false
        for index in text.indices {
            if isEscaped {
                isEscaped = false
            } else if text[index] == "\\" {
                isEscaped = true
            } else if text[index] == "," {
                parts.append(text[start..<index])
                start = text.index(after: index)
            }
        }
        parts.append(text[start...])
        return parts
    }

    private static func cut(_ part: Substring) -> (Substring, Bool, Substring)? {
        for index in part.indices {
            let rest = part[index...]
            for (symbol, isEqual) in [("!=", false), ("==", true), ("=", true)] where rest.hasPrefix(symbol) {
                return (part[..<index], isEqual, rest.dropFirst(symbol.count))
            }
        }
        return nil
    }

    private static func unescape(_ value: Substring) throws(FieldSelectorError) -> String {
        var text = ""
        var isEscaped = false
        for character in value {
            if isEscaped {
                guard "\\,=".contains(character) else {
                    throw FieldSelectorError("invalid field selector: invalid escape sequence: \\\(character)")
                }
                text.append(character)
                isEscaped = false
            } else if character == "\\" {
                isEscaped = true
            } else if character == "," || character == "=" {
                let code = character.unicodeScalars.first?.value ?? 0
                throw FieldSelectorError("invalid field selector: unescaped character in value: \(code)")
            } else {
                text.append(character)
            }
        }
        if isEscaped { throw FieldSelectorError("invalid field selector: invalid escape sequence: \\") }
        return text
    }
}

/// Why a field selector is no selector, in upstream's words.
public struct FieldSelectorError: Error, Sendable, Equatable, CustomStringConvertible {
    public let description: String

    public init(_ description: String) { self.description = description }
}

import ApusAPI

extension StandardLibrary {
    static let strings: [Function] =
        [
            test("contains", "contains_string") { text, other in contains(text, other) },
            test("startsWith", "starts_with_string") { $0.starts(with: $1) },
            test("endsWith", "ends_with_string") { text, other in text.reversed().starts(with: other.reversed()) },
        ] + extensions

    private static func test(
        _ name: String, _ id: String, _ holds: @escaping @Sendable (String.UTF8View, String.UTF8View) -> Bool
    ) -> Function {
        Function(name, [.member([.string, .string], .bool, id: id)]) { arguments in
            guard case .string(let text) = arguments[0], case .string(let other) = arguments[1] else {
                return .noSuchOverload
            }
            return .bool(holds(text.utf8, other.utf8))
        }
    }

    private static func contains(_ text: String.UTF8View, _ other: String.UTF8View) -> Bool {
        find(Array(other), in: Array(text), from: 0) != nil
    }

    /// Where `part` stands in `whole` at or behind `start`.
    private static func find<Element: Equatable>(_ part: [Element], in whole: [Element], from start: Int) -> Int? {
        guard whole.count >= part.count else { return nil }
        var position = max(start, 0)
        while position + part.count <= whole.count {
            if whole[position..<position + part.count].elementsEqual(part) { return position }
            position += 1
        }
        return nil
    }

    private static func scalars(_ text: String) -> [Unicode.Scalar] { Array(text.unicodeScalars) }

    private static func text(_ scalars: some Sequence<Unicode.Scalar>) -> String {
        var text = String.UnicodeScalarView()
        text.append(contentsOf: scalars)
        return String(text)
    }

    private static func outOfRange(_ index: Int64) -> Value { .error("index out of range: \(index)") }

    /// cel-go's `ext.Strings` at version 2.
    private static let extensions: [Function] = [
        Function("charAt", [.member([.string, .int], .string)]) { arguments in
            guard case .string(let text) = arguments[0], case .int(let index) = arguments[1] else {
                return .noSuchOverload
            }
            let all = scalars(text)
            guard (0...Int64(all.count)).contains(index) else { return outOfRange(index) }
            return .string(index == Int64(all.count) ? "" : String(all[Int(index)]))
        },
        Function(
            "indexOf", [.member([.string, .string], .int), .member([.string, .string, .int], .int)]
        ) { indexOf($0) },
        Function(
            "lastIndexOf", [.member([.string, .string], .int), .member([.string, .string, .int], .int)]
        ) { lastIndexOf($0) },
        mapped("lowerAscii") { ("A"..."Z").contains($0) ? Unicode.Scalar(UInt8($0.value + 32)) : $0 },
        mapped("upperAscii") { ("a"..."z").contains($0) ? Unicode.Scalar(UInt8($0.value - 32)) : $0 },
        Function(
            "replace",
            [.member([.string, .string, .string], .string), .member([.string, .string, .string, .int], .string)]
        ) { replace($0) },
        Function(
            "split",
            [.member([.string, .string], .list(.string)), .member([.string, .string, .int], .list(.string))]
        ) { split($0) },
        Function(
            "substring", [.member([.string, .int], .string), .member([.string, .int, .int], .string)]
        ) { substring($0) },
        Function("trim", [.member([.string], .string)]) { arguments in
            guard case .string(let value) = arguments[0] else { return .noSuchOverload }
            let all = scalars(value)
            let start = all.firstIndex { !$0.properties.isWhitespace } ?? all.count
            let end = all.lastIndex { !$0.properties.isWhitespace }.map { $0 + 1 } ?? start
            return .string(text(all[start..<end]))
        },
        Function("join", [.member([.list(.string)], .string), .member([.list(.string), .string], .string)]) {
            join($0)
        },
        Function("format", [.member([.string, .list(.dyn)], .string, id: "string_format")]) { arguments in
            guard case .string(let template) = arguments[0], case .list(let values) = arguments[1] else {
                return .noSuchOverload
            }
            return FormattedText.make(template, values)
        },
        Function("strings.quote", [.global([.string], .string, id: "strings_quote")]) { arguments in
            guard case .string(let text) = arguments[0] else { return .noSuchOverload }
            return .string(quoted(text))
        },
    ]

    private static func mapped(
        _ name: String, _ change: @escaping @Sendable (Unicode.Scalar) -> Unicode.Scalar
    ) -> Function {
        Function(name, [.member([.string], .string)]) { arguments in
            guard case .string(let value) = arguments[0] else { return .noSuchOverload }
            return .string(text(value.unicodeScalars.map(change)))
        }
    }

    private static func indexOf(_ arguments: [Value]) -> Value {
        guard case .string(let text) = arguments[0], case .string(let part) = arguments[1] else {
            return .noSuchOverload
        }
        var start: Int64 = 0
        if arguments.count > 2 {
            guard case .int(let offset) = arguments[2] else { return .noSuchOverload }
            start = offset
        }
        let whole = scalars(text)
        guard start >= 0 else { return outOfRange(start) }
        if part.isEmpty { return .int(min(start, Int64(whole.count))) }
        guard start < Int64(whole.count) else { return .int(-1) }
        return .int(find(scalars(part), in: whole, from: Int(start)).map(Int64.init) ?? -1)
    }

    private static func lastIndexOf(_ arguments: [Value]) -> Value {
        guard case .string(let text) = arguments[0], case .string(let part) = arguments[1] else {
            return .noSuchOverload
        }
        let (whole, wanted) = (scalars(text), scalars(part))
        var start = Int64(whole.count)
        if arguments.count > 2 {
            guard case .int(let offset) = arguments[2] else { return .noSuchOverload }
            guard offset >= 0 else { return outOfRange(offset) }
            if !wanted.isEmpty, offset >= Int64(whole.count) { return .int(-1) }
            start = min(offset, Int64(whole.count))
        }
        if wanted.isEmpty { return .int(start) }
        guard wanted.count <= whole.count else { return .int(-1) }
        var position = min(Int(start), whole.count - wanted.count)
        while position >= 0 {
            if whole[position..<position + wanted.count].elementsEqual(wanted) { return .int(Int64(position)) }
            position -= 1
        }
        return .int(-1)
    }

    /// The parts of `text` between occurrences of `separator`, at most `limit` (all where it is negative); an empty
    /// separator stands between all scalars.
    private static func parts(_ text: String, _ separator: String, limit: Int64) -> [String] {
        let (whole, wanted) = (scalars(text), scalars(separator))
        var parts: [String] = []
        var start = 0
        while limit < 0 || Int64(parts.count) < limit - 1 {
            if wanted.isEmpty {
                guard start + 1 < whole.count else { break }
                parts.append(String(whole[start]))
                start += 1
            } else {
                guard let end = find(wanted, in: whole, from: start) else { break }
                parts.append(Self.text(whole[start..<end]))
                start = end + wanted.count
            }
        }
        if wanted.isEmpty, whole.isEmpty { return [] }
        return parts + [Self.text(whole[start...])]
    }

    private static func split(_ arguments: [Value]) -> Value {
        guard case .string(let text) = arguments[0], case .string(let separator) = arguments[1] else {
            return .noSuchOverload
        }
        var limit: Int64 = -1
        if arguments.count > 2 {
            guard case .int(let most) = arguments[2] else { return .noSuchOverload }
            limit = most
        }
        return limit == 0 ? .list([]) : .strings(parts(text, separator, limit: limit))
    }

    private static func replace(_ arguments: [Value]) -> Value {
        guard case .string(let value) = arguments[0], case .string(let old) = arguments[1],
            case .string(let new) = arguments[2]
        else { return .noSuchOverload }
        var limit: Int64 = -1
        if arguments.count > 3 {
            guard case .int(let most) = arguments[3] else { return .noSuchOverload }
            limit = most
        }
        if limit == 0 { return arguments[0] }
        guard old.isEmpty else {
            return .string(
                parts(value, old, limit: limit < 0 ? -1 : limit == .max ? -1 : limit + 1).joined(separator: new))
        }
        // An empty text stands before each scalar and at the end.
        var result = ""
        var count: Int64 = 0
        for scalar in value.unicodeScalars {
            if limit < 0 || count < limit {
                result += new
                count += 1
            }
            result.unicodeScalars.append(scalar)
        }
        if limit < 0 || count < limit { result += new }
        return .string(result)
    }

    private static func substring(_ arguments: [Value]) -> Value {
        guard case .string(let value) = arguments[0], case .int(let start) = arguments[1] else {
            return .noSuchOverload
        }
        let all = scalars(value)
        var end = Int64(all.count)
        if arguments.count > 2 {
            guard case .int(let given) = arguments[2] else { return .noSuchOverload }
            guard start <= given else {
                return .error("invalid substring range. start: \(start), end: \(given)")
            }
            end = given
        }
        guard (0...Int64(all.count)).contains(start) else { return outOfRange(start) }
        guard (0...Int64(all.count)).contains(end) else { return outOfRange(end) }
        return .string(text(all[Int(start)..<Int(end)]))
    }

    private static func join(_ arguments: [Value]) -> Value {
        guard case .list(let list) = arguments[0] else { return .noSuchOverload }
        var separator = ""
        if arguments.count > 1 {
            guard case .string(let given) = arguments[1] else { return .noSuchOverload }
            separator = given
        }
        var texts: [String] = []
        for value in list.values {
            guard case .string(let text) = value else { return .error("join: invalid input: \(value.shown)") }
            texts.append(text)
        }
        return .string(texts.joined(separator: separator))
    }

    /// In double quotes; of what cannot be printed, only what has an escape of its own is escaped.
    private static func quoted(_ text: String) -> String {
        "\"" + text.unicodeScalars.map { GoText.escape($0) ?? String($0) }.joined() + "\""
    }
}

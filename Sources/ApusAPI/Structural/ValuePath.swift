public import ApusJSON

/// A path into an object as CustomResourceDefinitions write it (`.spec.replicas`,
/// `.status.conditions[?(@.type=="Ready")].status`): the part of client-go's JSONPath that printer columns use.
public struct ValuePath: Sendable, Equatable, CustomStringConvertible {
    enum Step: Sendable, Equatable {
        case name(String)
        case index(Int)
        case slice(Int?, Int?)
        case all
        /// Any depth below.
        case descendants
        /// Elements whose value at `path` compares so with `operand`.
        case filter(path: [Step], comparison: String, operand: JSONValue)
    }

    public let description: String
    let steps: [Step]

    /// Nil where the text is no path.
    public init?(_ text: String) {
        var parser = ValuePathParser(text)
        guard let steps = parser.parse() else { return nil }
        description = text
        self.steps = steps
    }

    /// All values that the path leads to.
    public func values(in object: JSONValue) -> [JSONValue] { Self.values(steps[...], [object]) }

    /// The first value that the path leads to; nil where there is none.
    public func first(in object: JSONValue) -> JSONValue? { values(in: object).first }

    /// Sets the value at a path of names, and makes the objects on its way; does nothing for any other path.
    public func set(_ value: JSONValue, in object: inout JSONValue) { Self.set(value, steps[...], &object) }

    /// The names that a path of names consists of; nil for any other.
    public var names: [String]? {
        let names = steps.compactMap { if case .name(let name) = $0 { name } else { nil } }
        return names.count == steps.count ? names : nil
    }

    private static func set(_ value: JSONValue, _ steps: ArraySlice<Step>, _ object: inout JSONValue) {
        guard let first = steps.first else {
            object = value
            return
        }
        guard case .name(let name) = first else { return }
        set(value, steps.dropFirst(), &object[name])
    }

    private static func values(_ steps: ArraySlice<Step>, _ values: [JSONValue]) -> [JSONValue] {
        guard let step = steps.first, !values.isEmpty else { return values }
        return self.values(steps.dropFirst(), values.flatMap { apply(step, to: $0) })
    }

    private static func apply(_ step: Step, to value: JSONValue) -> [JSONValue] {
        switch step {
        case .name(let name): value.object?[name].map { [$0] } ?? []
        case .index(let index):
            value.array.flatMap { list in
                let place = index < 0 ? list.count + index : index
                return list.indices.contains(place) ? [list[place]] : []
            } ?? []
        case .slice(let from, let to):
            value.array.map { list in
                func place(_ index: Int) -> Int { min(max(index < 0 ? list.count + index : index, 0), list.count) }
                let (start, end) = (place(from ?? 0), place(to ?? list.count))
                return start < end ? Array(list[start..<end]) : []
            } ?? []
        case .all: value.array ?? value.object?.members.map(\.value) ?? []
        case .descendants: descendants(value)
        case .filter(let path, let comparison, let operand):
            value.elements.filter { element in
                let found = values(path[...], [element]).first
                guard !comparison.isEmpty else { return found != nil }
                return found.map { compares($0, comparison, operand) } ?? false
            }
        }
    }

    private static func descendants(_ value: JSONValue) -> [JSONValue] {
        let children = value.array ?? value.object?.members.map(\.value) ?? []
        return [value] + children.flatMap(descendants)
    }

    private static func compares(_ value: JSONValue, _ comparison: String, _ operand: JSONValue) -> Bool {
        switch comparison {
        case "==": value == operand || value.double != nil && value.double == operand.double
        case "!=": value != operand && (value.double == nil || value.double != operand.double)
        default:
            if let a = value.double, let b = operand.double {
                order(a, comparison, b)
            } else if let a = value.string, let b = operand.string {
                order(a, comparison, b)
            } else {
                false
            }
        }
    }

    private static func order<Value: Comparable>(_ a: Value, _ comparison: String, _ b: Value) -> Bool {
        switch comparison {
        case "<": a < b
        case "<=": a <= b
        case ">": a > b
        case ">=": a >= b
        default: false
        }
    }
}

/// Reads a `ValuePath`.
struct ValuePathParser {
    private var rest: Substring

    init(_ text: String) { rest = text[...] }

    mutating func parse() -> [ValuePath.Step]? {
        if rest.first == "$" || rest.first == "@" { rest.removeFirst() }
        guard rest.first == "." || rest.first == "[" else { return nil }
        if rest == "." { return [] }
        var steps: [ValuePath.Step] = []
        while let character = rest.popFirst() {
            switch character {
            case ".":
                if rest.first == "." {
                    rest.removeFirst()
                    steps.append(.descendants)
                }
                if rest.first == "[" { continue }
                guard let name = readName() else { return nil }
                steps.append(name == "*" ? .all : .name(name))
            case "[":
                guard let step = readBracket() else { return nil }
                steps.append(step)
            default: return nil
            }
        }
        return steps
    }

    /// A name up to the next dot or bracket; a backslash takes the next character as it is.
    private mutating func readName() -> String? {
        var name = ""
        while let character = rest.first, character != ".", character != "[" {
            rest.removeFirst()
            if character == "\\", let next = rest.popFirst() { name.append(next) } else { name.append(character) }
        }
        return name.isEmpty ? nil : name
    }

    private mutating func readBracket() -> ValuePath.Step? {
        if rest.first == "?" { return readFilter() }
        if let quote = rest.first, quote == "'" || quote == "\"" {
            rest.removeFirst()
            guard let end = rest.firstIndex(of: quote) else { return nil }
            let name = String(rest[..<end])
            rest = rest[rest.index(after: end)...]
            guard rest.popFirst() == "]" else { return nil }
            return .name(name)
        }
        guard let end = rest.firstIndex(of: "]") else { return nil }
        let inside = rest[..<end]
        rest = rest[rest.index(after: end)...]
        if inside == "*" { return .all }
        if let index = Int(inside) { return .index(index) }
        let sides = inside.split(separator: ":", omittingEmptySubsequences: false)
        guard sides.count == 2, sides.allSatisfy({ $0.isEmpty || Int($0) != nil }) else { return nil }
        return .slice(Int(sides[0]), Int(sides[1]))
    }

    /// `?(@.type=="Ready")]`.
    private mutating func readFilter() -> ValuePath.Step? {
        guard rest.hasPrefix("?("), let end = closing() else { return nil }
        let inside = rest[..<end].dropFirst(2)
        rest = rest[end...].dropFirst()
        guard rest.popFirst() == "]" else { return nil }
        for comparison in ["==", "!=", "<=", ">=", "<", ">"] {
            guard let range = inside.firstRange(of: comparison) else { continue }
            guard let left = path(inside[..<range.lowerBound]), let right = literal(inside[range.upperBound...]) else {
                return nil
            }
            return .filter(path: left, comparison: comparison, operand: right)
        }
        return path(inside).map { .filter(path: $0, comparison: "", operand: .null) }
    }

    /// Where the parenthesis closes, outside of quotes.
    private func closing() -> Substring.Index? {
        var quote: Character?
        for index in rest.indices {
            let character = rest[index]
            if let open = quote {
                if character == open { quote = nil }
            } else if character == "'" || character == "\"" {
                quote = character
            } else if character == ")" {
                return index
            }
        }
        return nil
    }

    private func path(_ text: Substring) -> [ValuePath.Step]? {
        var parser = ValuePathParser(String(text).trimmed)
        return parser.parse()
    }

    private func literal(_ text: Substring) -> JSONValue? {
        let text = String(text).trimmed
        if let first = text.first, first == "'" || first == "\"", text.count >= 2, text.last == first {
            return .string(String(text.dropFirst().dropLast()))
        }
        if let number = Int64(text) { return .int(number) }
        if let number = Double(text) { return .double(number) }
        return switch text {
        case "true": true
        case "false": false
        default: nil
        }
    }
}

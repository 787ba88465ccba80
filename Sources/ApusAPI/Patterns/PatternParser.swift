/// Reads RE2's syntax.
struct PatternParser {
    private typealias SyntaxError = RegularExpression.SyntaxError

    private struct Flags {
        var foldsCase = false
        var isMultiline = false
        var dotMatchesNewline = false
        var isUngreedy = false
    }

    private let scalars: [Unicode.Scalar]
    private var position = 0
    private var flags = Flags()
    private var depth = 0
    private var groupNames: Set<String> = []

    /// As deep as Go nests.
    private static let deepest = 250
    /// The largest count of a repetition, and the largest product of nested ones.
    private static let mostRepetitions = 1000

    init(_ pattern: String) { scalars = Array(pattern.unicodeScalars) }

    private var pattern: String { text(0, scalars.count) }

    private func text(_ start: Int, _ end: Int) -> String {
        var text = String.UnicodeScalarView()
        text.append(contentsOf: scalars[start..<end])
        return String(text)
    }

    private var next: Unicode.Scalar? { position < scalars.count ? scalars[position] : nil }

    private func peek(_ offset: Int) -> Unicode.Scalar? {
        position + offset < scalars.count ? scalars[position + offset] : nil
    }

    private mutating func skip(_ scalar: Unicode.Scalar) -> Bool {
        guard next == scalar else { return false }
        position += 1
        return true
    }

    mutating func parse() throws(RegularExpression.SyntaxError) -> PatternNode {
        let node = try alternation()
        if next == ")" { throw SyntaxError(reason: "unexpected )", fragment: pattern) }
        return node
    }

    // MARK: - Structure

    private mutating func alternation() throws(RegularExpression.SyntaxError) -> PatternNode {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.deepest else {
            throw SyntaxError(reason: "expression nests too deeply", fragment: pattern)
        }
        var branches = [try concatenation()]
        while skip("|") { branches.append(try concatenation()) }
        return branches.count == 1 ? branches[0] : .alternation(branches)
    }

    private mutating func concatenation() throws(RegularExpression.SyntaxError) -> PatternNode {
        var parts: [PatternNode] = []
        var lastRepetition: Int?
        while let scalar = next, scalar != "|", scalar != ")" {
            let start = position
            if let (least, most) = try repetition() {
                let isLazy = skip("?")
                guard let operand = parts.popLast() else {
                    throw SyntaxError(
                        reason: "missing argument to repetition operator", fragment: text(start, position))
                }
                if let lastRepetition {
                    throw SyntaxError(
                        reason: "invalid nested repetition operator", fragment: text(lastRepetition, position))
                }
                let node = PatternNode.repetition(
                    operand, least: least, most: most, isGreedy: isLazy == flags.isUngreedy)
                guard Self.largestProduct(node) <= Self.mostRepetitions else {
                    throw SyntaxError(reason: "invalid repeat count", fragment: text(start, position))
                }
                parts.append(node)
                lastRepetition = start
                continue
            }
            lastRepetition = nil
            if scalar == "\\", peek(1) == "Q" {
                parts += quoted()
            } else if let node = try atom() {
                parts.append(node)
            }
        }
        return parts.count == 1 ? parts[0] : parts.isEmpty ? .empty : .concatenation(parts)
    }

    private static func largestProduct(_ node: PatternNode) -> Int {
        switch node {
        case .repetition(let operand, let least, let most, _):
            let count = most ?? least
            return largestProduct(operand) * max(count, 1)
        case .concatenation(let parts), .alternation(let parts): return parts.map(largestProduct).max() ?? 1
        default: return 1
        }
    }

    /// `*`, `+`, `?`, `{2}`, `{2,}`, `{2,3}`; a brace that is no count is a literal.
    private mutating func repetition() throws(RegularExpression.SyntaxError) -> (Int, Int?)? {
        let start = position
        switch next {
        case "*":
            position += 1
            return (0, nil)
        case "+":
            position += 1
            return (1, nil)
        case "?":
            position += 1
            return (0, 1)
        case "{": break
        default: return nil
        }
        position += 1
        guard let least = count() else {
            position = start
            return nil
        }
        var most: Int? = least
        if skip(",") {
            if next == "}" {
                most = nil
            } else if let count = count() {
                most = count
            } else {
                position = start
                return nil
            }
        }
        guard skip("}") else {
            position = start
            return nil
        }
        if least > Self.mostRepetitions || (most ?? 0) > Self.mostRepetitions || (most ?? least) < least {
            throw SyntaxError(reason: "invalid repeat count", fragment: text(start, position))
        }
        return (least, most)
    }

    private mutating func count() -> Int? {
        let start = position
        while let scalar = next, ("0"..."9").contains(scalar) { position += 1 }
        let digits = text(start, position)
        guard !digits.isEmpty, digits.count == 1 || digits.first != "0" else { return nil }
        return Int(digits) ?? Int.max
    }

    /// Nil for what stands for nothing, as flags do.
    private mutating func atom() throws(RegularExpression.SyntaxError) -> PatternNode? {
        guard let scalar = next else { return nil }
        switch scalar {
        case "(": return try group()
        case "[": return .set(try bracket())
        case "\\": return try escape()
        case ".":
            position += 1
            return .set(flags.dotMatchesNewline ? .any : .anyButNewline)
        case "^":
            position += 1
            return .assertion(flags.isMultiline ? .lineStart : .textStart)
        case "$":
            position += 1
            return .assertion(flags.isMultiline ? .lineEnd : .textEnd)
        default:
            position += 1
            return literal(scalar)
        }
    }

    private func literal(_ scalar: Unicode.Scalar) -> PatternNode {
        guard flags.foldsCase else { return .scalar(scalar.value) }
        let all = ScalarSet.foldings(scalar.value)
        guard all.count > 1 else { return .scalar(scalar.value) }
        var set = ScalarSet()
        for value in all { set.insert(value...value) }
        set.normalize()
        return .set(set)
    }

    // MARK: - Groups

    private mutating func group() throws(RegularExpression.SyntaxError) -> PatternNode? {
        let start = position
        let outer = flags
        position += 1
        if next == "?" {
            position += 1
            if next == "P" && peek(1) == "<" || next == "<" && peek(1) != "=" && peek(1) != "!" {
                try groupName(start)
            } else if try !groupFlags(start) {
                return nil
            }
        }
        let inner = try alternation()
        guard skip(")") else { throw SyntaxError(reason: "missing closing )", fragment: pattern) }
        flags = outer
        return inner
    }

    private mutating func groupName(_ start: Int) throws(RegularExpression.SyntaxError) {
        while next != "<" { position += 1 }
        position += 1
        let nameStart = position
        while let scalar = next, scalar != ">" {
            position += 1
            guard ScalarSet.words.contains(scalar.value) else {
                while let scalar = next, scalar != ">" { position += scalar == ">" ? 0 : 1 }
                throw SyntaxError(
                    reason: "invalid named capture", fragment: text(start, min(position + 1, scalars.count)))
            }
        }
        guard next == ">", position > nameStart else {
            throw SyntaxError(reason: "invalid named capture", fragment: text(start, min(position + 1, scalars.count)))
        }
        let name = text(nameStart, position)
        position += 1
        guard groupNames.insert(name).inserted else {
            throw SyntaxError(reason: "duplicate capture group name", fragment: name)
        }
    }

    /// Whether a group follows; flags alone hold up to the end of the group around them.
    private mutating func groupFlags(_ start: Int) throws(RegularExpression.SyntaxError) -> Bool {
        var new = flags
        var isOn = true
        var isEmpty = true
        while let scalar = next {
            position += 1
            switch scalar {
            case "i": new.foldsCase = isOn
            case "m": new.isMultiline = isOn
            case "s": new.dotMatchesNewline = isOn
            case "U": new.isUngreedy = isOn
            case "-":
                guard isOn else { throw unsupported(start) }
                isOn = false
                isEmpty = true
                continue
            case ":", ")":
                guard isOn || !isEmpty else { throw unsupported(start) }
                flags = new
                return scalar == ":"
            default: throw unsupported(start)
            }
            isEmpty = false
        }
        throw SyntaxError(reason: "missing closing )", fragment: pattern)
    }

    private func unsupported(_ start: Int) -> RegularExpression.SyntaxError {
        SyntaxError(reason: "invalid or unsupported Perl syntax", fragment: text(start, position))
    }

    // MARK: - Escapes

    private mutating func escape() throws(RegularExpression.SyntaxError) -> PatternNode {
        let start = position
        switch peek(1) {
        case "A":
            position += 2
            return .assertion(.textStart)
        case "z":
            position += 2
            return .assertion(.textEnd)
        case "b":
            position += 2
            return .assertion(.wordBoundary)
        case "B":
            position += 2
            return .assertion(.noWordBoundary)
        default: break
        }
        var set = ScalarSet()
        if try insertClass(&set) {
            if flags.foldsCase { set.foldCase() }
            set.normalize()
            return .set(set)
        }
        position = start
        return literal(try escapedScalar())
    }

    /// `\Q…\E`: a repetition behind it is one of its last scalar.
    private mutating func quoted() -> [PatternNode] {
        position += 2
        var parts: [PatternNode] = []
        while let scalar = next {
            if scalar == "\\", peek(1) == "E" {
                position += 2
                break
            }
            position += 1
            parts.append(literal(scalar))
        }
        return parts
    }

    /// `\d`, `\pL`, `\P{Lu}`; false for any other escape.
    private mutating func insertClass(_ set: inout ScalarSet) throws(RegularExpression.SyntaxError) -> Bool {
        guard next == "\\", let letter = peek(1) else { return false }
        switch letter {
        case "d", "D": set.insert(.digits, negated: letter == "D")
        case "s", "S": set.insert(.spaces, negated: letter == "S")
        case "w", "W": set.insert(.words, negated: letter == "W")
        case "p", "P":
            try insertCategory(&set, isNegated: letter == "P")
            return true
        default: return false
        }
        position += 2
        return true
    }

    private mutating func insertCategory(_ set: inout ScalarSet, isNegated: Bool) throws(RegularExpression.SyntaxError)
    {
        let start = position
        position += 2
        var name = ""
        if skip("{") {
            while let scalar = next, scalar != "}" {
                name.unicodeScalars.append(scalar)
                position += 1
            }
            guard skip("}") else {
                throw SyntaxError(reason: "invalid character class range", fragment: text(start, position))
            }
        } else if let scalar = next {
            name.unicodeScalars.append(scalar)
            position += 1
        }
        let isInverse = name.hasPrefix("^")
        if isInverse { name.removeFirst() }
        guard let categories = ScalarSet.categories(named: name) else {
            throw SyntaxError(reason: "invalid character class range", fragment: text(start, position))
        }
        set.insert(categories: isNegated != isInverse ? ~categories : categories)
    }

    private mutating func escapedScalar() throws(RegularExpression.SyntaxError) -> Unicode.Scalar {
        let start = position
        position += 1
        guard let scalar = next else {
            throw SyntaxError(reason: "trailing backslash at end of expression", fragment: "")
        }
        position += 1
        switch scalar {
        case "1"..."7":
            // A single digit other than 0 would refer back, which no linear engine can.
            guard let following = next, ("0"..."7").contains(following) else { break }
            return octal(scalar.value - 0x30)
        case "0": return octal(0)
        case "x":
            if let value = hexadecimal() { return value }
        case "a": return "\u{07}"
        case "f": return "\u{0c}"
        case "n": return "\n"
        case "r": return "\r"
        case "t": return "\t"
        case "v": return "\u{0b}"
        default:
            if scalar.value < 0x80, !ScalarSet.words.contains(scalar.value) { return scalar }
        }
        throw SyntaxError(reason: "invalid escape sequence", fragment: text(start, min(position, scalars.count)))
    }

    private mutating func octal(_ first: UInt32) -> Unicode.Scalar {
        var value = first
        for _ in 0..<2 {
            guard let digit = next, ("0"..."7").contains(digit) else { break }
            value = value * 8 + digit.value - 0x30
            position += 1
        }
        return Unicode.Scalar(value) ?? "\u{fffd}"
    }

    /// `7f` or `{10ffff}`.
    private mutating func hexadecimal() -> Unicode.Scalar? {
        var digits = ""
        if skip("{") {
            while let scalar = next, scalar.properties.isASCIIHexDigit {
                digits.unicodeScalars.append(scalar)
                position += 1
            }
            guard skip("}") else { return nil }
        } else {
            for _ in 0..<2 {
                guard let scalar = next, scalar.properties.isASCIIHexDigit else { return nil }
                digits.unicodeScalars.append(scalar)
                position += 1
            }
        }
        return UInt32(digits, radix: 16).flatMap(Unicode.Scalar.init)
    }

    // MARK: - Brackets

    private mutating func bracket() throws(RegularExpression.SyntaxError) -> ScalarSet {
        let start = position
        position += 1
        var set = ScalarSet()
        let isNegated = skip("^")
        var isFirst = true
        while next != "]" || isFirst {
            guard let scalar = next else {
                throw SyntaxError(reason: "missing closing ]", fragment: text(start, scalars.count))
            }
            isFirst = false
            if scalar == "[", peek(1) == ":", try insertPOSIX(&set) { continue }
            if try insertClass(&set) { continue }
            let rangeStart = position
            let low = try member(start)
            var high = low
            if next == "-", let following = peek(1), following != "]" {
                position += 1
                high = try member(start)
                guard high.value >= low.value else {
                    throw SyntaxError(
                        reason: "invalid character class range", fragment: text(rangeStart, position))
                }
            }
            set.insert(low.value...high.value)
        }
        position += 1
        if flags.foldsCase { set.foldCase() }
        if isNegated { set.negate() }
        set.normalize()
        return set
    }

    private mutating func member(_ start: Int) throws(RegularExpression.SyntaxError) -> Unicode.Scalar {
        guard let scalar = next else {
            throw SyntaxError(reason: "missing closing ]", fragment: text(start, scalars.count))
        }
        if scalar == "\\" { return try escapedScalar() }
        position += 1
        return scalar
    }

    /// `[:alpha:]`, `[:^alpha:]`; false where it does not end.
    private mutating func insertPOSIX(_ set: inout ScalarSet) throws(RegularExpression.SyntaxError) -> Bool {
        let start = position
        var end = position + 2
        while end + 1 < scalars.count, !(scalars[end] == ":" && scalars[end + 1] == "]") { end += 1 }
        guard end + 1 < scalars.count else { return false }
        var name = text(start + 2, end)
        let isNegated = name.hasPrefix("^")
        if isNegated { name.removeFirst() }
        position = end + 2
        guard let named = ScalarSet.posix[name] else {
            throw SyntaxError(reason: "invalid character class range", fragment: text(start, position))
        }
        set.insert(named, negated: isNegated)
        return true
    }
}

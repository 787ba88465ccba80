extension LabelSelector {
    /// Reads the form of the query parameter: `app=web,tier in (a,b),!old,weight>5`.
    public init(parsing text: String) throws(LabelSelectorError) {
        var parser = LabelSelectorParser(text)
        self.init(try parser.parse())
    }
}

/// A parser of label selectors, with upstream's grammar and messages (apimachinery's `labels.Parse`).
private struct LabelSelectorParser {
    private enum Token: Equatable {
        case end, comma, open, close, equals, doubleEquals, notEquals, greater, less, not, `in`, notIn, identifier
        case bad(String)
    }

    private struct Item {
        var token: Token
        var text: String
    }

    private var items: [Item] = []
    private var position = 0

    init(_ text: String) {
        var rest = Substring(text)
        while true {
            rest = rest.drop(while: LabelSelectorParser.isSpace)
            guard let first = rest.first else { break }
            if LabelSelectorParser.isSymbol(first) {
                items.append(LabelSelectorParser.symbol(&rest))
            } else {
                let word = rest.prefix { !LabelSelectorParser.isSymbol($0) && !LabelSelectorParser.isSpace($0) }
                rest = rest.dropFirst(word.count)
                let token: Token = word == "in" ? .in : word == "notin" ? .notIn : .identifier
                items.append(Item(token: token, text: String(word)))
            }
        }
        items.append(Item(token: .end, text: ""))
    }

    /// What stands between words; other white space is part of them.
    private static func isSpace(_ character: Character) -> Bool { [" ", "\t", "\n", "\r", "\r\n"].contains(character) }

    private static func isSymbol(_ character: Character) -> Bool { "=!(),><".contains(character) }

    /// The longest operator at the start; what is none of them is an error token with what was found.
    private static func symbol(_ rest: inout Substring) -> Item {
        let run = rest.prefix { isSymbol($0) }
        let known: [(String, Token)] = [
            ("==", .doubleEquals), ("!=", .notEquals), ("=", .equals), ("!", .not), (">", .greater), ("<", .less),
            ("(", .open), (")", .close), (",", .comma),
        ]
        for (text, token) in known where run.hasPrefix(text) {
            rest = rest.dropFirst(text.count)
            return Item(token: token, text: text)
        }
        rest = rest.dropFirst(run.count)
        return Item(token: .bad(String(run)), text: "error expected: keyword found '\(run)'")
    }

    /// The next item; where a value is expected `in` and `notin` are words like any other.
    private func next(asValue: Bool = true) -> Item {
        var item = items[min(position, items.count - 1)]
        if asValue, item.token == .in || item.token == .notIn { item.token = .identifier }
        return item
    }

    private mutating func take(asValue: Bool = true) -> Item {
        let item = next(asValue: asValue)
        position += 1
        return item
    }

    mutating func parse() throws(LabelSelectorError) -> [LabelSelector.Requirement] {
        var requirements: [LabelSelector.Requirement] = []
        while true {
            let item = next()
            switch item.token {
            case .end: return requirements
            case .identifier, .not:
                do {
                    requirements.append(try requirement())
                } catch {
                    throw LabelSelectorError("unable to parse requirement: \(error)")
                }
                let behind = take()
                if behind.token == .end { return requirements }
                guard behind.token == .comma else {
                    throw LabelSelectorError("found '\(behind.text)', expected: ',' or 'end of string'")
                }
                let following = next()
                guard following.token == .identifier || following.token == .not else {
                    throw LabelSelectorError("found '\(following.text)', expected: identifier after ','")
                }
            default:
                throw LabelSelectorError("found '\(item.text)', expected: !, identifier, or 'end of string'")
            }
        }
    }

    private mutating func requirement() throws(LabelSelectorError) -> LabelSelector.Requirement {
        var key = take()
        var isNegated = false
        if key.token == .not {
            isNegated = true
            key = take()
        }
        guard key.token == .identifier else {
            throw LabelSelectorError("found '\(key.text)', expected: identifier")
        }
        let problems = Names.qualifiedNameProblems(key.text)
        if !problems.isEmpty {
            let value = GoText.quoted(key.text)
            throw LabelSelectorError("<nil>: Invalid value: \(value): \(problems.joined(separator: "; "))")
        }
        if isNegated { return try .init(checking: key.text, .doesNotExist, []) }
        if next().token == .end || next().token == .comma { return try .init(checking: key.text, .exists, []) }
        let item = take(asValue: false)
        let kind: LabelSelector.Operator
        switch item.token {
        case .in: kind = .in
        case .notIn: kind = .notIn
        case .equals: kind = .equals
        case .doubleEquals: kind = .doubleEquals
        case .notEquals: kind = .notEquals
        case .greater: kind = .greaterThan
        case .less: kind = .lessThan
        default: throw LabelSelectorError("found '\(item.text)', expected: in, notin, =, ==, !=, gt, lt")
        }
        let values = kind == .in || kind == .notIn ? try set() : [try exactValue()]
        return try .init(checking: key.text, kind, Set(values).sorted())
    }

    private mutating func exactValue() throws(LabelSelectorError) -> String {
        if next().token == .end || next().token == .comma { return "" }
        let item = take()
        guard item.token == .identifier else {
            throw LabelSelectorError("found '\(item.text)', expected: identifier")
        }
        return item.text
    }

    private mutating func set() throws(LabelSelectorError) -> [String] {
        let open = take()
        guard open.token == .open else { throw LabelSelectorError("found '\(open.text)' expected: '('") }
        var values: [String] = []
        switch next().token {
        case .close:
            _ = take()
            return [""]
        case .identifier, .comma: break
        default: throw LabelSelectorError("found '\(next().text)', expected: ',', ')' or identifier")
        }
        while true {
            let item = take()
            switch item.token {
            case .identifier:
                values.append(item.text)
                if next().token == .close {
                    _ = take()
                    return values
                }
                guard next().token == .comma else {
                    throw LabelSelectorError("found '\(next().text)', expected: ',' or ')'")
                }
            case .comma:
                if values.isEmpty || next().token == .comma { values.append("") }
                if next().token == .close {
                    values.append("")
                    _ = take()
                    return values
                }
            default:
                throw LabelSelectorError("found '\(item.text)', expected: ',', or identifier")
            }
        }
    }
}

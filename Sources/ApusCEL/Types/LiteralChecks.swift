import ApusAPI

/// What can be said of literals once the types are known, so that it need not wait until an object comes: durations,
/// times, regular expressions, lists of one type (cel-go's validators that Kubernetes turns on).
struct LiteralChecks {
    private(set) var problems: [(id: Int, message: String)] = []
    /// The regular expressions that are literals, by their nodes.
    private(set) var patterns: [Int: RegularExpression] = [:]
    private let types: [ExpressionType]

    init(_ root: Expression, _ types: [ExpressionType]) {
        self.types = types
        visit(root, isExempt: false)
    }

    private mutating func visit(_ expression: Expression, isExempt: Bool) {
        var inner = isExempt
        switch expression.node {
        case .call(let name, let target, let arguments):
            if name == "format", target != nil { inner = true }
            checkCall(name, target, arguments)
        case .list(let elements, let optional) where !isExempt:
            var known: ExpressionType?
            for (index, element) in elements.enumerated()
            where !agrees(element, &known, isOptional: optional.contains(index)) { break }
        case .map(let entries) where !isExempt:
            var (keys, values): (ExpressionType?, ExpressionType?)
            for entry in entries {
                _ = agrees(entry.key, &keys, isOptional: false)
                _ = agrees(entry.value, &values, isOptional: entry.isOptional)
            }
        default: break
        }
        for child in expression.children { visit(child, isExempt: inner) }
    }

    private mutating func agrees(_ element: Expression, _ known: inout ExpressionType?, isOptional: Bool) -> Bool {
        let type = isOptional ? types[element.id].unwrapped.type : types[element.id]
        guard let wanted = known else {
            known = type
            return true
        }
        if Self.isEquivalent(wanted, type) { return true }
        problems.append((element.id, "expected type '\(wanted)' but found '\(type)'"))
        return false
    }

    /// The same type, where `dyn` within fits anything.
    private static func isEquivalent(_ a: ExpressionType, _ b: ExpressionType) -> Bool {
        guard a.isSameKind(as: b) else { return false }
        return zip(a.parameters, b.parameters).allSatisfy { isEquivalent($0, $1) || $0.isDyn || $1.isDyn }
    }

    private mutating func checkCall(_ name: String, _ target: Expression?, _ arguments: [Expression]) {
        switch name {
        case "duration", "timestamp":
            guard let argument = arguments.first, let literal = argument.literal,
                let function = StandardLibrary.functions[name], function.body([literal]).isError
            else { return }
            problems.append((argument.id, "invalid \(name) argument"))
        case "matches", "find", "findAll":
            let index = target == nil ? 1 : 0
            guard arguments.count > index, case .string(let pattern)? = arguments[index].literal else { return }
            do {
                patterns[arguments[index].id] = try RegularExpression(pattern)
            } catch {
                problems.append(
                    (arguments[index].id, name == "matches" ? "invalid matches argument" : error.description))
            }
        default: break
        }
    }
}

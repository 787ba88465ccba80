/// Gives each node its type, and each name what it stands for (cel-spec, "Gradual Type Checking").
struct Checker {
    enum Reference: Sendable {
        /// A variable of the environment.
        case variable(Int)
        /// A variable of a macro, by its place in the frame.
        case local(Int)
        case type(String)
        /// A function with the overloads that may be meant.
        case function(Function, [Overload])
    }

    private let environment: Environment
    private(set) var types: [ExpressionType]
    private(set) var references: [Reference?]
    private(set) var errors: [(offset: Int?, message: String)] = []
    private let offsets: [Int]
    private var locals: [(name: String, type: ExpressionType)] = []
    private var unification = Unification()
    private var variableCount = 0

    init(_ environment: Environment, offsets: [Int]) {
        self.environment = environment
        self.offsets = offsets
        types = Array(repeating: .error, count: offsets.count)
        references = Array(repeating: nil, count: offsets.count)
    }

    /// Checks a whole tree; the types have no variables then.
    mutating func run(_ root: Expression) {
        check(root)
        for index in types.indices { types[index] = unification.substitute(types[index], isFinal: true) }
    }

    mutating func report(_ id: Int, _ message: String) { errors.append((offsets[id], message)) }

    private func type(_ expression: Expression) -> ExpressionType { types[expression.id] }

    private func known(_ expression: Expression) -> ExpressionType {
        unification.substitute(type(expression), isFinal: false)
    }

    private mutating func newVariable() -> ExpressionType {
        defer { variableCount += 1 }
        return .parameter("_var\(variableCount)")
    }

    private mutating func check(_ expression: Expression) {
        switch expression.node {
        case .literal(let value): types[expression.id] = Self.type(of: value)
        case .identifier(let name): checkIdentifier(expression, name)
        case .select(let operand, let field, let isTest): checkSelect(expression, operand, field, isTest)
        case .call(let name, let target, let arguments): checkCall(expression, name, target, arguments)
        case .list(let elements, let optional): checkList(expression, elements, optional)
        case .map(let entries): checkMap(expression, entries)
        case .message(let name, let fields):
            for field in fields { check(field.value) }
            report(expression.id, "undeclared reference to '\(name)' (in container '')")
        case .comprehension(let fold): checkFold(expression, fold)
        }
    }

    private static func type(of value: Value) -> ExpressionType {
        switch value {
        case .bool: .bool
        case .int: .int
        case .uint: .uint
        case .double: .double
        case .string: .string
        case .bytes: .bytes
        default: .null
        }
    }

    // MARK: - Names

    private mutating func resolve(_ id: Int, _ name: String) -> Bool {
        let isGlobal = name.hasPrefix(".")
        let bare = isGlobal ? String(name.dropFirst()) : name
        if !isGlobal, let place = locals.lastIndex(where: { $0.name == bare }) {
            types[id] = locals[place].type
            references[id] = .local(place)
        } else if let index = environment.variables.firstIndex(where: { $0.name == bare }) {
            types[id] = environment.variables[index].type
            references[id] = .variable(index)
        } else if let type = ExpressionType.named[bare] {
            types[id] = .type(type)
            references[id] = .type(bare)
        } else {
            return false
        }
        return true
    }

    private mutating func checkIdentifier(_ expression: Expression, _ name: String) {
        if !resolve(expression.id, name) {
            report(expression.id, "undeclared reference to '\(name)' (in container '')")
        }
    }

    /// `a.b.c` as one name; nil for any other expression, and where `a` is a variable of a macro.
    private func qualifiedName(_ expression: Expression) -> String? {
        switch expression.node {
        case .identifier(let name): return locals.contains { $0.name == name } ? nil : name
        case .select(let operand, let field, false): return qualifiedName(operand).map { "\($0).\(field)" }
        default: return nil
        }
    }

    private mutating func checkSelect(_ expression: Expression, _ operand: Expression, _ field: String, _ isTest: Bool)
    {
        if !isTest, let name = qualifiedName(expression), resolve(expression.id, name) { return }
        let result = selectedType(expression, operand, field, isOptional: false)
        types[expression.id] = isTest ? .bool : unification.substitute(result, isFinal: false)
    }

    private mutating func selectedType(
        _ expression: Expression, _ operand: Expression, _ field: String, isOptional: Bool
    ) -> ExpressionType {
        check(operand)
        let (target, wasOptional) = known(operand).unwrapped
        var result = ExpressionType.error
        switch target {
        case .map(_, let value): result = value
        case .object(let declared):
            if let found = declared.field(field) {
                result = found.type.type
            } else {
                report(expression.id, "undefined field '\(field)'")
            }
        case .parameter:
            _ = unification.isAssignable(.dyn, target)
            result = .dyn
        case .dyn, .error: result = .dyn
        default:
            report(expression.id, "type '\(target)' does not support field selection")
            result = .dyn
        }
        return wasOptional || isOptional ? .optional(result) : result
    }

    // MARK: - Calls

    private mutating func checkCall(
        _ expression: Expression, _ name: String, _ target: Expression?, _ arguments: [Expression]
    ) {
        if name == Operator.optionalSelect, case .string(let field)? = arguments.last?.literal {
            let result = selectedType(expression, arguments[0], field, isOptional: true)
            types[expression.id] = unification.substitute(result, isFinal: false)
            types[arguments[1].id] = .string
            return
        }
        for argument in arguments { check(argument) }
        guard let target else {
            let bare = name.hasPrefix(".") ? String(name.dropFirst()) : name
            guard let function = environment.function(bare) else {
                return report(expression.id, "undeclared reference to '\(name)' (in container '')")
            }
            return resolve(expression, function, nil, arguments)
        }
        if let prefix = qualifiedName(target), let function = environment.function("\(prefix).\(name)") {
            return resolve(expression, function, nil, arguments)
        }
        check(target)
        guard let function = environment.function(name) else {
            return report(expression.id, "undeclared reference to '\(name)' (in container '')")
        }
        resolve(expression, function, target, arguments)
    }

    private mutating func resolve(
        _ expression: Expression, _ function: Function, _ target: Expression?, _ arguments: [Expression]
    ) {
        let operands = (target.map { [$0] } ?? []) + arguments
        let given = operands.map { type($0) }
        if function.name == Operator.and || function.name == Operator.or {
            return checkLogical(expression, function, arguments)
        }
        var matching: [Overload] = []
        var result: ExpressionType?
        for overload in function.overloads where overload.isMember == (target != nil) {
            let (wanted, overloadResult) = instantiate(overload)
            guard unification.areAssignable(given, wanted) else { continue }
            matching.append(overload)
            let type = unification.substitute(overloadResult, isFinal: false)
            if let first = result {
                if !first.isDyn, first != type { result = .dyn }
            } else {
                result = type
            }
        }
        guard let result else {
            let shown = given.map { unification.substitute($0, isFinal: true).description }
            let signature =
                target == nil
                ? "(\(shown.joined(separator: ", ")))" : "\(shown[0]).(\(shown.dropFirst().joined(separator: ", ")))"
            return report(
                expression.id, "found no matching overload for '\(function.name)' applied to '\(signature)'")
        }
        types[expression.id] = result
        references[expression.id] = .function(function, matching)
    }

    private mutating func checkLogical(_ expression: Expression, _ function: Function, _ arguments: [Expression]) {
        var isGood = true
        for argument in arguments where !unification.isAssignable(type(argument), .bool) {
            report(
                argument.id,
                "expected type 'bool' but found '\(unification.substitute(type(argument), isFinal: true))'")
            isGood = false
        }
        guard isGood else { return }
        types[expression.id] = .bool
        references[expression.id] = .function(function, function.overloads)
    }

    /// The overload with variables of its own.
    private mutating func instantiate(_ overload: Overload) -> ([ExpressionType], ExpressionType) {
        guard !overload.parameters.isEmpty else { return (overload.arguments, overload.result) }
        var fresh: [String: ExpressionType] = [:]
        for name in overload.parameters { fresh[name] = newVariable() }
        return (overload.arguments.map { Self.replace($0, fresh) }, Self.replace(overload.result, fresh))
    }

    private static func replace(_ type: ExpressionType, _ fresh: [String: ExpressionType]) -> ExpressionType {
        switch type {
        case .parameter(let name): fresh[name] ?? type
        case .list(let element): .list(replace(element, fresh))
        case .map(let key, let value): .map(replace(key, fresh), replace(value, fresh))
        case .optional(let inner): .optional(replace(inner, fresh))
        case .type(let inner?): .type(replace(inner, fresh))
        default: type
        }
    }

    // MARK: - Literals and folds

    private mutating func checkList(_ expression: Expression, _ elements: [Expression], _ optional: Set<Int>) {
        var joined: ExpressionType?
        for (index, element) in elements.enumerated() {
            check(element)
            joined = join(element, joined, elementType(element, isOptional: optional.contains(index)))
        }
        types[expression.id] = .list(joined ?? newVariable())
    }

    private mutating func checkMap(_ expression: Expression, _ entries: [Expression.Entry]) {
        var keys: ExpressionType?
        var values: ExpressionType?
        for entry in entries {
            check(entry.key)
            keys = join(entry.key, keys, type(entry.key))
            check(entry.value)
            values = join(entry.value, values, elementType(entry.value, isOptional: entry.isOptional))
        }
        types[expression.id] = .map(keys ?? newVariable(), values ?? newVariable())
    }

    private mutating func elementType(_ element: Expression, isOptional: Bool) -> ExpressionType {
        guard isOptional else { return type(element) }
        let (inner, wasOptional) = type(element).unwrapped
        if !wasOptional, !inner.isDyn {
            report(element.id, "expected type 'optional_type(\(inner))' but found '\(inner)'")
        }
        return inner
    }

    /// The elements of a literal have one type.
    private mutating func join(
        _ element: Expression, _ previous: ExpressionType?, _ current: ExpressionType
    ) -> ExpressionType {
        guard let previous else { return current }
        if unification.isAssignable(previous, current) { return Unification.moreGeneral(previous, current) }
        // Only the arguments of `format` may be of many types, which is looked at once all is checked.
        return .dyn
    }

    private mutating func checkFold(_ expression: Expression, _ fold: Expression.Comprehension) {
        check(fold.range)
        check(fold.initial)
        let range = known(fold.range)
        var first: ExpressionType
        var second: ExpressionType?
        switch range {
        case .list(let element):
            first = fold.secondVariable == nil ? element : .int
            second = element
        case .map(let key, let value): (first, second) = (key, value)
        case .dyn, .error, .parameter:
            _ = unification.isAssignable(.dyn, range)
            (first, second) = (.dyn, .dyn)
        default:
            report(
                fold.range.id,
                "expression of type '\(range)' cannot be range of a comprehension (must be list, map, or dynamic)")
            (first, second) = (.error, .error)
        }
        let accumulated = type(fold.initial)
        locals.append((fold.accumulator, accumulated))
        locals.append((fold.variable, first))
        if let name = fold.secondVariable { locals.append((name, second ?? .dyn)) }
        check(fold.condition)
        require(fold.condition, .bool)
        check(fold.step)
        require(fold.step, accumulated)
        locals.removeLast(fold.secondVariable == nil ? 1 : 2)
        check(fold.result)
        locals.removeLast()
        types[expression.id] = unification.substitute(type(fold.result), isFinal: false)
    }

    private mutating func require(_ expression: Expression, _ wanted: ExpressionType) {
        guard !unification.isAssignable(wanted, type(expression)) else { return }
        report(
            expression.id,
            "expected type '\(unification.substitute(wanted, isFinal: true))' but found "
                + "'\(unification.substitute(type(expression), isFinal: true))'")
    }
}

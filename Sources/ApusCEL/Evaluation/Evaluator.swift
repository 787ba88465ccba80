import ApusAPI

/// One evaluation of a program: walks over the tree, and counts what that costs as cel-go's cost tracker does.
struct Evaluator {
    struct LimitExceeded: Error {}

    private let program: Program
    private let bindings: [Value?]
    private let limit: UInt64
    private(set) var cost: UInt64 = 0
    /// The variables of the macros around the node that is evaluated.
    private var frame: [Value] = []
    /// Regular expressions that are no literals.
    private var patterns: [String: RegularExpression] = [:]

    init(_ program: Program, _ bindings: [Value?], limit: UInt64) {
        self.program = program
        self.bindings = bindings
        self.limit = limit
    }

    private mutating func charge(_ amount: UInt64) throws(LimitExceeded) {
        let (sum, overflows) = cost.addingReportingOverflow(amount)
        cost = overflows ? .max : sum
        if cost > limit { throw LimitExceeded() }
    }

    mutating func evaluate(_ expression: Expression) throws(LimitExceeded) -> Value {
        if let constant = program.constants[expression.id] { return constant }
        switch expression.node {
        case .literal(let value): return value
        case .identifier:
            let value = lookUp(expression)
            try charge(1)
            return value
        case .select(let operand, let field, let isTest):
            if isTest { return try test(operand, field) }
            let value = try attribute(expression)
            try charge(1)
            return value
        case .call(let name, let target, let arguments):
            return try call(expression, name, target, arguments)
        case .list(let elements, let optional): return try list(elements, optional)
        case .map(let entries): return try map(entries)
        case .message: return .noSuchOverload
        case .comprehension(let comprehension): return try fold(expression, comprehension)
        }
    }

    // MARK: - Attributes

    /// Whether the node is a variable, or a part of one: each step costs 1, the whole once more.
    private func isAttribute(_ expression: Expression) -> Bool {
        guard program.constants[expression.id] == nil else { return false }
        switch expression.node {
        case .identifier: return true
        case .select(_, _, let isTest): return !isTest
        case .call(Operator.index, nil, _), .call(Operator.optionalIndex, nil, _),
            .call(Operator.optionalSelect, nil, _):
            return true
        default: return false
        }
    }

    private func lookUp(_ expression: Expression) -> Value {
        switch program.references[expression.id] {
        case .variable(let index): bindings[index] ?? .error("no such attribute(s): \(program.variables[index].name)")
        case .local(let index): frame[index]
        case .type(let name): .type(name)
        default: .noSuchOverload
        }
    }

    /// The value of an attribute without the cost of the whole.
    private mutating func attribute(_ expression: Expression) throws(LimitExceeded) -> Value {
        switch expression.node {
        case .select(let operand, let field, _):
            if case .variable = program.references[expression.id] { return lookUp(expression) }
            let value = try base(operand)
            if value.isError { return value }
            try charge(1)
            return Selection.select(value, field)
        case .call(let name, nil, let arguments) where arguments.count == 2:
            let value = try base(arguments[0])
            if value.isError { return value }
            let key = isAttribute(arguments[1]) ? try attribute(arguments[1]) : try evaluate(arguments[1])
            if key.isError { return key }
            try charge(1)
            switch name {
            case Operator.index: return Selection.index(value, key)
            case Operator.optionalIndex: return Selection.optionalIndex(value, key)
            default:
                guard case .string(let field) = key else { return .noSuchOverload }
                return Selection.optionalSelect(value, field)
            }
        default: return lookUp(expression)
        }
    }

    private mutating func base(_ operand: Expression) throws(LimitExceeded) -> Value {
        isAttribute(operand) ? try attribute(operand) : try evaluate(operand)
    }

    private mutating func test(_ operand: Expression, _ field: String) throws(LimitExceeded) -> Value {
        let value = try base(operand)
        if isAttribute(operand) { try charge(1) }
        return value.isError ? value : Selection.has(value, field)
    }

    // MARK: - Calls

    private mutating func call(
        _ expression: Expression, _ name: String, _ target: Expression?, _ arguments: [Expression]
    ) throws(LimitExceeded) -> Value {
        switch name {
        case Operator.and: return try logical(arguments, stop: false)
        case Operator.or: return try logical(arguments, stop: true)
        case Operator.conditional: return try conditional(arguments)
        case Operator.index, Operator.optionalIndex, Operator.optionalSelect:
            let value = try attribute(expression)
            try charge(1)
            return value
        case Operator.notStrictlyFalse:
            let value = try evaluate(arguments[0])
            try charge(1)
            if case .bool = value { return value }
            return .bool(true)
        case "or", "orValue":
            if let target, arguments.count == 1 { return try alternative(target, arguments[0], keeps: name == "or") }
        default: break
        }
        guard case .function(let function, let overloads) = program.references[expression.id] else {
            return .noSuchOverload
        }
        if name == Operator.contained, case .list(let list)? = program.constants[arguments[1].id] {
            // cel-go makes a set of such a list, which costs nothing.
            let value = try evaluate(arguments[0])
            return value.isError ? value : .bool(list.contains(value))
        }
        // A name with dots (`sets.contains`) has no target, though it looks so.
        let hasTarget = overloads.first?.isMember ?? (target != nil)
        var values: [Value] = []
        if hasTarget, let target { values.append(try evaluate(target)) }
        for argument in arguments { values.append(try evaluate(argument)) }
        let result: Value
        if let failed = values.first(where: \.isError) {
            result = failed
        } else {
            result = apply(function, overloads, values, hasTarget ? arguments.first : arguments.dropFirst().first)
        }
        try charge(RuntimeCost.call(function.name, values, result))
        return result
    }

    private mutating func apply(
        _ function: Function, _ overloads: [Overload], _ values: [Value], _ pattern: Expression?
    ) -> Value {
        switch function.name {
        case "matches", "find", "findAll":
            guard values.count > 1, case .string(let text) = values[1] else { return .noSuchOverload }
            guard let compiled = pattern.flatMap({ program.patterns[$0.id] }) ?? patterns[text] else {
                if let compiled = try? RegularExpression(text) {
                    patterns[text] = compiled
                    return StandardLibrary.match(function.name, compiled, values)
                }
                return function.body(values)
            }
            return StandardLibrary.match(function.name, compiled, values)
        case "sum":
            // Of an empty list only the overload knows what nothing is.
            guard case .list(let list) = values[0], list.count == 0 else { break }
            switch overloads.first?.result {
            case .uint: return .uint(0)
            case .double: return .double(0)
            case .duration: return .duration(0)
            default: return .int(0)
            }
        default: break
        }
        return function.body(values)
    }

    /// `&&` and `||`: one operand that decides is enough, whatever the other is.
    private mutating func logical(_ arguments: [Expression], stop: Bool) throws(LimitExceeded) -> Value {
        let left = try evaluate(arguments[0])
        if case .bool(stop) = left { return left }
        let right = try evaluate(arguments[1])
        if case .bool(stop) = right { return right }
        if left.isError { return left }
        if right.isError { return right }
        guard case .bool = left, case .bool = right else { return .noSuchOverload }
        return .bool(!stop)
    }

    private mutating func conditional(_ arguments: [Expression]) throws(LimitExceeded) -> Value {
        let condition = try evaluate(arguments[0])
        guard case .bool(let holds) = condition else { return condition.isError ? condition : .noSuchOverload }
        return try base(arguments[holds ? 1 : 2])
    }

    /// `or` and `orValue` of optional values.
    private mutating func alternative(
        _ target: Expression, _ other: Expression, keeps: Bool
    ) throws(LimitExceeded) -> Value {
        let value = try evaluate(target)
        guard case .optional(let inner) = value else { return value.isError ? value : .noSuchOverload }
        if let inner { return keeps ? value : inner }
        return try evaluate(other)
    }

    // MARK: - Literals

    private mutating func list(_ elements: [Expression], _ optional: Set<Int>) throws(LimitExceeded) -> Value {
        var values: [Value] = []
        for (index, element) in elements.enumerated() {
            let value = try evaluate(element)
            if value.isError { return value }
            guard optional.contains(index) else {
                values.append(value)
                continue
            }
            guard case .optional(let inner) = value else { return .noSuchOverload }
            if let inner { values.append(inner) }
        }
        try charge(RuntimeCost.list)
        return .list(values)
    }

    private mutating func map(_ entries: [Expression.Entry]) throws(LimitExceeded) -> Value {
        var map = MapValue.Entries()
        for entry in entries {
            let key = try evaluate(entry.key)
            if key.isError { return key }
            var value = try evaluate(entry.value)
            if value.isError { return value }
            if entry.isOptional {
                guard case .optional(let inner) = value else { return .noSuchOverload }
                guard let inner else { continue }
                value = inner
            }
            guard let mapKey = MapKey(key) else { return .error("unsupported key type: \(key.typeName)") }
            guard map.insert(key, mapKey, value) else {
                return .error("Failed with repeated key: \(key.shown)")
            }
        }
        try charge(RuntimeCost.map)
        return .map(MapValue(map))
    }

    // MARK: - Folds

    private mutating func fold(
        _ expression: Expression, _ fold: Expression.Comprehension
    ) throws(LimitExceeded) -> Value {
        let slot = frame.count
        if fold.isBinding {
            frame.append(try evaluate(fold.initial))
            let result = try evaluate(fold.result)
            frame.removeSubrange(slot...)
            return result
        }
        let range = try evaluate(fold.range)
        frame.append(try evaluate(fold.initial))
        let width = fold.secondVariable == nil ? 1 : 2
        frame.append(contentsOf: repeatElement(.null, count: width))
        switch range {
        case .list(let list):
            for index in 0..<list.count {
                if width == 2 {
                    frame[slot + 1] = .int(Int64(index))
                    frame[slot + 2] = list[index]
                } else {
                    frame[slot + 1] = list[index]
                }
                guard try step(fold, slot) else { break }
            }
        case .map(let map):
            for key in map.keys {
                frame[slot + 1] = key
                if width == 2 { frame[slot + 2] = map.find(key) ?? .error("no such key: \(key.shown)") }
                guard try step(fold, slot) else { break }
            }
        default:
            frame.removeSubrange(slot...)
            return range.isError ? range : .noSuchOverload
        }
        frame.removeSubrange((slot + 1)...)
        let result = try evaluate(fold.result)
        frame.removeSubrange(slot...)
        return result
    }

    /// One round; false where there is to be none any more.
    private mutating func step(_ fold: Expression.Comprehension, _ slot: Int) throws(LimitExceeded) -> Bool {
        if case .bool(false) = try evaluate(fold.condition) { return false }
        try accumulate(fold.step, slot)
        // What collects cannot get rid of an error; what asks (`all`, `exists`) may.
        if frame[slot].isError, case .bool(true)? = program.constants[fold.condition.id] { return false }
        return true
    }

    /// Evaluates a step. Lists and maps that a macro collects grow in place, or a long one would take quadratic time.
    private mutating func accumulate(_ step: Expression, _ slot: Int) throws(LimitExceeded) {
        guard case .call(let name, nil, let arguments) = step.node else {
            frame[slot] = try evaluate(step)
            return
        }
        switch name {
        case Operator.conditional:
            let condition = try evaluate(arguments[0])
            guard case .bool(let holds) = condition else {
                frame[slot] = condition.isError ? condition : .noSuchOverload
                return
            }
            let branch = arguments[holds ? 1 : 2]
            if isAccumulator(branch, slot) { return }
            try accumulate(branch, slot)
        case Operator.add where isAccumulator(arguments[0], slot):
            guard case .list(let elements, let optional) = arguments[1].node, elements.count == 1, optional.isEmpty,
                case .list = frame[slot]
            else {
                frame[slot] = try evaluate(step)
                return
            }
            try charge(1)
            let value = try evaluate(elements[0])
            try charge(program.constants[arguments[1].id] == nil ? RuntimeCost.list + 1 : 1)
            append(value, slot)
        case Operator.mapInsert where isAccumulator(arguments[0], slot):
            try charge(1)
            var values: [Value] = []
            for argument in arguments.dropFirst() { values.append(try evaluate(argument)) }
            try charge(1)
            if let failed = values.first(where: \.isError) {
                frame[slot] = failed
                return
            }
            let target = frame[slot]
            frame[slot] = .null
            frame[slot] = StandardLibrary.mapInsert([target] + values)
        default: frame[slot] = try evaluate(step)
        }
    }

    private func isAccumulator(_ expression: Expression, _ slot: Int) -> Bool {
        if case .local(slot) = program.references[expression.id] { true } else { false }
    }

    private mutating func append(_ value: Value, _ slot: Int) {
        guard !value.isError, case .list(var list) = frame[slot] else {
            frame[slot] = value
            return
        }
        frame[slot] = .null
        list.append(value)
        frame[slot] = .list(list)
    }
}

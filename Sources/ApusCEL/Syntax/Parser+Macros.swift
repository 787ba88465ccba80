/// Macros: calls that become folds before anything is evaluated (cel-spec, "Macros"; cel-go's `ext` for two variables,
/// optional values and `sortBy`).
extension Parser {
    /// Nil where `name` is no macro with so many arguments.
    mutating func expandMacro(
        _ offset: Int, _ name: String, _ target: Expression?, _ arguments: [Expression]
    ) throws(Failure) -> Expression? {
        guard let target else {
            guard name == "has", arguments.count == 1 else { return nil }
            guard case .select(let operand, let field, false) = arguments[0].node else {
                throw Failure(offset: self.offset(arguments[0]), message: "invalid argument to has() macro")
            }
            return factory.make(offset, .select(operand, field: field, isTest: true))
        }
        var fold = Fold(offset: offset, range: target)
        switch (name, arguments.count) {
        case ("all", 2), ("exists", 2), ("exists_one", 2), ("existsOne", 2), ("filter", 2), ("map", 2), ("map", 3):
            fold.variable = try variable(arguments[0], "argument is not an identifier", name)
        case ("all", 3), ("exists", 3), ("exists_one", 3), ("existsOne", 3), ("transformList", 3), ("transformList", 4),
            ("transformMap", 3), ("transformMap", 4), ("transformMapEntry", 3), ("transformMapEntry", 4):
            let first = try variable(arguments[0], "argument must be a simple name", name)
            let second = try variable(arguments[1], "argument must be a simple name", name)
            guard first != second else {
                throw Failure(offset: self.offset(arguments[1]), message: "duplicate variable name: \(first)")
            }
            (fold.variable, fold.secondVariable) = (first, second)
        case ("optMap", 2), ("optFlatMap", 2): return try optionalMap(offset, name, target, arguments)
        case ("sortBy", 2): return try sortBy(offset, target, arguments)
        default: return nil
        }
        let rest = Array(arguments.dropFirst(fold.secondVariable == nil ? 1 : 2))
        switch name {
        case "all": return try quantifier(fold, rest[0], isAll: true)
        case "exists": return try quantifier(fold, rest[0], isAll: false)
        case "exists_one", "existsOne": return try existsOne(fold, rest[0])
        case "filter":
            let element = factory.make(self.offset(arguments[0]), .identifier(fold.variable))
            return try collect(fold, filter: rest[0], element)
        case "map", "transformList":
            return rest.count == 1
                ? try collect(fold, filter: nil, rest[0]) : try collect(fold, filter: rest[0], rest[1])
        default: return try collectMap(fold, name, rest)
        }
    }

    private struct Fold {
        let offset: Int
        let range: Expression
        var variable = ""
        var secondVariable: String?
    }

    private func offset(_ expression: Expression) -> Int { factory.offsets[expression.id] }

    private func variable(_ expression: Expression, _ message: String, _ macro: String) throws(Failure) -> String {
        guard let name = expression.identifier, !name.hasPrefix(".") else {
            throw Failure(offset: offset(expression), message: message)
        }
        guard name != "__result__" else {
            throw Failure(offset: offset(expression), message: "iteration variable overwrites accumulator variable")
        }
        return name
    }

    private mutating func make(
        _ fold: Fold, initial: Expression, condition: Expression, step: Expression, result: Expression
    ) throws(Failure) -> Expression {
        try checked(
            factory.make(
                fold.offset,
                .comprehension(
                    Expression.Comprehension(
                        range: fold.range, variable: fold.variable, secondVariable: fold.secondVariable,
                        accumulator: Expression.accumulator, initial: initial, condition: condition, step: step,
                        result: result))))
    }

    private mutating func accumulator(_ offset: Int) -> Expression {
        factory.make(offset, .identifier(Expression.accumulator))
    }

    private mutating func quantifier(
        _ fold: Fold, _ predicate: Expression, isAll: Bool
    ) throws(Failure) -> Expression {
        let place = fold.offset
        let held = isAll ? accumulator(place) : factory.call(place, Operator.not, accumulator(place))
        return try make(
            fold, initial: factory.make(place, .literal(.bool(isAll))),
            condition: factory.call(place, Operator.notStrictlyFalse, held),
            step: factory.call(place, isAll ? Operator.and : Operator.or, accumulator(place), predicate),
            result: accumulator(place))
    }

    private mutating func existsOne(_ fold: Fold, _ predicate: Expression) throws(Failure) -> Expression {
        let place = fold.offset
        let more = factory.call(
            place, Operator.add, accumulator(place), factory.make(place, .literal(.int(1))))
        return try make(
            fold, initial: factory.make(place, .literal(.int(0))),
            condition: factory.make(place, .literal(.bool(true))),
            step: factory.call(place, Operator.conditional, predicate, more, accumulator(place)),
            result: factory.call(
                place, Operator.equal, accumulator(place), factory.make(place, .literal(.int(1)))))
    }

    private mutating func collect(
        _ fold: Fold, filter: Expression?, _ element: Expression
    ) throws(Failure) -> Expression {
        let place = fold.offset
        var step = factory.call(
            place, Operator.add, accumulator(place), factory.make(place, .list([element], optional: [])))
        if let filter { step = factory.call(place, Operator.conditional, filter, step, accumulator(place)) }
        return try make(
            fold, initial: factory.make(place, .list([], optional: [])),
            condition: factory.make(place, .literal(.bool(true))), step: step, result: accumulator(place))
    }

    private mutating func collectMap(_ fold: Fold, _ name: String, _ rest: [Expression]) throws(Failure) -> Expression {
        let place = fold.offset
        let transform = rest[rest.count - 1]
        var arguments = [accumulator(place)]
        if name == "transformMap" { arguments.append(factory.make(place, .identifier(fold.variable))) }
        arguments.append(transform)
        var step = factory.make(place, .call(Operator.mapInsert, target: nil, arguments: arguments))
        if rest.count == 2 {
            step = factory.call(place, Operator.conditional, rest[0], step, accumulator(place))
        }
        return try make(
            fold, initial: factory.make(place, .map([])), condition: factory.make(place, .literal(.bool(true))),
            step: step, result: accumulator(place))
    }

    /// `target.optMap(x, f)`: `target.hasValue() ? optional.of(f) : optional.none()` with `x` for the value. The target
    /// gets a name, so that it stands in the tree, and is evaluated, once.
    private mutating func optionalMap(
        _ place: Int, _ name: String, _ target: Expression, _ arguments: [Expression]
    ) throws(Failure) -> Expression {
        guard let variable = arguments[0].identifier else {
            throw Failure(offset: offset(arguments[0]), message: "\(name)() variable name must be a simple identifier")
        }
        let input = "@optional"
        let value = factory.member(place, "value", factory.make(place, .identifier(input)))
        var mapped = bind(place, variable, value, arguments[1])
        if name == "optMap" { mapped = factory.call(place, "optional.of", mapped) }
        let hasValue = factory.member(place, "hasValue", factory.make(place, .identifier(input)))
        let choice = factory.call(place, Operator.conditional, hasValue, mapped, factory.call(place, "optional.none"))
        return try checked(bind(place, input, target, choice))
    }

    private mutating func bind(
        _ place: Int, _ variable: String, _ value: Expression, _ body: Expression
    ) -> Expression {
        factory.make(
            place,
            .comprehension(
                Expression.Comprehension(
                    range: factory.make(place, .list([], optional: [])), variable: "#unused", secondVariable: nil,
                    accumulator: variable, initial: value, condition: factory.make(place, .literal(.bool(false))),
                    step: factory.make(place, .identifier(variable)), result: body)))
    }

    /// `target.sortBy(x, key)`: `target.@sortByAssociatedKeys(target.map(x, key))`, with a name for the target.
    private mutating func sortBy(
        _ place: Int, _ target: Expression, _ arguments: [Expression]
    ) throws(Failure) -> Expression {
        guard let variable = arguments[0].identifier else {
            throw Failure(offset: offset(arguments[0]), message: "argument must be a simple name")
        }
        let input = "@sorted"
        let keys = try collect(
            Fold(offset: place, range: factory.make(place, .identifier(input)), variable: variable), filter: nil,
            arguments[1])
        let sorted = factory.make(
            place,
            .call("@sortByAssociatedKeys", target: factory.make(place, .identifier(input)), arguments: [keys]))
        return try checked(bind(place, input, target, sorted))
    }
}

/// How much an expression can cost at most, before there is an object: sizes come from literals and from the limits of
/// the schema (cel-go's `checker/cost.go`).
struct CostEstimator {
    /// A step of a path into a variable.
    enum Step: Equatable {
        case field(String)
        case items, values, keys, indices
    }

    struct Path: Equatable {
        let variable: Int
        var steps: [Step] = []

        func appending(_ step: Step) -> Path {
            var path = self
            path.steps.append(step)
            return path
        }
    }

    /// How large the keys and the values of a list or map are.
    struct EntrySize {
        var isList: Bool
        var key: CostRange
        var value: CostRange

        func union(_ other: EntrySize) -> EntrySize {
            EntrySize(isList: isList, key: key.union(other.key), value: value.union(other.value))
        }
    }

    private struct Local {
        var path: Path?
        var size: CostRange?
        var entry: EntrySize?
    }

    private let program: Program
    private var paths: [Path?]
    private var sizes: [CostRange?]
    private var entries: [EntrySize?]
    /// By the places in the frame.
    private var locals: [Local] = []

    init(_ program: Program) {
        self.program = program
        let count = program.types.count
        paths = Array(repeating: nil, count: count)
        sizes = Array(repeating: nil, count: count)
        entries = Array(repeating: nil, count: count)
    }

    mutating func cost(_ expression: Expression) -> CostRange {
        switch expression.node {
        case .literal: return .zero
        case .identifier:
            paths[expression.id] = path(expression)
            return .one
        case .select(let operand, let field, let isTest): return select(expression, operand, field, isTest)
        case .call(let name, let target, let arguments): return call(expression, name, target, arguments)
        case .list(let elements, _):
            var sum = CostRange.zero
            var item = CostRange(elements.isEmpty ? 0 : .max, 0)
            for element in elements {
                sum = sum + cost(element)
                item = item.union(size(element))
            }
            entries[expression.id] = EntrySize(isList: true, key: .one, value: item)
            return sum + CostRange(RuntimeCost.list)
        case .map(let all):
            var sum = CostRange.zero
            var entry = EntrySize(
                isList: false, key: CostRange(all.isEmpty ? 0 : .max, 0), value: CostRange(all.isEmpty ? 0 : .max, 0))
            for one in all {
                sum = sum + cost(one.key) + cost(one.value)
                entry.key = entry.key.union(size(one.key))
                entry.value = entry.value.union(size(one.value))
            }
            entries[expression.id] = entry
            return sum + CostRange(RuntimeCost.map)
        case .message: return CostRange(40)
        case .comprehension(let fold): return self.fold(expression, fold)
        }
    }

    // MARK: - Sizes

    private func path(_ expression: Expression) -> Path? {
        switch program.references[expression.id] {
        case .variable(let index): Path(variable: index)
        case .local(let index): locals.indices.contains(index) ? locals[index].path : nil
        default: paths[expression.id]
        }
    }

    /// How large the value is; unknown where nothing says so.
    mutating func size(_ expression: Expression) -> CostRange { knownSize(expression) ?? .unknown }

    private mutating func knownSize(_ expression: Expression) -> CostRange? {
        if let size = sizes[expression.id] { return size }
        switch expression.node {
        case .literal(let value): return CostRange(UInt64(value.size ?? 1))
        case .list(let elements, _): return CostRange(UInt64(elements.count))
        case .map(let entries): return CostRange(UInt64(entries.count))
        default: break
        }
        if let declared = path(expression).flatMap(declared) {
            let size = CostRange(0, declared.maxElements)
            sizes[expression.id] = size
            return size
        }
        if Self.isScalar(program.types[expression.id]) { return .one }
        if case .local(let index) = program.references[expression.id], locals.indices.contains(index) {
            return locals[index].size
        }
        return nil
    }

    private static func isScalar(_ type: ExpressionType) -> Bool {
        switch type {
        case .bool, .double, .duration, .int, .timestamp, .uint: true
        case .optional(let inner): isScalar(inner)
        default: false
        }
    }

    private func declared(_ path: Path) -> DeclaredType? {
        var type: DeclaredType? = program.variables[path.variable].declared
        for step in path.steps {
            switch step {
            case .field(let name): type = type?.field(name)?.type
            case .items, .values: type = type?.element
            case .keys:
                guard case .map = type?.shape else { return nil }
                // Keys are strings of which nothing is said.
                type = DeclaredType(.string, minSize: 2)
            case .indices: type = nil
            }
        }
        return type
    }

    /// The elements of a list: what their size is, and whether they are text.
    mutating func elementSize(_ list: Expression) -> (size: CostRange, isText: Bool)? {
        guard case .list(let element) = program.types[list.id] else { return nil }
        let size = path(list).flatMap { declared($0.appending(.items)) }.map { CostRange(0, $0.maxElements) }
        return (size ?? .unknown, element == .string || element == .bytes)
    }

    func type(_ expression: Expression) -> ExpressionType { program.types[expression.id] }

    private func entrySize(_ expression: Expression) -> EntrySize? {
        if let entry = entries[expression.id] { return entry }
        if case .local(let index) = program.references[expression.id], locals.indices.contains(index) {
            return locals[index].entry
        }
        return nil
    }

    // MARK: - Nodes

    private mutating func select(
        _ expression: Expression, _ operand: Expression, _ field: String, _ isTest: Bool
    ) -> CostRange {
        if case .variable = program.references[expression.id] { return .one }
        if case .type = program.references[expression.id] { return .one }
        let sum = cost(operand)
        if isTest { return sum }
        paths[expression.id] = path(operand)?.appending(.field(field))
        switch program.types[operand.id] {
        case .map, .object, .parameter: return sum + .one
        default: return sum
        }
    }

    private mutating func call(
        _ expression: Expression, _ name: String, _ target: Expression?, _ arguments: [Expression]
    ) -> CostRange {
        if name == "dyn", target == nil, let argument = arguments.first {
            let sum = cost(argument) + .one
            sizes[expression.id] = knownSize(argument)
            entries[expression.id] = entrySize(argument)
            return sum
        }
        let costs = arguments.map { cost($0) }
        guard case .function(let function, let overloads) = program.references[expression.id] else {
            // `a.?b`
            return costs.reduce(.zero, +) + .one
        }
        let isMember = overloads.first?.isMember ?? false
        var sum = CostRange.zero
        if isMember, let target { sum = cost(target) }
        var whole: CostRange?
        var result: CostRange?
        for overload in overloads {
            let call = CallCost(
                function: function.name, overload: overload.id, target: isMember ? target : nil, arguments: arguments,
                costs: costs)
            let (cost, size) = estimate(call, expression)
            whole = whole?.union(cost) ?? cost
            if let size { result = result?.union(size) ?? size }
            if overload.id == "index_list" || overload.id == "index_map", let container = arguments.first {
                result = entrySize(container)?.value
                paths[expression.id] = path(container)?.appending(overload.id == "index_list" ? .items : .values)
            }
            if result == nil { result = knownSize(expression) }
        }
        if let result { sizes[expression.id] = result }
        return sum + (whole ?? .zero)
    }

    private mutating func fold(_ expression: Expression, _ fold: Expression.Comprehension) -> CostRange {
        if fold.isBinding {
            var sum = cost(fold.range) + cost(fold.initial)
            locals.append(
                Local(path: path(fold.initial), size: knownSize(fold.initial), entry: entrySize(fold.initial)))
            sum = sum + cost(fold.result)
            sizes[expression.id] = knownSize(fold.result)
            entries[expression.id] = entrySize(fold.result)
            locals.removeLast()
            return sum
        }
        var sum = cost(fold.range) + cost(fold.initial)
        locals.append(
            Local(path: path(fold.initial), size: knownSize(fold.initial), entry: entrySize(fold.initial)))
        pushVariables(fold)
        let round = cost(fold.condition) + cost(fold.step)
        locals.removeLast(fold.secondVariable == nil ? 1 : 2)
        sum = sum + cost(fold.result)
        locals.removeLast()
        let count = size(fold.range)
        sum = sum + count * round
        switch fold.initial.node {
        case .literal: sizes[expression.id] = knownSize(fold.initial)
        case .list, .map:
            sizes[expression.id] = count
            if let entry = entrySize(fold.step) { entries[expression.id] = entry }
        default: break
        }
        return sum
    }

    private mutating func pushVariables(_ fold: Expression.Comprehension) {
        let entry = entrySize(fold.range)
        let range = path(fold.range)
        var isList = entry?.isList ?? false
        if entry == nil, case .list = program.types[fold.range.id] { isList = true }
        let value = Local(path: range?.appending(isList ? .items : .values), size: entry?.value)
        let key = Local(path: range?.appending(isList ? .indices : .keys), size: entry?.key)
        if fold.secondVariable != nil {
            locals += [key, value]
        } else {
            locals.append(isList ? value : key)
        }
    }

    mutating func setEntry(_ expression: Expression, of a: Expression, and b: Expression) {
        guard let first = entrySize(a), let second = entrySize(b) else { return }
        entries[expression.id] = first.union(second)
    }
}

extension Program {
    /// The most that an evaluation can cost, as cel-go estimates it for values within the limits of their schema.
    public var estimatedCost: UInt64 {
        var estimator = CostEstimator(self)
        return estimator.cost(root).most
    }
}

import ApusAPI

/// A compiled expression: checked once, evaluated any number of times. Immutable; holds no state between evaluations.
public struct Program: Sendable {
    let root: Expression
    let types: [ExpressionType]
    let references: [Checker.Reference?]
    let patterns: [Int: RegularExpression]
    /// What needs no evaluation, by nodes.
    let constants: [Value?]
    let variables: [Environment.Variable]

    init(
        root: Expression, types: [ExpressionType], references: [Checker.Reference?], patterns: [Int: RegularExpression],
        variables: [Environment.Variable]
    ) {
        self.root = root
        self.types = types
        self.references = references
        self.patterns = patterns
        self.variables = variables
        var folding = ConstantFolding(references)
        folding.visit(root)
        constants = folding.constants
    }

    /// What the result is.
    public var outputType: ExpressionType { types[root.id] }

    /// Whether the expression speaks of the variable `name`.
    public func uses(_ name: String) -> Bool {
        references.contains { reference in
            if case .variable(let index) = reference { variables[index].name == name } else { false }
        }
    }

    /// What an evaluation came to, and what it cost in the units of cel-go's cost tracker.
    public struct Outcome: Sendable {
        public enum Result: Sendable {
            case value(Value)
            /// The message of an error, as cel-go words it.
            case error(String)
            /// The budget was used up first.
            case exceeded
        }

        public let result: Result
        public let cost: UInt64
    }

    /// Evaluates the expression, which stops once it has cost more than `budget`.
    ///
    /// - Parameter bindings: The values of the variables. One that is not bound is an error where it is looked at.
    public func evaluate(_ bindings: [String: Value], budget: UInt64) -> Outcome {
        var evaluator = Evaluator(self, variables.map { bindings[$0.name] }, limit: budget)
        do throws(Evaluator.LimitExceeded) {
            let value = try evaluator.evaluate(root)
            if case .error(let message) = value { return Outcome(result: .error(message), cost: evaluator.cost) }
            return Outcome(result: .value(value), cost: evaluator.cost)
        } catch {
            return Outcome(result: .exceeded, cost: evaluator.cost)
        }
    }
}

/// Finds the lists, maps and conversions that consist of literals: their value is known, and costs nothing.
private struct ConstantFolding {
    private(set) var constants: [Value?]
    private let references: [Checker.Reference?]

    init(_ references: [Checker.Reference?]) {
        self.references = references
        constants = Array(repeating: nil, count: references.count)
    }

    mutating func visit(_ expression: Expression) {
        for child in expression.children { visit(child) }
        constants[expression.id] = value(expression)
    }

    private func value(_ expression: Expression) -> Value? {
        switch expression.node {
        case .literal(let value): return value
        case .identifier, .select:
            if case .type(let name) = references[expression.id] { return .type(name) }
            return nil
        case .list(let elements, let optional):
            let values = elements.compactMap { constants[$0.id] }
            return values.count == elements.count && optional.isEmpty ? .list(values) : nil
        case .map(let entries):
            var map = MapValue.Entries()
            for entry in entries {
                guard !entry.isOptional, let key = constants[entry.key.id], let value = constants[entry.value.id],
                    let mapKey = MapKey(key), map.insert(key, mapKey, value)
                else { return nil }
            }
            return .map(MapValue(map))
        case .call(let name, nil, let arguments):
            guard StandardLibrary.conversionNames.contains(name), arguments.count == 1,
                let argument = constants[arguments[0].id],
                case .function(let function, _) = references[expression.id]
            else { return nil }
            let value = function.body([argument])
            return value.isError ? nil : value
        default: return nil
        }
    }
}

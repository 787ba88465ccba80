/// A node of the tree of an expression. Nodes are numbered from 0 without gaps; what the checker finds out of a node
/// lies in arrays beside the tree.
final class Expression: Sendable {
    let id: Int
    let node: Node
    /// How many levels of nodes there are: what walks over the tree recurses so deep.
    let depth: Int

    init(_ id: Int, _ node: Node) {
        self.id = id
        self.node = node
        depth = 1 + (Self.children(node).lazy.map(\.depth).max() ?? 0)
    }

    enum Node: Sendable {
        case literal(Value)
        case identifier(String)
        /// `operand.field`; with `isTest` whether it is there: `has(operand.field)`.
        case select(Expression, field: String, isTest: Bool)
        /// A function or an operator, by the name that cel-spec gives it (`_+_`).
        case call(String, target: Expression?, arguments: [Expression])
        case list([Expression], optional: Set<Int>)
        case map([Entry])
        /// `Name{field: value}`.
        case message(String, [Field])
        case comprehension(Comprehension)
    }

    struct Entry: Sendable {
        let id: Int
        let key: Expression
        let value: Expression
        let isOptional: Bool
    }

    struct Field: Sendable {
        let id: Int
        let name: String
        let value: Expression
        let isOptional: Bool
    }

    /// What macros become: a fold of `range` into an accumulator (cel-spec, "Macros").
    struct Comprehension: Sendable {
        let range: Expression
        let variable: String
        /// The value beside the index or key, where a macro has two variables.
        let secondVariable: String?
        let accumulator: String
        let initial: Expression
        let condition: Expression
        let step: Expression
        let result: Expression

        /// Whether it only gives `initial` a name (`optMap`): the range is empty and is never looked at.
        var isBinding: Bool {
            guard case .list(let elements, _) = range.node, elements.isEmpty,
                case .literal(.bool(false)) = condition.node
            else { return false }
            return accumulator != Expression.accumulator
        }
    }

    /// No name of the language, so that no variable hides it.
    static let accumulator = "@result"

    var literal: Value? { if case .literal(let value) = node { value } else { nil } }
    var identifier: String? { if case .identifier(let name) = node { name } else { nil } }

    /// The nodes right below this one, in the order in which they are evaluated.
    var children: [Expression] { Self.children(node) }

    private static func children(_ node: Node) -> [Expression] {
        switch node {
        case .literal, .identifier: []
        case .select(let operand, _, _): [operand]
        case .call(_, let target, let arguments): (target.map { [$0] } ?? []) + arguments
        case .list(let elements, _): elements
        case .map(let entries): entries.flatMap { [$0.key, $0.value] }
        case .message(_, let fields): fields.map(\.value)
        case .comprehension(let fold):
            [fold.range, fold.initial, fold.condition, fold.step, fold.result]
        }
    }
}

/// The names of the operators as functions.
enum Operator {
    static let conditional = "_?_:_"
    static let and = "_&&_"
    static let or = "_||_"
    static let not = "!_"
    static let negate = "-_"
    static let index = "_[_]"
    static let optionalIndex = "_[?_]"
    static let optionalSelect = "_?._"
    static let add = "_+_"
    static let subtract = "_-_"
    static let multiply = "_*_"
    static let divide = "_/_"
    static let modulo = "_%_"
    static let equal = "_==_"
    static let unequal = "_!=_"
    static let less = "_<_"
    static let lessOrEqual = "_<=_"
    static let greater = "_>_"
    static let greaterOrEqual = "_>=_"
    static let contained = "@in"
    static let notStrictlyFalse = "@not_strictly_false"
    static let mapInsert = "cel.@mapInsert"
}

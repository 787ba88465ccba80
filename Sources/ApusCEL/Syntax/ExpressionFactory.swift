/// Makes nodes, numbers them and remembers where they stand.
struct ExpressionFactory {
    /// The offset of each node and entry in the source.
    private(set) var offsets: [Int] = []

    mutating func nextID(_ offset: Int) -> Int {
        offsets.append(offset)
        return offsets.count - 1
    }

    mutating func make(_ offset: Int, _ node: Expression.Node) -> Expression { Expression(nextID(offset), node) }

    mutating func call(_ offset: Int, _ name: String, _ arguments: Expression...) -> Expression {
        make(offset, .call(name, target: nil, arguments: arguments))
    }

    mutating func member(_ offset: Int, _ name: String, _ target: Expression) -> Expression {
        make(offset, .call(name, target: target, arguments: []))
    }
}

/// What an expression may speak of: its variables, and the functions that Kubernetes 1.36 has for expressions.
public struct Environment: Sendable {
    public struct Variable: Sendable {
        public let name: String
        let declared: DeclaredType
        let isOptional: Bool

        /// - Parameter isOptional: Whether it is an `optional_type` of `type`.
        public init(_ name: String, _ type: DeclaredType = .any, isOptional: Bool = false) {
            self.name = name
            declared = type
            self.isOptional = isOptional
        }

        var type: ExpressionType { isOptional ? .optional(declared.type) : declared.type }
    }

    let variables: [Variable]

    public init(_ variables: [Variable] = []) { self.variables = variables }

    func function(_ name: String) -> Function? { StandardLibrary.functions[name] }

    /// Compiles `text`; the error names all problems with their places.
    public func compile(_ text: String) throws(CompileError) -> Program {
        let (root, offsets, source) = try Parser.parse(text)
        var checker = Checker(self, offsets: offsets)
        checker.run(root)
        guard checker.errors.isEmpty else { throw CompileError(checker.errors, source) }
        let checks = LiteralChecks(root, checker.types)
        guard checks.problems.isEmpty else {
            throw CompileError(checks.problems.map { (offsets[$0.id], $0.message) }, source)
        }
        return Program(
            root: root, types: checker.types, references: checker.references, patterns: checks.patterns,
            variables: variables)
    }
}

/// Makes the tree of an expression (cel-spec, "Syntax").
struct Parser {
    struct Failure: Error {
        /// Nil where it is the expression as a whole that is too large.
        let offset: Int?
        let message: String
    }

    let source: SourceText
    private let tokens: [Token]
    private var index = 0
    private var depth = 0
    var factory = ExpressionFactory()

    /// As deep as cel-go nests; the stack must hold it.
    private static let deepest = 250
    private static let longest = 100_000

    static let reserved: Set<String> = [
        "as", "break", "const", "continue", "else", "for", "function", "if", "import", "let", "loop", "package",
        "namespace", "return", "var", "void", "while",
    ]

    private init(_ source: SourceText, _ tokens: [Token]) {
        self.source = source
        self.tokens = tokens
    }

    /// The tree and where its nodes stand.
    static func parse(_ text: String) throws(CompileError) -> (Expression, offsets: [Int], SourceText) {
        let source = SourceText(text)
        guard source.scalars.count <= longest else {
            let message = "expression code point size exceeds limit: size: \(source.scalars.count), limit \(longest)"
            throw CompileError([(nil, message)], source)
        }
        var lexer = Lexer(source)
        var parser = Parser(source, lexer.tokens())
        do throws(Failure) {
            let expression = try parser.expression()
            if parser.next.kind != .end {
                let isLast = parser.index + 2 == parser.tokens.count
                throw parser.unexpected(isLast ? "extraneous" : "mismatched", "<EOF>")
            }
            if lexer.errors.isEmpty { return (expression, parser.factory.offsets, source) }
        } catch {
            throw CompileError(lexer.errors + [(error.offset, error.message)], source)
        }
        throw CompileError(lexer.errors, source)
    }

    // MARK: - Tokens

    private var next: Token { tokens[index] }

    private func isNext(_ text: String) -> Bool {
        next.text == text && (next.kind == .symbol || next.kind == .keyword)
    }

    private mutating func skip(_ text: String) -> Bool {
        guard isNext(text) else { return false }
        index += 1
        return true
    }

    /// The offset of the token, which is taken.
    private mutating func take() -> Int {
        defer { index += 1 }
        return next.range.lowerBound
    }

    private mutating func expect(_ text: String) throws(Failure) {
        guard skip(text) else { throw unexpected("mismatched", "'\(text)'") }
    }

    private func unexpected(_ kind: String, _ wanted: String) -> Failure {
        Failure(
            offset: next.range.lowerBound,
            message: "Syntax error: \(kind) input '\(Lexer.shown(written))' expecting \(wanted)")
    }

    private var written: String { next.kind == .end ? "<EOF>" : source.text(next.range) }

    private static let operands =
        "{'[', '{', '(', '.', '-', '!', 'true', 'false', 'null', NUM_FLOAT, NUM_INT, NUM_UINT, STRING, BYTES, IDENTIFIER}"

    func checked(_ expression: Expression) throws(Failure) -> Expression {
        guard expression.depth <= Self.deepest else { throw tooDeep }
        return expression
    }

    private var tooDeep: Failure {
        Failure(offset: nil, message: "expression recursion limit exceeded: \(Self.deepest)")
    }

    // MARK: - Operators

    private mutating func expression() throws(Failure) -> Expression {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.deepest else { throw tooDeep }
        let condition = try logical(Operator.or)
        guard isNext("?") else { return condition }
        let offset = take()
        let whenTrue = try logical(Operator.or)
        try expect(":")
        let whenFalse = try expression()
        return try checked(factory.call(offset, Operator.conditional, condition, whenTrue, whenFalse))
    }

    /// Chains of `||` or `&&` make balanced trees, so that long ones are not deep.
    private mutating func logical(_ name: String) throws(Failure) -> Expression {
        var terms: [Expression] = []
        var offsets: [Int] = []
        while true {
            terms.append(name == Operator.or ? try logical(Operator.and) : try relation())
            guard isNext(name == Operator.or ? "||" : "&&") else { break }
            offsets.append(take())
        }
        return try balanced(name, terms[...], offsets[...])
    }

    private mutating func balanced(
        _ name: String, _ terms: ArraySlice<Expression>, _ offsets: ArraySlice<Int>
    ) throws(Failure) -> Expression {
        if terms.count == 1 { return terms[terms.startIndex] }
        let middle = offsets.startIndex + (offsets.count - 1) / 2
        let left = try balanced(name, terms[terms.startIndex...middle], offsets[offsets.startIndex..<middle])
        let right = try balanced(name, terms[(middle + 1)...], offsets[(middle + 1)...])
        return try checked(factory.call(offsets[middle], name, left, right))
    }

    private static let relations: [String: String] = [
        "<": Operator.less, "<=": Operator.lessOrEqual, ">": Operator.greater, ">=": Operator.greaterOrEqual,
        "==": Operator.equal, "!=": Operator.unequal, "in": Operator.contained,
    ]
    private static let sums: [String: String] = ["+": Operator.add, "-": Operator.subtract]
    private static let products: [String: String] = [
        "*": Operator.multiply, "/": Operator.divide, "%": Operator.modulo,
    ]

    private func operation(in table: [String: String]) -> String? {
        next.kind == .symbol || next.text == "in" && next.kind == .keyword ? table[next.text] : nil
    }

    private mutating func relation() throws(Failure) -> Expression {
        var left = try sum()
        while let name = operation(in: Self.relations) {
            let offset = take()
            left = try checked(factory.call(offset, name, left, try sum()))
        }
        return left
    }

    private mutating func sum() throws(Failure) -> Expression {
        var left = try product()
        while let name = operation(in: Self.sums) {
            let offset = take()
            left = try checked(factory.call(offset, name, left, try product()))
        }
        return left
    }

    private mutating func product() throws(Failure) -> Expression {
        var left = try unary()
        while let name = operation(in: Self.products) {
            let offset = take()
            left = try checked(factory.call(offset, name, left, try unary()))
        }
        return left
    }

    private mutating func unary() throws(Failure) -> Expression {
        guard isNext("!") || isNext("-") else { return try member() }
        let symbol = next.text
        let following = tokens[index + 1].kind
        if symbol == "-", following == .int || following == .double { return try member() }
        let offset = next.range.lowerBound
        var count = 0
        while isNext(symbol) {
            // The last sign of `--1` belongs to the number.
            let kind = tokens[index + 1].kind
            if symbol == "-", count > 0, kind == .int || kind == .double { break }
            count += 1
            index += 1
        }
        let operand = try member()
        guard count % 2 == 1 else { return operand }
        return try checked(factory.call(offset, symbol == "!" ? Operator.not : Operator.negate, operand))
    }

    // MARK: - Members

    private mutating func member() throws(Failure) -> Expression {
        var operand = try primary()
        while true {
            if isNext(".") {
                operand = try checked(try selection(operand))
            } else if isNext("[") {
                let offset = take()
                let isOptional = skip("?")
                let position = try expression()
                try expect("]")
                operand = try checked(
                    factory.call(offset, isOptional ? Operator.optionalIndex : Operator.index, operand, position))
            } else {
                return operand
            }
        }
    }

    private mutating func selection(_ operand: Expression) throws(Failure) -> Expression {
        let offset = take()
        let isOptional = skip("?")
        let name = next
        guard name.kind == .identifier || name.kind == .escapedIdentifier else {
            throw Failure(
                offset: next.range.lowerBound,
                message:
                    "Syntax error: no viable alternative at input '.\(Lexer.shown(next.kind == .end ? "" : written))'")
        }
        if name.kind == .escapedIdentifier {
            // Kubernetes does not turn this syntax on.
            throw Failure(offset: name.range.lowerBound, message: "unsupported syntax: '`'")
        }
        index += 1
        if isOptional {
            let field = factory.make(name.range.lowerBound, .literal(.string(name.text)))
            return factory.call(offset, Operator.optionalSelect, operand, field)
        }
        guard isNext("(") else {
            return factory.make(offset, .select(operand, field: name.text, isTest: false))
        }
        let open = take()
        let arguments = try self.arguments()
        if let expanded = try expandMacro(open, name.text, operand, arguments) { return expanded }
        return factory.make(open, .call(name.text, target: operand, arguments: arguments))
    }

    /// Up to the closing parenthesis.
    private mutating func arguments() throws(Failure) -> [Expression] {
        var arguments: [Expression] = []
        guard !skip(")") else { return arguments }
        repeat { arguments.append(try expression()) } while skip(",")
        try expect(")")
        return arguments
    }

    // MARK: - Primaries

    private mutating func primary() throws(Failure) -> Expression {
        let offset = next.range.lowerBound
        switch next.kind {
        case .int, .uint, .double, .string, .bytes:
            return factory.make(offset, .literal(try literal(isNegative: false)))
        case .identifier: return try name(offset, prefix: "")
        case .keyword:
            let value: Value? =
                isNext("true") ? .bool(true) : isNext("false") ? .bool(false) : isNext("null") ? .null : nil
            guard let value else { break }
            index += 1
            return factory.make(offset, .literal(value))
        case .symbol:
            if isNext("-"), tokens[index + 1].kind == .int || tokens[index + 1].kind == .double {
                index += 1
                return factory.make(offset, .literal(try literal(isNegative: true, offset: offset)))
            }
            if skip("(") {
                let inner = try expression()
                try expect(")")
                return inner
            }
            if skip("[") { return try list(offset) }
            if skip("{") { return try map(offset) }
            if isNext("."), tokens[index + 1].kind == .identifier {
                index += 1
                return try name(offset, prefix: ".")
            }
        case .escapedIdentifier, .end: break
        }
        throw unexpected("mismatched", Self.operands)
    }

    private mutating func name(_ offset: Int, prefix: String) throws(Failure) -> Expression {
        let name = next.text
        guard !Self.reserved.contains(name) else {
            throw Failure(offset: offset, message: "reserved identifier: \(name)")
        }
        let place = take()
        if isNext("(") {
            let open = take()
            let arguments = try self.arguments()
            if let expanded = try expandMacro(open, name, nil, arguments) { return expanded }
            return try checked(factory.make(open, .call(prefix + name, target: nil, arguments: arguments)))
        }
        if let message = try message(prefix + name) { return message }
        return factory.make(place, .identifier(prefix + name))
    }

    /// `a.b.Name{…}`; nil where no brace comes behind the names.
    private mutating func message(_ first: String) throws(Failure) -> Expression? {
        var (name, place) = (first, index)
        while tokens[place].text == ".", tokens[place].kind == .symbol, tokens[place + 1].kind == .identifier {
            name += "." + tokens[place + 1].text
            place += 2
        }
        guard tokens[place].kind == .symbol, tokens[place].text == "{" else { return nil }
        index = place
        let offset = take()
        var fields: [Expression.Field] = []
        while !isNext("}") {
            let isOptional = skip("?")
            guard next.kind == .identifier else { throw unexpected("mismatched", "IDENTIFIER") }
            let field = next.text
            index += 1
            let colon = next.range.lowerBound
            try expect(":")
            let value = try expression()
            fields.append(
                Expression.Field(id: factory.nextID(colon), name: field, value: value, isOptional: isOptional))
            guard skip(",") else { break }
        }
        try expect("}")
        return try checked(factory.make(offset, .message(name, fields)))
    }

    private mutating func list(_ offset: Int) throws(Failure) -> Expression {
        var elements: [Expression] = []
        var optional: Set<Int> = []
        while !isNext("]") {
            if skip("?") { optional.insert(elements.count) }
            elements.append(try expression())
            guard skip(",") else { break }
        }
        try expect("]")
        return try checked(factory.make(offset, .list(elements, optional: optional)))
    }

    private mutating func map(_ offset: Int) throws(Failure) -> Expression {
        var entries: [Expression.Entry] = []
        while !isNext("}") {
            let isOptional = skip("?")
            let key = try expression()
            let colon = next.range.lowerBound
            try expect(":")
            let value = try expression()
            entries.append(
                Expression.Entry(id: factory.nextID(colon), key: key, value: value, isOptional: isOptional))
            guard skip(",") else { break }
        }
        try expect("}")
        return try checked(factory.make(offset, .map(entries)))
    }

    private mutating func literal(isNegative: Bool, offset: Int? = nil) throws(Failure) -> Value {
        let token = next
        let place = offset ?? token.range.lowerBound
        index += 1
        func malformed(_ message: String) -> Failure { Failure(offset: place, message: message) }
        let sign = isNegative ? "-" : ""
        switch token.kind {
        case .int:
            let isHexadecimal = token.text.hasPrefix("0x")
            let digits = isHexadecimal ? String(token.text.dropFirst(2)) : token.text
            guard let value = Int64(sign + digits, radix: isHexadecimal ? 16 : 10) else {
                throw malformed("invalid int literal")
            }
            return .int(value)
        case .uint:
            let isHexadecimal = token.text.hasPrefix("0x")
            let digits = token.text.dropLast().dropFirst(isHexadecimal ? 2 : 0)
            guard let value = UInt64(digits, radix: isHexadecimal ? 16 : 10) else {
                throw malformed("invalid uint literal")
            }
            return .uint(value)
        case .double:
            guard let value = Double(sign + token.text), value.isFinite else {
                throw malformed("invalid double literal")
            }
            return .double(value)
        default:
            do throws(Literal.Malformed) {
                return token.kind == .bytes
                    ? .bytes(try Literal.bytes(token.text)) : .string(try Literal.string(token.text))
            } catch {
                throw malformed(error.message)
            }
        }
    }
}

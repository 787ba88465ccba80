/// A function of the language: what it takes and gives, and what it does.
struct Function: Sendable {
    let name: String
    let overloads: [Overload]
    /// The target of a member call comes first. Gets values that are no errors, of any types: `dyn` is checked here.
    let body: @Sendable ([Value]) -> Value

    init(_ name: String, _ overloads: [Overload], _ body: @escaping @Sendable ([Value]) -> Value) {
        self.name = name
        self.overloads = overloads
        self.body = body
    }
}

struct Overload: Sendable {
    /// As cel-go names it where costs depend on it; "" elsewhere.
    let id: String
    let isMember: Bool
    let arguments: [ExpressionType]
    let result: ExpressionType
    /// The names of the variables in the types.
    let parameters: Set<String>

    private init(_ id: String, _ isMember: Bool, _ arguments: [ExpressionType], _ result: ExpressionType) {
        self.id = id
        self.isMember = isMember
        self.arguments = arguments
        self.result = result
        var names: Set<String> = []
        for type in arguments + [result] { Self.collect(type, &names) }
        parameters = names
    }

    private static func collect(_ type: ExpressionType, _ names: inout Set<String>) {
        if case .parameter(let name) = type { names.insert(name) }
        for inner in type.parameters { collect(inner, &names) }
    }

    static func global(_ arguments: [ExpressionType], _ result: ExpressionType, id: String = "") -> Overload {
        Overload(id, false, arguments, result)
    }

    /// The first of `arguments` is the target.
    static func member(_ arguments: [ExpressionType], _ result: ExpressionType, id: String = "") -> Overload {
        Overload(id, true, arguments, result)
    }
}

/// All functions of Kubernetes 1.36's base environment but those that ask the authorizer.
enum StandardLibrary {
    static let functions: [String: Function] = {
        var all: [String: Function] = [:]
        let libraries = [
            operators, sizes, conversions, times, optionals, strings, lists, sets, regularExpressions, urls, networks,
            quantities, versions, formats,
        ]
        for function in libraries.joined() {
            if let known = all[function.name] {
                // One name in two libraries: the first that knows the arguments does it.
                all[function.name] = Function(known.name, known.overloads + function.overloads) { arguments in
                    let result = known.body(arguments)
                    if case .error(let message) = result, message == "no such overload" {
                        return function.body(arguments)
                    }
                    return result
                }
            } else {
                all[function.name] = function
            }
        }
        return all
    }()

    static let a = ExpressionType.parameter("A")
    static let b = ExpressionType.parameter("B")
}

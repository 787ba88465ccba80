/// The type of an expression (cel-spec, "Types").
public indirect enum ExpressionType: Sendable, Equatable {
    case dyn
    /// Of what has a problem already, so that there is no second one for it.
    case error
    case null, bool, int, uint, double, string, bytes, timestamp, duration
    case list(ExpressionType)
    case map(ExpressionType, ExpressionType)
    /// The type of a type.
    case type(ExpressionType?)
    case optional(ExpressionType)
    /// A type of Kubernetes' libraries, as `net.IP`.
    case named(String)
    /// An object whose fields a schema tells.
    case object(DeclaredType)
    /// A variable of an overload, or one that the checker made.
    case parameter(String)

    public static func == (a: ExpressionType, b: ExpressionType) -> Bool {
        switch (a, b) {
        case (.dyn, .dyn), (.error, .error), (.null, .null), (.bool, .bool), (.int, .int), (.uint, .uint),
            (.double, .double), (.string, .string), (.bytes, .bytes), (.timestamp, .timestamp), (.duration, .duration):
            true
        case (.list(let a), .list(let b)), (.optional(let a), .optional(let b)): a == b
        case (.map(let key, let value), .map(let otherKey, let otherValue)): key == otherKey && value == otherValue
        case (.type(let a), .type(let b)): a == b
        case (.named(let a), .named(let b)), (.parameter(let a), .parameter(let b)): a == b
        case (.object(let a), .object(let b)): a === b
        default: false
        }
    }

    /// The same constructor, whatever its parameters.
    func isSameKind(as other: ExpressionType) -> Bool {
        switch (self, other) {
        case (.list, .list), (.map, .map), (.type, .type), (.optional, .optional), (.parameter, .parameter): true
        case (.named(let a), .named(let b)): a == b
        default: self == other
        }
    }

    var parameters: [ExpressionType] {
        switch self {
        case .list(let element), .optional(let element): [element]
        case .map(let key, let value): [key, value]
        case .type(let type?): [type]
        default: []
        }
    }

    var isDyn: Bool { self == .dyn }

    /// What is in an optional type, and whether it is one.
    var unwrapped: (type: ExpressionType, isOptional: Bool) {
        if case .optional(let type) = self { (type, true) } else { (self, false) }
    }

    /// The names of the types as values; what a name stands for as an expression.
    static let named: [String: ExpressionType] = [
        "bool": .bool, "int": .int, "uint": .uint, "double": .double, "string": .string, "bytes": .bytes,
        "list": .list(.dyn), "map": .map(.dyn, .dyn), "null_type": .null, "type": .type(nil), "dyn": .dyn,
        "optional_type": .optional(.dyn), "google.protobuf.Timestamp": .timestamp,
        "google.protobuf.Duration": .duration, "net.IP": .named("net.IP"), "net.CIDR": .named("net.CIDR"),
        "kubernetes.URL": .named("kubernetes.URL"), "kubernetes.Quantity": .named("kubernetes.Quantity"),
        "kubernetes.Semver": .named("kubernetes.Semver"), "kubernetes.NamedFormat": .named("kubernetes.NamedFormat"),
    ]
}

extension ExpressionType: CustomStringConvertible {
    /// As cel-go shows types in its errors.
    public var description: String {
        switch self {
        case .dyn: "dyn"
        case .error: "!error!"
        case .null: "null"
        case .bool: "bool"
        case .int: "int"
        case .uint: "uint"
        case .double: "double"
        case .string: "string"
        case .bytes: "bytes"
        case .timestamp: "timestamp"
        case .duration: "duration"
        case .list(let element): "list(\(element))"
        case .map(let key, let value): "map(\(key), \(value))"
        case .type(let type): type.map { "type(\($0))" } ?? "type"
        case .optional(let type): "optional_type(\(type))"
        case .named(let name), .parameter(let name): name
        case .object(let declared): declared.name
        }
    }
}

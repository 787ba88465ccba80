public import ApusAPI

/// A value of an expression. Lists and maps that come from JSON stay JSON; their parts become values as they are
/// looked at.
public enum Value: Sendable {
    case null
    case bool(Bool)
    case int(Int64)
    case uint(UInt64)
    case double(Double)
    case string(String)
    case bytes([UInt8])
    case timestamp(Moment)
    /// Nanoseconds.
    case duration(Int64)
    case list(ListValue)
    case map(MapValue)
    /// A type, by its name.
    case type(String)
    indirect case optional(Value?)
    case ip(IPAddress)
    case cidr(IPPrefix)
    indirect case url(URLValue)
    indirect case quantity(Quantity)
    indirect case semver(SemanticVersion)
    case format(StringFormat)
    /// What went wrong where a value was wanted. `&&`, `||` and the ternary operator may do without it.
    case error(String)

    var isError: Bool { if case .error = self { true } else { false } }

    /// Worded as cel-go words it.
    static let noSuchOverload = Value.error("no such overload")

    static func list(_ values: [Value]) -> Value { .list(ListValue(values)) }

    static func strings(_ texts: some Sequence<String>) -> Value { .list(ListValue(texts.map { .string($0) })) }

    /// The name of the value's type.
    public var typeName: String {
        switch self {
        case .null: "null_type"
        case .bool: "bool"
        case .int: "int"
        case .uint: "uint"
        case .double: "double"
        case .string: "string"
        case .bytes: "bytes"
        case .timestamp: "google.protobuf.Timestamp"
        case .duration: "google.protobuf.Duration"
        case .list: "list"
        case .map: "map"
        case .type: "type"
        case .optional: "optional_type"
        case .ip: "net.IP"
        case .cidr: "net.CIDR"
        case .url: "kubernetes.URL"
        case .quantity: "kubernetes.Quantity"
        case .semver: "kubernetes.Semver"
        case .format: "kubernetes.NamedFormat"
        case .error: "error"
        }
    }

    /// As errors show it.
    var shown: String {
        switch self {
        case .bool(let value): "\(value)"
        case .int(let value): "\(value)"
        case .uint(let value): "\(value)"
        case .double(let value): GoNumber.text(value)
        case .string(let value): value
        case .null: "null"
        default: typeName
        }
    }

    /// What `size()` says; nil for what has none.
    var size: Int? {
        switch self {
        case .string(let text): text.unicodeScalars.count
        case .bytes(let bytes): bytes.count
        case .list(let list): list.count
        case .map(let map): map.count
        default: nil
        }
    }
}

/// A point in time with the offset from UTC in which it was written.
public struct Moment: Sendable {
    public var time: Timestamp
    /// Seconds east of UTC.
    public var offset: Int64

    public init(_ time: Timestamp, offset: Int64 = 0) {
        self.time = time
        self.offset = offset
    }
}

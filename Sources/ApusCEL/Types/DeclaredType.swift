/// What a structural schema says of a value to expressions: its type, how large it can be, and how JSON becomes a value
/// of it. Immutable, shared by reference; two objects at different places of a schema have different types.
///
/// Rules: k8s.io/apiserver `pkg/cel/common/schemas.go` and `valuesunstructured.go`.
public final class DeclaredType: Sendable {
    struct Field: Sendable {
        /// As JSON has it; expressions use the escaped name.
        let key: String
        let type: DeclaredType
    }

    enum ListKind: Sendable, Equatable {
        case atomic, set
        case map(keys: [String])
    }

    enum Shape: Sendable {
        /// JSON without a schema.
        case any
        case intOrString
        case bool, int, double, string, bytes, duration, date, timestamp
        case list(DeclaredType, ListKind)
        case map(DeclaredType)
        /// By escaped names.
        case object([String: Field])
    }

    let shape: Shape
    let name: String
    let isNullable: Bool
    /// The most characters, elements or entries; nil where that says nothing.
    let maxElements: UInt64
    /// The fewest bytes that a value takes in JSON.
    public let minSerializedSize: Int64

    init(_ shape: Shape, name: String = "", isNullable: Bool = false, maxElements: UInt64 = 0, minSize: Int64) {
        self.shape = shape
        self.name = name
        self.isNullable = isNullable
        self.maxElements = maxElements
        minSerializedSize = minSize
    }

    /// JSON of which nothing is known.
    public static let any = DeclaredType(.any, isNullable: true, minSize: 1)

    /// The type of a value as expressions see it.
    public var type: ExpressionType {
        switch shape {
        case .any, .intOrString: .dyn
        case .bool: .bool
        case .int: .int
        case .double: .double
        case .string: .string
        case .bytes: .bytes
        case .duration: .duration
        case .date, .timestamp: .timestamp
        case .list(let element, _): .list(element.type)
        case .map(let value): .map(.string, value.type)
        case .object: .object(self)
        }
    }

    var element: DeclaredType? {
        switch shape {
        case .list(let element, _), .map(let element): element
        default: nil
        }
    }

    /// The field by its escaped name.
    func field(_ name: String) -> Field? {
        if case .object(let fields) = shape { fields[name] } else { nil }
    }

    /// The type of the property `name` of an object, by its name in JSON; nil where expressions do not see it.
    public func property(_ name: String) -> DeclaredType? {
        if case .object(let fields) = shape, let escaped = EscapedName.escape(name) {
            fields[escaped]?.type
        } else {
            nil
        }
    }

    /// The type of the items of a list or the values of a map.
    public var items: DeclaredType? { element }
}

/// A JSON value as a mutable tree: what a write builds once, changes, and encodes once.
///
/// Integers stay integers: a number without fraction or exponent that fits `Int64` is `.int`, any other is `.double`.
/// Members keep the order in which they came; `JSONWriter` sorts where canonical bytes are wanted.
public enum JSONValue: Sendable, Equatable {
    case null
    case bool(Bool)
    case int(Int64)
    case double(Double)
    case string(String)
    case array([JSONValue])
    case object(JSONObject)
}

extension JSONValue {
    /// Equal apart from the order of members. `1` and `1.0` are different, and so are strings that only Unicode calls
    /// equal.
    public static func == (a: JSONValue, b: JSONValue) -> Bool {
        switch (a, b) {
        case (.null, .null): true
        case (.bool(let a), .bool(let b)): a == b
        case (.int(let a), .int(let b)): a == b
        case (.double(let a), .double(let b)): a == b
        case (.string(let a), .string(let b)): a.isSame(as: b)
        case (.array(let a), .array(let b)): a == b
        case (.object(let a), .object(let b)): a == b
        default: false
        }
    }

    public var isNull: Bool { if case .null = self { true } else { false } }
    public var bool: Bool? { if case .bool(let value) = self { value } else { nil } }
    /// The integer; nil for a number with a fraction.
    public var int: Int64? { if case .int(let value) = self { value } else { nil } }
    /// The number, integers included.
    public var double: Double? {
        switch self {
        case .int(let value): Double(value)
        case .double(let value): value
        default: nil
        }
    }
    public var string: String? { if case .string(let value) = self { value } else { nil } }
    public var array: [JSONValue]? { if case .array(let value) = self { value } else { nil } }
    public var object: JSONObject? { if case .object(let value) = self { value } else { nil } }
    /// The elements; none for anything but an array.
    public var elements: [JSONValue] { array ?? [] }

    /// The member `key` of an object, or `.null` where it or the object is absent.
    ///
    /// Assigning makes an object of `.null`; assigning `.null` stores a null (`remove(_:)` takes a member away).
    /// Assigning to a member of a scalar or an array replaces it by an object. Mutation is in place.
    public subscript(key: String) -> JSONValue {
        get { if case .object(let object) = self { object[key] ?? .null } else { .null } }
        _modify {
            var object: JSONObject
            if case .object(let current) = self { object = current } else { object = JSONObject() }
            self = .null  // so that `object` is the only owner and changes in place
            defer { self = .object(object) }
            yield &object[orNull: key]
        }
    }

    /// The element `index` of an array, or `.null` where it is out of range or this is no array.
    ///
    /// Assigning needs an array that has the index.
    public subscript(index: Int) -> JSONValue {
        get {
            if case .array(let array) = self, array.indices.contains(index) { array[index] } else { .null }
        }
        _modify {
            guard case .array(var array) = self else { preconditionFailure("not an array") }
            self = .null
            defer { self = .array(array) }
            yield &array[index]
        }
    }

    /// Takes the member `key` away and returns it; nil where there is none.
    @discardableResult
    public mutating func remove(_ key: String) -> JSONValue? {
        guard case .object(var object) = self else { return nil }
        self = .null
        defer { self = .object(object) }
        return object.remove(key)
    }

    /// Adds an element; makes an array of `.null`.
    public mutating func append(_ element: JSONValue) {
        var array: [JSONValue]
        if case .array(let current) = self { array = current } else { array = [] }
        self = .null
        array.append(element)
        self = .array(array)
    }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByFloatLiteral, ExpressibleByNilLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    public init(stringLiteral value: String) { self = .string(value) }
    public init(integerLiteral value: Int64) { self = .int(value) }
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    public init(floatLiteral value: Double) { self = .double(value) }
    public init(nilLiteral: ()) { self = .null }
    public init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
    public init(dictionaryLiteral elements: (String, JSONValue)...) {
        self = .object(JSONObject(elements.map { .init(key: $0.0, value: $0.1) }))
    }
}

import ApusAPI
public import ApusJSON

extension Value {
    /// The value that `json` is by its declared type; an error where it is no such value.
    public init(_ json: JSONValue, as type: DeclaredType) {
        switch (type.shape, json) {
        case (.any, _): self.init(json)
        case (_, .null):
            self = type.isNullable ? .null : .error("invalid data, got null for schema with nullable=false")
        case (.intOrString, .string(let text)): self = .string(text)
        case (.intOrString, .int(let number)): self = .int(number)
        case (.intOrString, _):
            self = .error("invalid data, expected XIntOrString value to be either a string or integer")
        case (.bool, .bool(let value)): self = .bool(value)
        case (.int, .int(let value)): self = .int(value)
        case (.int, .double(let value)):
            self = Int64(exactly: value).map { .int($0) } ?? .error("invalid data, expected int, got float64")
        case (.double, .int(let value)): self = .double(Double(value))
        case (.double, .double(let value)): self = .double(value)
        case (.string, .string(let text)): self = .string(text)
        case (.bytes, .string(let text)):
            self = Base64.decode(text).map { .bytes($0) } ?? .error("Invalid byte formatted string \(text)")
        case (.duration, .string(let text)):
            self = TimeText.duration(text).map { .duration($0) } ?? .error("Invalid duration \(text)")
        case (.date, .string(let text)):
            self =
                Timestamp(rfc3339: "\(text)T00:00:00Z").map { .timestamp(Moment($0)) }
                ?? .error("Invalid date formatted string \(text)")
        case (.timestamp, .string(let text)):
            self = TimeText.moment(text).map { .timestamp($0) } ?? .error("Invalid date-time formatted string \(text)")
        case (.list(let element, let kind), .array(let elements)): self = .list(ListValue(elements, element, kind))
        case (.map(let values), .object(let object)): self = .map(MapValue(json: object, values: values))
        case (.object, .object(let object)): self = .map(MapValue(object: object, type))
        case (.list, _): self = .error("invalid data, expected an array for the provided schema with type=array")
        case (.map, _), (.object, _):
            self = .error("invalid data, expected a map for the provided schema with type=object")
        default: self = .error("invalid data, expected \(type.type)")
        }
    }

    /// JSON of which nothing is declared.
    public init(_ json: JSONValue) {
        switch json {
        case .null: self = .null
        case .bool(let value): self = .bool(value)
        case .int(let value): self = .int(value)
        case .double(let value): self = .double(value)
        case .string(let text): self = .string(text)
        case .array(let elements): self = .list(ListValue(elements, .any, .atomic))
        case .object(let object): self = .map(MapValue(json: object, values: .any))
        }
    }
}

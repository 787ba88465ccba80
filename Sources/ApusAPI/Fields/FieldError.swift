public import ApusJSON

/// One thing that is wrong with one field, worded as upstream's `field.Error`.
public struct FieldError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The raw value is what goes into a `Status` cause.
    public enum Kind: String, Sendable {
        case notFound = "FieldValueNotFound"
        case required = "FieldValueRequired"
        case duplicate = "FieldValueDuplicate"
        case invalid = "FieldValueInvalid"
        case notSupported = "FieldValueNotSupported"
        case forbidden = "FieldValueForbidden"
        case tooLong = "FieldValueTooLong"
        case tooShort = "FieldValueTooShort"
        case tooMany = "FieldValueTooMany"
        case tooFew = "FieldValueTooFew"
        case typeInvalid = "FieldValueTypeInvalid"
        case internalError = "InternalError"

        var text: String {
            switch self {
            case .notFound: "Not found"
            case .required: "Required value"
            case .duplicate: "Duplicate value"
            case .invalid, .typeInvalid: "Invalid value"
            case .notSupported: "Unsupported value"
            case .forbidden: "Forbidden"
            case .tooLong: "Too long"
            case .tooShort: "Too short"
            case .tooMany: "Too many"
            case .tooFew: "Too few"
            case .internalError: "Internal error"
            }
        }

        /// Whether the text shows the value.
        var showsValue: Bool {
            switch self {
            case .required, .forbidden, .tooLong, .tooShort, .internalError: false
            default: true
            }
        }
    }

    public var kind: Kind
    /// `spec.containers[0].name`.
    public var field: String
    /// What was found; nil where it is left out of the text.
    public var value: JSONValue?
    public var detail: String
    /// Whether an object shows its members in their order, as a Go struct does, and not sorted, as a map.
    public var keepsOrder: Bool

    public init(
        _ kind: Kind, field: String, value: JSONValue? = nil, detail: String = "", keepsOrder: Bool = false
    ) {
        self.kind = kind
        self.field = field
        self.value = value
        self.detail = detail
        self.keepsOrder = keepsOrder
    }

    /// The text without the field, as a `Status` cause has it: `Invalid value: "x": must be …`.
    public var body: String {
        var text = kind.text
        if kind.showsValue, let value {
            text += ": "
            switch value {
            case .string(let string): text += GoText.quoted(string)
            default: text += (keepsOrder ? value.encoded() : value.encoded(order: .canonical)).string
            }
        }
        if !detail.isEmpty { text += ": \(detail)" }
        return text
    }

    public var description: String { "\(field): \(body)" }
}

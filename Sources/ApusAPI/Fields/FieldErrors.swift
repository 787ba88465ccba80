public import ApusJSON

/// The errors that a validation has found so far, in order. One value goes through the whole validation.
public struct FieldErrors: Sendable, Equatable {
    public private(set) var all: [FieldError] = []

    public init() {}

    public var isEmpty: Bool { all.isEmpty }
    public var count: Int { all.count }

    public mutating func append(_ error: FieldError) { all.append(error) }
    public mutating func append(contentsOf errors: [FieldError]) { all += errors }

    public mutating func required(_ path: FieldPath, _ detail: String = "") {
        append(FieldError(.required, field: path.description, detail: detail))
    }

    public mutating func invalid(_ path: FieldPath, _ value: JSONValue, _ detail: String) {
        append(FieldError(.invalid, field: path.description, value: value, detail: detail))
    }

    /// An "invalid" that does not show the value.
    public mutating func invalid(_ path: FieldPath, omittingValue detail: String) {
        append(FieldError(.invalid, field: path.description, detail: detail))
    }

    /// An "invalid" whose value is a Go struct: its members are shown in their order.
    public mutating func invalid(_ path: FieldPath, struct value: JSONValue, _ detail: String) {
        append(FieldError(.invalid, field: path.description, value: value, detail: detail, keepsOrder: true))
    }

    /// One "invalid" for each of `problems` (which name rules return).
    public mutating func invalid(_ path: FieldPath, _ value: JSONValue, each problems: [String]) {
        for problem in problems { invalid(path, value, problem) }
    }

    public mutating func forbidden(_ path: FieldPath, _ detail: String) {
        append(FieldError(.forbidden, field: path.description, detail: detail))
    }

    /// `Unsupported value: "x": supported values: "A", "B"`, in the order of `supported`.
    public mutating func notSupported(_ path: FieldPath, _ value: JSONValue, _ supported: [String]) {
        let list = supported.map { GoText.quoted($0) }.joined(separator: ", ")
        let detail = supported.isEmpty ? "" : "supported values: \(list)"
        append(FieldError(.notSupported, field: path.description, value: value, detail: detail))
    }

    /// An "unsupported value" that is a Go struct.
    public mutating func notSupported(_ path: FieldPath, struct value: JSONValue, _ supported: [String]) {
        let list = supported.map { GoText.quoted($0) }.joined(separator: ", ")
        append(
            FieldError(
                .notSupported, field: path.description, value: value, detail: "supported values: \(list)",
                keepsOrder: true))
    }

    public mutating func duplicate(_ path: FieldPath, _ value: JSONValue) {
        append(FieldError(.duplicate, field: path.description, value: value))
    }

    /// A "duplicate" whose value is a Go struct.
    public mutating func duplicate(_ path: FieldPath, struct value: JSONValue, _ detail: String) {
        append(FieldError(.duplicate, field: path.description, value: value, detail: detail, keepsOrder: true))
    }

    public mutating func notFound(_ path: FieldPath, _ value: JSONValue) {
        append(FieldError(.notFound, field: path.description, value: value))
    }

    public mutating func tooLong(_ path: FieldPath, maximum: Int) {
        let unit = maximum == 1 ? "byte" : "bytes"
        append(FieldError(.tooLong, field: path.description, detail: "may not be more than \(maximum) \(unit)"))
    }

    public mutating func tooMany(_ path: FieldPath, count: Int, maximum: Int) {
        let unit = maximum == 1 ? "item" : "items"
        append(
            FieldError(
                .tooMany, field: path.description, value: .int(Int64(count)),
                detail: "must have at most \(maximum) \(unit)"))
    }

    public mutating func typeInvalid(_ path: FieldPath, _ value: JSONValue, _ detail: String) {
        append(FieldError(.typeInvalid, field: path.description, value: value, detail: detail))
    }

    public mutating func internalError(_ path: FieldPath, _ detail: String) {
        append(FieldError(.internalError, field: path.description, detail: detail))
    }
}

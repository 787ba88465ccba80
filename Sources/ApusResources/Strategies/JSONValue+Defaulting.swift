import ApusJSON

extension JSONValue {
    /// Sets the member `key` where it is absent.
    mutating func setDefault(_ key: String, _ value: JSONValue) {
        if self[key].isNull { self[key] = value }
    }

    /// Sets the member `key` where it is absent or the empty string.
    mutating func setDefault(text key: String, _ value: String) {
        if (self[key].string ?? "").isEmpty { self[key] = .string(value) }
    }

    /// Sets the member `key` where it is absent or 0.
    mutating func setDefault(number key: String, _ value: Int64) {
        if (self[key].int ?? 0) == 0 { self[key] = .int(value) }
    }

    /// Changes the elements of the list `key` in place; does nothing where there is none.
    mutating func updateElements(of key: String, _ change: (inout JSONValue) -> Void) {
        guard case .array(var elements) = self[key] else { return }
        self[key] = .null  // so that `elements` is the only owner
        for index in elements.indices { change(&elements[index]) }
        self[key] = .array(elements)
    }

    /// Changes the object `key` in place; does nothing where there is none.
    mutating func updateObject(_ key: String, _ change: (inout JSONValue) -> Void) {
        guard case .object = self[key] else { return }
        change(&self[key])
    }

    /// Whether it is absent, an empty string, list or object.
    var isEmptyValue: Bool {
        switch self {
        case .null: true
        case .string(let text): text.isEmpty
        case .array(let elements): elements.isEmpty
        case .object(let object): object.isEmpty
        default: false
        }
    }

    /// The string; "" where it is none.
    var text: String { string ?? "" }
}

import ApusAPI
import ApusJSON

/// The rules that nearly every kind has. A path is only made where it is needed.
extension FieldErrors {
    /// There is a text, a list or an object, and it is not empty.
    @discardableResult
    mutating func require(
        _ value: JSONValue, _ path: @autoclosure () -> FieldPath, _ detail: String = ""
    ) -> Bool {
        if value.isEmptyValue { required(path(), detail) }
        return !value.isEmptyValue
    }

    /// One of `choices`, if it is there at all.
    mutating func allow(_ value: JSONValue, _ choices: [String], _ path: @autoclosure () -> FieldPath) {
        if let text = value.string, !choices.contains(text) { notSupported(path(), value, choices) }
    }

    /// One of `choices`, and it must be there.
    mutating func choose(_ value: JSONValue, _ choices: [String], _ path: @autoclosure () -> FieldPath) {
        if value.text.isEmpty { required(path()) } else { allow(value, choices, path()) }
    }

    /// What `rule` says of a text, if it is there and not empty.
    mutating func check(
        _ value: JSONValue, _ path: @autoclosure () -> FieldPath, _ rule: (String) -> [String]
    ) {
        guard let text = value.string, !text.isEmpty else { return }
        let problems = rule(text)
        if !problems.isEmpty { invalid(path(), value, each: problems) }
    }

    /// There is a text, and what `rule` says of it.
    mutating func requireValid(
        _ value: JSONValue, _ path: @autoclosure () -> FieldPath, _ rule: (String) -> [String]
    ) {
        if value.text.isEmpty { required(path()) } else { check(value, path(), rule) }
    }

    /// Not more than one of `count` things.
    mutating func nonNegative(_ value: JSONValue, _ path: @autoclosure () -> FieldPath) {
        if let number = value.int, number < 0 { invalid(path(), value, "must be greater than or equal to 0") }
    }

    /// A number from `low` to `high`, if it is there.
    mutating func within(
        _ value: JSONValue, _ low: Int64, _ high: Int64, _ path: @autoclosure () -> FieldPath
    ) {
        if let number = value.int, !(low...high).contains(number) {
            invalid(path(), value, "must be between \(low) and \(high), inclusive")
        }
    }

    /// An id of a user or a group, if it is there.
    mutating func identity(_ value: JSONValue, _ path: @autoclosure () -> FieldPath) {
        within(value, 0, 2_147_483_647, path())
    }

    /// A "Not found" that says more than the value.
    mutating func notFound(_ path: FieldPath, _ value: JSONValue, _ detail: String) {
        append(FieldError(.notFound, field: path.description, value: value, detail: detail))
    }
}

/// Values as the messages of upstream show its internal types: all members, in the order of the Go struct, under their
/// Go names.
enum InternalValue {
    static func make(_ value: JSONValue, _ members: [(name: String, key: String, zero: JSONValue)]) -> JSONValue {
        .object(
            JSONObject(
                members.map { member in
                    let found = value[member.key]
                    return JSONObject.Member(key: member.name, value: found.isNull ? member.zero : found)
                }))
    }

    static func toleration(_ value: JSONValue) -> JSONValue {
        make(
            value,
            [
                ("Key", "key", ""), ("Operator", "operator", ""), ("Value", "value", ""), ("Effect", "effect", ""),
                ("TolerationSeconds", "tolerationSeconds", nil),
            ])
    }

    static func taint(_ value: JSONValue) -> JSONValue {
        make(
            value,
            [("Key", "key", ""), ("Value", "value", ""), ("Effect", "effect", ""), ("TimeAdded", "timeAdded", nil)])
    }

    static func addresses(_ list: JSONValue) -> JSONValue { .array(list.elements.map { make($0, [("IP", "ip", "")]) }) }

    static func nodeSelectorTerms(_ list: JSONValue) -> JSONValue { .array(list.elements.map(nodeSelectorTerm)) }

    static func nodeSelectorTerm(_ term: JSONValue) -> JSONValue {
        func requirements(_ list: JSONValue) -> JSONValue {
            guard let elements = list.array else { return .null }
            return .array(
                elements.map {
                    make($0, [("Key", "key", ""), ("Operator", "operator", ""), ("Values", "values", nil)])
                })
        }
        return [
            "MatchExpressions": requirements(term["matchExpressions"]),
            "MatchFields": requirements(term["matchFields"]),
        ]
    }
}

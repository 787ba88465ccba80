import ApusAPI
import ApusJSON

/// What many kinds ask of one field.
extension FieldErrors {
    /// The value is one of `supported`; an absent one is fine.
    mutating func checkSupported(_ path: FieldPath, _ value: JSONValue, _ supported: [String]) {
        if !value.isNull, !supported.contains(value.text) { notSupported(path, value, supported) }
    }

    /// There is a value, and it is one of `supported`.
    mutating func requireSupported(_ path: FieldPath, _ value: JSONValue, _ supported: [String]) {
        if value.text.isEmpty { required(path) } else { checkSupported(path, value, supported) }
    }

    /// The text breaks no rule; an absent or empty one is fine.
    mutating func checkText(_ path: FieldPath, _ value: JSONValue, _ problems: (String) -> [String]) {
        if !value.text.isEmpty { invalid(path, value, each: problems(value.text)) }
    }

    /// There is a text, and it breaks no rule.
    mutating func requireText(
        _ path: FieldPath, _ value: JSONValue, _ detail: String = "", _ problems: (String) -> [String] = { _ in [] }
    ) {
        if value.text.isEmpty { required(path, detail) } else { invalid(path, value, each: problems(value.text)) }
    }

    /// The field is as it was.
    mutating func checkImmutable(_ path: FieldPath, _ new: JSONValue, _ old: JSONValue) {
        if new != old { invalid(path, new, MetadataRules.immutable) }
    }

    /// The list is not too long; false where it is, and its elements are not to be looked at.
    mutating func checkCount(_ path: FieldPath, _ list: JSONValue, atMost maximum: Int) -> Bool {
        let count = list.elements.count
        if count > maximum { tooMany(path, count: count, maximum: maximum) }
        return count <= maximum
    }

    /// `*` stands alone in the list.
    mutating func checkWildcard(_ path: FieldPath, _ list: JSONValue, _ others: String) {
        let texts = list.elements
        if texts.count > 1, texts.contains("*") { invalid(path, list, "if '*' is present, must not specify \(others)") }
    }

    /// Conditions of the kind that all APIs share (`metav1.Condition`).
    mutating func checkConditions(_ path: FieldPath, _ conditions: JSONValue) {
        var types: Set<String> = []
        for (index, condition) in conditions.elements.enumerated() {
            if !types.insert(condition["type"].text).inserted { duplicate(path[index], condition["type"]) }
            checkCondition(path[index], condition)
        }
    }

    private mutating func checkCondition(_ path: FieldPath, _ condition: JSONValue) {
        requireText(path["type"], condition["type"], "is required", Names.qualifiedNameProblems)
        requireSupported(path["status"], condition["status"], ["False", "True", "Unknown"])
        if let generation = condition["observedGeneration"].int, generation < 0 {
            invalid(path["observedGeneration"], .int(generation), "must be greater than or equal to zero")
        }
        if condition["lastTransitionTime"].text.isEmpty { required(path["lastTransitionTime"]) }
        requireText(path["reason"], condition["reason"], "", ConditionRules.reasonProblems)
        if condition["reason"].text.utf8.count > 1024 { tooLong(path["reason"], maximum: 1024) }
        if condition["message"].text.utf8.count > 32_768 { tooLong(path["message"], maximum: 32_768) }
    }
}

/// Names of reasons in conditions.
enum ConditionRules {
    static func reasonProblems(_ value: String) -> [String] {
        func isLetter(_ byte: UInt8) -> Bool { (0x41...0x5a).contains(byte) || (0x61...0x7a).contains(byte) }
        func isWord(_ byte: UInt8) -> Bool { isLetter(byte) || (0x30...0x39).contains(byte) || byte == 0x5f }
        let bytes = value.utf8
        let isGood =
            bytes.first.map(isLetter) == true && bytes.last.map(isWord) == true
            && bytes.allSatisfy { isWord($0) || $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: ":") }
        if isGood { return [] }
        return [
            "a condition reason must start with alphabetic character, optionally followed by a string of alphanumeric "
                + "characters or '_,:', and must end with an alphanumeric character or '_' (e.g. 'my_name',  or "
                + "'MY_NAME',  or 'MyName',  or 'ReasonA,ReasonB',  or 'ReasonA:ReasonB', regex used for validation is "
                + "'[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?')"
        ]
    }
}

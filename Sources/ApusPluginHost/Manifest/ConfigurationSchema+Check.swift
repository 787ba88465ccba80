extension ConfigurationSchema {
    /// Checks `value` and gives it back with the defaults of absent members; the first violation is thrown.
    public func completed(_ value: ConfigurationValue, path: String) throws(Violation) -> ConfigurationValue {
        if let types, !types.contains(where: { value.isOfType($0) }) {
            throw violation(path, value, "must be of type \(types.joined(separator: " or "))")
        }
        if let choices, !choices.contains(value) {
            let list = choices.map { String(decoding: $0.json, as: UTF8.self) }.joined(separator: ", ")
            throw Violation(description: "\(path): Unsupported value: \(value.shown): supported values: \(list)")
        }
        switch value {
        case .integer(let number): try check(Double(number), value, path)
        case .number(let number): try check(number, value, path)
        case .string(let string): try check(string.unicodeScalars.count, "Length", "characters", value, path)
        case .array(let elements):
            try check(elements.count, "Items", "items", value, path)
            guard let items else { return value }
            var result: [ConfigurationValue] = []
            for (index, element) in elements.enumerated() {
                result.append(try items.schema.completed(element, path: "\(path)[\(index)]"))
            }
            return .array(result)
        case .object(let members): return try completed(members, path: path)
        case .null, .bool: break
        }
        return value
    }

    private func completed(
        _ members: [String: ConfigurationValue], path: String
    ) throws(Violation) -> ConfigurationValue {
        var result = members
        for (name, property) in properties.sorted(by: { $0.key < $1.key }) where result[name] == nil {
            result[name] = property.defaultValue
        }
        for name in required where result[name] == nil {
            throw Violation(description: "\(path).\(name): Required value")
        }
        for (name, member) in result.sorted(by: { $0.key < $1.key }) {
            if let schema = properties[name] ?? additional?.schema {
                result[name] = try schema.completed(member, path: "\(path).\(name)")
            } else if !allowsAdditional {
                throw Violation(description: "\(path).\(name): Forbidden: unknown field")
            }
        }
        return .object(result)
    }

    private func check(_ number: Double, _ value: ConfigurationValue, _ path: String) throws(Violation) {
        if let minimum, number < minimum {
            throw violation(path, value, "must be greater than or equal to \(shown(minimum))")
        }
        if let maximum, number > maximum {
            throw violation(path, value, "must be less than or equal to \(shown(maximum))")
        }
    }

    private func check(
        _ count: Int, _ suffix: String, _ unit: String, _ value: ConfigurationValue, _ path: String
    ) throws(Violation) {
        if let least = counts["min\(suffix)"], count < least {
            throw violation(path, value, "must have at least \(least) \(unit)")
        }
        if let most = counts["max\(suffix)"], count > most {
            throw violation(path, value, "must have at most \(most) \(unit)")
        }
    }

    private func violation(_ path: String, _ value: ConfigurationValue, _ rule: String) -> Violation {
        Violation(description: "\(path): Invalid value: \(value.shown): \(rule)")
    }

    private func shown(_ number: Double) -> String {
        Int64(exactly: number).map { String($0) } ?? String(number)
    }
}

extension ConfigurationValue {
    func isOfType(_ name: String) -> Bool {
        switch (self, name) {
        case (.null, "null"), (.bool, "boolean"), (.integer, "integer"), (.integer, "number"), (.number, "number"),
            (.string, "string"), (.array, "array"), (.object, "object"):
            true
        case (.number(let value), "integer"): value == value.rounded()
        default: false
        }
    }

    /// The value for an error message: short.
    var shown: String {
        let text = String(decoding: json, as: UTF8.self)
        return text.count <= 64 ? text : "\(text.prefix(61))..."
    }
}

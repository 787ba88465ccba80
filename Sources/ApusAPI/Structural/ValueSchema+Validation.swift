public import ApusJSON

extension ValueSchema {
    /// Finds what is wrong with `value`, in the words of upstream's schema validator.
    ///
    /// - Parameters:
    ///   - old: What the value was before an update: what did not change is not found fault with
    ///     (`CRDValidationRatcheting`). Nil: all is checked.
    ///   - below: The field that `value` is, as the paths of the errors begin; messages name paths below it.
    public func validate(_ value: JSONValue, old: JSONValue? = nil, below: String = "", _ errors: inout FieldErrors) {
        var check = ValueCheck(below: below)
        check.run(self, value, old, "")
        errors.append(contentsOf: check.errors)
    }
}

/// One run of a schema over a value.
struct ValueCheck {
    private let below: String
    private(set) var errors: [FieldError] = []
    /// How many rules were looked at: of several alternatives that fail, the one with the most says what is wrong.
    private(set) var count = 0

    init(below: String) { self.below = below }

    mutating func run(_ schema: ValueSchema, _ value: JSONValue, _ old: JSONValue?, _ path: String) {
        if let old, old == value { return }
        guard !value.isNull else {
            checkNull(schema, path)
            if !schema.enumeration.isEmpty { checkEnumeration(schema, value, path) }
            return
        }
        checkType(schema, value, path)
        checkCombinations(schema, value, old, path)
        switch value {
        case .string(let text): checkString(schema, text, path)
        case .int, .double: checkNumber(schema, value, path)
        case .array(let list): checkArray(schema, list, old, path)
        default: break
        }
        if !schema.enumeration.isEmpty { checkEnumeration(schema, value, path) }
        if case .object(let object) = value { checkObject(schema, object, old, path) }
        count += 1
    }

    // MARK: - Types

    private mutating func checkNull(_ schema: ValueSchema, _ path: String) {
        count += 1
        guard !schema.types.isEmpty, !schema.isNullable else { return }
        mistype(path, schema.types.joined(separator: ","), "null")
    }

    private mutating func checkType(_ schema: ValueSchema, _ value: JSONValue, _ path: String) {
        guard !schema.types.isEmpty || !schema.format.isEmpty else { return }
        count += 1
        let (type, format) = Self.type(of: value)
        let isInteger =
            type == "number" && schema.types.contains("integer") && value.double.map { $0 == $0.rounded() } ?? false
        let fits = schema.types.contains(type) || isInteger || type == "integer" && schema.types.contains("number")
        let isTextual = type == "string" || type == "array"
        if !isTextual, !schema.format.isEmpty, !fits, format != schema.format {
            return mistype(path, schema.format, format)
        }
        let isNumeric = schema.types.contains("number") || schema.types.contains("integer")
        if !isNumeric, !schema.format.isEmpty, isTextual { return }
        if !fits { mistype(path, schema.types.joined(separator: ","), type) }
    }

    private static func type(of value: JSONValue) -> (String, String) {
        switch value {
        case .null: ("null", "")
        case .bool: ("boolean", "")
        case .int: ("integer", "int64")
        case .double: ("number", "double")
        case .string: ("string", "")
        case .array: ("array", "")
        case .object: ("object", "")
        }
    }

    // MARK: - Combinations

    private func attempt(_ schema: ValueSchema, _ value: JSONValue, _ old: JSONValue?, _ path: String) -> ValueCheck {
        var check = ValueCheck(below: below)
        check.run(schema, value, old, path)
        return check
    }

    private mutating func checkCombinations(
        _ schema: ValueSchema, _ value: JSONValue, _ old: JSONValue?, _ path: String
    ) {
        count += 1
        if !schema.anyOf.isEmpty {
            let attempts = schema.anyOf.map { attempt($0, value, old, path) }
            if !attempts.contains(where: { $0.errors.isEmpty }) {
                whole("\(GoText.quoted(path)) must validate at least one schema (anyOf)")
                takeBest(attempts)
            }
        }
        if !schema.oneOf.isEmpty {
            let attempts = schema.oneOf.map { attempt($0, value, old, path) }
            let valid = attempts.count { $0.errors.isEmpty }
            if valid != 1 {
                let found = valid == 0 ? "Found none valid" : "Found \(valid) valid alternatives"
                whole("\(GoText.quoted(path)) must validate one and only one schema (oneOf). \(found)")
                if valid == 0 { takeBest(attempts) }
            }
        }
        if !schema.allOf.isEmpty {
            let attempts = schema.allOf.map { attempt($0, value, old, path) }
            for attempt in attempts {
                errors += attempt.errors
                count += attempt.count
            }
            let valid = attempts.count { $0.errors.isEmpty }
            if valid < attempts.count {
                whole(
                    "\(GoText.quoted(path)) must validate all the schemas (allOf)\(valid == 0 ? ". None validated" : "")"
                )
            }
        }
        if let not = schema.not, attempt(not, value, nil, path).errors.isEmpty {
            whole("\(GoText.quoted(path)) must not validate the schema (not)")
        }
    }

    /// Keeps the errors of the alternative that came the furthest.
    private mutating func takeBest(_ attempts: [ValueCheck]) {
        guard var best = attempts.first else { return }
        for attempt in attempts.dropFirst() where attempt.count > best.count { best = attempt }
        errors += best.errors
        count += best.count
    }

    // MARK: - Scalars

    private mutating func checkString(_ schema: ValueSchema, _ text: String, _ path: String) {
        if let most = schema.maxLength, text.unicodeScalars.count > most {
            count += 1
            add(.tooLong, path, detail: "may not be more than \(most) \(most == 1 ? "byte" : "bytes")")
        }
        if let least = schema.minLength, text.unicodeScalars.count < least {
            invalid(path, .string(text), "\(path) in body should be at least \(least) chars long")
        }
        if let pattern = schema.pattern, !pattern.matches(text) {
            invalid(path, .string(text), "\(path) in body should match '\(pattern.pattern)'")
        }
        if !schema.format.isEmpty, !schema.types.contains("integer"), !schema.types.contains("number"),
            !ValueFormat.isValid(text, format: schema.format)
        {
            mistype(path, schema.format, text)
        }
        count += 1
    }

    private mutating func checkNumber(_ schema: ValueSchema, _ value: JSONValue, _ path: String) {
        guard let number = value.double else { return }
        count += 1
        if let factor = schema.multipleOf, factor > 0, (number / factor).rounded() * factor != number {
            invalid(path, value, "\(path) in body should be a multiple of \(Self.text(factor))")
        }
        if let most = schema.maximum, number > most || schema.exclusiveMaximum && number == most {
            let relation = schema.exclusiveMaximum ? "less than" : "less than or equal to"
            invalid(path, value, "\(path) in body should be \(relation) \(Self.text(most))")
        }
        if let least = schema.minimum, number < least || schema.exclusiveMinimum && number == least {
            let relation = schema.exclusiveMinimum ? "greater than" : "greater than or equal to"
            invalid(path, value, "\(path) in body should be \(relation) \(Self.text(least))")
        }
        guard schema.types == ["integer"], case .int(let integer) = value else { return }
        if schema.format == "int32", Int32(exactly: integer) == nil {
            invalid(path, value, "Checked value must be integer with format int32 in body")
        }
    }

    private static func text(_ number: Double) -> String {
        Int64(exactly: number).map(String.init) ?? GoText.json(.double(number))
    }

    private mutating func checkEnumeration(_ schema: ValueSchema, _ value: JSONValue, _ path: String) {
        let isAllowed = schema.enumeration.contains {
            $0 == value || $0.double != nil && $0.double == value.double
        }
        guard !isAllowed else { return }
        let supported = schema.enumeration.map { GoText.quoted($0.string ?? GoText.json($0)) }
        add(.notSupported, path, value, detail: "supported values: \(supported.joined(separator: ", "))")
    }

    // MARK: - Containers

    private mutating func checkArray(_ schema: ValueSchema, _ list: [JSONValue], _ old: JSONValue?, _ path: String) {
        if let items = schema.items {
            for (index, element) in list.enumerated() {
                run(items, element, correlated(element, schema, old), "\(path)[\(index)]")
            }
        }
        if let least = schema.minItems, list.count < least {
            invalid(path, .int(Int64(list.count)), "\(path) in body should have at least \(least) items")
        }
        if let most = schema.maxItems, list.count > most {
            tooMany(path, list.count, most)
        }
        if schema.uniqueItems, list.indices.contains(where: { list[..<$0].contains(list[$0]) }) {
            invalid(path, "", "\(path) in body shouldn't contain duplicates")
        }
        count += 1
    }

    /// The element of the old list that `element` was, where the list says how its elements are told apart.
    private func correlated(_ element: JSONValue, _ schema: ValueSchema, _ old: JSONValue?) -> JSONValue? {
        guard let old, schema.listType == "map" else { return nil }
        return old.elements.first { candidate in schema.listMapKeys.allSatisfy { candidate[$0] == element[$0] } }
    }

    private mutating func checkObject(_ schema: ValueSchema, _ object: JSONObject, _ old: JSONValue?, _ path: String) {
        if let least = schema.minProperties, object.count < least {
            invalid(path, .int(Int64(object.count)), "\(path) in body should have at least \(least) properties")
        }
        if let most = schema.maxProperties, object.count > most { tooMany(path, object.count, most) }
        for member in object.members {
            let child = path.isEmpty ? member.key : "\(path).\(member.key)"
            if let property = schema.property(member.key) {
                run(property, member.value, old?.object?[member.key], child)
            } else if let additional = schema.additionalProperties {
                run(additional, member.value, old?.object?[member.key], child)
            } else if schema.forbidsAdditionalProperties {
                invalid(path, .string(member.key), "\(child) in body is a forbidden property")
            }
        }
        for name in schema.required where object.index(of: name) == nil {
            add(.required, path.isEmpty ? name : "\(path).\(name)")
        }
        count += 1
    }

    // MARK: - Errors

    private func field(_ path: String) -> String {
        if path.isEmpty { return below.isEmpty ? "<nil>" : below }
        return below.isEmpty ? path : path.hasPrefix("[") ? below + path : "\(below).\(path)"
    }

    private mutating func add(_ kind: FieldError.Kind, _ path: String, _ value: JSONValue? = nil, detail: String = "") {
        errors.append(FieldError(kind, field: field(path), value: value, detail: detail))
    }

    private mutating func invalid(_ path: String, _ value: JSONValue, _ detail: String) {
        add(.invalid, path, value, detail: detail)
    }

    /// What upstream words for the value as a whole, without its path.
    private mutating func whole(_ detail: String) {
        errors.append(FieldError(.invalid, field: below.isEmpty ? "<nil>" : below, value: "", detail: detail))
    }

    private mutating func mistype(_ path: String, _ type: String, _ found: String) {
        add(
            .typeInvalid, path, .string(found),
            detail: "\(path) in body must be of type \(type): \(GoText.quoted(found))")
    }

    private mutating func tooMany(_ path: String, _ found: Int, _ most: Int64) {
        add(
            .tooMany, path, .int(Int64(found)), detail: "must have at most \(most) \(most == 1 ? "item" : "items")")
    }
}

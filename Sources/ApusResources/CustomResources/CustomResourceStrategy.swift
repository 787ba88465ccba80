import ApusAPI
import ApusJSON

/// What holds for the objects of every CustomResourceDefinition: the rules of their schema, and where they have a
/// status and a scale (apiextensions-apiserver's `registry/customresource`).
struct CustomResourceStrategy: Strategy {
    let schema: ValueSchema
    /// Nil where the schema has no rules.
    let rules: ValidationRules?
    let hasStatus: Bool
    let scale: CustomFacts.ScalePaths?
    let columns: [Definition.Column]
    /// The paths of the columns behind the first, which is the name.
    let paths: [ValuePath?]

    var traits: StrategyTraits {
        var traits = StrategyTraits()
        traits.tracksGeneration = true
        traits.separatesStatus = hasStatus
        traits.allowsUnconditionalUpdate = false
        // An update of the status changes nothing else, metadata included.
        traits.statusKeeps = ["generateName", "labels", "annotations", "ownerReferences", "finalizers"]
        return traits
    }

    func prepareForCreate(_ object: inout JSONValue, _ context: StrategyContext) {
        if hasStatus { object.remove("status") }
    }

    // MARK: - Validation

    func validate(_ object: JSONValue, _ context: StrategyContext, _ errors: inout FieldErrors) {
        schema.validate(object, &errors)
        validateScale(object, &errors)
        schema.validateEmbedded(object, &errors)
        schema.validateLists(object, &errors)
        validateRules(object, old: nil, &errors)
    }

    func validateUpdate(
        _ object: JSONValue, old: JSONValue, _ context: StrategyContext, _ errors: inout FieldErrors
    ) {
        if context.subresource == "status" {
            if let status = schema.statusSchema, let value = object.object?["status"] {
                status.validate(value, old: old["status"], below: "status", &errors)
            }
            validateScaleStatus(object, &errors)
        } else {
            schema.validate(object, old: old, &errors)
            validateScale(object, &errors)
            schema.validateEmbedded(object, &errors)
        }
        // Lists that were wrong before may stay so.
        var known = FieldErrors()
        schema.validateLists(old, &known)
        if known.isEmpty { schema.validateLists(object, &errors) }
        validateRules(object, old: old, &errors)
    }

    /// Expressions see objects that are what their schema says, or none.
    private func validateRules(_ object: JSONValue, old: JSONValue?, _ errors: inout FieldErrors) {
        guard let rules else { return }
        let blocks = errors.all.contains {
            [.notSupported, .required, .tooLong, .tooMany, .typeInvalid].contains($0.kind)
        }
        guard !blocks else {
            return errors.append(
                FieldError(
                    .invalid, field: "<nil>", value: .null,
                    detail:
                        "some validation rules were not checked because the object was invalid; correct the existing "
                        + "errors to complete validation"))
        }
        rules.validate(object, old: old, &errors)
    }

    private func validateScale(_ object: JSONValue, _ errors: inout FieldErrors) {
        guard let scale else { return }
        validateReplicas(object, scale.specReplicas, &errors)
        validateScaleStatus(object, &errors)
    }

    private func validateScaleStatus(_ object: JSONValue, _ errors: inout FieldErrors) {
        guard let scale else { return }
        validateReplicas(object, scale.statusReplicas, &errors)
        if let path = scale.labelSelector, let value = path.first(in: object), value.string == nil {
            errors.invalid(
                FieldPath(path.description), "",
                "\(path) accessor error: \(GoText.value(value)) is of the type \(Self.goType(value)), expected string")
        }
    }

    private func validateReplicas(_ object: JSONValue, _ path: ValuePath, _ errors: inout FieldErrors) {
        guard let value = path.first(in: object) else { return }
        let field = FieldPath(path.description)
        guard let number = value.int else {
            let text =
                "\(path) accessor error: \(GoText.value(value)) is of the type \(Self.goType(value)), expected int64"
            return errors.invalid(field, 0, text)
        }
        if number < 0 { errors.invalid(field, .int(number), "should be a non-negative integer") }
        if number > Int64(Int32.max) {
            errors.invalid(field, .int(number), "should be less than or equal to \(Int32.max)")
        }
    }

    private static func goType(_ value: JSONValue) -> String {
        switch value {
        case .null: "<nil>"
        case .bool: "bool"
        case .int: "int64"
        case .double: "float64"
        case .string: "string"
        case .array: "[]interface {}"
        case .object: "map[string]interface {}"
        }
    }

    // MARK: - Warnings

    private static let standardFinalizers: Set<String> = ["orphan", "foregroundDeletion", "kubernetes"]

    /// Finalizers without a domain may meet those of others.
    func warnings(_ object: JSONValue, old: JSONValue?, _ context: StrategyContext) -> [String] {
        let known = old?["metadata"]["finalizers"].elements ?? []
        let new = object["metadata"]["finalizers"].elements.filter { !known.contains($0) }.compactMap(\.string)
        return new.sorted().filter { !$0.contains("/") && !Self.standardFinalizers.contains($0) }.map { name in
            let form = name.contains(".") ? "name including a path (/)" : "name"
            return "metadata.finalizers: \(GoText.quoted(name)): prefer a domain-qualified finalizer \(form) "
                + "to avoid accidental conflicts with other finalizer writers"
        }
    }

    // MARK: - Printing

    var tableColumns: [Definition.Column]? { columns }

    func tableCells(_ object: JSONValue, _ context: TableContext) -> [JSONValue]? {
        var cells = [context.name(object)]
        for (column, path) in zip(columns.dropFirst(), paths) {
            cells.append(path?.first(in: object).map { cell($0, column.type, context) } ?? .null)
        }
        return cells
    }

    private func cell(_ value: JSONValue, _ type: String, _ context: TableContext) -> JSONValue {
        if value.isNull { return .null }
        return switch (type, value) {
        case ("string", .string): value
        case ("string", _): .string(GoText.json(value))
        case ("integer", .int), ("number", .double), ("boolean", .bool): value
        case ("integer", .double(let number)): Int64(exactly: number.rounded(.towardZero)).map { .int($0) } ?? .null
        case ("number", .int(let number)): .double(Double(number))
        case ("date", .string(let text)): Timestamp(rfc3339: text) == nil ? "<invalid>" : context.age(since: value)
        default: .null
        }
    }
}

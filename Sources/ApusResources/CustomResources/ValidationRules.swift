import ApusAPI
import ApusCEL
import ApusJSON

/// The rules (`x-kubernetes-validations`) of a schema and of the schemas in it, compiled once with the definition.
/// Immutable, shared by reference.
final class ValidationRules: Sendable {
    let type: DeclaredType
    /// The type of the schema as errors show it.
    let typeName: String
    let rules: [ValidationRule]
    let properties: [String: ValidationRules]
    let additionalProperties: ValidationRules?
    let items: ValidationRules?
    /// The keys of a list of type map: only its elements can be told to be what they were before.
    let listMapKeys: [String]
    /// Whether there is a transition rule here or below: only such a rule is asked again of what did not change.
    let hasTransitions: Bool

    /// The rules of the root of a resource; nil where there are none, so that objects without rules cost nothing.
    static func make(_ schema: JSONValue) -> ValidationRules? {
        make(schema, DeclaredType.of(schema: schema, isResource: true))
    }

    private static func make(_ schema: JSONValue, _ declared: DeclaredType?) -> ValidationRules? {
        // Of what no expression sees nothing can be ruled.
        guard hasRules(schema), let declared else { return nil }
        return ValidationRules(schema, declared)
    }

    private init(_ schema: JSONValue, _ declared: DeclaredType) {
        type = declared
        typeName = schema["type"].text
        rules = schema["x-kubernetes-validations"].elements.map {
            ValidationRule($0, schema: schema, type: declared)
        }
        var properties: [String: ValidationRules] = [:]
        for property in schema["properties"].object?.members ?? [] where Self.hasRules(property.value) {
            let isResource = property.value["x-kubernetes-embedded-resource"].bool ?? false
            let type =
                declared.property(property.key) ?? DeclaredType.of(schema: property.value, isResource: isResource)
            properties[property.key] = Self.make(property.value, type)
        }
        self.properties = properties
        additionalProperties = Self.make(schema["additionalProperties"], declared.items)
        items = Self.make(schema["items"], declared.items)
        listMapKeys =
            schema["x-kubernetes-list-type"] == "map"
            ? schema["x-kubernetes-list-map-keys"].elements.compactMap(\.string) : []
        let nested = Array(properties.values) + [additionalProperties, items].compactMap { $0 }
        hasTransitions = rules.contains(where: \.usesOldSelf) || nested.contains(where: \.hasTransitions)
    }

    static func hasRules(_ schema: JSONValue) -> Bool {
        guard let object = schema.object else { return false }
        return !schema["x-kubernetes-validations"].elements.isEmpty || hasRules(object["items"] ?? .null)
            || hasRules(object["additionalProperties"] ?? .null)
            || (schema["properties"].object?.members.contains { hasRules($0.value) } ?? false)
    }

    /// Evaluates the rules on an object that is valid by its schema.
    ///
    /// - Parameter old: The object before an update. Parts that did not change are not found fault with
    ///   (`CRDValidationRatcheting`), but by transition rules.
    func validate(_ object: JSONValue, old: JSONValue?, _ errors: inout FieldErrors) {
        guard !object.isNull else { return }
        var evaluation = RuleEvaluation()
        evaluation.run(self, object, old: old, previous: old, path: nil, isRoot: true)
        errors.append(contentsOf: evaluation.errors)
    }
}

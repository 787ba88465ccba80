import ApusAPI
import ApusJSON

/// `storage.k8s.io/v1 CSIStorageCapacity`.
struct CSIStorageCapacityStrategy: Strategy {
    var traits: StrategyTraits {
        var traits = StrategyTraits()
        traits.allowsUnconditionalUpdate = false
        return traits
    }

    var tableColumns: [Definition.Column]? {
        [
            .init("Name", "string", "name", 0), .init("StorageClassName", "string", "", 0),
            .init("Capacity", "string", "", 0),
        ]
    }

    func validate(_ object: JSONValue, _ context: StrategyContext, _ errors: inout FieldErrors) {
        LabelRules.validateSelector(object["nodeTopology"], FieldPath("nodeTopology"), &errors)
        let name = JSONValue.string(object["storageClassName"].text)
        errors.invalid(FieldPath("storageClassName"), name, each: Names.dnsSubdomainProblems(name.text))
        if let capacity = try? Quantity(parsing: object["capacity"].text), capacity.sign < 0 {
            errors.invalid(FieldPath("capacity"), object["capacity"], "must be greater than or equal to 0")
        }
    }

    func validateUpdate(
        _ object: JSONValue, old: JSONValue, _ context: StrategyContext, _ errors: inout FieldErrors
    ) {
        for key in ["nodeTopology", "storageClassName"] { errors.checkImmutable(FieldPath(key), object[key], old[key]) }
    }

    func warnings(_ object: JSONValue, old: JSONValue?, _ context: StrategyContext) -> [String] {
        let topology = object["nodeTopology"]
        let expressions = topology["matchExpressions"].elements.enumerated().compactMap { index, expression in
            let key = expression["key"].text
            return NodeLabels.deprecation(key).map { "nodeTopology.matchExpressions[\(index)]: \(key) is \($0)" }
        }
        let labels = (topology["matchLabels"].object ?? JSONObject()).compactMap { label in
            NodeLabels.deprecation(label.key).map { "nodeTopology.matchLabels.\(label.key): \($0)" }
        }
        return expressions + labels
    }

    func tableCells(_ object: JSONValue, _ context: TableContext) -> [JSONValue]? {
        [
            context.name(object), .string(object["storageClassName"].text),
            .string(object["capacity"].string ?? "<unset>"),
        ]
    }
}

import ApusAPI
import ApusJSON

/// `storage.k8s.io/v1 StorageClass`.
struct StorageClassStrategy: Strategy {
    let traits = StrategyTraits()

    func applyDefaults(_ object: inout JSONValue) {
        object.setDefault("reclaimPolicy", "Delete")
        object.setDefault("volumeBindingMode", "Immediate")
    }

    func validate(_ object: JSONValue, _ context: StrategyContext, _ errors: inout FieldErrors) {
        StorageRules.validateProvisioner(object["provisioner"], FieldPath("provisioner"), &errors)
        StorageRules.validateParameters(object["parameters"], allowsEmpty: true, FieldPath("parameters"), &errors)
        if !object["reclaimPolicy"].text.isEmpty {
            errors.checkSupported(FieldPath("reclaimPolicy"), object["reclaimPolicy"], ["Delete", "Retain"])
        }
        errors.checkSupported(
            FieldPath("volumeBindingMode"), object["volumeBindingMode"], ["Immediate", "WaitForFirstConsumer"])
        validateTopologies(object["allowedTopologies"], FieldPath("allowedTopologies"), &errors)
    }

    private func validateTopologies(_ terms: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        var seen: [[String: Set<String>]] = []
        for (index, term) in terms.elements.enumerated() {
            let here = path[index]["matchLabelExpressions"]
            var values: [String: Set<String>] = [:]
            for (number, expression) in term["matchLabelExpressions"].elements.enumerated() {
                validateExpression(expression, here[number], &values, &errors)
            }
            // Upstream also compares with as many empty terms as there are terms.
            let twins = seen.count { $0 == values } + (values.isEmpty ? terms.elements.count : 0)
            for _ in 0..<twins { errors.duplicate(here, "") }
            seen.append(values)
        }
    }

    private func validateExpression(
        _ expression: JSONValue, _ path: FieldPath, _ keys: inout [String: Set<String>], _ errors: inout FieldErrors
    ) {
        let values = expression["values"].elements
        if values.isEmpty { errors.required(path["values"]) }
        var seen: Set<String> = []
        for (index, value) in values.enumerated() where !seen.insert(value.text).inserted {
            errors.duplicate(path["values"][index], value)
        }
        let key = JSONValue.string(expression["key"].text)
        errors.invalid(path["key"], key, each: Names.qualifiedNameProblems(key.text))
        if keys.updateValue(seen, forKey: key.text) != nil { errors.duplicate(path["key"], key) }
    }

    func validateUpdate(
        _ object: JSONValue, old: JSONValue, _ context: StrategyContext, _ errors: inout FieldErrors
    ) {
        for key in ["parameters", "provisioner", "reclaimPolicy", "volumeBindingMode"] {
            errors.checkImmutable(FieldPath(key), object[key], old[key])
        }
    }

    func warnings(_ object: JSONValue, old: JSONValue?, _ context: StrategyContext) -> [String] {
        var warnings: [String] = []
        for (index, term) in object["allowedTopologies"].elements.enumerated() {
            for (number, expression) in term["matchLabelExpressions"].elements.enumerated() {
                guard let text = NodeLabels.deprecation(expression["key"].text) else { continue }
                warnings.append("allowedTopologies[\(index)].matchLabelExpressions[\(number)]: \(text)")
            }
        }
        return warnings
    }

    func tableCells(_ object: JSONValue, _ context: TableContext) -> [JSONValue]? {
        var name = object["metadata"]["name"].text
        let annotations = object["metadata"]["annotations"]
        let keys = ["storageclass.kubernetes.io/is-default-class", "storageclass.beta.kubernetes.io/is-default-class"]
        if keys.contains(where: { annotations[$0] == "true" }) { name += " (default)" }
        return [
            .string(name), .string(object["provisioner"].text), .string(object["reclaimPolicy"].string ?? "Delete"),
            .string(object["volumeBindingMode"].string ?? "Immediate"),
            .bool(object["allowVolumeExpansion"].bool ?? false), context.age(object),
        ]
    }
}

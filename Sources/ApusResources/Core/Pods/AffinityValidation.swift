import ApusAPI
import ApusJSON

/// Rules for affinities.
enum AffinityValidation {
    private static let required = "requiredDuringSchedulingIgnoredDuringExecution"
    private static let preferred = "preferredDuringSchedulingIgnoredDuringExecution"

    static func validate(
        _ affinity: JSONValue, _ path: @autoclosure () -> FieldPath, _ errors: inout FieldErrors
    ) {
        guard affinity.object != nil else { return }
        let path = path()
        let node = affinity["nodeAffinity"]
        let nodePath = path["nodeAffinity"]
        if !node[required].isNull { validateNodeSelector(node[required], nodePath[required], &errors) }
        for (index, term) in node[preferred].elements.enumerated() {
            let here = nodePath[preferred][index]
            validateWeight(term, here, &errors)
            validateNodeTerm(term["preference"], allowsAnyValue: true, here["preference"], &errors)
        }
        for key in ["podAffinity", "podAntiAffinity"] {
            for (index, term) in affinity[key][required].elements.enumerated() {
                validatePodTerm(term, path[key][required][index], &errors)
            }
            for (index, term) in affinity[key][preferred].elements.enumerated() {
                let here = path[key][preferred][index]
                validateWeight(term, here, &errors)
                validatePodTerm(term["podAffinityTerm"], here["podAffinityTerm"], &errors)
            }
        }
    }

    // MARK: - Nodes

    static func validateNodeSelector(_ selector: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        let terms = selector["nodeSelectorTerms"].elements
        if terms.isEmpty { errors.required(path["nodeSelectorTerms"], "must have at least one node selector term") }
        for (index, term) in terms.enumerated() {
            validateNodeTerm(term, allowsAnyValue: false, path["nodeSelectorTerms"][index], &errors)
        }
    }

    private static func validateNodeTerm(
        _ term: JSONValue, allowsAnyValue: Bool, _ path: FieldPath, _ errors: inout FieldErrors
    ) {
        for (index, expression) in term["matchExpressions"].elements.enumerated() {
            validateLabel(expression, allowsAnyValue: allowsAnyValue, path["matchExpressions"][index], &errors)
        }
        for (index, expression) in term["matchFields"].elements.enumerated() {
            validateField(expression, path["matchFields"][index], &errors)
        }
    }

    private static func validateLabel(
        _ expression: JSONValue, allowsAnyValue: Bool, _ path: FieldPath, _ errors: inout FieldErrors
    ) {
        let values = expression["values"].elements
        switch expression["operator"].text {
        case "In", "NotIn":
            if values.isEmpty {
                errors.required(path["values"], "must be specified when `operator` is 'In' or 'NotIn'")
            }
        case "Exists", "DoesNotExist":
            if !values.isEmpty {
                errors.forbidden(
                    path["values"], "may not be specified when `operator` is 'Exists' or 'DoesNotExist'")
            }
        case "Gt", "Lt":
            if values.count != 1 {
                errors.required(path["values"], "must be specified single value when `operator` is 'Lt' or 'Gt'")
            }
        case let other: errors.invalid(path["operator"], .string(other), "not a valid selector operator")
        }
        let key = expression["key"].text
        errors.invalid(path["key"], .string(key), each: Names.qualifiedNameProblems(key))
        guard !allowsAnyValue else { return }
        for (index, value) in values.enumerated() {
            errors.check(value, path["values"][index], Names.labelValueProblems)
        }
    }

    private static func validateField(_ expression: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        let values = expression["values"].elements
        switch expression["operator"].text {
        case "In", "NotIn":
            if values.count != 1 {
                errors.required(
                    path["values"], "must be only one value when `operator` is 'In' or 'NotIn' for node field selector")
            }
        case let other: errors.invalid(path["operator"], .string(other), "not a valid selector operator")
        }
        if expression["key"] != "metadata.name" {
            errors.invalid(path["key"], .string(expression["key"].text), "not a valid field selector key")
            return
        }
        for (index, value) in values.enumerated() {
            errors.invalid(path["values"][index], value, each: Names.dnsSubdomainProblems(value.text))
        }
    }

    // MARK: - Pods

    private static func validatePodTerm(_ term: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        for key in ["labelSelector", "namespaceSelector"] { LabelRules.validateSelector(term[key], path[key], &errors) }
        for namespace in term["namespaces"].elements {
            errors.invalid(path["namespace"], namespace, each: Names.dnsLabelProblems(namespace.text))
        }
        LabelKeyRules.validate(term, path, &errors)
        let topology = term["topologyKey"].text
        if topology.isEmpty { errors.required(path["topologyKey"], "can not be empty") }
        errors.invalid(path["topologyKey"], .string(topology), each: Names.qualifiedNameProblems(topology))
    }

    private static func validateWeight(_ term: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        let weight = term["weight"].int ?? 0
        if !(1...100).contains(weight) { errors.invalid(path["weight"], .int(weight), "must be in the range 1-100") }
    }
}

/// `matchLabelKeys` and `mismatchLabelKeys`, which the server adds to the selector beside them.
enum LabelKeyRules {
    static func validate(_ term: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        let (matched, mismatched) = (term["matchLabelKeys"].elements, term["mismatchLabelKeys"].elements)
        if matched.isEmpty, mismatched.isEmpty { return }
        let selector = term["labelSelector"]
        for key in ["matchLabelKeys", "mismatchLabelKeys"] where !term[key].isEmptyValue {
            if selector.isNull {
                errors.forbidden(path[key], "must not be specified when labelSelector is not set")
                continue
            }
            for (index, name) in term[key].elements.enumerated() {
                errors.invalid(path[key][index], name, each: Names.qualifiedNameProblems(name.text))
            }
        }
        var seen = Set((selector["matchLabels"].object ?? JSONObject()).keys)
        for expression in selector["matchExpressions"].elements {
            let key = expression["key"].text
            if seen.contains(key), let index = matched.lastIndex(where: { $0.text == key }) {
                errors.invalid(path[index], .string(key), "exists in both matchLabelKeys and labelSelector")
            }
            seen.insert(key)
        }
        for (index, name) in matched.enumerated() where mismatched.contains(name) {
            errors.invalid(
                path["matchLabelKeys"][index], name, "exists in both matchLabelKeys and mismatchLabelKeys")
        }
    }

    /// Adds the pod's values of the keys to the selector, when the pod is created.
    static func apply(to term: inout JSONValue, labels: JSONValue) {
        guard term["labelSelector"].object != nil else { return }
        for (key, operation) in [("matchLabelKeys", "In"), ("mismatchLabelKeys", "NotIn")] {
            for name in term[key].elements {
                let value = labels[name.text]
                if value.isNull { continue }
                let requirement: JSONValue = ["key": name, "operator": .string(operation), "values": [value]]
                if term["labelSelector"]["matchExpressions"].isNull {
                    term["labelSelector"]["matchExpressions"] = [requirement]
                } else {
                    term["labelSelector"]["matchExpressions"].append(requirement)
                }
            }
        }
    }
}

import ApusAPI
import ApusJSON

/// `admissionregistration.k8s.io/v1 ValidatingAdmissionPolicyBinding` and `MutatingAdmissionPolicyBinding`.
struct AdmissionPolicyBindingStrategy: Strategy {
    let isMutating: Bool

    var traits: StrategyTraits {
        var traits = StrategyTraits()
        traits.tracksGeneration = true
        return traits
    }

    var tableColumns: [Definition.Column]? {
        [
            .init("Name", "string", "name", 0), .init("PolicyName", "string", "", 0),
            .init("ParamRef", "string", "", 0), .init("Age", "string", "", 0),
        ]
    }

    func applyDefaults(_ object: inout JSONValue) {
        object.updateObject("spec") { spec in
            spec.updateObject("matchResources") { AdmissionPolicyStrategy.applyMatchDefaults(&$0) }
        }
    }

    func validate(_ object: JSONValue, _ context: StrategyContext, _ errors: inout FieldErrors) {
        let path = FieldPath("spec")
        let spec = object["spec"]
        errors.requireText(path["policyName"], spec["policyName"], "", Names.dnsSubdomainProblems)
        AdmissionRules.validateParameterReference(spec["paramRef"], path["paramRef"], &errors)
        AdmissionRules.validateMatch(spec["matchResources"], path["matchResources"], &errors)
        if isMutating {
            AdmissionRules.validateMutableOperations(spec["matchResources"], path["matchResources"], &errors)
        } else {
            validateActions(spec["validationActions"], path["validationActions"], &errors)
        }
    }

    private func validateActions(_ actions: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        var seen: Set<String> = []
        for (index, action) in actions.elements.enumerated() {
            errors.checkSupported(path[index], action, ["Audit", "Deny", "Warn"])
            if !seen.insert(action.text).inserted { errors.duplicate(path[index], action) }
        }
        if seen.isSuperset(of: ["Deny", "Warn"]) {
            errors.invalid(
                path, actions,
                "must not contain both Deny and Warn (repeating the same validation failure information in the API "
                    + "response and headers serves no purpose)")
        }
        if seen.isEmpty { errors.required(path, "at least one validation action is required") }
    }

    /// A selector as Go prints the struct, which is what upstream shows.
    private static func goText(of selector: JSONValue) -> String {
        let labels = (selector["matchLabels"].object?.members ?? []).sorted { $0.key < $1.key }
        let pairs = labels.map { "\($0.key): \($0.value.text)," }.joined()
        let expressions = selector["matchExpressions"].elements.map { expression in
            let values = expression["values"].elements.map(\.text).joined(separator: " ")
            return "LabelSelectorRequirement{Key:\(expression["key"].text),Operator:\(expression["operator"].text),"
                + "Values:[\(values)],},"
        }
        return "&LabelSelector{MatchLabels:map[string]string{\(pairs)},MatchExpressions:"
            + "[]LabelSelectorRequirement{\(expressions.joined())},}"
    }

    func tableCells(_ object: JSONValue, _ context: TableContext) -> [JSONValue]? {
        let reference = object["spec"]["paramRef"]
        var text = "<unset>"
        if !reference.isNull {
            let (namespace, name) = (reference["namespace"].text, reference["name"].text)
            if !name.isEmpty {
                text = (namespace.isEmpty ? "*" : namespace) + "/" + name
            } else if !reference["selector"].isNull {
                text = AdmissionPolicyBindingStrategy.goText(of: reference["selector"])
            }
        }
        return [context.name(object), .string(object["spec"]["policyName"].text), .string(text), context.age(object)]
    }
}

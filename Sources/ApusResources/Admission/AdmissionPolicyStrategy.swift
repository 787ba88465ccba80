import ApusAPI
import ApusJSON

/// `admissionregistration.k8s.io/v1 ValidatingAdmissionPolicy` and `MutatingAdmissionPolicy`.
struct AdmissionPolicyStrategy: Strategy {
    let isMutating: Bool

    var traits: StrategyTraits {
        var traits = StrategyTraits()
        traits.tracksGeneration = true
        traits.separatesStatus = !isMutating
        return traits
    }

    var tableColumns: [Definition.Column]? {
        [
            .init("Name", "string", "name", 0), .init(isMutating ? "Mutations" : "Validations", "integer", "", 0),
            .init("ParamKind", "string", "", 0), .init("Age", "string", "", 0),
        ]
    }

    func applyDefaults(_ object: inout JSONValue) {
        object.updateObject("spec") { spec in
            spec.setDefault("failurePolicy", "Fail")
            spec.updateObject("matchConstraints") { AdmissionPolicyStrategy.applyMatchDefaults(&$0) }
        }
    }

    static func applyMatchDefaults(_ match: inout JSONValue) {
        match.setDefault("matchPolicy", "Equivalent")
        match.setDefault("namespaceSelector", [:])
        match.setDefault("objectSelector", [:])
        for key in ["resourceRules", "excludeResourceRules"] {
            match.updateElements(of: key) { $0.setDefault("scope", "*") }
        }
    }

    func validate(_ object: JSONValue, _ context: StrategyContext, _ errors: inout FieldErrors) {
        AdmissionPolicyValidation(isMutating: isMutating, old: nil).validate(object, &errors)
    }

    func validateUpdate(
        _ object: JSONValue, old: JSONValue, _ context: StrategyContext, _ errors: inout FieldErrors
    ) {
        if context.subresource == "status" {
            AdmissionPolicyValidation.validateStatus(object["status"], &errors)
        } else {
            AdmissionPolicyValidation(isMutating: isMutating, old: old).validate(object, &errors)
        }
    }

    func tableCells(_ object: JSONValue, _ context: TableContext) -> [JSONValue]? {
        let spec = object["spec"]
        let parameter = spec["paramKind"]
        let text = parameter.isNull ? "<unset>" : "\(parameter["apiVersion"].text)/\(parameter["kind"].text)"
        let count = spec[isMutating ? "mutations" : "validations"].elements.count
        return [context.name(object), .int(Int64(count)), .string(text), context.age(object)]
    }
}

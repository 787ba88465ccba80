import ApusAPI
import ApusJSON

/// `admissionregistration.k8s.io/v1 MutatingWebhookConfiguration` and `ValidatingWebhookConfiguration`.
struct WebhookConfigurationStrategy: Strategy {
    let isMutating: Bool

    var traits: StrategyTraits {
        var traits = StrategyTraits()
        traits.tracksGeneration = true
        return traits
    }

    func applyDefaults(_ object: inout JSONValue) {
        object.updateElements(of: "webhooks") { webhook in
            webhook.setDefault("failurePolicy", "Fail")
            webhook.setDefault("matchPolicy", "Equivalent")
            webhook.setDefault("namespaceSelector", [:])
            webhook.setDefault("objectSelector", [:])
            webhook.setDefault("timeoutSeconds", 10)
            if isMutating { webhook.setDefault("reinvocationPolicy", "Never") }
            webhook.updateElements(of: "rules") { $0.setDefault("scope", "*") }
            webhook.updateObject("clientConfig") { config in
                config.updateObject("service") { $0.setDefault("port", 443) }
            }
        }
    }

    func validate(_ object: JSONValue, _ context: StrategyContext, _ errors: inout FieldErrors) {
        var names: Set<String> = []
        for (index, webhook) in object["webhooks"].elements.enumerated() {
            let path = FieldPath("webhooks")[index]
            let name = webhook["name"].text
            if name.isEmpty {
                errors.required(path["name"])
            } else {
                errors.invalid(path["name"], .string(name), each: Names.dnsSubdomainProblems(name))
                if name.split(separator: ".", omittingEmptySubsequences: false).count < 3 {
                    errors.invalid(
                        path["name"], .string(name), "should be a domain with at least three segments separated by dots"
                    )
                }
            }
            if !names.insert(name).inserted { errors.duplicate(path["name"], .string(name)) }
            validate(webhook, path, &errors)
        }
    }

    private func validate(_ webhook: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        if webhook["admissionReviewVersions"].elements.isEmpty {
            errors.required(path["admissionReviewVersions"], "must specify one of v1, v1beta1")
        }
        let allowed = [
            ("failurePolicy", ["Fail", "Ignore"]), ("matchPolicy", ["Equivalent", "Exact"]),
            ("reinvocationPolicy", ["IfNeeded", "Never"]),
        ]
        for (key, values) in allowed where !webhook[key].isNull && !values.contains(webhook[key].text) {
            errors.notSupported(path[key], webhook[key], values)
        }
        let effects = webhook["sideEffects"]
        if effects.isNull {
            errors.required(path["sideEffects"], "must specify one of None, NoneOnDryRun")
        } else if effects != "None", effects != "NoneOnDryRun" {
            errors.notSupported(path["sideEffects"], effects, ["None", "NoneOnDryRun"])
        }
        if let timeout = webhook["timeoutSeconds"].int, !(1...30).contains(timeout) {
            errors.invalid(
                path["timeoutSeconds"], .int(timeout), "the timeout value must be between 1 and 30 seconds")
        }
        for key in ["namespaceSelector", "objectSelector"] {
            LabelRules.validateSelector(webhook[key], path[key], &errors)
        }
        let config = webhook["clientConfig"]
        if config["url"].isNull == config["service"].isNull {
            errors.required(path["clientConfig"], "exactly one of url or service is required")
        }
    }

    func tableCells(_ object: JSONValue, _ context: TableContext) -> [JSONValue]? {
        [context.name(object), .int(Int64(object["webhooks"].elements.count)), context.age(object)]
    }
}

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
        let path = FieldPath("spec")
        let spec = object["spec"]
        if spec["matchConstraints"].isNull {
            errors.required(path["matchConstraints"])
        } else if spec["matchConstraints"]["resourceRules"].elements.isEmpty {
            errors.required(path["matchConstraints"]["resourceRules"])
        }
        if isMutating {
            if spec["mutations"].elements.isEmpty {
                errors.required(path["mutations"], "mutations must contain at least one item")
            }
        } else if spec["validations"].elements.isEmpty, spec["auditAnnotations"].elements.isEmpty {
            errors.required(
                path["validations"], "validations or auditAnnotations must be set")
            errors.required(
                path["auditAnnotations"], "validations or auditAnnotations must be set")
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
        if object["spec"]["policyName"].text.isEmpty { errors.required(path["policyName"]) }
        guard !isMutating else { return }
        let actions = object["spec"]["validationActions"].elements
        if actions.isEmpty { errors.required(path["validationActions"], "at least one validation action is required") }
        for (index, action) in actions.enumerated() where !["Deny", "Warn", "Audit"].contains(action.text) {
            errors.notSupported(path["validationActions"][index], action, ["Audit", "Deny", "Warn"])
        }
        if actions.contains("Deny"), actions.contains("Warn") {
            errors.invalid(
                path["validationActions"], object["spec"]["validationActions"],
                "must not contain both Deny and Warn (repeating the same validation failure information in the API "
                    + "response and headers serves no purpose)")
        }
    }

    func tableCells(_ object: JSONValue, _ context: TableContext) -> [JSONValue]? {
        let reference = object["spec"]["paramRef"]
        var text = "<unset>"
        if !reference.isNull {
            let namespace = reference["namespace"].text
            text = (namespace.isEmpty ? "*" : namespace) + "/" + reference["name"].text
        }
        return [context.name(object), .string(object["spec"]["policyName"].text), .string(text), context.age(object)]
    }
}

import ApusAPI
import ApusJSON

/// `networking.k8s.io/v1 IngressClass`.
struct IngressClassStrategy: Strategy {
    var traits: StrategyTraits {
        var traits = StrategyTraits()
        traits.tracksGeneration = true
        return traits
    }

    func applyDefaults(_ object: inout JSONValue) {
        object.updateObject("spec") { spec in
            spec.updateObject("parameters") { $0.setDefault("scope", "Cluster") }
        }
    }

    func validate(_ object: JSONValue, _ context: StrategyContext, _ errors: inout FieldErrors) {
        let path = FieldPath("spec")
        let controller = object["spec"]["controller"].text
        if controller.isEmpty { errors.required(path["controller"]) }
        if controller.utf8.count > 250 { errors.tooLong(path["controller"], maximum: 250) }
        if !controller.isEmpty { validateController(controller, path["controller"], &errors) }
        validateParameters(object["spec"]["parameters"], path["parameters"], &errors)
    }

    private func validateController(_ text: String, _ path: FieldPath, _ errors: inout FieldErrors) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else {
            errors.invalid(path, .string(text), "must be a domain-prefixed path (such as \"acme.io/foo\")")
            return
        }
        let (host, rest) = (String(parts[0]), String(parts[1]))
        errors.invalid(path, .string(host), each: Names.dnsSubdomainProblems(host))
        let allowed = "/%-._~!$&'()*+,;=:"
        let isPath = rest.utf8.allSatisfy { byte in
            (0x30...0x39).contains(byte) || (0x41...0x5a).contains(byte) || (0x61...0x7a).contains(byte)
                || allowed.utf8.contains(byte)
        }
        if !isPath {
            errors.invalid(
                path, .string(rest),
                "Invalid path (regex used for validation is '[A-Za-z0-9/\\-._~%!$&'()*+,;=:]+')")
        }
    }

    private func validateParameters(_ parameters: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        guard !parameters.isNull else { return }
        ReferenceRules.validateLocal(parameters, path, &errors)
        let namespace = parameters["namespace"]
        switch parameters["scope"].text {
        case "Cluster":
            if !namespace.isNull { errors.forbidden(path["namespace"], "`parameters.scope` is set to 'Cluster'") }
        case "Namespace":
            if namespace.isNull {
                errors.required(path["namespace"], "`parameters.scope` is set to 'Namespace'")
            } else {
                errors.invalid(path["namespace"], namespace, each: Names.dnsLabelProblems(namespace.text))
            }
        case let other: errors.notSupported(path["scope"], .string(other), ["Cluster", "Namespace"])
        }
    }

    func validateUpdate(
        _ object: JSONValue, old: JSONValue, _ context: StrategyContext, _ errors: inout FieldErrors
    ) {
        errors.checkImmutable(
            FieldPath("spec")["controller"], object["spec"]["controller"], old["spec"]["controller"])
        validate(object, context, &errors)
    }

    func tableCells(_ object: JSONValue, _ context: TableContext) -> [JSONValue]? {
        let parameters = object["spec"]["parameters"]
        var text = "<none>"
        if !parameters.isNull {
            let group = parameters["apiGroup"].text
            text = parameters["kind"].text + (group.isEmpty ? "" : ".\(group)") + "/" + parameters["name"].text
        }
        return [
            context.name(object), .string(object["spec"]["controller"].text), .string(text), context.age(object),
        ]
    }
}

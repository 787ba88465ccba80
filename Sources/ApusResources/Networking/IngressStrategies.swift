import ApusAPI
import ApusJSON

/// `networking.k8s.io/v1 Ingress` (`pkg/registry/networking/ingress/strategy.go`).
struct IngressStrategy: Strategy {
    var traits: StrategyTraits { .controlled }

    func prepareForCreate(_ object: inout JSONValue, _ context: StrategyContext) {
        object["status"] = ["loadBalancer": [:]]
    }

    func validate(_ object: JSONValue, _ context: StrategyContext, _ errors: inout FieldErrors) {
        IngressValidation.validate(object, isCreate: true, &errors)
    }

    func validateUpdate(
        _ object: JSONValue, old: JSONValue, _ context: StrategyContext, _ errors: inout FieldErrors
    ) {
        if context.subresource != "status" { IngressValidation.validate(object, isCreate: false, &errors) }
    }

    func tableCells(_ object: JSONValue, _ context: TableContext) -> [JSONValue]? {
        let spec = object["spec"]
        let hosts = spec["rules"].elements.map { $0["host"].text }.filter { !$0.isEmpty }
        var shown = hosts.prefix(3).joined(separator: ",")
        if hosts.count > 3 { shown += " + \(hosts.count - 3) more..." }
        let addresses = object["status"]["loadBalancer"]["ingress"].elements.map {
            $0["ip"].text.isEmpty ? $0["hostname"].text : $0["ip"].text
        }.filter { !$0.isEmpty }
        return [
            context.name(object), TableContext.orNone(spec["ingressClassName"]), .string(shown.isEmpty ? "*" : shown),
            .string(addresses.joined(separator: ",")), .string(spec["tls"].elements.isEmpty ? "80" : "80, 443"),
            context.age(object),
        ]
    }
}

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
        let spec = object["spec"]
        let controller = spec["controller"].text
        if controller.utf8.count > 250 { errors.tooLong(path["controller"], maximum: 250) }
        let parts = controller.split(separator: "/", maxSplits: 1)
        if controller.isEmpty {
            errors.required(path["controller"])
        } else if parts.count != 2 {
            errors.invalid(
                path["controller"], .string(controller), "must be a domain-prefixed path (such as \"acme.io/foo\")")
        } else {
            let host = String(parts[0])
            errors.invalid(path["controller"], .string(host), each: Names.dnsSubdomainProblems(host))
        }
        let parameters = spec["parameters"]
        guard !parameters.isNull else { return }
        let here = path["parameters"]
        for key in ["kind", "name"] where parameters[key].text.isEmpty { errors.required(here[key]) }
        switch parameters["scope"].text {
        case "Cluster":
            if !parameters["namespace"].isNull {
                errors.forbidden(here["namespace"], "`parameters.scope` is set to 'Cluster'")
            }
        case "Namespace":
            if parameters["namespace"].text.isEmpty {
                errors.required(here["namespace"], "`parameters.scope` is set to 'Namespace'")
            }
        case let other: errors.notSupported(here["scope"], .string(other), ["Cluster", "Namespace"])
        }
    }

    func validateUpdate(
        _ object: JSONValue, old: JSONValue, _ context: StrategyContext, _ errors: inout FieldErrors
    ) {
        let path = FieldPath("spec")["controller"]
        if object["spec"]["controller"] != old["spec"]["controller"] {
            errors.invalid(path, object["spec"]["controller"], MetadataRules.immutable)
        }
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

import ApusAPI
import ApusJSON

/// `apiregistration.k8s.io/v1 APIService`.
struct APIServiceStrategy: Strategy {
    var traits: StrategyTraits {
        var traits = StrategyTraits()
        traits.nameRule = .pathSegment
        traits.separatesStatus = true
        return traits
    }

    func applyDefaults(_ object: inout JSONValue) {
        object.updateObject("spec") { spec in spec.updateObject("service") { $0.setDefault("port", 443) } }
    }

    /// A group that this server serves itself is available at once.
    func prepareForCreate(_ object: inout JSONValue, _ context: StrategyContext) {
        guard object["spec"]["service"].isNull else { return }
        object["status"] = [
            "conditions": [
                [
                    "type": "Available", "status": "True", "lastTransitionTime": .string(context.now.rfc3339),
                    "reason": "Local", "message": "Local APIServices are always available",
                ]
            ]
        ]
    }

    func validate(_ object: JSONValue, _ context: StrategyContext, _ errors: inout FieldErrors) {
        let path = FieldPath("spec")
        let spec = object["spec"]
        let name = object["metadata"]["name"].text
        let expected = "\(spec["version"].text).\(spec["group"].text)"
        if name != expected {
            errors.invalid(
                FieldPath("metadata")["name"], .string(name),
                "must be `spec.version+\".\"+spec.group`: \(GoText.quoted(expected))")
        }
        validateGroup(spec["group"].text, version: spec["version"].text, path, &errors)
        for (key, limit) in [("groupPriorityMinimum", 20000), ("versionPriority", 1000)] {
            let value = spec[key].int ?? 0
            if value <= 0 || value > limit {
                errors.invalid(path[key], .int(value), "must be positive and less than \(limit)")
            }
        }
        validateConnection(spec, path, &errors)
    }

    private func validateGroup(
        _ group: String, version: String, _ path: FieldPath, _ errors: inout FieldErrors
    ) {
        if group.isEmpty, version != "v1" {
            errors.required(path["group"], "only v1 may have an empty group and it better be legacy kube")
        }
        errors.checkText(path["group"], .string(group), Names.dnsSubdomainProblems)
        errors.invalid(path["version"], .string(version), each: Names.dns1035LabelProblems(version))
    }

    private func validateConnection(_ spec: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        let bundle = Base64.decode(spec["caBundle"].text) ?? []
        let (service, skips) = (spec["service"], spec["insecureSkipTLSVerify"].bool == true)
        guard !service.isNull else {
            if !bundle.isEmpty {
                errors.invalid(
                    path["caBundle"], .string("\(bundle.count) bytes"), "local APIServices may not have a caBundle")
            }
            if skips {
                errors.invalid(
                    path["insecureSkipTLSVerify"], true, "local APIServices may not have insecureSkipTLSVerify")
            }
            return
        }
        for key in ["namespace", "name"] { errors.requireText(path["service"][key], service[key]) }
        let port = service["port"].int ?? 0
        let problems = Names.portNumberProblems(port)
        if !problems.isEmpty {
            errors.invalid(
                path["service"]["port"], .int(port), "port is not valid: \(problems.joined(separator: ", "))")
        }
        if skips, !bundle.isEmpty {
            errors.invalid(path["insecureSkipTLSVerify"], true, "may not be true if caBundle is present")
        }
    }

    func validateUpdate(
        _ object: JSONValue, old: JSONValue, _ context: StrategyContext, _ errors: inout FieldErrors
    ) {
        guard context.subresource == "status" else {
            validate(object, context, &errors)
            return
        }
        let path = FieldPath("status")["conditions"]
        for (index, condition) in object["status"]["conditions"].elements.enumerated() {
            errors.checkSupported(
                path[index]["status"], .string(condition["status"].text), ["True", "False", "Unknown"])
        }
    }

    func tableCells(_ object: JSONValue, _ context: TableContext) -> [JSONValue]? {
        let service = object["spec"]["service"]
        let condition = object["status"]["conditions"].elements.first { $0["type"] == "Available" } ?? .null
        var available = condition["status"].string ?? "Unknown"
        if available != "True", !condition["reason"].text.isEmpty { available += " (\(condition["reason"].text))" }
        return [
            context.name(object),
            .string(service.isNull ? "Local" : "\(service["namespace"].text)/\(service["name"].text)"),
            .string(available), context.age(object),
        ]
    }
}

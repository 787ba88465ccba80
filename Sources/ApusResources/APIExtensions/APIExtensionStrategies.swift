import ApusAPI
import ApusJSON

/// `apiextensions.k8s.io/v1 CustomResourceDefinition`.
struct CustomResourceDefinitionStrategy: Strategy {
    var traits: StrategyTraits { .controlled }

    func applyDefaults(_ object: inout JSONValue) {
        object.updateObject("spec") { spec in
            spec.updateObject("names") { names in
                let kind = names["kind"].text
                names.setDefault(text: "singular", kind.lowercased())
                if !kind.isEmpty { names.setDefault(text: "listKind", "\(kind)List") }
            }
            spec["conversion"].setDefault(text: "strategy", "None")
            spec.updateObject("conversion") { conversion in
                conversion.updateObject("webhook") { webhook in
                    webhook.updateObject("clientConfig") { config in
                        config.updateObject("service") { $0.setDefault("port", 443) }
                    }
                }
            }
        }
    }

    func prepareForCreate(_ object: inout JSONValue, _ context: StrategyContext) {
        let stored = object["spec"]["versions"].elements.filter { $0["storage"].bool == true }.map { $0["name"] }
        object["status"] = ["storedVersions": .array(stored), "acceptedNames": ["plural": "", "kind": ""]]
    }

    /// What was ever a storage version may still be what some objects are stored in.
    func prepareForUpdate(_ object: inout JSONValue, old: JSONValue, _ context: StrategyContext) {
        guard context.subresource.isEmpty else { return }
        let stored = object["spec"]["versions"].elements.first { $0["storage"].bool == true }
        let known = object["status"]["storedVersions"].elements
        guard let name = stored?["name"], !known.contains(name) else { return }
        object["status"]["storedVersions"] = .array(known + [name])
    }

    func validate(_ object: JSONValue, _ context: StrategyContext, _ errors: inout FieldErrors) {
        let path = FieldPath("spec")
        let spec = object["spec"]
        let (group, plural) = (spec["group"].text, spec["names"]["plural"].text)
        let name = object["metadata"]["name"].text
        if name != "\(plural).\(group)" {
            errors.invalid(FieldPath("metadata")["name"], .string(name), "must be spec.names.plural+\".\"+spec.group")
        }
        if group.isEmpty {
            errors.required(path["group"])
        } else {
            errors.invalid(path["group"], .string(group), each: Names.dnsSubdomainProblems(group))
            if !group.contains(".") {
                errors.invalid(path["group"], .string(group), "should be a domain with at least one dot")
            }
        }
        let scope = spec["scope"].text
        if scope.isEmpty {
            errors.required(path["scope"])
        } else if scope != "Cluster", scope != "Namespaced" {
            errors.notSupported(path["scope"], .string(scope), ["Cluster", "Namespaced"])
        }
        validateVersions(spec["versions"].elements, path["versions"], &errors)
        for key in ["plural", "singular", "kind", "listKind"] {
            let text = spec["names"][key].text
            let here = path["names"][key]
            if text.isEmpty {
                errors.required(here)
            } else {
                let problems = Names.dns1035LabelProblems(text.lowercased())
                if !problems.isEmpty { errors.invalid(here, .string(text), problems.joined(separator: ",")) }
            }
        }
        if spec["names"]["kind"] == spec["names"]["listKind"], !spec["names"]["kind"].text.isEmpty {
            errors.invalid(
                path["names"]["listKind"], spec["names"]["listKind"], "kind and listKind may not be the same")
        }
    }

    private func validateVersions(_ versions: [JSONValue], _ path: FieldPath, _ errors: inout FieldErrors) {
        var names: Set<String> = []
        for (index, version) in versions.enumerated() {
            let name = version["name"].text
            errors.invalid(path[index]["name"], .string(name), each: Names.dns1035LabelProblems(name))
            if !names.insert(name).inserted {
                errors.invalid(path[index]["name"], .string(name), "must contain unique version names")
            }
            if version["schema"]["openAPIV3Schema"].isNull {
                errors.required(path[index]["schema"]["openAPIV3Schema"], "schemas are required")
            } else if version["schema"]["openAPIV3Schema"]["type"].text != "object" {
                errors.invalid(
                    path[index]["schema"]["openAPIV3Schema"]["type"],
                    .string(version["schema"]["openAPIV3Schema"]["type"].text), "must be object at the root")
            }
        }
        if versions.filter({ $0["storage"].bool == true }).count != 1 {
            errors.invalid(path, .array(versions), "must have exactly one version marked as storage version")
        }
    }

    func validateUpdate(
        _ object: JSONValue, old: JSONValue, _ context: StrategyContext, _ errors: inout FieldErrors
    ) {
        if context.subresource == "status" { return }
        validate(object, context, &errors)
        let path = FieldPath("spec")
        let isEstablished = old["status"]["conditions"].elements.contains {
            $0["type"] == "Established" && $0["status"] == "True"
        }
        if isEstablished {
            if object["spec"]["scope"] != old["spec"]["scope"] {
                errors.invalid(path["scope"], object["spec"]["scope"], MetadataRules.immutable)
            }
            if object["spec"]["names"]["kind"] != old["spec"]["names"]["kind"] {
                errors.invalid(path["names"]["kind"], object["spec"]["names"]["kind"], MetadataRules.immutable)
            }
        }
        if object["spec"]["group"] != old["spec"]["group"] {
            errors.invalid(path["group"], object["spec"]["group"], MetadataRules.immutable)
        }
        if object["spec"]["names"]["plural"] != old["spec"]["names"]["plural"] {
            errors.invalid(path["names"]["plural"], object["spec"]["names"]["plural"], MetadataRules.immutable)
        }
    }
}

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

import ApusAPI
import ApusJSON

/// Rules for Pods and pod specs (`pkg/apis/core/validation`).
enum PodValidation {
    static func validate(_ pod: JSONValue, _ errors: inout FieldErrors) {
        validateSpec(pod["spec"], FieldPath("spec"), &errors)
    }

    static func validateSpec(_ spec: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        var volumes: [String: JSONValue] = [:]
        VolumeValidation.validate(spec["volumes"], path["volumes"], &volumes, &errors)
        let scope = ContainerValidation.Scope(
            volumes: volumes, gracePeriod: spec["terminationGracePeriodSeconds"].int ?? 0,
            claims: Set(spec["resourceClaims"].elements.map { $0["name"].text }))
        ContainerValidation.validateContainers(spec, path, scope, &errors)
        validateChoice(spec["restartPolicy"], ["Always", "OnFailure", "Never"], path["restartPolicy"], &errors)
        validateChoice(
            spec["dnsPolicy"], ["ClusterFirstWithHostNet", "ClusterFirst", "Default", "None"], path["dnsPolicy"],
            &errors)
        LabelRules.validateLabels(spec["nodeSelector"], path["nodeSelector"], &errors)
        TaintRules.validateTolerations(spec["tolerations"], path["tolerations"], &errors)
        validateNumbers(spec, path, &errors)
        validateNames(spec, path, &errors)
        validateDNSConfig(spec, path, &errors)
        AffinityValidation.validate(spec["affinity"], path["affinity"], &errors)
        AffinityValidation.validateSpread(
            spec["topologySpreadConstraints"], path["topologySpreadConstraints"], &errors)
        for (index, reference) in spec["imagePullSecrets"].elements.enumerated() where reference["name"].text.isEmpty {
            errors.required(path["imagePullSecrets"][index]["name"])
        }
        for (index, alias) in spec["hostAliases"].elements.enumerated() {
            AddressRules.validateAddress(alias["ip"], path["hostAliases"][index]["ip"], &errors)
            for host in alias["hostnames"].elements {
                errors.invalid(
                    path["hostAliases"][index]["hostnames"], host, each: Names.dnsSubdomainProblems(host.text))
            }
        }
    }

    /// Required, and one of `choices`.
    static func validateChoice(
        _ value: JSONValue, _ choices: [String], _ path: FieldPath, _ errors: inout FieldErrors
    ) {
        if value.text.isEmpty {
            errors.required(path)
        } else if !choices.contains(value.text) {
            errors.notSupported(path, value, choices)
        }
    }

    private static func validateNumbers(_ spec: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        if let seconds = spec["activeDeadlineSeconds"].int {
            errors.invalid(
                path["activeDeadlineSeconds"], .int(seconds), each: Names.rangeProblems(seconds, 1, 2_147_483_647))
        }
        if let seconds = spec["terminationGracePeriodSeconds"].int, seconds < 0 {
            errors.invalid(
                path["terminationGracePeriodSeconds"], .int(seconds), "must be greater than or equal to 0")
        }
        let context = spec["securityContext"]
        let here = path["securityContext"]
        for key in ["fsGroup", "runAsUser", "runAsGroup"] {
            if let id = context[key].int { errors.invalid(here[key], .int(id), each: Names.idProblems(id)) }
        }
        for (index, group) in context["supplementalGroups"].elements.enumerated() {
            errors.invalid(here["supplementalGroups"][index], group, each: Names.idProblems(group.int ?? 0))
        }
        if let policy = context["fsGroupChangePolicy"].string, policy != "Always", policy != "OnRootMismatch" {
            errors.notSupported(here["fsGroupChangePolicy"], .string(policy), ["Always", "OnRootMismatch"])
        }
        var sysctls: Set<String> = []
        for (index, sysctl) in context["sysctls"].elements.enumerated() {
            let name = sysctl["name"].text
            if name.isEmpty { errors.required(here["sysctls"][index]["name"]) }
            if !sysctls.insert(name).inserted { errors.duplicate(here["sysctls"][index]["name"], .string(name)) }
        }
        validateSeccomp(context["seccompProfile"], here["seccompProfile"], &errors)
    }

    static func validateSeccomp(_ profile: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        guard !profile.isNull else { return }
        switch profile["type"].text {
        case "Localhost":
            if profile["localhostProfile"].text.isEmpty {
                errors.required(path["localhostProfile"], "must be set when seccomp type is Localhost ")
            }
        case "RuntimeDefault", "Unconfined":
            if !profile["localhostProfile"].isNull {
                errors.invalid(
                    path["localhostProfile"], profile, "can only be set when seccomp type is Localhost")
            }
        case "": errors.required(path["type"], "type is required when seccompProfile is set")
        case let other:
            errors.notSupported(path["type"], .string(other), ["Localhost", "RuntimeDefault", "Unconfined"])
        }
    }

    private static func validateNames(_ spec: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        for key in ["serviceAccountName", "nodeName", "priorityClassName"] {
            let name = spec[key].text
            if !name.isEmpty { errors.invalid(path[key], .string(name), each: Names.dnsSubdomainProblems(name)) }
        }
        if let name = spec["runtimeClassName"].string {
            errors.invalid(path["runtimeClassName"], .string(name), each: Names.dnsSubdomainProblems(name))
        }
        for key in ["hostname", "subdomain"] {
            let name = spec[key].text
            if !name.isEmpty { errors.invalid(path[key], .string(name), each: Names.dnsLabelProblems(name)) }
        }
        var gates: Set<String> = []
        for (index, gate) in spec["schedulingGates"].elements.enumerated() {
            let name = gate["name"].text
            errors.invalid(
                path["schedulingGates"][index], .string(name), each: Names.qualifiedNameProblems(name))
            if !gates.insert(name).inserted { errors.duplicate(path["schedulingGates"][index], .string(name)) }
        }
        for (index, gate) in spec["readinessGates"].elements.enumerated() {
            errors.invalid(
                path["readinessGates"][index]["conditionType"], gate["conditionType"],
                each: Names.qualifiedNameProblems(gate["conditionType"].text))
        }
    }

    private static func validateDNSConfig(_ spec: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        let config = spec["dnsConfig"]
        let here = path["dnsConfig"]
        let servers = config["nameservers"].elements
        if spec["dnsPolicy"] == "None" {
            if config.isNull {
                errors.required(here, "must provide `dnsConfig` when `dnsPolicy` is None")
                return
            }
            if servers.isEmpty {
                errors.required(
                    here["nameservers"], "must provide at least one DNS nameserver when `dnsPolicy` is None")
                return
            }
        }
        if servers.count > 3 {
            errors.invalid(here["nameservers"], config["nameservers"], "must not have more than 3 nameservers")
        }
        for (index, server) in servers.enumerated() {
            AddressRules.validateAddress(server, here["nameservers"][index], &errors)
        }
        let searches = config["searches"].elements
        if searches.count > 32 {
            errors.invalid(here["searches"], config["searches"], "must not have more than 32 search paths")
        }
        for (index, option) in config["options"].elements.enumerated() where option["name"].text.isEmpty {
            errors.required(here["options"][index], "must not be empty")
        }
    }
}

/// Rules for `{metadata, spec}` of a template.
enum PodTemplateValidation {
    static func validate(_ template: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        let metadata = template["metadata"]
        LabelRules.validateLabels(metadata["labels"], path["metadata"]["labels"], &errors)
        MetadataRules.validateAnnotations(metadata["annotations"], path["metadata"]["annotations"], &errors)
        PodValidation.validateSpec(template["spec"], path["spec"], &errors)
        if !template["spec"]["ephemeralContainers"].elements.isEmpty {
            errors.forbidden(
                path["spec"]["ephemeralContainers"], "ephemeral containers not allowed in pod template")
        }
    }
}

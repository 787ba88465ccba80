import ApusAPI
import ApusJSON

/// Rules for Pods and pod specs, in upstream's order (`ValidatePodSpec`). Each part of a spec has its own file.
enum PodValidation {
    /// Where a spec stands.
    struct Place {
        /// The pod's metadata; nil in a template.
        var metadata: JSONValue?
        /// Whether it is a pod's own, and no template's.
        var isPod: Bool
    }

    /// `validatePodMetadataAndSpec` without what all kinds' metadata has.
    static func validate(_ pod: JSONValue, _ errors: inout FieldErrors) {
        let path = FieldPath("spec")
        let (metadata, spec) = (pod["metadata"], pod["spec"])
        PodAnnotationRules.validate(metadata["annotations"], spec, FieldPath("metadata"), &errors)
        validateSpec(spec, Place(metadata: metadata, isPod: true), path, &errors)
        if spec["serviceAccountName"].text.isEmpty { forbidTokens(spec["volumes"], path["volumes"], &errors) }
        for key in ["containers", "initContainers"] {
            for (index, container) in spec[key].elements.enumerated() {
                ContainerValidation.validateImagePadding(container, path[key][index], &errors)
            }
        }
    }

    /// What a new pod may not have (`ValidatePodCreate`).
    static func validateCreate(_ pod: JSONValue, _ errors: inout FieldErrors) {
        validate(pod, &errors)
        let path = FieldPath("spec")
        let spec = pod["spec"]
        if !spec["ephemeralContainers"].isEmptyValue {
            errors.forbidden(path["ephemeralContainers"], "cannot be set on create")
        }
        if !spec["nodeName"].text.isEmpty, !spec["schedulingGates"].isEmptyValue {
            errors.forbidden(path["nodeName"], "cannot be set until all schedulingGates have been cleared")
        }
        PodAnnotationRules.validateMatch(pod["metadata"]["annotations"], spec, path, &errors)
    }

    static func validateSpec(_ spec: JSONValue, _ place: Place, _ path: FieldPath, _ errors: inout FieldErrors) {
        let volumes = VolumeValidation.validate(
            spec["volumes"], metadata: place.metadata, isPod: place.isPod, path["volumes"], &errors)
        PodResourceRules.validateClaims(spec["resourceClaims"], place, path, &errors)
        let scope = ContainerValidation.Scope(spec, volumes: volumes)
        ContainerValidation.validateAll(spec, path, scope, &errors)
        PodResourceRules.validate(spec, path, &errors)
        validateHostPorts(spec, isPod: place.isPod, path, &errors)
        errors.choose(spec["restartPolicy"], ["Always", "OnFailure", "Never"], path["restartPolicy"])
        errors.choose(
            spec["dnsPolicy"], ["ClusterFirstWithHostNet", "ClusterFirst", "Default", "None"], path["dnsPolicy"])
        if !spec["nodeSelector"].isNull {
            LabelRules.validateLabels(spec["nodeSelector"], path["nodeSelector"], &errors)
        }
        PodSecurityRules.validate(spec, path, &errors)
        AffinityValidation.validate(spec["affinity"], path["affinity"], &errors)
        PodNetworkRules.validateDNS(spec, path, &errors)
        validateGates(spec, path, &errors)
        if !spec["topologySpreadConstraints"].isNull {
            SpreadRules.validate(spec["topologySpreadConstraints"], path["topologySpreadConstraints"], &errors)
        }
        WindowsRules.validateHostProcess(spec, path, &errors)
        validateHostUsers(spec, path, &errors)
        PodNetworkRules.validateHostname(spec, path, &errors)
        validateNames(spec, path, &errors)
        validateScheduling(spec, path, &errors)
        WindowsRules.validateOS(spec, path, &errors)
        EnvironmentValidation.validateFileVolumes(spec, path, &errors)
    }

    // MARK: - Parts

    /// Visits all containers, in the order in which upstream does.
    static func visitContainers(
        _ spec: JSONValue, _ path: FieldPath, _ visit: (JSONValue, () -> FieldPath) -> Void
    ) {
        for key in ["initContainers", "containers", "ephemeralContainers"] {
            for (index, container) in spec[key].elements.enumerated() {
                visit(container) { path[key][index] }
            }
        }
    }

    private static func forbidTokens(_ volumes: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        for (index, volume) in volumes.elements.enumerated() {
            for (number, source) in volume["projected"]["sources"].elements.enumerated()
            where !source["serviceAccountToken"].isNull {
                errors.forbidden(
                    path[index]["projected"]["sources"][number]["serviceAccountToken"],
                    "must not be specified when serviceAccountName is not set")
            }
        }
    }

    private static func validateHostPorts(
        _ spec: JSONValue, isPod: Bool, _ path: FieldPath, _ errors: inout FieldErrors
    ) {
        guard spec["hostNetwork"] == true else { return }
        for (index, container) in spec["containers"].elements.enumerated() {
            for (number, port) in container["ports"].elements.enumerated() {
                let host = port["hostPort"].int ?? 0
                if isPod || host != 0, host != port["containerPort"].int ?? 0 {
                    errors.invalid(
                        path["containers"][index]["ports"][number]["hostPort"], .int(host),
                        "must match `containerPort` when `hostNetwork` is true")
                }
            }
        }
    }

    private static func validateGates(_ spec: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        for (index, gate) in spec["readinessGates"].elements.enumerated() {
            let type = gate["conditionType"].text
            errors.invalid(
                path["readinessGates"][index]["conditionType"], .string(type), each: Names.qualifiedNameProblems(type))
        }
        var seen: Set<String> = []
        for (index, gate) in spec["schedulingGates"].elements.enumerated() {
            let name = gate["name"].text
            let here = path["schedulingGates"][index]
            errors.invalid(here, .string(name), each: Names.qualifiedNameProblems(name))
            if !seen.insert(name).inserted { errors.duplicate(here, .string(name)) }
        }
    }

    private static func validateHostUsers(_ spec: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        guard spec["hostUsers"] == false else { return }
        for (key, name) in [("hostNetwork", "hostNetwork"), ("hostPID", "HostPID"), ("hostIPC", "HostIPC")]
        where spec[key] == true {
            errors.forbidden(path[name], "when `hostUsers` is false")
        }
    }

    private static func validateNames(_ spec: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        errors.check(spec["serviceAccountName"], path["serviceAccountName"], Names.dnsSubdomainProblems)
        errors.check(spec["nodeName"], path["nodeName"], Names.dnsSubdomainProblems)
        errors.within(spec["activeDeadlineSeconds"], 1, 2_147_483_647, path["activeDeadlineSeconds"])
        errors.check(spec["hostname"], path["hostname"], Names.dnsLabelProblems)
        errors.check(spec["subdomain"], path["subdomain"], Names.dnsLabelProblems)
    }

    private static func validateScheduling(_ spec: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        if !spec["tolerations"].isNull {
            TaintRules.validateTolerations(spec["tolerations"], path["tolerations"], &errors)
        }
        if !spec["hostAliases"].isNull {
            PodNetworkRules.validateAliases(spec["hostAliases"], path["hostAliases"], &errors)
        }
        errors.check(spec["priorityClassName"], path["priorityClassName"], Names.dnsSubdomainProblems)
        if let name = spec["runtimeClassName"].string {
            errors.invalid(path["runtimeClassName"], .string(name), each: Names.dnsSubdomainProblems(name))
        }
        if !spec["preemptionPolicy"].isNull {
            errors.choose(spec["preemptionPolicy"], ["PreemptLowerPriority", "Never"], path["preemptionPolicy"])
        }
        if !spec["overhead"].isNull {
            ResourceListRules.validateRequirements(
                ["limits": spec["overhead"]], ResourceListRules.Scope(), path["overhead"], &errors)
        }
    }
}

/// Rules for `{metadata, spec}` of a template (`ValidatePodTemplateSpec`).
enum PodTemplateValidation {
    static func validate(_ template: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        let (metadata, spec) = (template["metadata"], template["spec"])
        // Upstream leaves `metadata` out of these two paths.
        LabelRules.validateLabels(metadata["labels"], path["labels"], &errors)
        MetadataRules.validateAnnotations(metadata["annotations"], path["annotations"], &errors)
        PodAnnotationRules.validate(metadata["annotations"], spec, path, &errors)
        PodValidation.validateSpec(spec, PodValidation.Place(metadata: nil, isPod: false), path["spec"], &errors)
        PodAnnotationRules.validateMatch(metadata["annotations"], spec, path["spec"], &errors)
        if !spec["ephemeralContainers"].isEmptyValue {
            errors.forbidden(
                path["spec"]["ephemeralContainers"], "ephemeral containers not allowed in pod template")
        }
    }
}

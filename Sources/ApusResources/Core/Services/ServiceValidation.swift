import ApusAPI
import ApusJSON

/// Rules for Services (`validateService`); those for addresses are `ServiceAddressRules`.
enum ServiceValidation {
    static let balancerOnly = "may only be used when `type` is 'LoadBalancer'"
    private static let topologyMode = "service.kubernetes.io/topology-mode"
    private static let topologyHints = "service.kubernetes.io/topology-aware-hints"

    static func validate(_ service: JSONValue, old: JSONValue = .null, _ errors: inout FieldErrors) {
        let path = FieldPath("spec")
        let spec = service["spec"]
        let type = spec["type"].text
        validateAnnotations(service["metadata"]["annotations"], &errors)
        if spec["ports"].isEmptyValue, !isHeadless(spec), type != "ExternalName" { errors.required(path["ports"]) }
        validateType(spec, type, path, &errors)
        ServicePortRules.validate(spec["ports"].elements, path["ports"], &errors)
        if !spec["selector"].isNull { LabelRules.validateLabels(spec["selector"], path["selector"], &errors) }
        validateAffinity(spec, path, &errors)
        ServiceAddressRules.validate(spec, old: old["spec"], path, &errors)
        for (index, address) in spec["externalIPs"].elements.enumerated() {
            let before = errors.count
            let here = path["externalIPs"][index]
            AddressRules.validateAddress(address, old: old["spec"]["externalIPs"].elements, here, &errors)
            if errors.count == before { AddressRules.validateEndpoint(address, here, &errors) }
        }
        errors.choose(spec["type"], ["ClusterIP", "ExternalName", "LoadBalancer", "NodePort"], path["type"])
        ServicePortRules.validateUnique(spec, type, path["ports"], &errors)
        ServiceBalancerRules.validate(service, old: old, path, &errors)
        validateTraffic(spec, type, path, &errors)
    }

    static func isHeadless(_ spec: JSONValue) -> Bool { spec["clusterIPs"].elements == ["None"] }

    /// Whether clients outside the cluster reach it.
    static func isExternal(_ spec: JSONValue) -> Bool {
        switch spec["type"].text {
        case "LoadBalancer", "NodePort": true
        case "ClusterIP": !spec["externalIPs"].isEmptyValue
        default: false
        }
    }

    static func needsHealthCheck(_ spec: JSONValue) -> Bool {
        spec["type"] == "LoadBalancer" && spec["externalTrafficPolicy"] == "Local"
    }

    // MARK: - Parts

    private static func validateAnnotations(_ annotations: JSONValue, _ errors: inout FieldErrors) {
        let (mode, hints) = (annotations[topologyMode], annotations[topologyHints])
        if !mode.isNull, !hints.isNull, mode != hints {
            errors.invalid(
                FieldPath("metadata")["annotations"].key(topologyMode), mode,
                "must match annotations[\(topologyHints)] when both are specified")
        }
    }

    private static func validateType(
        _ spec: JSONValue, _ type: String, _ path: FieldPath, _ errors: inout FieldErrors
    ) {
        switch type {
        case "LoadBalancer", "NodePort":
            if isHeadless(spec) {
                errors.invalid(path["clusterIPs"][0], "None", "may not be set to 'None' for \(type) services")
            }
        case "ExternalName":
            for key in ["clusterIPs", "ipFamilies", "ipFamilyPolicy"] where !spec[key].isEmptyValue {
                errors.forbidden(path[key], "may not be set for ExternalName services")
            }
            var name = spec["externalName"].text
            if name.hasSuffix(".") { name.removeLast() }
            errors.requireValid(.string(name), path["externalName"], Names.dnsSubdomainProblems)
        default: break
        }
    }

    private static func validateAffinity(_ spec: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        errors.choose(spec["sessionAffinity"], ["ClientIP", "None"], path["sessionAffinity"])
        let config = spec["sessionAffinityConfig"]
        let here = path["sessionAffinityConfig"]
        switch spec["sessionAffinity"].text {
        case "None":
            if !config.isNull { errors.forbidden(here, "must not be set when session affinity is None") }
        case "ClientIP":
            let detail = "when session affinity type is ClientIP"
            let seconds = config["clientIP"]["timeoutSeconds"]
            if config.isNull {
                errors.required(here, detail)
            } else if config["clientIP"].isNull {
                errors.required(here["clientIP"], detail)
            } else if seconds.isNull {
                errors.required(here["clientIP"]["timeoutSeconds"], detail)
            } else if !(1...86400).contains(seconds.int ?? 0) {
                errors.invalid(
                    here["clientIP"]["timeoutSeconds"], seconds, "must be greater than 0 and less than 86400")
            }
        default: break
        }
    }

    private static func validateTraffic(
        _ spec: JSONValue, _ type: String, _ path: FieldPath, _ errors: inout FieldErrors
    ) {
        let policies = ["Cluster", "Local"]
        let external = spec["externalTrafficPolicy"]
        if isExternal(spec) {
            errors.choose(external, policies, path["externalTrafficPolicy"])
        } else if !external.text.isEmpty {
            errors.invalid(
                path["externalTrafficPolicy"], external, "may only be set for externally-accessible services")
        }
        let port = spec["healthCheckNodePort"].int ?? 0
        if needsHealthCheck(spec) {
            // The server chooses one, after this, where the client did not.
            if port != 0 { errors.within(.int(port), 1, 65535, path["healthCheckNodePort"]) }
        } else if port != 0 {
            errors.invalid(
                path["healthCheckNodePort"], .int(port),
                "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'")
        }
        if ["NodePort", "LoadBalancer", "ClusterIP"].contains(type), spec["internalTrafficPolicy"].isNull {
            errors.required(path["internalTrafficPolicy"])
        }
        errors.allow(spec["internalTrafficPolicy"], policies, path["internalTrafficPolicy"])
        errors.allow(
            spec["trafficDistribution"], ["PreferClose", "PreferSameZone", "PreferSameNode"],
            path["trafficDistribution"])
    }

    // MARK: - Updates

    static func validateUpdate(_ service: JSONValue, old: JSONValue, _ errors: inout FieldErrors) {
        let (new, before) = (service["spec"], old["spec"])
        ServiceAddressRules.validateUpdate(new, before, &errors)
        let path = FieldPath("spec")
        if new["type"] == "LoadBalancer", before["type"] == "LoadBalancer",
            new["loadBalancerClass"] != before["loadBalancerClass"]
        {
            errors.invalid(path["loadBalancerClass"], new["loadBalancerClass"], "may not change once set")
        }
        ServiceBalancerRules.validateClass(new, path["loadBalancerClass"], &errors)
        if needsHealthCheck(new), needsHealthCheck(before),
            new["healthCheckNodePort"].int ?? 0 != before["healthCheckNodePort"].int ?? 0
        {
            errors.forbidden(path["healthCheckNodePort"], "field is immutable")
        }
        validate(service, old: old, &errors)
    }
}

/// Rules for the ports of a Service.
enum ServicePortRules {
    static func validate(_ ports: [JSONValue], _ path: FieldPath, _ errors: inout FieldErrors) {
        var names: Set<String> = []
        for (index, port) in ports.enumerated() {
            let here = path[index]
            let name = port["name"].text
            if name.isEmpty {
                if ports.count > 1 { errors.required(here["name"]) }
            } else {
                errors.check(port["name"], here["name"], Names.dnsLabelProblems)
                if !names.insert(name).inserted { errors.duplicate(here["name"], .string(name)) }
            }
            errors.within(.int(port["port"].int ?? 0), 1, 65535, here["port"])
            PortRules.validateProtocol(port["protocol"], here["protocol"], &errors)
            PortRules.validateNumberOrName(port["targetPort"], here["targetPort"], &errors)
            if let application = port["appProtocol"].string {
                errors.invalid(
                    here["appProtocol"], .string(application), each: Names.qualifiedNameProblems(application))
            }
        }
    }

    /// No two ports are the same, inside or on the nodes.
    static func validateUnique(
        _ spec: JSONValue, _ type: String, _ path: FieldPath, _ errors: inout FieldErrors
    ) {
        let ports = spec["ports"].elements
        if type == "ClusterIP" {
            for (index, port) in ports.enumerated() where port["nodePort"].int ?? 0 != 0 {
                errors.forbidden(path[index]["nodePort"], "may not be used when `type` is 'ClusterIP'")
            }
        }
        var nodePorts: Set<String> = []
        for (index, port) in ports.enumerated() {
            guard let number = port["nodePort"].int, number != 0 else { continue }
            if !nodePorts.insert("\(port["protocol"].text)/\(number)").inserted {
                errors.duplicate(path[index]["nodePort"], .int(number))
            }
        }
        var numbers: Set<String> = []
        for (index, port) in ports.enumerated() {
            let number = port["port"].int ?? 0
            guard !numbers.insert("\(port["protocol"].text)/\(number)").inserted else { continue }
            let shown: JSONValue = [
                "Name": "", "Protocol": .string(port["protocol"].text), "AppProtocol": nil, "Port": .int(number),
                "TargetPort": 0, "NodePort": 0,
            ]
            errors.duplicate(path[index], struct: shown, "")
        }
    }
}

/// Rules for what only load balancers have.
enum ServiceBalancerRules {
    private static let rangesAnnotation = "service.beta.kubernetes.io/load-balancer-source-ranges"

    static func validate(
        _ service: JSONValue, old: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors
    ) {
        let spec = service["spec"]
        let isBalancer = spec["type"] == "LoadBalancer"
        let annotation = service["metadata"]["annotations"][rangesAnnotation]
        func trimmed(_ value: JSONValue) -> JSONValue {
            .string(String(value.text.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed()))
        }
        if !spec["loadBalancerSourceRanges"].isEmptyValue {
            let here = path["LoadBalancerSourceRanges"]
            if !isBalancer { errors.forbidden(here, ServiceValidation.balancerOnly) }
            let existing = old["spec"]["loadBalancerSourceRanges"].elements.map(trimmed)
            for (index, range) in spec["loadBalancerSourceRanges"].elements.enumerated() {
                AddressRules.validateCIDR(trimmed(range), old: existing, here[index], &errors)
            }
        } else if let text = annotation.string {
            let here = FieldPath("metadata")["annotations"].key(rangesAnnotation)
            if !isBalancer { errors.forbidden(here, ServiceValidation.balancerOnly) }
            if old["metadata"]["annotations"][rangesAnnotation] != annotation, !trimmed(annotation).text.isEmpty {
                for range in text.split(separator: ",", omittingEmptySubsequences: false) {
                    AddressRules.validateCIDR(trimmed(.string(String(range))), here, &errors)
                }
            }
        }
        if !spec["allocateLoadBalancerNodePorts"].isNull, !isBalancer {
            errors.forbidden(path["allocateLoadBalancerNodePorts"], ServiceValidation.balancerOnly)
        }
        validateClass(spec, path["loadBalancerClass"], &errors)
    }

    static func validateClass(
        _ spec: JSONValue, _ path: @autoclosure () -> FieldPath, _ errors: inout FieldErrors
    ) {
        guard let name = spec["loadBalancerClass"].string else { return }
        if spec["type"] == "LoadBalancer" {
            errors.invalid(path(), .string(name), each: Names.qualifiedNameProblems(name))
        } else {
            errors.forbidden(path(), ServiceValidation.balancerOnly)
        }
    }

    /// `ValidateLoadBalancerStatus`.
    static func validateStatus(_ service: JSONValue, old: JSONValue, _ errors: inout FieldErrors) {
        let path = FieldPath("status")["loadBalancer"]["ingress"]
        let ingresses = service["status"]["loadBalancer"]["ingress"].elements
        guard service["spec"]["type"] == "LoadBalancer" else {
            if !ingresses.isEmpty {
                errors.forbidden(path, "may only be used when `spec.type` is 'LoadBalancer'")
            }
            return
        }
        let existing = old["status"]["loadBalancer"]["ingress"].elements.map { $0["ip"] }
        for (index, ingress) in ingresses.enumerated() {
            let here = path[index]
            let hasAddress = !ingress["ip"].text.isEmpty
            if hasAddress { AddressRules.validateAddress(ingress["ip"], old: existing, here["ip"], &errors) }
            if ingress["ipMode"].isNull {
                if hasAddress { errors.required(here["ipMode"], "must be specified when `ip` is set") }
            } else if !hasAddress {
                errors.forbidden(here["ipMode"], "may not be specified when `ip` is not set")
            } else {
                errors.allow(ingress["ipMode"], ["Proxy", "VIP"], here["ipMode"])
            }
            errors.check(ingress["hostname"], here["hostname"], Names.dnsSubdomainProblems)
            if AddressRules.isAddress(ingress["hostname"].text) {
                errors.invalid(here["hostname"], ingress["hostname"], "must be a DNS name, not an IP address")
            }
        }
    }
}

import ApusAPI
import ApusJSON

/// Rules for Services (`ValidateService`, `ValidateServiceUpdate`).
enum ServiceValidation {
    private static let kubeletPort: Int64 = 10250

    static func validate(_ service: JSONValue, _ errors: inout FieldErrors) {
        let path = FieldPath("spec")
        let spec = service["spec"]
        let type = spec["type"].text
        let ports = spec["ports"].elements
        let isHeadless = spec["clusterIP"] == "None" || spec["clusterIPs"].elements.first == "None"
        if ports.isEmpty, !isHeadless, type != "ExternalName" { errors.required(path["ports"]) }
        switch type {
        case "LoadBalancer":
            for (index, port) in ports.enumerated() where port["port"] == .int(kubeletPort) {
                errors.invalid(
                    path["ports"][index], port["port"],
                    "may not expose port \(kubeletPort) externally since it is used by kubelet")
            }
            fallthrough
        case "NodePort":
            if isHeadless {
                errors.invalid(
                    path["clusterIPs"][0], "None", "may not be set to 'None' for \(type) services")
            }
        case "ExternalName": validateExternalName(spec, path, &errors)
        default: break
        }
        validatePorts(ports, type, path["ports"], &errors)
        LabelRules.validateLabels(spec["selector"], path["selector"], &errors)
        validateAffinity(spec, path, &errors)
        for (index, address) in spec["clusterIPs"].elements.enumerated() where address != "None" {
            AddressRules.validateAddress(address, path["clusterIPs"][index], &errors)
        }
        if let first = spec["clusterIPs"].elements.first, first != spec["clusterIP"] {
            errors.invalid(
                path["clusterIPs"], spec["clusterIPs"], "first value must match `clusterIP`")
        }
        for (index, address) in spec["externalIPs"].elements.enumerated() {
            AddressRules.validateEndpoint(address, path["externalIPs"][index], &errors)
        }
        let types = ["ClusterIP", "ExternalName", "LoadBalancer", "NodePort"]
        if type.isEmpty {
            errors.required(path["type"])
        } else if !types.contains(type) {
            errors.notSupported(path["type"], .string(type), types)
        }
        validatePolicies(spec, type, path, &errors)
    }

    private static func validateExternalName(_ spec: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        for key in ["clusterIPs", "ipFamilies", "ipFamilyPolicy"] where !spec[key].isEmptyValue {
            errors.forbidden(path[key], "may not be set for ExternalName services")
        }
        var name = spec["externalName"].text
        if name.hasSuffix(".") { name.removeLast() }
        if name.isEmpty {
            errors.required(path["externalName"])
        } else {
            errors.invalid(path["externalName"], .string(name), each: Names.dnsSubdomainProblems(name))
        }
    }

    private static func validatePorts(
        _ ports: [JSONValue], _ type: String, _ path: FieldPath, _ errors: inout FieldErrors
    ) {
        var names: Set<String> = []
        var numbers: Set<String> = []
        var nodePorts: Set<String> = []
        for (index, port) in ports.enumerated() {
            let here = path[index]
            let name = port["name"].text
            if name.isEmpty {
                if ports.count > 1 { errors.required(here["name"]) }
            } else {
                errors.invalid(here["name"], .string(name), each: Names.dnsLabelProblems(name))
                if !names.insert(name).inserted { errors.duplicate(here["name"], .string(name)) }
            }
            let number = port["port"].int ?? 0
            errors.invalid(here["port"], .int(number), each: Names.portNumberProblems(number))
            PortRules.validateProtocol(port["protocol"], here["protocol"], &errors)
            PortRules.validateNumberOrName(port["targetPort"], here["targetPort"], &errors)
            if let application = port["appProtocol"].string {
                errors.invalid(
                    here["appProtocol"], .string(application), each: Names.qualifiedNameProblems(application))
            }
            let transport = port["protocol"].text
            let nodePort = port["nodePort"].int ?? 0
            if nodePort != 0 {
                if type == "ClusterIP" {
                    errors.forbidden(here["nodePort"], "may not be used when `type` is 'ClusterIP'")
                }
                if !nodePorts.insert("\(transport)/\(nodePort)").inserted {
                    errors.duplicate(here["nodePort"], .int(nodePort))
                }
            }
            if !numbers.insert("\(transport)/\(number)").inserted {
                errors.duplicate(here, ["protocol": .string(transport), "port": .int(number)])
            }
        }
    }

    private static func validateAffinity(_ spec: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        let affinity = spec["sessionAffinity"]
        switch affinity.text {
        case "": errors.required(path["sessionAffinity"])
        case "None":
            if !spec["sessionAffinityConfig"].isNull {
                errors.forbidden(path["sessionAffinityConfig"], "must not be set when session affinity is None")
            }
        case "ClientIP":
            let seconds = spec["sessionAffinityConfig"]["clientIP"]["timeoutSeconds"].int ?? 0
            if !(1...86400).contains(seconds) {
                errors.invalid(
                    path["sessionAffinityConfig"]["clientIP"]["timeoutSeconds"], .int(seconds),
                    "must be greater than 0 and less than 86400")
            }
        default: errors.notSupported(path["sessionAffinity"], affinity, ["ClientIP", "None"])
        }
    }

    private static func validatePolicies(
        _ spec: JSONValue, _ type: String, _ path: FieldPath, _ errors: inout FieldErrors
    ) {
        let ranges = spec["loadBalancerSourceRanges"].elements
        if !ranges.isEmpty {
            let here = path["LoadBalancerSourceRanges"]
            if type != "LoadBalancer" { errors.forbidden(here, "may only be used when `type` is 'LoadBalancer'") }
            for (index, range) in ranges.enumerated() {
                AddressRules.validateCIDR(.string(range.text.filter { !$0.isWhitespace }), here[index], &errors)
            }
        }
        for key in ["allocateLoadBalancerNodePorts", "loadBalancerClass"]
        where !spec[key].isNull && type != "LoadBalancer" {
            errors.forbidden(path[key], "may only be used when `type` is 'LoadBalancer'")
        }
        let isExternal =
            type == "LoadBalancer" || type == "NodePort"
            || (type == "ClusterIP" && !spec["externalIPs"].elements.isEmpty)
        let external = spec["externalTrafficPolicy"].text
        if isExternal {
            PodValidation.validateChoice(
                spec["externalTrafficPolicy"], ["Cluster", "Local"], path["externalTrafficPolicy"], &errors)
        } else if !external.isEmpty {
            errors.invalid(
                path["externalTrafficPolicy"], .string(external), "may only be set for externally-accessible services")
        }
        if let port = spec["healthCheckNodePort"].int, port != 0, type != "LoadBalancer" || external != "Local" {
            errors.invalid(
                path["healthCheckNodePort"], .int(port),
                "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'")
        }
        let inner = spec["internalTrafficPolicy"]
        if inner.isNull {
            if type != "ExternalName", !type.isEmpty { errors.required(path["internalTrafficPolicy"]) }
        } else if inner != "Cluster", inner != "Local" {
            errors.notSupported(path["internalTrafficPolicy"], inner, ["Cluster", "Local"])
        }
        let distributions = ["PreferClose", "PreferSameNode", "PreferSameZone"]
        if let distribution = spec["trafficDistribution"].string, !distributions.contains(distribution) {
            errors.notSupported(path["trafficDistribution"], .string(distribution), distributions)
        }
    }

    static func validateUpdate(_ service: JSONValue, old: JSONValue, _ errors: inout FieldErrors) {
        validate(service, &errors)
        let path = FieldPath("spec")
        let (new, before) = (service["spec"], old["spec"])
        guard new["type"] != "ExternalName", before["type"] != "ExternalName" else { return }
        // An address is kept until the Service has none any more.
        let addresses = before["clusterIPs"].elements
        if let first = addresses.first, !first.text.isEmpty, new["clusterIPs"].elements.first != first {
            errors.invalid(
                path["clusterIPs"][0], new["clusterIPs"].elements.first ?? "",
                "may not change once set")
        }
        if new["type"] == "LoadBalancer", before["type"] == "LoadBalancer",
            new["loadBalancerClass"] != before["loadBalancerClass"]
        {
            errors.invalid(path["loadBalancerClass"], new["loadBalancerClass"], "may not change once set")
        }
    }
}

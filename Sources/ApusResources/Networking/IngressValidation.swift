import ApusAPI
import ApusJSON

/// Rules for Ingresses (`pkg/apis/networking/validation`).
enum IngressValidation {
    private static let classAnnotation = "kubernetes.io/ingress.class"
    private static let forbiddenParts = ["//", "/./", "/../", "%2f", "%2F"]
    private static let forbiddenEnds = ["/..", "/."]

    /// What an update may keep though a new object may not have it.
    private struct Tolerance {
        var badSecretNames = false
        var badWildcardRules = false

        init(old: JSONValue?) {
            guard let spec = old?["spec"] else { return }
            badSecretNames = spec["tls"].elements.contains {
                let name = $0["secretName"].text
                return !name.isEmpty && !Names.dnsSubdomainProblems(name).isEmpty
            }
            badWildcardRules = spec["rules"].elements.contains { rule in
                var errors = FieldErrors()
                IngressValidation.validatePaths(rule["http"], FieldPath("http"), &errors)
                return rule["host"].text.contains("*") && !errors.isEmpty
            }
        }
    }

    static func validate(_ ingress: JSONValue, old: JSONValue?, _ errors: inout FieldErrors) {
        validateSpec(ingress["spec"], Tolerance(old: old), FieldPath("spec"), &errors)
        let name = ingress["spec"]["ingressClassName"]
        if old == nil, let annotation = ingress["metadata"]["annotations"][classAnnotation].string, !name.isNull,
            name.text != annotation
        {
            errors.invalid(
                FieldPath("annotations")[classAnnotation], .string(annotation),
                "must match `ingressClassName` when both are specified")
        }
    }

    static func validateStatus(_ status: JSONValue, old: JSONValue, _ errors: inout FieldErrors) {
        let path = FieldPath("status")["loadBalancer"]["ingress"]
        let known = Set(old["loadBalancer"]["ingress"].elements.map { $0["ip"].text })
        for (index, entry) in status["loadBalancer"]["ingress"].elements.enumerated() {
            if !entry["ip"].text.isEmpty {
                AddressRules.validateLegacyAddress(entry["ip"], path[index]["ip"], known: known, &errors)
            }
            let host = entry["hostname"]
            errors.checkText(path[index]["hostname"], host, Names.dnsSubdomainProblems)
            if AddressRules.sloppyAddress(host.text) != nil {
                errors.invalid(path[index]["hostname"], host, "must be a DNS name, not an IP address")
            }
        }
    }

    static func warnings(_ ingress: JSONValue) -> [String] {
        if ingress["metadata"]["annotations"][classAnnotation].isNull { return [] }
        return ["annotation \"\(classAnnotation)\" is deprecated, please use 'spec.ingressClassName' instead"]
    }

    static func statusWarnings(_ status: JSONValue) -> [String] {
        let path = FieldPath("status")["loadBalancer"]["ingress"]
        return status["loadBalancer"]["ingress"].elements.enumerated().flatMap { index, entry in
            AddressRules.addressWarnings(entry["ip"].text, path[index]["ip"])
        }
    }

    // MARK: - Parts

    private static func validateSpec(
        _ spec: JSONValue, _ tolerance: Tolerance, _ path: FieldPath, _ errors: inout FieldErrors
    ) {
        if spec["rules"].elements.isEmpty, spec["defaultBackend"].isNull {
            errors.invalid(path, .null, "either `defaultBackend` or `rules` must be specified")
        }
        if !spec["defaultBackend"].isNull {
            validateBackend(spec["defaultBackend"], path["defaultBackend"], &errors)
        }
        for (index, rule) in spec["rules"].elements.enumerated() {
            validateRule(rule, tolerance, path["rules"][index], &errors)
        }
        for (index, tls) in spec["tls"].elements.enumerated() {
            for (number, host) in tls["hosts"].elements.enumerated() {
                errors.invalid(path["tls"][index]["hosts"][number], host, each: hostProblems(host.text))
            }
            guard !tolerance.badSecretNames else { continue }
            errors.checkText(path["tls"][index]["secretName"], tls["secretName"], Names.dnsSubdomainProblems)
        }
        if let name = spec["ingressClassName"].string {
            errors.invalid(path["ingressClassName"], .string(name), each: Names.dnsSubdomainProblems(name))
        }
    }

    private static func hostProblems(_ host: String) -> [String] {
        host.contains("*") ? Names.wildcardSubdomainProblems(host) : Names.dnsSubdomainProblems(host)
    }

    private static func validateRule(
        _ rule: JSONValue, _ tolerance: Tolerance, _ path: FieldPath, _ errors: inout FieldErrors
    ) {
        let host = rule["host"]
        if AddressRules.sloppyAddress(host.text) != nil {
            errors.invalid(path["host"], host, "must be a DNS name, not an IP address")
        }
        errors.checkText(path["host"], host, hostProblems)
        if tolerance.badWildcardRules, host.text.contains("*") { return }
        validatePaths(rule["http"], path["http"], &errors)
    }

    private static func validatePaths(_ http: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        guard !http.isNull else { return }
        let paths = http["paths"].elements
        if paths.isEmpty { errors.required(path["paths"]) }
        for (index, entry) in paths.enumerated() { validatePath(entry, path["paths"][index], &errors) }
    }

    private static func validatePath(_ entry: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        let text = entry["path"].text
        let value = JSONValue.string(text)
        switch entry["pathType"].string {
        case nil, "":  // a pointer in Go: what is absent was filled in
            errors.required(path["pathType"], "pathType must be specified")
            return
        case "Exact", "Prefix":
            if !text.hasPrefix("/") { errors.invalid(path["path"], value, "must be an absolute path") }
            for part in forbiddenParts where text.contains(part) {
                errors.invalid(path["path"], value, "must not contain '\(part)'")
            }
            for end in forbiddenEnds where text.hasSuffix(end) {
                errors.invalid(path["path"], value, "cannot end with '\(end)'")
            }
        case "ImplementationSpecific":
            if !text.isEmpty, !text.hasPrefix("/") { errors.invalid(path["path"], value, "must be an absolute path") }
        default:
            errors.notSupported(path["pathType"], entry["pathType"], ["Exact", "ImplementationSpecific", "Prefix"])
        }
        validateBackend(entry["backend"], path["backend"], &errors)
    }

    private static func validateBackend(_ backend: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        switch (backend["resource"].isNull, backend["service"].isNull) {
        case (false, false): errors.invalid(path, "", "cannot set both resource and service backends")
        case (true, true): errors.invalid(path, "", "resource or service backend is required")
        case (false, true): ReferenceRules.validateLocal(backend["resource"], path["resource"], &errors)
        case (true, false): validateService(backend["service"], path, &errors)
        }
    }

    private static func validateService(_ service: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        errors.requireText(path["service"]["name"], service["name"], "", Names.dnsLabelProblems)
        let (name, number) = (service["port"]["name"].text, service["port"]["number"].int ?? 0)
        let port = path["service"]["port"]
        switch (name.isEmpty, number == 0) {
        case (false, false): errors.invalid(path, "", "cannot set both port name & port number")
        case (false, true): errors.invalid(port["name"], .string(name), each: Names.portNameProblems(name))
        case (true, false): errors.invalid(port["number"], .int(number), each: Names.portNumberProblems(number))
        case (true, true): errors.required(path, "port name or number is required")
        }
    }
}

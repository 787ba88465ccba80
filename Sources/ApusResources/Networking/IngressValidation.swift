import ApusAPI
import ApusJSON

/// Rules for Ingresses (`pkg/apis/networking/validation`).
enum IngressValidation {
    static func validate(_ ingress: JSONValue, isCreate: Bool, _ errors: inout FieldErrors) {
        let path = FieldPath("spec")
        let spec = ingress["spec"]
        let annotation = "kubernetes.io/ingress.class"
        if isCreate, !spec["ingressClassName"].isNull, let value = ingress["metadata"]["annotations"][annotation].string
        {
            errors.invalid(
                FieldPath("annotations").key(annotation), .string(value),
                "can not be set when the class field is also set")
        }
        if spec["rules"].elements.isEmpty, spec["defaultBackend"].isNull {
            errors.invalid(path, .null, "either `defaultBackend` or `rules` must be specified")
        }
        if !spec["defaultBackend"].isNull {
            validateBackend(spec["defaultBackend"], path["defaultBackend"], &errors)
        }
        for (index, rule) in spec["rules"].elements.enumerated() {
            validateRule(rule, path["rules"][index], &errors)
        }
        for (index, tls) in spec["tls"].elements.enumerated() {
            for (number, host) in tls["hosts"].elements.enumerated() {
                let problems =
                    host.text.contains("*")
                    ? Names.wildcardSubdomainProblems(host.text) : Names.dnsSubdomainProblems(host.text)
                errors.invalid(path["tls"][index]["hosts"][number], host, each: problems)
            }
        }
        let name = spec["ingressClassName"]
        if let text = name.string {
            errors.invalid(path["ingressClassName"], name, each: Names.dnsSubdomainProblems(text))
        }
    }

    private static func validateRule(_ rule: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        let host = rule["host"].text
        if !host.isEmpty {
            if AddressRules.isAddress(host) {
                errors.invalid(path["host"], .string(host), "must be a DNS name, not an IP address")
            } else {
                let problems =
                    host.contains("*") ? Names.wildcardSubdomainProblems(host) : Names.dnsSubdomainProblems(host)
                errors.invalid(path["host"], .string(host), each: problems)
            }
        }
        guard !rule["http"].isNull else { return }
        let paths = rule["http"]["paths"].elements
        let here = path["http"]["paths"]
        if paths.isEmpty { errors.required(here) }
        for (index, entry) in paths.enumerated() { validatePath(entry, here[index], &errors) }
    }

    private static func validatePath(_ entry: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        let type = entry["pathType"]
        let text = entry["path"].text
        switch type.string {
        case nil: errors.required(path["pathType"], "pathType must be specified")
        case "Exact", "Prefix":
            if !text.hasPrefix("/") {
                errors.invalid(path["path"], .string(text), "must be an absolute path")
            }
            for part in ["//", "/./", "/../", "%2f", "%2F"] where text.contains(part) {
                errors.invalid(path["path"], .string(text), "must not contain '\(part)'")
            }
            for end in ["/..", "/."] where text.hasSuffix(end) {
                errors.invalid(path["path"], .string(text), "cannot end with '\(end)'")
            }
        case "ImplementationSpecific":
            if !text.isEmpty, !text.hasPrefix("/") {
                errors.invalid(path["path"], .string(text), "must be an absolute path")
            }
        default:
            errors.notSupported(path["pathType"], type, ["Exact", "ImplementationSpecific", "Prefix"])
        }
        validateBackend(entry["backend"], path["backend"], &errors)
    }

    private static func validateBackend(_ backend: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        let (service, resource) = (backend["service"], backend["resource"])
        if !service.isNull, !resource.isNull {
            errors.invalid(path, "", "cannot set both resource and service backends")
            return
        }
        if !resource.isNull {
            for key in ["kind", "name"] where resource[key].text.isEmpty { errors.required(path["resource"][key]) }
            return
        }
        let here = path["service"]
        guard !service.isNull else {
            errors.required(here, "")
            return
        }
        let name = service["name"].text
        if name.isEmpty {
            errors.required(here["name"])
        } else {
            errors.invalid(here["name"], .string(name), each: Names.dns1035LabelProblems(name))
        }
        let port = service["port"]
        let (portName, number) = (port["name"].text, port["number"].int ?? 0)
        if portName.isEmpty, number == 0 {
            errors.required(here["port"], "port name or number is required")
        } else if !portName.isEmpty, number != 0 {
            errors.invalid(here["port"], port, "cannot set both port name & port number")
        } else if !portName.isEmpty {
            errors.invalid(here["port"]["name"], .string(portName), each: Names.portNameProblems(portName))
        } else {
            errors.invalid(here["port"]["number"], .int(number), each: Names.portNumberProblems(number))
        }
    }
}

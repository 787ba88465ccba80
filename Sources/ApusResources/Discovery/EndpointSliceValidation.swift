import ApusAPI
import ApusJSON

/// Rules for endpoint slices (`pkg/apis/discovery/validation`).
enum EndpointSliceValidation {
    private static let addressLimit = 100
    private static let endpointLimit = 1000
    private static let portLimit = 20_000
    private static let topologyLimit = 16
    private static let hintLimit = 8
    private static let zone = "topology.kubernetes.io/zone"
    /// Who writes slices with addresses that were corrected.
    private static let controllers = ["endpointslice-controller.k8s.io", "endpointslicemirroring-controller.k8s.io"]

    static func validate(_ slice: JSONValue, old: JSONValue?, _ errors: inout FieldErrors) {
        let type = slice["addressType"]
        errors.requireSupported(FieldPath("addressType"), .string(type.text), ["FQDN", "IPv4", "IPv6"])
        validatePorts(slice["ports"], FieldPath("ports"), &errors)
        // What was there before may stay, though it was let in under older rules.
        if let old, old["endpoints"] == slice["endpoints"] { return }
        let path = FieldPath("endpoints")
        guard errors.checkCount(path, slice["endpoints"], atMost: endpointLimit) else { return }
        for (index, endpoint) in slice["endpoints"].elements.enumerated() {
            validateEndpoint(endpoint, type.text, path[index], &errors)
        }
    }

    static func addressWarnings(_ slice: JSONValue) -> [String] {
        let manager = slice["metadata"]["labels"]["endpointslice.kubernetes.io/managed-by"].text
        if slice["addressType"] == "FQDN" || controllers.contains(manager) { return [] }
        return slice["endpoints"].elements.enumerated().flatMap { index, endpoint in
            endpoint["addresses"].elements.enumerated().flatMap { number, address in
                AddressRules.addressWarnings(address.text, FieldPath("endpoints")[index]["addresses"][number])
            }
        }
    }

    private static func validateEndpoint(
        _ endpoint: JSONValue, _ type: String, _ path: FieldPath, _ errors: inout FieldErrors
    ) {
        let addresses = endpoint["addresses"]
        if addresses.elements.isEmpty { errors.required(path["addresses"], "must contain at least 1 address") }
        _ = errors.checkCount(path["addresses"], addresses, atMost: addressLimit)
        for (index, address) in addresses.elements.enumerated() {
            validateAddress(address, type, path["addresses"], index, &errors)
        }
        if let name = endpoint["nodeName"].string {
            errors.invalid(path["nodeName"], .string(name), each: Names.dnsSubdomainProblems(name))
        }
        let topology = endpoint["deprecatedTopology"]
        if let labels = topology.object {
            let here = path["deprecatedTopology"]
            if labels.count > topologyLimit { errors.tooMany(here, count: labels.count, maximum: topologyLimit) }
            LabelRules.validateLabels(topology, here, &errors)
            if !topology[zone].isNull {
                errors.internalError(here.key(zone), "reserved key was not removed in conversion")
            }
        }
        if let name = endpoint["hostname"].string {
            errors.invalid(path["hostname"], .string(name), each: Names.dnsLabelProblems(name))
        }
        validateHints(endpoint["hints"], "forZones", path["hints"], Names.labelValueProblems, &errors)
        guard endpoint["hints"]["forZones"].elements.count <= hintLimit else { return }
        validateHints(endpoint["hints"], "forNodes", path["hints"], Names.dnsSubdomainProblems, &errors)
    }

    private static func validateAddress(
        _ address: JSONValue, _ type: String, _ path: FieldPath, _ index: Int, _ errors: inout FieldErrors
    ) {
        let here = path[index]
        let before = errors.count
        switch type {
        case "IPv4": AddressRules.validateLegacyAddress(address, here, &errors)
        case "IPv6": errors.invalid(here, address, each: AddressRules.canonicalAddressProblems(address.text))
        case "FQDN":
            validateDomain(address, here, &errors)
            return
        default: return
        }
        guard errors.count == before else { return }
        if AddressRules.bytes(address.text)?.count != (type == "IPv4" ? 4 : 16) {
            errors.invalid(path, address, "must be an \(type) address")
        }
        AddressRules.validateEndpoint(address, here, &errors)
    }

    /// A domain of at least two labels; a dot at the end is left out.
    private static func validateDomain(_ address: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        guard !address.text.isEmpty else {
            errors.required(path)
            return
        }
        let name = address.text.hasSuffix(".") ? String(address.text.dropLast()) : address.text
        let problems = Names.dnsSubdomainProblems(name)
        let labels = name.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        if !problems.isEmpty {
            errors.invalid(path, .string(name), problems.joined(separator: ","))
        } else if labels.count < 2 {
            errors.invalid(path, .string(name), "should be a domain with at least two segments separated by dots")
        } else if let label = labels.first(where: { !Names.dnsLabelProblems($0).isEmpty }) {
            errors.invalid(path, .string(label), Names.dnsLabelProblems(label).joined(separator: ","))
        }
    }

    private static func validateHints(
        _ hints: JSONValue, _ key: String, _ path: FieldPath, _ problems: (String) -> [String],
        _ errors: inout FieldErrors
    ) {
        guard errors.checkCount(path[key], hints[key], atMost: hintLimit) else { return }
        var names: Set<String> = []
        for (index, hint) in hints[key].elements.enumerated() {
            let name = JSONValue.string(hint["name"].text)
            let here = path[key][index]["name"]
            if !names.insert(name.text).inserted { errors.duplicate(here, name) }
            errors.invalid(here, name, each: problems(name.text))
        }
    }

    private static func validatePorts(_ ports: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        guard errors.checkCount(path, ports, atMost: portLimit) else { return }
        var names: Set<String> = []
        for (index, port) in ports.elements.enumerated() {
            let name = JSONValue.string(port["name"].text)
            errors.checkText(path[index]["name"], name, Names.dnsLabelProblems)
            if !names.insert(name.text).inserted { errors.duplicate(path[index]["name"], name) }
            errors.requireSupported(path[index]["protocol"], port["protocol"], ["SCTP", "TCP", "UDP"])
            if let application = port["appProtocol"].string {
                errors.invalid(
                    path[index]["appProtocol"], .string(application), each: Names.qualifiedNameProblems(application))
            }
        }
    }
}

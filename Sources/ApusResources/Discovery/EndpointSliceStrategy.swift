import ApusAPI
import ApusJSON

/// `discovery.k8s.io/v1 EndpointSlice` (`pkg/registry/discovery/endpointslice`).
struct EndpointSliceStrategy: Strategy {
    private static let addressLimit = 100
    private static let endpointLimit = 1000
    private static let portLimit = 20_000

    var traits: StrategyTraits {
        var traits = StrategyTraits()
        traits.tracksGeneration = true
        return traits
    }

    func applyDefaults(_ object: inout JSONValue) {
        object.updateElements(of: "ports") { port in
            port.setDefault("name", "")
            port.setDefault("protocol", "TCP")
        }
    }

    func validate(_ object: JSONValue, _ context: StrategyContext, _ errors: inout FieldErrors) {
        let type = object["addressType"].text
        let types = ["FQDN", "IPv4", "IPv6"]
        if type.isEmpty {
            errors.required(FieldPath("addressType"))
        } else if !types.contains(type) {
            errors.notSupported(FieldPath("addressType"), .string(type), types)
        }
        let endpoints = object["endpoints"].elements
        if endpoints.count > Self.endpointLimit {
            errors.tooMany(FieldPath("endpoints"), count: endpoints.count, maximum: Self.endpointLimit)
            return
        }
        for (index, endpoint) in endpoints.enumerated() {
            let path = FieldPath("endpoints")[index]["addresses"]
            let addresses = endpoint["addresses"].elements
            if addresses.isEmpty { errors.required(path, "must contain at least 1 address") }
            if addresses.count > Self.addressLimit {
                errors.tooMany(path, count: addresses.count, maximum: Self.addressLimit)
            }
            for (number, address) in addresses.enumerated() {
                switch type {
                case "IPv4" where AddressRules.bytes(address.text)?.count != 4:
                    errors.invalid(path[number], address, "must be an IPv4 address")
                case "IPv6" where AddressRules.bytes(address.text)?.count != 16:
                    errors.invalid(path[number], address, "must be an IPv6 address")
                case "FQDN": errors.invalid(path[number], address, each: Names.dnsSubdomainProblems(address.text))
                default: break
                }
            }
        }
        validatePorts(object["ports"].elements, &errors)
    }

    private func validatePorts(_ ports: [JSONValue], _ errors: inout FieldErrors) {
        if ports.count > Self.portLimit {
            errors.tooMany(FieldPath("ports"), count: ports.count, maximum: Self.portLimit)
        }
        var names: Set<String> = []
        for (index, port) in ports.enumerated() {
            let path = FieldPath("ports")[index]
            let name = port["name"].text
            if !names.insert(name).inserted { errors.duplicate(path["name"], .string(name)) }
            if !name.isEmpty { errors.invalid(path["name"], .string(name), each: Names.dnsLabelProblems(name)) }
            PortRules.validateProtocol(port["protocol"], path["protocol"], &errors)
        }
    }

    func validateUpdate(
        _ object: JSONValue, old: JSONValue, _ context: StrategyContext, _ errors: inout FieldErrors
    ) {
        validate(object, context, &errors)
        if object["addressType"] != old["addressType"] {
            errors.invalid(FieldPath("addressType"), object["addressType"], MetadataRules.immutable)
        }
    }

    func tableCells(_ object: JSONValue, _ context: TableContext) -> [JSONValue]? {
        func shown(_ list: [String], _ absent: String) -> JSONValue {
            if list.isEmpty { return .string(absent) }
            let text = list.prefix(3).joined(separator: ",")
            return .string(list.count > 3 ? "\(text) + \(list.count - 3) more..." : text)
        }
        let ports = object["ports"].elements.map { port in
            port["port"].int.map(String.init) ?? (port["name"].text.isEmpty ? "*" : port["name"].text)
        }
        let addresses = object["endpoints"].elements.flatMap { $0["addresses"].elements.map(\.text) }
        return [
            context.name(object), .string(object["addressType"].text), shown(ports, "<unset>"),
            shown(addresses, "<unset>"), context.age(object),
        ]
    }
}

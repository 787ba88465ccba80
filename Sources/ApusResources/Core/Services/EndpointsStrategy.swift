import ApusAPI
import ApusJSON

/// `v1 Endpoints` (`pkg/registry/core/endpoint/strategy.go`).
struct EndpointsStrategy: Strategy {
    private static let shown = 3

    let traits = StrategyTraits()

    func applyDefaults(_ object: inout JSONValue) {
        object.updateElements(of: "subsets") { subset in
            subset.updateElements(of: "ports") { $0.setDefault(text: "protocol", "TCP") }
        }
    }

    func validate(_ object: JSONValue, _ context: StrategyContext, _ errors: inout FieldErrors) {
        for (index, subset) in object["subsets"].elements.enumerated() {
            let path = FieldPath("subsets")[index]
            let ready = subset["addresses"].elements
            let notReady = subset["notReadyAddresses"].elements
            if ready.isEmpty, notReady.isEmpty {
                errors.required(path, "must specify `addresses` or `notReadyAddresses`")
            }
            for (key, addresses) in [("addresses", ready), ("notReadyAddresses", notReady)] {
                for (index, address) in addresses.enumerated() {
                    let here = path[key][index]
                    AddressRules.validateAddress(address["ip"], here["ip"], &errors)
                    errors.check(address["hostname"], here["hostname"], Names.dnsLabelProblems)
                    if let name = address["nodeName"].string {
                        errors.invalid(here["nodeName"], .string(name), each: Names.dnsSubdomainProblems(name))
                    }
                    AddressRules.validateEndpoint(address["ip"], here["ip"], &errors)
                }
            }
            let ports = subset["ports"].elements
            for (index, port) in ports.enumerated() {
                let here = path["ports"][index]
                let name = port["name"].text
                if name.isEmpty, ports.count > 1 {
                    errors.required(here["name"])
                } else if !name.isEmpty {
                    errors.invalid(here["name"], .string(name), each: Names.dnsLabelProblems(name))
                }
                errors.invalid(here["port"], port["port"], each: Names.portNumberProblems(port["port"].int ?? 0))
                PortRules.validateProtocol(port["protocol"], here["protocol"], &errors)
                if let name = port["appProtocol"].string {
                    errors.invalid(here["appProtocol"], .string(name), each: Names.qualifiedNameProblems(name))
                }
            }
        }
    }

    /// Subsets that were stored may stay as they are.
    func validateUpdate(
        _ object: JSONValue, old: JSONValue, _ context: StrategyContext, _ errors: inout FieldErrors
    ) {
        if object["subsets"] != old["subsets"] { validate(object, context, &errors) }
    }

    /// What is written by hand should be EndpointSlices.
    func warnings(_ object: JSONValue, old: JSONValue?, _ context: StrategyContext) -> [String] {
        if object["metadata"]["labels"]["endpoints.kubernetes.io/managed-by"] == "endpoint-controller" { return [] }
        let name = object["metadata"]["name"].text
        if context.user.name == "system:apiserver", name == "kubernetes" { return [] }
        var warnings: [String] = []
        for (index, subset) in object["subsets"].elements.enumerated() {
            for key in ["addresses", "notReadyAddresses"] {
                for (number, address) in subset[key].elements.enumerated() {
                    let path = FieldPath("subsets")[index][key][number]["ip"]
                    if let warning = AddressRules.warning(address["ip"], path) { warnings.append(warning) }
                }
            }
        }
        return warnings
    }

    func tableCells(_ object: JSONValue, _ context: TableContext) -> [JSONValue]? {
        var list: [String] = []
        for subset in object["subsets"].elements {
            let addresses = subset["addresses"].elements.map { $0["ip"].text }
            let ports = subset["ports"].elements
            if ports.isEmpty {
                list += addresses
            } else {
                for port in ports {
                    let number = port["port"].int ?? 0
                    list += addresses.map { $0.contains(":") ? "[\($0)]:\(number)" : "\($0):\(number)" }
                }
            }
        }
        var text = list.prefix(Self.shown).joined(separator: ",")
        if list.count > Self.shown { text += " + \(list.count - Self.shown) more..." }
        return [
            context.name(object), .string(object["subsets"].elements.isEmpty ? "<none>" : text), context.age(object),
        ]
    }
}

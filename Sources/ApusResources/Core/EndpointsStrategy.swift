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
                    AddressRules.validateEndpoint(address["ip"], path[key][index]["ip"], &errors)
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
            }
        }
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

import ApusAPI
import ApusJSON

/// `discovery.k8s.io/v1 EndpointSlice` (`pkg/registry/discovery/endpointslice`).
struct EndpointSliceStrategy: Strategy {
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

    /// `deprecatedTopology` is not written through this version.
    func prepareForCreate(_ object: inout JSONValue, _ context: StrategyContext) { dropTopology(&object) }

    func prepareForUpdate(_ object: inout JSONValue, old: JSONValue, _ context: StrategyContext) {
        if object["endpoints"] != old["endpoints"] { dropTopology(&object) }
    }

    private func dropTopology(_ object: inout JSONValue) {
        object.updateElements(of: "endpoints") { $0.remove("deprecatedTopology") }
    }

    func validate(_ object: JSONValue, _ context: StrategyContext, _ errors: inout FieldErrors) {
        EndpointSliceValidation.validate(object, old: nil, &errors)
    }

    func validateUpdate(
        _ object: JSONValue, old: JSONValue, _ context: StrategyContext, _ errors: inout FieldErrors
    ) {
        EndpointSliceValidation.validate(object, old: old, &errors)
        errors.checkImmutable(FieldPath("addressType"), object["addressType"], old["addressType"])
    }

    func warnings(_ object: JSONValue, old: JSONValue?, _ context: StrategyContext) -> [String] {
        var warnings: [String] = []
        if old == nil, object["addressType"] == "FQDN" {
            warnings.append("spec.addressType: FQDN endpoints are deprecated")
        }
        return warnings + EndpointSliceValidation.addressWarnings(object)
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

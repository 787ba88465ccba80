import ApusAPI
import ApusJSON

/// Rules for network policies (`pkg/apis/networking/validation`).
struct NetworkPolicyValidation {
    private static let directions = [("ingress", "from"), ("egress", "to")]

    /// Networks that the policy had before: an update may keep them though they are written badly.
    private var knownNetworks: Set<String> = []
    /// So with values in the selectors.
    private var allowsBadValues = false

    init(old: JSONValue?) {
        guard let old else { return }
        Self.forEachPeer(old) { peer, _ in
            knownNetworks.insert(peer["ipBlock"]["cidr"].text)
            knownNetworks.formUnion(peer["ipBlock"]["except"].elements.map(\.text))
        }
        var errors = FieldErrors()
        LabelRules.validateSelector(old["podSelector"], FieldPath("podSelector"), &errors)
        allowsBadValues = !errors.isEmpty
    }

    func validate(_ spec: JSONValue, _ errors: inout FieldErrors) {
        let path = FieldPath("spec")
        validateSelector(spec["podSelector"], path["podSelector"], &errors)
        for (direction, peers) in Self.directions {
            for (index, rule) in spec[direction].elements.enumerated() {
                let here = path[direction][index]
                for (number, port) in rule["ports"].elements.enumerated() {
                    validatePort(port, here["ports"][number], &errors)
                }
                for (number, peer) in rule[peers].elements.enumerated() {
                    validatePeer(peer, here[peers][number], &errors)
                }
            }
        }
        let types = spec["policyTypes"].elements
        if types.count > 2 {
            errors.invalid(path["policyTypes"], spec["policyTypes"], "may not specify more than two policyTypes")
            return
        }
        for (index, type) in types.enumerated() {
            errors.checkSupported(path["policyTypes"][index], type, ["Ingress", "Egress"])
        }
    }

    /// What the client is told of networks that are valid but not written as they should be.
    static func warnings(_ spec: JSONValue) -> [String] {
        var warnings: [String] = []
        forEachPeer(spec) { peer, path in
            let block = peer["ipBlock"]
            warnings += AddressRules.networkWarnings(block["cidr"].text, path["ipBlock"]["cidr"])
            for (index, part) in block["except"].elements.enumerated() {
                warnings += AddressRules.networkWarnings(part.text, path["ipBlock"]["except"][index])
            }
        }
        return warnings
    }

    private static func forEachPeer(_ spec: JSONValue, _ visit: (JSONValue, FieldPath) -> Void) {
        for (direction, peers) in directions {
            for (index, rule) in spec[direction].elements.enumerated() {
                for (number, peer) in rule[peers].elements.enumerated() {
                    visit(peer, FieldPath("spec")[direction][index][peers][number])
                }
            }
        }
    }

    private func validateSelector(_ selector: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        LabelRules.validateSelector(selector, path, allowsBadValues: allowsBadValues, &errors)
    }

    private func validatePort(_ port: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        errors.checkSupported(path["protocol"], port["protocol"], ["TCP", "UDP", "SCTP"])
        let end = port["endPort"]
        switch port["port"] {
        case .int(let number):
            errors.invalid(path["port"], .int(number), each: Names.portNumberProblems(number))
            guard let last = end.int else { return }
            if last < number { errors.invalid(path["endPort"], end, "must be greater than or equal to `port`") }
            errors.invalid(path["endPort"], end, each: Names.portNumberProblems(last))
        case .string(let name):
            if !end.isNull {
                errors.invalid(path["endPort"], end, "may not be specified when `port` is non-numeric")
            }
            errors.invalid(path["port"], .string(name), each: Names.portNameProblems(name))
        default:
            if !end.isNull {
                errors.invalid(path["endPort"], end, "may not be specified when `port` is not specified")
            }
        }
    }

    private func validatePeer(_ peer: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        for key in ["podSelector", "namespaceSelector"] { validateSelector(peer[key], path[key], &errors) }
        let hasSelector = !peer["podSelector"].isNull || !peer["namespaceSelector"].isNull
        if !peer["ipBlock"].isNull {
            validateBlock(peer["ipBlock"], path["ipBlock"], &errors)
            if hasSelector { errors.forbidden(path, "may not specify both ipBlock and another peer") }
        } else if !hasSelector {
            errors.required(path, "must specify a peer")
        }
    }

    private func validateBlock(_ block: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        guard !block["cidr"].text.isEmpty else {
            errors.required(path["cidr"])
            return
        }
        AddressRules.validateLegacyNetwork(block["cidr"], path["cidr"], known: knownNetworks, &errors)
        guard let outside = AddressRules.sloppyNetwork(block["cidr"].text) else { return }
        for (index, part) in block["except"].elements.enumerated() {
            let here = path["except"][index]
            AddressRules.validateLegacyNetwork(part, here, known: knownNetworks, &errors)
            guard let inside = AddressRules.sloppyNetwork(part.text) else { continue }
            let network = AddressRules.Network(address: outside.address, length: outside.length)
            if !network.strictlyContains(.init(address: inside.address, length: inside.length)) {
                errors.invalid(here, part, "must be a strict subset of `cidr`")
            }
        }
    }
}

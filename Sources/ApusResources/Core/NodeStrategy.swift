import ApusAPI
import ApusJSON

/// `v1 Node` (`pkg/registry/core/node/strategy.go`).
struct NodeStrategy: Strategy {
    var traits: StrategyTraits {
        var traits = StrategyTraits()
        traits.separatesStatus = true
        traits.keepsStatusOnCreate = true
        return traits
    }

    func applyDefaults(_ object: inout JSONValue) {
        object.updateObject("status") { status in
            for key in ["capacity", "allocatable"] { status.updateObject(key) { ResourceListDefaults.roundUp(&$0) } }
            if !status["capacity"].isNull { status.setDefault("allocatable", status["capacity"]) }
        }
        object.updateObject("spec") { spec in
            let first = spec["podCIDR"].text
            if !first.isEmpty { spec.setDefault("podCIDRs", [.string(first)]) }
            if first.isEmpty, let cidr = spec["podCIDRs"].elements.first { spec["podCIDR"] = cidr }
        }
    }

    func validate(_ object: JSONValue, _ context: StrategyContext, _ errors: inout FieldErrors) {
        NodeValidation.validate(object, &errors)
    }

    func validateUpdate(
        _ object: JSONValue, old: JSONValue, _ context: StrategyContext, _ errors: inout FieldErrors
    ) {
        NodeValidation.validateUpdate(object, old: old, &errors)
    }

    func warnings(_ object: JSONValue, old: JSONValue?, _ context: StrategyContext) -> [String] {
        if context.subresource == "status" { return [] }
        var warnings: [String] = []
        if !object["spec"]["configSource"].isNull {
            warnings.append("spec.configSource: the feature is removed")
        }
        if !object["spec"]["externalID"].text.isEmpty {
            warnings.append("spec.externalID: deprecated in v1.16+, unused in v1.26+")
        }
        return warnings
    }

    func tableCells(_ object: JSONValue, _ context: TableContext) -> [JSONValue]? {
        let info = object["status"]["nodeInfo"]
        func known(_ key: String) -> JSONValue { info[key].text.isEmpty ? "<unknown>" : info[key] }
        return [
            context.name(object), .string(status(object)), .string(roles(object)), context.age(object),
            .string(info["kubeletVersion"].text), address(object, "InternalIP"), address(object, "ExternalIP"),
            known("osImage"), known("kernelVersion"), known("containerRuntimeVersion"),
        ]
    }

    private func status(_ node: JSONValue) -> String {
        let ready = node["status"]["conditions"].elements.first { $0["type"] == "Ready" }
        var words = [ready == nil ? "Unknown" : ready?["status"] == "True" ? "Ready" : "NotReady"]
        if node["spec"]["unschedulable"].bool == true { words.append("SchedulingDisabled") }
        return words.joined(separator: ",")
    }

    private func roles(_ node: JSONValue) -> String {
        let prefix = "node-role.kubernetes.io/"
        var roles: Set<String> = []
        for member in node["metadata"]["labels"].object ?? JSONObject() {
            if member.key.hasPrefix(prefix), member.key.count > prefix.count {
                roles.insert(String(member.key.dropFirst(prefix.count)))
            } else if member.key == "kubernetes.io/role", !member.value.text.isEmpty {
                roles.insert(member.value.text)
            }
        }
        return roles.isEmpty ? "<none>" : roles.sorted().joined(separator: ",")
    }

    private func address(_ node: JSONValue, _ type: String) -> JSONValue {
        let found = node["status"]["addresses"].elements.first { $0["type"].string == type }
        return TableContext.orNone(found?["address"] ?? .null)
    }
}

import ApusAPI
import ApusJSON

/// `resource.k8s.io/v1 ResourceSlice`.
struct ResourceSliceStrategy: Strategy {
    var traits: StrategyTraits {
        var traits = StrategyTraits()
        traits.tracksGeneration = true
        return traits
    }

    var tableColumns: [Definition.Column]? {
        [
            .init("Name", "string", "name", 0), .init("Node", "string", "", 0), .init("Driver", "string", "", 0),
            .init("Pool", "string", "", 0), .init("Age", "string", "", 0),
        ]
    }

    /// Drops what belongs to features that are off at this level, and says since when a new taint is there.
    func prepareForCreate(_ object: inout JSONValue, _ context: StrategyContext) { prepare(&object, context) }

    func prepareForUpdate(_ object: inout JSONValue, old: JSONValue, _ context: StrategyContext) {
        prepare(&object, context)
    }

    private func prepare(_ object: inout JSONValue, _ context: StrategyContext) {
        object["spec"].updateElements(of: "devices") { device in
            device.remove("nodeAllocatableResourceMappings")
            if case .object(var attributes) = device["attributes"] {
                for index in attributes.members.indices {
                    for key in ["bools", "ints", "strings", "versions"] { attributes.members[index].value.remove(key) }
                }
                device["attributes"] = .object(attributes)
            }
            device.updateElements(of: "taints") { $0.setDefault("timeAdded", .string(context.now.rfc3339)) }
        }
    }

    func validate(_ object: JSONValue, _ context: StrategyContext, _ errors: inout FieldErrors) {
        ResourceSliceValidation(old: nil).validate(object["spec"], &errors)
    }

    func validateUpdate(
        _ object: JSONValue, old: JSONValue, _ context: StrategyContext, _ errors: inout FieldErrors
    ) {
        ResourceSliceValidation(old: old["spec"]).validate(object["spec"], &errors)
    }

    func tableCells(_ object: JSONValue, _ context: TableContext) -> [JSONValue]? {
        let spec = object["spec"]
        return [
            context.name(object), .string(spec["nodeName"].text), .string(spec["driver"].text),
            .string(spec["pool"]["name"].text), context.age(object),
        ]
    }
}

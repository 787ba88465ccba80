import ApusAPI
import ApusJSON

/// `scheduling.k8s.io/v1 PriorityClass`.
struct PriorityClassStrategy: Strategy {
    /// The highest value that is not the system's.
    private static let highest: Int64 = 1_000_000_000
    private static let system: [String: Int64] = [
        "system-cluster-critical": 2_000_000_000, "system-node-critical": 2_000_001_000,
    ]

    var traits: StrategyTraits {
        var traits = StrategyTraits()
        traits.tracksGeneration = true
        return traits
    }

    var tableColumns: [Definition.Column]? {
        [
            .init("Name", "string", "name", 0), .init("Value", "integer", "", 0),
            .init("Global-Default", "boolean", "", 0), .init("Age", "string", "", 0),
            .init("PreemptionPolicy", "string", "", 0),
        ]
    }

    func applyDefaults(_ object: inout JSONValue) { object.setDefault("preemptionPolicy", "PreemptLowerPriority") }

    func validate(_ object: JSONValue, _ context: StrategyContext, _ errors: inout FieldErrors) {
        let name = object["metadata"]["name"].text
        let value = object["value"].int ?? 0
        if name.hasPrefix("system-") {
            if let problem = systemProblem(object, name) {
                errors.forbidden(
                    FieldPath("metadata")["name"],
                    "priority class names with 'system-' prefix are reserved for system use only. error: \(problem)")
            }
        } else if value > Self.highest {
            errors.forbidden(
                FieldPath("value"), "maximum allowed value of a user defined priority is \(Self.highest)")
        }
        errors.requireSupported(
            FieldPath("preemptionPolicy"), object["preemptionPolicy"], ["PreemptLowerPriority", "Never"])
    }

    private func systemProblem(_ object: JSONValue, _ name: String) -> String? {
        guard let value = Self.system[name] else { return "\(name) is not a known system priority class" }
        if object["value"].int != value { return "value of \(name) PriorityClass must be \(value)" }
        return object["globalDefault"].bool == true ? "globalDefault of \(name) PriorityClass must be false" : nil
    }

    func validateUpdate(
        _ object: JSONValue, old: JSONValue, _ context: StrategyContext, _ errors: inout FieldErrors
    ) {
        if object["value"] != old["value"] {
            errors.forbidden(FieldPath("value"), "may not be changed in an update.")
        }
        if object["preemptionPolicy"] != old["preemptionPolicy"] {
            errors.invalid(FieldPath("preemptionPolicy"), object["preemptionPolicy"], MetadataRules.immutable)
        }
    }

    func tableCells(_ object: JSONValue, _ context: TableContext) -> [JSONValue]? {
        [
            context.name(object), TableContext.count(object["value"]), .bool(object["globalDefault"].bool ?? false),
            context.age(object), .string(object["preemptionPolicy"].text),
        ]
    }
}

import ApusAPI
import ApusJSON

/// `storage.k8s.io/v1 CSIDriver`.
struct CSIDriverStrategy: Strategy {
    var traits: StrategyTraits {
        var traits = StrategyTraits()
        traits.tracksGeneration = true
        traits.allowsUnconditionalUpdate = false
        return traits
    }

    func applyDefaults(_ object: inout JSONValue) {
        object.updateObject("spec") { spec in
            spec.setDefault("attachRequired", true)
            for key in ["podInfoOnMount", "storageCapacity", "requiresRepublish", "seLinuxMount"] {
                spec.setDefault(key, false)
            }
            spec.setDefault("fsGroupPolicy", "ReadWriteOnceWithFSType")
            if spec["volumeLifecycleModes"].elements.isEmpty { spec["volumeLifecycleModes"] = ["Persistent"] }
        }
    }

    func validate(_ object: JSONValue, _ context: StrategyContext, _ errors: inout FieldErrors) {
        let path = FieldPath("spec")
        let spec = object["spec"]
        errors.checkSupported(
            path["fsGroupPolicy"], spec["fsGroupPolicy"], ["File", "None", "ReadWriteOnceWithFSType"])
        validateTokens(spec["tokenRequests"], path["tokenRequests"], &errors)
        for mode in spec["volumeLifecycleModes"].elements {
            errors.checkSupported(path["volumeLifecycleModes"], mode, ["Persistent", "Ephemeral"])
        }
        if let seconds = spec["nodeAllocatableUpdatePeriodSeconds"].int, seconds < 10 {
            errors.invalid(
                path["nodeAllocatableUpdatePeriodSeconds"], .int(seconds),
                "must be greater than or equal to 10 seconds")
        }
        if !spec["serviceAccountTokenInSecrets"].isNull, spec["tokenRequests"].elements.isEmpty {
            errors.invalid(
                path["serviceAccountTokenInSecrets"], spec["serviceAccountTokenInSecrets"],
                "serviceAccountTokenInSecrets is set but no tokenRequests are specified")
        }
    }

    private func validateTokens(_ tokens: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        var audiences: Set<String> = []
        for (index, token) in tokens.elements.enumerated() {
            let audience = token["audience"].text
            guard audiences.insert(audience).inserted else {
                errors.duplicate(path[index]["audience"], .string(audience))
                continue
            }
            guard let seconds = token["expirationSeconds"].int else { continue }
            let here = path[index]["expirationSeconds"]
            if seconds < 600 { errors.invalid(here, .int(seconds), "may not specify a duration less than 10 minutes") }
            if seconds > 1 << 32 {
                errors.invalid(here, .int(seconds), "may not specify a duration larger than 2^32 seconds")
            }
        }
    }

    func validateUpdate(
        _ object: JSONValue, old: JSONValue, _ context: StrategyContext, _ errors: inout FieldErrors
    ) {
        validate(object, context, &errors)
        let path = FieldPath("spec")
        for (name, key) in [("attachedRequired", "attachRequired"), ("volumeLifecycleModes", "volumeLifecycleModes")] {
            errors.checkImmutable(path[name], object["spec"][key], old["spec"][key])
        }
    }

    func tableCells(_ object: JSONValue, _ context: TableContext) -> [JSONValue]? {
        let spec = object["spec"]
        func flag(_ key: String, _ absent: Bool) -> JSONValue { .bool(spec[key].bool ?? absent) }
        let audiences = spec["tokenRequests"].elements.map { $0["audience"].text }
        let modes = spec["volumeLifecycleModes"].elements.map(\.text)
        return [
            context.name(object), flag("attachRequired", true), flag("podInfoOnMount", false),
            flag("storageCapacity", false),
            .string(audiences.isEmpty ? "<unset>" : audiences.joined(separator: ",")),
            flag("requiresRepublish", false), .string(modes.isEmpty ? "<none>" : modes.joined(separator: ",")),
            context.age(object),
        ]
    }
}

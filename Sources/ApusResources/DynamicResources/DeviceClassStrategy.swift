import ApusAPI
import ApusJSON

/// `resource.k8s.io/v1 DeviceClass`.
struct DeviceClassStrategy: Strategy {
    var traits: StrategyTraits {
        var traits = StrategyTraits()
        traits.tracksGeneration = true
        return traits
    }

    var tableColumns: [Definition.Column]? {
        [.init("Name", "string", "name", 0), .init("Age", "string", "", 0)]
    }

    func validate(_ object: JSONValue, _ context: StrategyContext, _ errors: inout FieldErrors) {
        validate(object["spec"], old: .null, &errors)
    }

    func validateUpdate(
        _ object: JSONValue, old: JSONValue, _ context: StrategyContext, _ errors: inout FieldErrors
    ) {
        validate(object["spec"], old: old["spec"], &errors)
    }

    private func validate(_ spec: JSONValue, old: JSONValue, _ errors: inout FieldErrors) {
        let path = FieldPath("spec")
        if spec["selectors"] != old["selectors"] {
            DeviceClaimValidation.validateSelectors(spec["selectors"], path["selectors"], &errors)
        }
        if errors.checkCount(path["config"], spec["config"], atMost: 32) {
            let isStored = !old.isNull && spec["config"] == old["config"]
            for (index, configuration) in spec["config"].elements.enumerated() {
                DeviceClaimValidation.validateConfiguration(
                    configuration, isStored: isStored, path["config"][index], &errors)
            }
        }
        if let name = spec["extendedResourceName"].string, !ResourceNames.isExtended(name) {
            errors.invalid(
                path["extendedResourceName"], .string(name), "must be a valid extended resource name")
        }
    }

    func tableCells(_ object: JSONValue, _ context: TableContext) -> [JSONValue]? {
        [context.name(object), context.age(object)]
    }
}

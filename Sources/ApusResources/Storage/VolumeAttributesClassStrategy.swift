import ApusAPI
import ApusJSON

/// `storage.k8s.io/v1 VolumeAttributesClass`.
struct VolumeAttributesClassStrategy: Strategy {
    let traits = StrategyTraits()

    var tableColumns: [Definition.Column]? {
        [.init("Name", "string", "name", 0), .init("DriverName", "string", "", 0), .init("Age", "string", "", 0)]
    }

    func validate(_ object: JSONValue, _ context: StrategyContext, _ errors: inout FieldErrors) {
        StorageRules.validateProvisioner(object["driverName"], FieldPath("driverName"), &errors)
        StorageRules.validateParameters(object["parameters"], allowsEmpty: false, FieldPath("parameters"), &errors)
    }

    func validateUpdate(
        _ object: JSONValue, old: JSONValue, _ context: StrategyContext, _ errors: inout FieldErrors
    ) {
        for key in ["driverName", "parameters"] where object[key] != old[key] {
            errors.forbidden(FieldPath(key), "updates to \(key) are forbidden.")
        }
        validate(object, context, &errors)
    }

    func tableCells(_ object: JSONValue, _ context: TableContext) -> [JSONValue]? {
        var name = object["metadata"]["name"].text
        let isDefault = object["metadata"]["annotations"]["storageclass.kubernetes.io/is-default-class"] == "true"
        if isDefault { name += " (default)" }
        return [.string(name), .string(object["driverName"].text), context.age(object)]
    }
}

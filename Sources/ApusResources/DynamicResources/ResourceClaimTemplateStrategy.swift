import ApusAPI
import ApusJSON

/// `resource.k8s.io/v1 ResourceClaimTemplate`.
struct ResourceClaimTemplateStrategy: Strategy {
    let traits = StrategyTraits()

    var tableColumns: [Definition.Column]? {
        [.init("Name", "string", "name", 0), .init("Age", "string", "", 0)]
    }

    func applyDefaults(_ object: inout JSONValue) {
        object.updateObject("spec") { template in
            template.updateObject("spec") { ResourceClaimStrategy.applyClaimDefaults(&$0) }
        }
    }

    func validate(_ object: JSONValue, _ context: StrategyContext, _ errors: inout FieldErrors) {
        let path = FieldPath("spec")
        let (template, metadata) = (object["spec"], object["spec"]["metadata"])
        MetadataRules.validateAnnotations(metadata["annotations"], path["metadata"]["annotations"], &errors)
        LabelRules.validateLabels(metadata["labels"], path["metadata"]["labels"], &errors)
        DeviceClaimValidation.validate(template["spec"]["devices"], path["spec"]["devices"], &errors)
    }

    func validateUpdate(
        _ object: JSONValue, old: JSONValue, _ context: StrategyContext, _ errors: inout FieldErrors
    ) {
        errors.checkImmutable(FieldPath("spec"), object["spec"], old["spec"])
    }

    func tableCells(_ object: JSONValue, _ context: TableContext) -> [JSONValue]? {
        [context.name(object), context.age(object)]
    }
}

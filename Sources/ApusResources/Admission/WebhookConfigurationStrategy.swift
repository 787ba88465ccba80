import ApusAPI
import ApusJSON

/// `admissionregistration.k8s.io/v1 MutatingWebhookConfiguration` and `ValidatingWebhookConfiguration`.
struct WebhookConfigurationStrategy: Strategy {
    let isMutating: Bool

    var traits: StrategyTraits {
        var traits = StrategyTraits()
        traits.tracksGeneration = true
        return traits
    }

    func applyDefaults(_ object: inout JSONValue) {
        object.updateElements(of: "webhooks") { webhook in
            webhook.setDefault("failurePolicy", "Fail")
            webhook.setDefault("matchPolicy", "Equivalent")
            webhook.setDefault("namespaceSelector", [:])
            webhook.setDefault("objectSelector", [:])
            webhook.setDefault("timeoutSeconds", 10)
            if isMutating { webhook.setDefault("reinvocationPolicy", "Never") }
            webhook.updateElements(of: "rules") { $0.setDefault("scope", "*") }
            webhook.updateObject("clientConfig") { config in
                config.updateObject("service") { $0.setDefault("port", 443) }
            }
        }
    }

    func validate(_ object: JSONValue, _ context: StrategyContext, _ errors: inout FieldErrors) {
        WebhookValidation(isMutating: isMutating, old: nil, new: object).validate(object, &errors)
    }

    func validateUpdate(
        _ object: JSONValue, old: JSONValue, _ context: StrategyContext, _ errors: inout FieldErrors
    ) {
        WebhookValidation(isMutating: isMutating, old: old, new: object).validate(object, &errors)
    }

    func tableCells(_ object: JSONValue, _ context: TableContext) -> [JSONValue]? {
        [context.name(object), .int(Int64(object["webhooks"].elements.count)), context.age(object)]
    }
}

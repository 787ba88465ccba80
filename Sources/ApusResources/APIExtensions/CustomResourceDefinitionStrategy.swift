import ApusAPI
import ApusJSON

/// `apiextensions.k8s.io/v1 CustomResourceDefinition`.
struct CustomResourceDefinitionStrategy: Strategy {
    var traits: StrategyTraits {
        var traits = StrategyTraits.controlled
        traits.allowsUnconditionalUpdate = false
        return traits
    }

    func applyDefaults(_ object: inout JSONValue) {
        object.updateObject("spec") { spec in
            spec.updateObject("names") { names in
                let kind = names["kind"].text
                names.setDefault(text: "singular", kind.lowercased())
                if !kind.isEmpty { names.setDefault(text: "listKind", "\(kind)List") }
            }
            spec["conversion"].setDefault(text: "strategy", "None")
            spec.updateObject("conversion") { conversion in
                conversion.updateObject("webhook") { webhook in
                    webhook.updateObject("clientConfig") { config in
                        config.updateObject("service") { $0.setDefault("port", 443) }
                    }
                }
            }
        }
    }

    func prepareForCreate(_ object: inout JSONValue, _ context: StrategyContext) {
        let stored = object["spec"]["versions"].elements.filter { $0["storage"].bool == true }.map { $0["name"] }
        object["status"] = ["storedVersions": .array(stored), "acceptedNames": ["plural": "", "kind": ""]]
    }

    /// What was ever a storage version may still be what some objects are stored in.
    func prepareForUpdate(_ object: inout JSONValue, old: JSONValue, _ context: StrategyContext) {
        guard context.subresource.isEmpty else { return }
        let stored = object["spec"]["versions"].elements.first { $0["storage"].bool == true }
        let known = object["status"]["storedVersions"].elements
        guard let name = stored?["name"], !known.contains(name) else { return }
        object["status"]["storedVersions"] = .array(known + [name])
    }

    func validate(_ object: JSONValue, _ context: StrategyContext, _ errors: inout FieldErrors) {
        DefinitionRules.validate(object, &errors)
    }

    func validateUpdate(
        _ object: JSONValue, old: JSONValue, _ context: StrategyContext, _ errors: inout FieldErrors
    ) {
        if context.subresource == "status" {
            DefinitionRules.validateStatusUpdate(object, &errors)
        } else {
            DefinitionRules.validateUpdate(object, old: old, &errors)
        }
    }

    func warnings(_ object: JSONValue, old: JSONValue?, _ context: StrategyContext) -> [String] {
        guard context.subresource.isEmpty else { return [] }
        let known = old.map(SchemaWarnings.all) ?? []
        return SchemaWarnings.all(object).filter { !known.contains($0) }
    }
}

import ApusAPI
import ApusJSON

/// `v1 Namespace` (`pkg/registry/core/namespace/strategy.go`).
struct NamespaceStrategy: Strategy {
    private static let nameLabel = "kubernetes.io/metadata.name"

    var traits: StrategyTraits {
        var traits = StrategyTraits()
        traits.separatesStatus = true
        traits.nameRule = .dnsLabel
        return traits
    }

    func applyDefaults(_ object: inout JSONValue) {
        let name = object["metadata"]["name"]
        if !name.text.isEmpty, object["metadata"]["labels"][Self.nameLabel] != name {
            object["metadata"]["labels"][Self.nameLabel] = name
        }
        object["status"].setDefault(text: "phase", "Active")
    }

    func prepareForCreate(_ object: inout JSONValue, _ context: StrategyContext) {
        object["status"] = ["phase": "Active"]
        let finalizers = object["spec"]["finalizers"].elements
        if !finalizers.contains("kubernetes") { object["spec"]["finalizers"] = .array(finalizers + ["kubernetes"]) }
    }

    func prepareForUpdate(_ object: inout JSONValue, old: JSONValue, _ context: StrategyContext) {
        switch context.subresource {
        case "finalize": object["status"] = old["status"]
        default: object["spec"] = old["spec"].isNull ? [:] : old["spec"]
        }
    }

    func validate(_ object: JSONValue, _ context: StrategyContext, _ errors: inout FieldErrors) {
        for (index, finalizer) in object["spec"]["finalizers"].elements.enumerated() {
            let list = FieldPath("spec")["finalizers"]
            let path = context.subresource == "finalize" ? list[index] : list
            errors.invalid(path, finalizer, each: Names.qualifiedNameProblems(finalizer.text))
            MetadataRules.validateStandardFinalizer(finalizer, path, &errors)
        }
    }

    func validateUpdate(
        _ object: JSONValue, old: JSONValue, _ context: StrategyContext, _ errors: inout FieldErrors
    ) {
        guard context.subresource == "status" else {
            if context.subresource == "finalize" { validate(object, context, &errors) }
            return
        }
        let phase = object["status"]["phase"]
        let isTerminating = !object["metadata"]["deletionTimestamp"].isNull
        if isTerminating != (phase == "Terminating") {
            errors.invalid(
                FieldPath("status")["Phase"], phase,
                isTerminating
                    ? "may only be 'Terminating' if `deletionTimestamp` is not empty"
                    : "may only be 'Active' if `deletionTimestamp` is empty")
        }
    }

    func canonicalize(_ object: inout JSONValue) {
        object["metadata"]["labels"][Self.nameLabel] = object["metadata"]["name"]
    }

    func tableCells(_ object: JSONValue, _ context: TableContext) -> [JSONValue]? {
        [context.name(object), .string(object["status"]["phase"].text), context.age(object)]
    }
}

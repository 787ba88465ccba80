import ApusAPI
import ApusJSON

/// `certificates.k8s.io/v1 CertificateSigningRequest` (`pkg/registry/certificates`).
struct CertificateSigningRequestStrategy: Strategy {
    var traits: StrategyTraits {
        var traits = StrategyTraits()
        traits.nameRule = .any
        traits.separatesStatus = true
        return traits
    }

    func prepareForCreate(_ object: inout JSONValue, _ context: StrategyContext) {
        for key in ["username", "uid", "groups", "extra"] { object["spec"].remove(key) }
        object["spec"]["username"] = .string(context.user.name)
        if !context.user.uid.isEmpty { object["spec"]["uid"] = .string(context.user.uid) }
        if !context.user.groups.isEmpty { object["spec"]["groups"] = .array(context.user.groups.map { .string($0) }) }
        for (key, values) in context.user.extra.sorted(by: { $0.key < $1.key }) {
            object["spec"]["extra"][key] = .array(values.map { .string($0) })
        }
    }

    func prepareForUpdate(_ object: inout JSONValue, old: JSONValue, _ context: StrategyContext) {
        object["spec"] = old["spec"]
        // Conditions come through `approval`, certificates through `status`.
        if context.subresource == "approval" {
            let conditions = object["status"]["conditions"]
            object["status"] = old["status"]
            if conditions.isNull {
                object["status"].remove("conditions")
            } else {
                object["status"]["conditions"] = conditions
            }
        }
        object["status"].updateElements(of: "conditions") { condition in
            condition.setDefault("lastUpdateTime", .string(context.now.rfc3339))
            condition.setDefault("lastTransitionTime", .string(context.now.rfc3339))
        }
    }

    func validate(_ object: JSONValue, _ context: StrategyContext, _ errors: inout FieldErrors) {
        CertificateSigningRequestValidation(old: nil).validate(object, &errors)
    }

    func validateUpdate(
        _ object: JSONValue, old: JSONValue, _ context: StrategyContext, _ errors: inout FieldErrors
    ) {
        let validation = CertificateSigningRequestValidation(old: old)
        validation.validate(object, &errors)
        validation.validateUpdate(object, old: old, subresource: context.subresource, &errors)
    }

    func tableCells(_ object: JSONValue, _ context: TableContext) -> [JSONValue]? {
        let spec = object["spec"]
        var words: [String] = []
        let types = object["status"]["conditions"].elements.map { $0["type"].text }
        if types.contains("Denied") {
            words.append("Denied")
        } else if types.contains("Approved") {
            words.append("Approved")
        } else {
            words.append("Pending")
        }
        if types.contains("Failed") { words.append("Failed") }
        if !object["status"]["certificate"].text.isEmpty { words.append("Issued") }
        let requested = spec["expirationSeconds"].int.map { Duration.seconds($0).humanText } ?? "<none>"
        return [
            context.name(object), context.age(object), TableContext.orNone(spec["signerName"]),
            .string(spec["username"].text), .string(requested), .string(words.joined(separator: ",")),
        ]
    }
}

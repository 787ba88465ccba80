import ApusAPI
import ApusJSON

/// `certificates.k8s.io/v1 CertificateSigningRequest` (`pkg/registry/certificates`).
struct CertificateSigningRequestStrategy: Strategy {
    private static let usages: Set<String> = [
        "signing", "digital signature", "content commitment", "key encipherment", "key agreement", "data encipherment",
        "cert sign", "crl sign", "encipher only", "decipher only", "any", "server auth", "client auth", "code signing",
        "email protection", "s/mime", "ipsec end system", "ipsec tunnel", "ipsec user", "timestamping", "ocsp signing",
        "microsoft sgc", "netscape sgc",
    ]

    var traits: StrategyTraits {
        var traits = StrategyTraits()
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
        let path = FieldPath("spec")
        let spec = object["spec"]
        let request = Base64.decode(spec["request"].text) ?? []
        let prefix = "-----BEGIN CERTIFICATE REQUEST-----"
        if !String(decoding: request, as: UTF8.self).contains(prefix) {
            errors.invalid(
                path["request"], spec["request"], "PEM block type must be CERTIFICATE REQUEST")
        }
        let usages = spec["usages"].elements
        if usages.isEmpty { errors.required(path["usages"]) }
        for (index, usage) in usages.enumerated() where !Self.usages.contains(usage.text) {
            errors.notSupported(path["usages"][index], usage, Self.usages.sorted())
        }
        let signer = spec["signerName"].text
        if signer.isEmpty {
            errors.required(path["signerName"])
        } else if signer.split(separator: "/", maxSplits: 1).count != 2 {
            errors.invalid(
                path["signerName"], .string(signer),
                "must be a fully qualified domain and path of the form "
                    + "'example.com/signer-name'")
        }
        if let seconds = spec["expirationSeconds"].int, seconds < 600 {
            errors.invalid(
                path["expirationSeconds"], .int(seconds),
                "may not specify a duration less than 600 seconds (10 minutes)")
        }
    }

    func validateUpdate(
        _ object: JSONValue, old: JSONValue, _ context: StrategyContext, _ errors: inout FieldErrors
    ) {
        let path = FieldPath("status")["conditions"]
        for type in ["Approved", "Denied", "Failed"] {
            func find(_ value: JSONValue) -> JSONValue? {
                value["status"]["conditions"].elements.first { $0["type"].string == type }
            }
            if let before = find(old), find(object) == nil {
                errors.forbidden(
                    path, "updates may not remove a condition of type \(GoText.quoted(before["type"].text))")
            }
        }
        let types = Set(object["status"]["conditions"].elements.map { $0["type"].text })
        if types.contains("Approved"), types.contains("Denied") {
            errors.invalid(path, "Approved", "Approved and Denied conditions are mutually exclusive")
        }
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

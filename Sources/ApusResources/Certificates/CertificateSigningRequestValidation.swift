import ApusAPI
import ApusJSON

/// Rules for certificate signing requests (`pkg/apis/certificates/validation`). An update may keep what the old object
/// had and a new one may not have.
struct CertificateSigningRequestValidation {
    private static let usages = [
        "any", "cert sign", "client auth", "code signing", "content commitment", "crl sign", "data encipherment",
        "decipher only", "digital signature", "email protection", "encipher only", "ipsec end system", "ipsec tunnel",
        "ipsec user", "key agreement", "key encipherment", "microsoft sgc", "netscape sgc", "ocsp signing", "s/mime",
        "server auth", "signing", "timestamping",
    ]
    private static let legacySigner = "kubernetes.io/legacy-unknown"
    private static let decisions = ["Approved", "Denied"]

    private let old: JSONValue?

    init(old: JSONValue?) { self.old = old }

    func validate(_ object: JSONValue, _ errors: inout FieldErrors) {
        let path = FieldPath("spec")
        let spec = object["spec"]
        if let problem = PEM.requestProblem(spec["request"].text) {
            errors.invalid(path["request"], spec["request"], problem)
        }
        validateUsages(spec["usages"], path["usages"], &errors)
        let signer = spec["signerName"].text
        if signer == Self.legacySigner {
            if old?["spec"]["signerName"].text != Self.legacySigner {
                errors.invalid(
                    path["signerName"], .string(signer), "the legacy signerName is not allowed via this API version")
            }
        } else {
            SignerRules.validateName(signer, path["signerName"], &errors)
        }
        if let seconds = spec["expirationSeconds"].int, seconds < 600 {
            errors.invalid(
                path["expirationSeconds"], .int(seconds),
                "may not specify a duration less than 600 seconds (10 minutes)")
        }
        validateConditions(object["status"]["conditions"], FieldPath("status")["conditions"], &errors)
        let certificate = object["status"]["certificate"]
        let before = old?["status"]["certificate"]
        if certificate != before, before.flatMap({ PEM.certificateProblem($0.text) }) == nil,
            let problem = PEM.certificateProblem(certificate.text)
        {
            errors.invalid(FieldPath("status")["certificate"], "<certificate data>", problem)
        }
    }

    private func validateUsages(_ usages: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        let texts = usages.elements
        let before = old?["spec"]["usages"].elements ?? []
        if texts.isEmpty { errors.required(path) }
        if before.allSatisfy({ Self.usages.contains($0.text) }) {
            for (index, usage) in texts.enumerated() { errors.checkSupported(path[index], usage, Self.usages) }
        }
        guard Set(before.map(\.text)).count == before.count else { return }
        var seen: Set<String> = []
        for (index, usage) in texts.enumerated() where !seen.insert(usage.text).inserted {
            errors.duplicate(path[index], usage)
        }
    }

    private func validateConditions(_ conditions: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        let before = (old?["status"]["conditions"].elements ?? []).map { $0["type"].text }
        let (hadEmpty, hadTwice) = (before.contains(""), Set(before).count < before.count)
        let hadBoth = Self.decisions.allSatisfy(before.contains)
        var seen: Set<String> = []
        for (index, condition) in conditions.elements.enumerated() {
            let type = JSONValue.string(condition["type"].text)
            if type.text.isEmpty, !hadEmpty { errors.required(path[index]["type"]) }
            let isFinal = ["Approved", "Denied", "Failed"].contains(type.text)
            errors.requireSupported(
                path[index]["status"], condition["status"], isFinal ? ["True"] : ["False", "True", "Unknown"])
            if !hadBoth, let other = Self.decisions.first(where: { $0 != type.text }),
                Self.decisions.contains(type.text), seen.contains(other)
            {
                errors.invalid(
                    path[index]["type"], type, "Approved and Denied conditions are mutually exclusive")
            }
            if !seen.insert(type.text).inserted, !hadTwice { errors.duplicate(path[index]["type"], type) }
        }
    }

    /// Conditions come through `approval`, certificates through `status`; neither goes away again.
    func validateUpdate(
        _ object: JSONValue, old: JSONValue, subresource: String, _ errors: inout FieldErrors
    ) {
        let path = FieldPath("status")
        func find(_ value: JSONValue, _ type: String) -> [JSONValue] {
            value["status"]["conditions"].elements.filter { $0["type"].text == type }
        }
        for type in Self.decisions + ["Failed"] where find(object, type).count < find(old, type).count {
            errors.forbidden(
                path["conditions"], "updates may not remove a condition of type \(GoText.quoted(type))")
        }
        for type in Self.decisions where subresource != "approval" {
            let (new, before) = (find(object, type), find(old, type))
            if new.count > before.count {
                errors.forbidden(
                    path["conditions"], "updates may not add a condition of type \(GoText.quoted(type))")
            } else if new.count == before.count, new != before {
                errors.forbidden(
                    path["conditions"], "updates may not modify a condition of type \(GoText.quoted(type))")
            }
        }
        let (new, before) = (object["status"]["certificate"], old["status"]["certificate"])
        guard new != before else { return }
        if subresource != "status" {
            errors.forbidden(path["certificate"], "updates may not set certificate content")
        } else if !before.text.isEmpty {
            errors.forbidden(path["certificate"], "updates may not modify existing certificate content")
        }
    }
}

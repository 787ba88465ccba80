import ApusAPI
import ApusJSON

/// Rules for configurations of webhooks (`pkg/apis/admissionregistration/validation`). An update may keep what the old
/// object had and a new one may not have.
struct WebhookValidation {
    private static let quiet = ["None", "NoneOnDryRun"]
    private static let versions = ["v1", "v1beta1"]

    private let isMutating: Bool
    private var requiresQuiet = true
    private var requiresKnownVersion = true
    private var requiresUniqueNames = true
    private var allowsBadValues = false
    private var checksConditions = true

    init(isMutating: Bool, old: JSONValue?, new: JSONValue) {
        self.isMutating = isMutating
        guard let webhooks = old?["webhooks"].elements else { return }
        requiresQuiet = webhooks.allSatisfy { Self.quiet.contains($0["sideEffects"].text) }
        requiresKnownVersion = webhooks.allSatisfy {
            let versions = $0["admissionReviewVersions"].elements
            return versions.isEmpty || versions.contains { Self.versions.contains($0.text) }
        }
        requiresUniqueNames = Set(webhooks.map { $0["name"].text }).count == webhooks.count
        allowsBadValues = webhooks.contains { webhook in
            ["namespaceSelector", "objectSelector"].contains { key in
                var errors = FieldErrors()
                LabelRules.validateSelector(webhook[key], FieldPath(key), &errors)
                return !errors.isEmpty
            }
        }
        checksConditions =
            webhooks.map { $0["matchConditions"] } != new["webhooks"].elements.map { $0["matchConditions"] }
    }

    func validate(_ object: JSONValue, _ errors: inout FieldErrors) {
        var names: Set<String> = []
        for (index, webhook) in object["webhooks"].elements.enumerated() {
            let path = FieldPath("webhooks")[index]
            validate(webhook, path, &errors)
            validateVersions(webhook["admissionReviewVersions"], path["admissionReviewVersions"], &errors)
            let name = webhook["name"].text
            if requiresUniqueNames, !name.isEmpty, !names.insert(name).inserted {
                errors.duplicate(path["name"], .string(name))
            }
        }
    }

    private func validate(_ webhook: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        validateName(webhook["name"].text, path["name"], &errors)
        for (index, rule) in webhook["rules"].elements.enumerated() {
            AdmissionRules.validateRule(rule, path["rules"][index], &errors)
        }
        errors.checkSupported(path["failurePolicy"], webhook["failurePolicy"], AdmissionRules.failurePolicies)
        errors.checkSupported(path["matchPolicy"], webhook["matchPolicy"], AdmissionRules.matchPolicies)
        let allowed = requiresQuiet ? Self.quiet : Self.quiet + ["Some", "Unknown"]
        if webhook["sideEffects"].text.isEmpty {  // a pointer in Go: what is absent was filled in
            errors.required(path["sideEffects"], "must specify one of \(allowed.joined(separator: ", "))")
        } else {
            errors.checkSupported(path["sideEffects"], webhook["sideEffects"], allowed)
        }
        if let seconds = webhook["timeoutSeconds"].int, !(1...30).contains(seconds) {
            errors.invalid(
                path["timeoutSeconds"], .int(seconds), "the timeout value must be between 1 and 30 seconds")
        }
        for key in ["namespaceSelector", "objectSelector"] {
            LabelRules.validateSelector(webhook[key], path[key], allowsBadValues: allowsBadValues, &errors)
        }
        if isMutating {
            errors.checkSupported(
                path["reinvocationPolicy"], webhook["reinvocationPolicy"], AdmissionRules.reinvocationPolicies)
        }
        WebhookClientRules.validate(webhook["clientConfig"], path["clientConfig"], &errors)
        if checksConditions {
            AdmissionRules.validateMatchConditions(webhook["matchConditions"], path["matchConditions"], &errors)
        }
    }

    /// A domain of at least three labels.
    private func validateName(_ name: String, _ path: FieldPath, _ errors: inout FieldErrors) {
        let problems = Names.dnsSubdomainProblems(name)
        if name.isEmpty {
            errors.required(path)
        } else if !problems.isEmpty {
            errors.invalid(path, .string(name), problems.joined(separator: ","))
        } else if name.split(separator: ".", omittingEmptySubsequences: false).count < 3 {
            errors.invalid(
                path, .string(name), "should be a domain with at least three segments separated by dots")
        }
    }

    private func validateVersions(_ list: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        let known = Self.versions.joined(separator: ", ")
        guard !list.elements.isEmpty else {
            errors.required(path, "must specify one of \(known)")
            return
        }
        var seen: Set<String> = []
        for (index, version) in list.elements.enumerated() {
            if seen.insert(version.text).inserted {
                errors.invalid(path[index], version, each: Names.dns1035LabelProblems(version.text))
            } else {
                errors.invalid(path[index], version, "duplicate version")
            }
        }
        if requiresKnownVersion, seen.isDisjoint(with: Self.versions) {
            errors.invalid(path, list, "must include at least one of \(known)")
        }
    }
}

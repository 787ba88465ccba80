import ApusAPI
import ApusJSON

/// Rules for what a claim asks for: requests, constraints and configuration (`pkg/apis/resource/validation`). CEL
/// expressions are checked for their length, not compiled.
struct DeviceClaimValidation {
    private static let listLimit = 32
    private static let alternativeLimit = 8
    private static let expressionLength = 10_240
    private static let noRequest =
        "must be the name of a request in the claim or the name of a request and a subrequest separated by '/'"

    /// The names of the requests, each with those of its subrequests.
    private let requests: [String: Set<String>]

    init(_ claim: JSONValue) {
        var requests: [String: Set<String>] = [:]
        for request in claim["requests"].elements {
            requests[request["name"].text] = Set(request["firstAvailable"].elements.map { $0["name"].text })
        }
        self.requests = requests
    }

    /// `spec.devices`.
    static func validate(_ claim: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        let validation = DeviceClaimValidation(claim)
        DeviceNameRules.validateSet(
            claim["requests"], atMost: listLimit, path["requests"], &errors, key: { $0["name"].text },
            validateRequest)
        if errors.checkCount(path["constraints"], claim["constraints"], atMost: listLimit) {
            for (index, constraint) in claim["constraints"].elements.enumerated() {
                validation.validateConstraint(constraint, path["constraints"][index], &errors)
            }
        }
        guard errors.checkCount(path["config"], claim["config"], atMost: listLimit) else { return }
        for (index, configuration) in claim["config"].elements.enumerated() {
            let here = path["config"][index]
            validation.validateReferences(configuration["requests"], here["requests"], &errors)
            validateConfiguration(configuration, here, &errors)
        }
    }

    // MARK: - Requests

    private static func validateRequest(_ request: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        errors.invalid(
            path["name"], .string(request["name"].text), each: Names.dnsLabelProblems(request["name"].text))
        let (exact, alternatives) = (request["exactly"], request["firstAvailable"])
        let one = "exactly one of `exactly` or `firstAvailable` is required"
        switch (exact.isNull, alternatives.elements.isEmpty) {
        case (true, true): errors.required(path, one)
        case (false, false): errors.invalid(path, .null, one + ", but multiple fields are set")
        case (false, true): validateAsked(exact, path["exactly"], &errors)
        case (true, false):
            DeviceNameRules.validateSet(
                alternatives, atMost: alternativeLimit, path["firstAvailable"], &errors, key: { $0["name"].text }
            ) { alternative, path, errors in
                let name = alternative["name"].text
                errors.invalid(path["name"], .string(name), each: Names.dnsLabelProblems(name))
                validateAsked(alternative, path, &errors)
            }
        }
    }

    private static func validateAsked(_ asked: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        errors.requireText(path["deviceClassName"], asked["deviceClassName"], "", Names.dnsSubdomainProblems)
        validateSelectors(asked["selectors"], path["selectors"], &errors)
        let (mode, count) = (asked["allocationMode"], asked["count"].int ?? 0)
        switch mode.text {
        case "All":
            if count != 0 {
                errors.invalid(
                    path["count"], .int(count), "must not be specified when allocationMode is '\(mode.text)'")
            }
        case "ExactCount":
            if count <= 0 { errors.invalid(path["count"], .int(count), "must be greater than zero") }
        default: errors.notSupported(path["allocationMode"], mode, ["All", "ExactCount"])
        }
        DeviceTaintRules.validateTolerations(asked["tolerations"], path["tolerations"], &errors)
    }

    static func validateSelectors(_ selectors: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        guard errors.checkCount(path, selectors, atMost: listLimit) else { return }
        for (index, selector) in selectors.elements.enumerated() {
            if selector["cel"].isNull {
                errors.required(path[index]["cel"])
            } else if selector["cel"]["expression"].text.utf8.count > expressionLength {
                errors.tooLong(path[index]["cel"]["expression"], maximum: expressionLength)
            }
        }
    }

    // MARK: - Constraints and configuration

    private func validateConstraint(_ constraint: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        validateReferences(constraint["requests"], path["requests"], &errors)
        if !constraint["matchAttribute"].isNull {
            DeviceNameRules.validateFullyQualified(constraint["matchAttribute"], path["matchAttribute"], &errors)
        } else if !constraint["distinctAttribute"].isNull {
            DeviceNameRules.validateFullyQualified(
                constraint["distinctAttribute"], path["distinctAttribute"], &errors)
        } else {
            errors.required(
                path,
                "exactly one of \"matchAttribute\" or \"distinctAttribute\" is required, but multiple fields are set")
        }
    }

    func validateReferences(_ references: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        DeviceNameRules.validateSet(
            references, atMost: Self.listLimit, path, &errors, key: \.text, validateReference)
    }

    /// The name of a request, or of a request and one of its subrequests.
    func validateReference(_ reference: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        let segments = reference.text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard segments.count <= 2 else {
            errors.invalid(path, reference, Self.noRequest)
            return
        }
        for segment in segments { errors.invalid(path, .string(segment), each: Names.dnsLabelProblems(segment)) }
        let subrequests = requests[segments.first ?? ""]
        let isKnown = subrequests.map { segments.count < 2 || $0.contains(segments[1]) } ?? false
        if !isKnown { errors.invalid(path, reference, Self.noRequest) }
    }

    static func validateConfiguration(
        _ configuration: JSONValue, isStored: Bool = false, _ path: FieldPath, _ errors: inout FieldErrors
    ) {
        let opaque = configuration["opaque"]
        guard !opaque.isNull else {
            errors.required(path["opaque"])
            return
        }
        StorageRules.validateDriverName(opaque["driver"], path["opaque"]["driver"], &errors)
        DeviceNameRules.validateRaw(
            opaque["parameters"], isStored: isStored, path["opaque"]["parameters"], &errors)
    }
}

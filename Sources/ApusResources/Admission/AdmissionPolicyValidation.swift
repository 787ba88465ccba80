import ApusAPI
import ApusJSON

/// Rules for validating and mutating admission policies (`pkg/apis/admissionregistration/validation`). Expressions are
/// checked for being there, not compiled.
struct AdmissionPolicyValidation {
    private static let annotationLimit = 20
    private static let annotationLength = 5 * 1024

    let isMutating: Bool
    let old: JSONValue?

    func validate(_ object: JSONValue, _ errors: inout FieldErrors) {
        let path = FieldPath("spec")
        let spec = object["spec"]
        errors.requireSupported(path["failurePolicy"], spec["failurePolicy"], AdmissionRules.failurePolicies)
        AdmissionRules.validateParameterKind(spec["paramKind"], path["paramKind"], &errors)
        let match = spec["matchConstraints"]
        if match.isNull {
            errors.required(path["matchConstraints"])
        } else {
            AdmissionRules.validateMatch(match, path["matchConstraints"], &errors)
            if match["resourceRules"].elements.isEmpty { errors.required(path["matchConstraints"]["resourceRules"]) }
            if isMutating {
                AdmissionRules.validateMutableOperations(match, path["matchConstraints"], &errors)
            }
        }
        if !hasSameConditions(spec) {
            AdmissionRules.validateMatchConditions(spec["matchConditions"], path["matchConditions"], &errors)
        }
        AdmissionRules.validateVariables(spec["variables"], path["variables"], &errors)
        if isMutating {
            validateMutations(spec, path, &errors)
        } else {
            validateValidations(object, path, &errors)
        }
    }

    static func validateStatus(_ status: JSONValue, _ errors: inout FieldErrors) {
        let path = FieldPath("status")
        let warnings = status["typeChecking"]["expressionWarnings"].elements
        for (index, warning) in warnings.enumerated() {
            let here = path["typeChecking"]["expressionWarnings"][index]
            errors.requireText(here["warning"], warning["warning"])
            if AdmissionRules.isBlank(warning["fieldRef"].text) { errors.required(here["fieldRef"]) }
        }
        errors.checkConditions(path["conditions"], status["conditions"])
    }

    private func hasSameConditions(_ spec: JSONValue) -> Bool {
        guard let old else { return false }
        return ["paramKind", "matchConditions"].allSatisfy { old["spec"][$0] == spec[$0] }
    }

    // MARK: - Validating

    private func validateValidations(_ object: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        let (validations, annotations) = (object["spec"]["validations"], object["spec"]["auditAnnotations"])
        if validations.elements.isEmpty, annotations.elements.isEmpty {
            for key in ["validations", "auditAnnotations"] {
                errors.required(path[key], "validations or auditAnnotations must contain at least one item")
            }
        }
        for (index, validation) in validations.elements.enumerated() {
            validateValidation(validation, path["validations"][index], &errors)
        }
        if annotations.elements.count > Self.annotationLimit {
            errors.invalid(
                path["auditAnnotations"], annotations,
                "must not have more than \(Self.annotationLimit) auditAnnotations")
        }
        var keys: Set<String> = []
        let name = object["metadata"]["name"].text
        for (index, annotation) in annotations.elements.enumerated() {
            let here = path["auditAnnotations"][index]
            validateAnnotation(annotation, policy: name, here, &errors)
            if !keys.insert(annotation["key"].text).inserted { errors.duplicate(here["key"], annotation["key"]) }
        }
    }

    private func validateValidation(_ validation: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        if AdmissionRules.isBlank(validation["expression"].text) {
            errors.required(path["expression"], "expression is not specified")
        }
        let (text, message) = (validation["messageExpression"], validation["message"])
        if !text.text.isEmpty, AdmissionRules.isBlank(text.text) {
            errors.invalid(path["messageExpression"], text, "must be non-empty if specified")
        }
        if !message.text.isEmpty, AdmissionRules.isBlank(message.text) {
            errors.invalid(path["message"], message, "message must be non-empty if specified")
        } else if trimmed(message.text).contains(where: { $0.isNewline }) {
            errors.invalid(path["message"], message, "message must not contain line breaks")
        }
        errors.checkSupported(
            path["reason"], validation["reason"], ["Forbidden", "Invalid", "RequestEntityTooLarge"])
    }

    private func validateAnnotation(
        _ annotation: JSONValue, policy: String, _ path: FieldPath, _ errors: inout FieldErrors
    ) {
        let key = "\(policy)/\(annotation["key"].text)"
        if policy.isEmpty {
            errors.invalid(path["key"], annotation["key"], "requires metadata.name be non-empty")
        } else {
            errors.invalid(path["key"], .string(key), each: Names.qualifiedNameProblems(key))
        }
        let expression = trimmed(annotation["valueExpression"].text)
        if expression.isEmpty {
            errors.required(path["valueExpression"], "valueExpression is not specified")
        } else if expression.utf8.count > Self.annotationLength {
            errors.required(path["valueExpression"], "must not exceed \(Self.annotationLength) bytes in length")
        }
    }

    private func trimmed(_ text: String) -> Substring {
        let rest = text.drop(while: \.isWhitespace)
        return rest.prefix(
            rest.lastIndex { !$0.isWhitespace }.map { rest.distance(from: rest.startIndex, to: $0) + 1 } ?? 0)
    }

    // MARK: - Mutating

    private func validateMutations(_ spec: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        if spec["mutations"].elements.isEmpty {
            errors.required(path["mutations"], "mutations must contain at least one item")
        }
        for (index, mutation) in spec["mutations"].elements.enumerated() {
            validateMutation(mutation, path["mutations"][index], &errors)
        }
        errors.requireSupported(
            path["reinvocationPolicy"], spec["reinvocationPolicy"], AdmissionRules.reinvocationPolicies)
    }

    private func validateMutation(_ mutation: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        let kinds = [("ApplyConfiguration", "applyConfiguration"), ("JSONPatch", "jsonPatch")]
        let type = mutation["patchType"]
        errors.requireSupported(path["patchType"], type, kinds.map(\.0))
        guard let own = kinds.first(where: { $0.0 == type.text })?.1 else { return }
        if mutation[own].isNull {
            errors.required(path[own], "must be specified when patchType is \(type.text)")
        } else if AdmissionRules.isBlank(mutation[own]["expression"].text) {
            errors.required(path[own]["expression"])
        }
        for (_, other) in kinds where other != own && !mutation[other].isNull {
            errors.invalid(
                path[other], .string("{\(other)}"), "must not be specified when patchType is \(type.text)")
        }
    }
}

import ApusAPI
import ApusJSON

/// What the access reviews of `authorization.k8s.io/v1` have to say.
enum AccessReviewRules {
    /// - Parameters:
    ///   - hasSubject: Whether the review names whom it is about.
    ///   - namespace: That of the request, for a review which is about one namespace.
    static func check(
        _ review: JSONValue, kind: String, hasSubject: Bool = true, namespace: String? = nil
    ) throws(StatusError) {
        var errors = FieldErrors()
        let path = FieldPath("spec")
        let spec = review["spec"]
        let resource = spec["resourceAttributes"]
        let other = spec["nonResourceAttributes"]
        if resource.object != nil, other.object != nil {
            errors.invalid(
                path["nonResourceAttributes"], other, "cannot be specified in combination with resourceAttributes")
        }
        if resource.object == nil, other.object == nil {
            errors.invalid(
                path["resourceAttributes"], .null,
                "exactly one of nonResourceAttributes or resourceAttributes must be specified")
        }
        if hasSubject, (spec["user"].string ?? "").isEmpty, spec["groups"].elements.isEmpty {
            errors.invalid(path["user"], "", "at least one of user or group must be specified")
        }
        for (name, areLabels) in [("fieldSelector", false), ("labelSelector", true)] {
            checkSelector(resource[name], path["resourceAttributes"][name], areLabels: areLabels, &errors)
        }
        checkMetadata(review["metadata"], mayHaveNamespace: namespace != nil, &errors)
        if let namespace { checkPlace(resource, other, namespace, path, &errors) }
        if !errors.isEmpty { throw .invalid(group: "authorization.k8s.io", kind: kind, name: "", errors) }
    }

    /// Operators that are not known may come from newer clients, whose reviews are answered nevertheless.
    private static func checkSelector(
        _ selector: JSONValue, _ path: FieldPath, areLabels: Bool, _ errors: inout FieldErrors
    ) {
        guard selector.object != nil else { return }
        let raw = selector["rawSelector"].string ?? ""
        let requirements = selector["requirements"].elements
        if !raw.isEmpty, !requirements.isEmpty {
            errors.invalid(
                path["rawSelector"], .string(raw), "may not specified at the same time as requirements")
        }
        if raw.isEmpty, requirements.isEmpty {
            errors.required(
                path["requirements"], "when \(path) is specified, requirements or rawSelector is required")
        }
        for (index, requirement) in requirements.enumerated() {
            let path = path["requirements"][index]
            if areLabels {
                LabelRules.validateRequirement(requirement, path, allowsUnknownOperators: true, &errors)
                continue
            }
            if (requirement["key"].string ?? "").isEmpty { errors.required(path["key"], "must be specified") }
            LabelRules.validateOperator(requirement, path, allowsUnknownOperators: true, &errors)
        }
    }

    /// A review has no metadata of its own; what a client's or the server's field management adds is no matter.
    private static func checkMetadata(_ metadata: JSONValue, mayHaveNamespace: Bool, _ errors: inout FieldErrors) {
        let isEmpty = (metadata.object?.members ?? []).allSatisfy { member in
            member.key == "managedFields" || (mayHaveNamespace && member.key == "namespace") || isZero(member.value)
        }
        guard !isEmpty else { return }
        errors.invalid(
            FieldPath("metadata"), metadata, mayHaveNamespace ? "must be empty except for namespace" : "must be empty")
    }

    private static func isZero(_ value: JSONValue) -> Bool {
        value.isNull || value == "" || value == 0 || value == [] || value == [:]
    }

    private static func checkPlace(
        _ resource: JSONValue, _ other: JSONValue, _ namespace: String, _ path: FieldPath, _ errors: inout FieldErrors
    ) {
        let own = resource["namespace"].string ?? ""
        if resource.object != nil, own != namespace {
            errors.invalid(path["resourceAttributes"]["namespace"], .string(own), "must match metadata.namespace")
        }
        if other.object != nil {
            errors.invalid(path["nonResourceAttributes"], other, "disallowed on this kind of request")
        }
    }
}

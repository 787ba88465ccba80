import ApusAPI
import ApusJSON

/// `fieldSelector` or `labelSelector` of `resourceAttributes`: what a list that is asked about would select.
struct SelectorAttributes {
    private let value: JSONValue

    init(_ value: JSONValue) { self.value = value }

    /// The requirements as a field selector says them. What it cannot say is left out: a request that is judged to
    /// select more than it does is judged more strictly.
    var fieldSelector: String {
        if let raw = value["rawSelector"].string, !raw.isEmpty { return raw }
        let terms = value["requirements"].elements.compactMap { requirement -> FieldSelector.Term? in
            let values = requirement["values"].elements.compactMap(\.string)
            guard let key = requirement["key"].string, values.count == 1 else { return nil }
            switch requirement["operator"].string {
            case "In": return FieldSelector.Term(field: key, isEqual: true, value: values[0])
            case "NotIn": return FieldSelector.Term(field: key, isEqual: false, value: values[0])
            default: return nil
            }
        }
        return FieldSelector(terms).description
    }

    /// Upstream's `apis/authorization/validation`. Operators that are not known yet are let through.
    func check(_ path: FieldPath, isOfLabels: Bool = false, _ errors: inout FieldErrors) {
        guard value.object != nil else { return }
        let raw = value["rawSelector"].string ?? ""
        let requirements = value["requirements"].elements
        if !raw.isEmpty, !requirements.isEmpty {
            errors.invalid(path["rawSelector"], .string(raw), "may not specified at the same time as requirements")
        }
        if raw.isEmpty, requirements.isEmpty {
            errors.required(
                path["requirements"], "when \(path) is specified, requirements or rawSelector is required")
        }
        for (index, requirement) in requirements.enumerated() {
            check(requirement, path["requirements"][index], isOfLabels, &errors)
        }
    }

    private func check(
        _ requirement: JSONValue, _ path: FieldPath, _ isOfLabels: Bool, _ errors: inout FieldErrors
    ) {
        let values = requirement["values"].elements
        switch requirement["operator"].string {
        case "In", "NotIn":
            if values.isEmpty {
                errors.required(path["values"], "must be specified when `operator` is 'In' or 'NotIn'")
            }
        case "Exists", "DoesNotExist":
            if !values.isEmpty {
                errors.forbidden(
                    path["values"], "may not be specified when `operator` is 'Exists' or 'DoesNotExist'")
            }
        default: break
        }
        let key = requirement["key"].string ?? ""
        if isOfLabels {
            for problem in Names.qualifiedNameProblems(key) { errors.invalid(path["key"], .string(key), problem) }
            for (index, value) in values.enumerated() {
                for problem in Names.labelValueProblems(value.string ?? "") {
                    errors.invalid(path["values"][index], value, problem)
                }
            }
        } else if key.isEmpty {
            errors.required(path["key"], "must be specified")
        }
    }
}

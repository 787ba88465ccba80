import ApusAPI
import ApusJSON

/// References to objects by group, kind or resource, and name.
enum ReferenceRules {
    /// `TypedLocalObjectReference`: an optional group, a kind and a name.
    static func validateLocal(_ reference: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        if let group = reference["apiGroup"].string {
            errors.invalid(path["apiGroup"], .string(group), each: Names.dnsSubdomainProblems(group))
        }
        for key in ["kind", "name"] {
            errors.requireText(path[key], reference[key]) { Names.pathSegmentProblems($0) }
        }
    }
}

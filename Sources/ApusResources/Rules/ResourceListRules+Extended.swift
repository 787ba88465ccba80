import ApusAPI
import ApusJSON

extension ResourceListRules {
    /// The name of a resource that a container can ask for.
    static func validateContainerResourceName(_ name: String, _ path: FieldPath, _ errors: inout FieldErrors) {
        let problems = Names.qualifiedNameProblems(name)
        errors.invalid(path, .string(name), each: problems)
        if !name.contains("/") {
            if !["cpu", "memory", "ephemeral-storage"].contains(name), !name.hasPrefix("hugepages-") {
                if problems.isEmpty {
                    errors.invalid(path, .string(name), "must be a standard resource type or fully qualified")
                }
                errors.invalid(path, .string(name), "must be a standard resource for containers")
            }
        } else if !name.contains("kubernetes.io/"), !isExtendedResource(name) {
            errors.invalid(path, .string(name), "doesn't follow extended resource name standard")
        }
    }

    /// Whether it is the name of a resource outside of `kubernetes.io` that a quota can name too.
    static func isExtendedResource(_ name: String) -> Bool {
        name.contains("/") && !name.contains("kubernetes.io/") && !name.hasPrefix("requests.")
            && Names.qualifiedNameProblems("requests.\(name)").isEmpty
    }
}

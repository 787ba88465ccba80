import ApusAPI
import ApusJSON

/// The names of resources (`pkg/apis/core/helper`).
enum ResourceNames {
    private static let computed: Set<String> = [
        "cpu", "memory", "ephemeral-storage", "requests.cpu", "requests.memory", "requests.storage",
        "requests.ephemeral-storage", "limits.cpu", "limits.memory", "limits.ephemeral-storage",
    ]
    private static let counted: Set<String> = [
        "pods", "resourcequotas", "services", "replicationcontrollers", "secrets", "configmaps",
        "persistentvolumeclaims", "services.nodeports", "services.loadbalancers",
    ]
    private static let container: Set<String> = ["cpu", "memory", "ephemeral-storage"]

    /// Without a domain, or in one of Kubernetes' own.
    static func isNative(_ name: String) -> Bool { !name.contains("/") || name.contains("kubernetes.io/") }

    static func isHugePages(_ name: String) -> Bool { name.hasPrefix("hugepages-") }

    /// A resource of a device plugin: with a domain of its own.
    static func isExtended(_ name: String) -> Bool {
        !isNative(name) && !name.hasPrefix("requests.") && Names.qualifiedNameProblems("requests." + name).isEmpty
    }

    static func isInteger(_ name: String) -> Bool { counted.contains(name) || isExtended(name) }

    static func allowsOvercommit(_ name: String) -> Bool { isNative(name) && !isHugePages(name) }

    /// A resource that can be on a list at all.
    static func validate(_ name: String, _ path: FieldPath, _ errors: inout FieldErrors) {
        let problems = Names.qualifiedNameProblems(name)
        errors.invalid(path, .string(name), each: problems)
        guard problems.isEmpty, !name.contains("/") else { return }
        if !isQuota(name), name != "storage" {
            errors.invalid(path, .string(name), "must be a standard resource type or fully qualified")
        }
    }

    static func validateOfContainer(_ name: String, _ path: FieldPath, _ errors: inout FieldErrors) {
        if container.contains(name) { return }
        validate(name, path, &errors)
        if !name.contains("/") {
            if !isHugePages(name) { errors.invalid(path, .string(name), "must be a standard resource for containers") }
        } else if !isNative(name), !isExtended(name) {
            errors.invalid(path, .string(name), "doesn't follow extended resource name standard")
        }
    }

    static func validateOfPod(_ name: String, _ path: FieldPath, _ errors: inout FieldErrors) {
        let before = errors.count
        validate(name, path, &errors)
        if errors.count == before, name != "cpu", name != "memory", !isHugePages(name) {
            errors.notSupported(path, .string(name), ["cpu", "hugepages-", "memory"])
        }
    }

    static func validateOfQuota(_ name: String, _ path: FieldPath, _ errors: inout FieldErrors) {
        validate(name, path, &errors)
        if !name.contains("/"), !isQuota(name) {
            errors.invalid(path, .string(name), "must be a standard resource for quota")
        }
    }

    static func isQuota(_ name: String) -> Bool {
        computed.contains(name) || counted.contains(name) || isHugePages(name)
            || name.hasPrefix("requests.hugepages-")
    }
}

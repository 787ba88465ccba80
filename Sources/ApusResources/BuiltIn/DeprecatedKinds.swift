public import ApusAPI

/// Built-in kinds that upstream calls deprecated and still serves (`APILifecycleDeprecated` of `k8s.io/api`).
public enum DeprecatedKinds {
    private static let core: [String: (since: String, replacement: String)] = [
        "ComponentStatus": ("v1.19", ""), "Endpoints": ("v1.33", "discovery.k8s.io/v1 EndpointSlice"),
    ]

    /// What clients of the kind are told; nil for what is not deprecated.
    public static func warning(_ definition: Definition) -> String? {
        guard definition.isBuiltIn, definition.group.isEmpty, let entry = core[definition.kind] else { return nil }
        let text = "\(definition.apiVersion) \(definition.kind) is deprecated in \(entry.since)+"
        return entry.replacement.isEmpty ? text : "\(text); use \(entry.replacement)"
    }
}

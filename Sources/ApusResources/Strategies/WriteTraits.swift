import ApusAPI

/// What upstream's stores allow for each kind: the kinds that differ from most.
enum WriteTraits {
    /// An update has to say the resourceVersion that it was made from (`AllowUnconditionalUpdate` is false).
    private static let conditional: Set<String> = [
        "CSIDriver", "CSINode", "CSIStorageCapacity", "VolumeAttachment", "Lease", "RuntimeClass",
        "CustomResourceDefinition", "APIService", "MutatingWebhookConfiguration", "ValidatingWebhookConfiguration",
        "MutatingAdmissionPolicy", "MutatingAdmissionPolicyBinding", "ValidatingAdmissionPolicy",
        "ValidatingAdmissionPolicyBinding",
    ]
    /// An update of what is not there creates it (`AllowCreateOnUpdate`).
    private static let createdByUpdates: Set<String> = [
        "Endpoints", "Event", "LimitRange", "Service", "Lease", "Role", "RoleBinding", "ClusterRole",
        "ClusterRoleBinding",
    ]
    /// A deletion answers with the object (`ReturnDeletedObject`).
    private static let returned: Set<String> = [
        "Namespace", "PersistentVolume", "PersistentVolumeClaim", "Pod", "PodTemplate", "ResourceQuota", "Service",
        "ServiceAccount", "CSIDriver", "CSINode", "StorageClass", "VolumeAttachment", "VolumeAttributesClass",
        "DeviceClass", "ResourceClaim", "ResourceClaimTemplate", "ResourceSlice",
    ]
    /// Updates of status leave all metadata but the managed fields alone. Not those of a CustomResourceDefinition, which
    /// take its finalizer off.
    private static let plainStatus: Set<String> = [
        "APIService", "FlowSchema", "PriorityLevelConfiguration", "ResourceClaim", "ValidatingAdmissionPolicy",
    ]

    static func traits(of definition: Definition, _ strategy: any Strategy) -> StrategyTraits {
        var traits = strategy.traits
        let kind = definition.kind
        traits.allowsUnconditionalUpdate = !conditional.contains(kind)
        traits.allowsCreateOnUpdate = createdByUpdates.contains(kind)
        traits.returnsDeleted = returned.contains(kind)
        if plainStatus.contains(kind) { traits.statusKeepsMetadata = true }
        // Nothing depends on an Event.
        if kind == "Event" { traits.defaultPropagation = .unsupported }
        return traits
    }
}

/// Upstream's plugins in the order in which they are asked (`kubeapiserver/options/plugins.go`).
enum AdmissionOrder {
    private enum State {
        /// Apus has it; upstream runs it unless it is disabled.
        case on
        /// Upstream runs it by default or on demand; Apus does not have it.
        case absent
    }

    private static let all: [(name: String, state: State)] = [
        ("AlwaysAdmit", .absent),
        ("NamespaceAutoProvision", .absent),
        ("NamespaceLifecycle", .on),
        ("NamespaceExists", .absent),
        ("LimitPodHardAntiAffinityTopology", .absent),
        ("LimitRanger", .on),
        ("ServiceAccount", .on),
        ("NodeRestriction", .on),
        ("TaintNodesByCondition", .on),
        ("AlwaysPullImages", .absent),
        ("ImagePolicyWebhook", .absent),
        ("PodSecurity", .on),
        ("PodNodeSelector", .absent),
        ("Priority", .on),
        ("DefaultTolerationSeconds", .on),
        ("PodTolerationRestriction", .absent),
        ("EventRateLimit", .absent),
        ("ExtendedResourceToleration", .absent),
        ("DefaultStorageClass", .on),
        ("StorageObjectInUseProtection", .on),
        ("PodGroupProtection", .absent),
        ("OwnerReferencesPermissionEnforcement", .absent),
        ("PersistentVolumeClaimResize", .on),
        ("RuntimeClass", .on),
        ("CertificateApproval", .on),
        ("CertificateSigning", .on),
        ("ClusterTrustBundleAttest", .absent),
        ("CertificateSubjectRestriction", .on),
        ("DefaultIngressClass", .on),
        ("DenyServiceExternalIPs", .absent),
        ("PodTopologyLabels", .on),
        ("PodGroupWorkloadExists", .absent),
        ("NodeDeclaredFeatureValidator", .absent),
        ("JobValidation", .absent),
        ("PodResizeValidator", .absent),
        ("MutatingAdmissionPolicy", .absent),
        ("MutatingAdmissionWebhook", .absent),
        ("ValidatingAdmissionPolicy", .absent),
        ("ValidatingAdmissionWebhook", .absent),
        ("ResourceQuota", .on),
        ("AlwaysDeny", .absent),
    ]

    /// Every name that a flag may say.
    static let names = all.map(\.name)
    /// What there is of them.
    static let offered = all.filter { $0.state == .on }.map(\.name)

    /// Whether it runs without being asked for. Upstream leaves NodeRestriction to its installers, all of which turn it
    /// on; here the installer is the same program.
    static func isOnByDefault(_ name: String) -> Bool { offered.contains(name) }
}

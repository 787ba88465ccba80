import ApusAPI

extension ServerAssembly {
    /// The plugins that `options` ask for, and the checks that no flag turns off.
    static func admission(
        _ options: AdmissionOptions, _ objects: ObjectReader, _ catalog: Catalog, _ authorizer: Authorizer,
        _ random: RandomPool
    ) -> Admission {
        let authorize = { @Sendable (user: User, attributes: AuthorizationAttributes) in
            authorizer.authorize(user, attributes)
        }
        let signers = SignerPermission(authorize: authorize)
        var plugins: [any AdmissionPlugin] = [
            NamespaceLifecycle(objects: objects),
            LimitRanger(objects: objects),
            ServiceAccountAdmission(objects: objects, random: random),
            NodeRestriction(objects: objects, authorize: authorize),
            TaintNodesByCondition(),
            PodSecurity(configuration: options.podSecurity, objects: objects),
            PriorityAdmission(objects: objects),
            DefaultTolerationSeconds(
                notReadySeconds: options.notReadyTolerationSeconds,
                unreachableSeconds: options.unreachableTolerationSeconds),
            DefaultStorageClass(objects: objects),
            StorageObjectInUseProtection(),
            PersistentVolumeClaimResize(objects: objects),
            RuntimeClassAdmission(objects: objects),
            CertificateApproval(permission: signers),
            CertificateSigning(permission: signers),
            CertificateSubjectRestriction(),
            DefaultIngressClass(objects: objects),
            PodTopologyLabels(objects: objects),
        ]
        if let quota = ResourceQuotaAdmission(catalog.stored("", "resourcequotas"), limited: options.limitedResources) {
            plugins.append(quota)
        }
        let named = Dictionary(uniqueKeysWithValues: plugins.map { ($0.name, $0) })
        return Admission(
            plugins: options.plugins.compactMap { named[$0] } + [EscalationCheck(authorizer: authorizer.rbac)],
            objects: objects)
    }
}

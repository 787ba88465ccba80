public import ApusAPI

/// The strategies of the built-in kinds.
public enum BuiltInStrategies {
    /// The strategy of `kind`; one that follows the schema alone for a kind that needs no more.
    public static func strategy(for kind: GroupVersionKind) -> any Strategy {
        switch kind.group {
        case "": core(kind.kind)
        case "admissionregistration.k8s.io": admission(kind.kind)
        case "apiextensions.k8s.io": CustomResourceDefinitionStrategy()
        case "apiregistration.k8s.io": APIServiceStrategy()
        case "apps": apps(kind.kind)
        case "autoscaling": HorizontalPodAutoscalerStrategy(version: kind.version)
        case "batch": kind.kind == "CronJob" ? CronJobStrategy() : JobStrategy()
        case "certificates.k8s.io": CertificateSigningRequestStrategy()
        case "coordination.k8s.io": LeaseStrategy()
        case "discovery.k8s.io": EndpointSliceStrategy()
        case "events.k8s.io": EventStrategy()
        case "flowcontrol.apiserver.k8s.io":
            kind.kind == "FlowSchema" ? FlowSchemaStrategy() : PriorityLevelConfigurationStrategy()
        case "networking.k8s.io": networking(kind.kind)
        case "node.k8s.io": RuntimeClassStrategy()
        case "policy": PodDisruptionBudgetStrategy()
        case "rbac.authorization.k8s.io": rbac(kind.kind)
        case "resource.k8s.io": resource(kind.kind)
        case "scheduling.k8s.io": PriorityClassStrategy()
        case "storage.k8s.io": storage(kind.kind)
        default: GenericStrategy()
        }
    }

    private static func core(_ kind: String) -> any Strategy {
        switch kind {
        case "ComponentStatus": ComponentStatusStrategy()
        case "ConfigMap": ConfigMapStrategy()
        case "Endpoints": EndpointsStrategy()
        case "Event": EventStrategy()
        case "LimitRange": LimitRangeStrategy()
        case "Namespace": NamespaceStrategy()
        case "Node": NodeStrategy()
        case "PersistentVolume": PersistentVolumeStrategy()
        case "PersistentVolumeClaim": PersistentVolumeClaimStrategy()
        case "Pod": PodStrategy()
        case "PodTemplate": PodTemplateStrategy()
        case "ReplicationController": ReplicationControllerStrategy()
        case "ResourceQuota": ResourceQuotaStrategy()
        case "Secret": SecretStrategy()
        case "Service": ServiceStrategy()
        case "ServiceAccount": ServiceAccountStrategy()
        default: GenericStrategy()
        }
    }

    private static func apps(_ kind: String) -> any Strategy {
        switch kind {
        case "ControllerRevision": ControllerRevisionStrategy()
        case "DaemonSet": DaemonSetStrategy()
        case "Deployment": DeploymentStrategy()
        case "ReplicaSet": ReplicaSetStrategy()
        case "StatefulSet": StatefulSetStrategy()
        default: GenericStrategy()
        }
    }

    private static func admission(_ kind: String) -> any Strategy {
        let isMutating = kind.hasPrefix("Mutating")
        if kind.hasSuffix("WebhookConfiguration") { return WebhookConfigurationStrategy(isMutating: isMutating) }
        if kind.hasSuffix("Binding") { return AdmissionPolicyBindingStrategy(isMutating: isMutating) }
        return AdmissionPolicyStrategy(isMutating: isMutating)
    }

    private static func networking(_ kind: String) -> any Strategy {
        switch kind {
        case "Ingress": IngressStrategy()
        case "IngressClass": IngressClassStrategy()
        case "IPAddress": IPAddressStrategy()
        case "NetworkPolicy": NetworkPolicyStrategy()
        case "ServiceCIDR": ServiceCIDRStrategy()
        default: GenericStrategy()
        }
    }

    private static func rbac(_ kind: String) -> any Strategy {
        let isCluster = kind.hasPrefix("Cluster")
        return kind.hasSuffix("Binding")
            ? RoleBindingStrategy(isClusterRoleBinding: isCluster) : RoleStrategy(isClusterRole: isCluster)
    }

    private static func resource(_ kind: String) -> any Strategy {
        switch kind {
        case "DeviceClass": DeviceClassStrategy()
        case "ResourceClaim": ResourceClaimStrategy()
        case "ResourceClaimTemplate": ResourceClaimTemplateStrategy()
        case "ResourceSlice": ResourceSliceStrategy()
        default: GenericStrategy()
        }
    }

    private static func storage(_ kind: String) -> any Strategy {
        switch kind {
        case "CSIDriver": CSIDriverStrategy()
        case "CSINode": CSINodeStrategy()
        case "CSIStorageCapacity": CSIStorageCapacityStrategy()
        case "StorageClass": StorageClassStrategy()
        case "VolumeAttachment": VolumeAttachmentStrategy()
        case "VolumeAttributesClass": VolumeAttributesClassStrategy()
        default: GenericStrategy()
        }
    }
}

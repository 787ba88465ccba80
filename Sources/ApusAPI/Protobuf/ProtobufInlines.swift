/// Where protobuf and JSON nest differently: structs that Go embeds are messages of their own in protobuf, while JSON
/// has their fields in the holder; and a few fields are called otherwise.
enum ProtobufInlines {
    enum Inline {
        /// The message's fields, by number from 1 on, are fields of the holder.
        case fields([String])
        /// The message has the fields of another type, which are fields of the holder.
        case type(String)
        /// The field's own name in JSON.
        case name(String)
    }

    /// What field `number` of the type `name` is; nil: what the schema says.
    static func inline(_ name: String, _ number: Int) -> Inline? {
        switch (name, number) {
        case ("v1.Volume", 2): .fields(volumeSources)
        case ("v1.PersistentVolumeSpec", 2): .fields(persistentVolumeSources)
        case ("v1.Probe", 1): .fields(["exec", "httpGet", "tcpSocket", "grpc"])
        case ("v1.EphemeralContainer", 1): .type("io.k8s.api.core.v1.Container")
        case ("v1.ConfigMapEnvSource", 1), ("v1.ConfigMapKeySelector", 1), ("v1.ConfigMapProjection", 1),
            ("v1.ConfigMapVolumeSource", 1), ("v1.SecretEnvSource", 1), ("v1.SecretKeySelector", 1),
            ("v1.SecretProjection", 1):
            .fields(["name"])
        case ("v1.IngressRule", 2): .fields(["http"])
        case ("v1.DeviceAllocationConfiguration", 3), ("v1.DeviceClaimConfiguration", 2),
            ("v1.DeviceClassConfiguration", 1):
            .fields(["opaque"])
        case ("v1.NamedRuleWithOperations", 2): .type("io.k8s.api.admissionregistration.v1.RuleWithOperations")
        case ("v1.RuleWithOperations", 2): .fields(["apiGroups", "apiVersions", "resources", "scope"])
        case ("v1.MutatingWebhookConfiguration", 2), ("v1.ValidatingWebhookConfiguration", 2): .name("webhooks")
        case ("v1.Validation", 1), ("v1.Variable", 2): .name("expression")
        case ("v1.Variable", 1): .name("name")
        case ("v1.BoundObjectReference", 4): .name("uid")
        case ("v1.IngressClassParametersReference", 1): .name("apiGroup")
        default: nil
        }
    }

    private static let volumeSources = [
        "hostPath", "emptyDir", "gcePersistentDisk", "awsElasticBlockStore", "gitRepo", "secret", "nfs", "iscsi",
        "glusterfs", "persistentVolumeClaim", "rbd", "flexVolume", "cinder", "cephfs", "flocker", "downwardAPI", "fc",
        "azureFile", "configMap", "vsphereVolume", "quobyte", "azureDisk", "photonPersistentDisk", "portworxVolume",
        "scaleIO", "projected", "storageos", "csi", "ephemeral", "image",
    ]
    private static let persistentVolumeSources = [
        "gcePersistentDisk", "awsElasticBlockStore", "hostPath", "glusterfs", "nfs", "rbd", "iscsi", "cinder", "cephfs",
        "fc", "flocker", "flexVolume", "azureFile", "vsphereVolume", "quobyte", "azureDisk", "photonPersistentDisk",
        "portworxVolume", "scaleIO", "local", "storageos", "csi",
    ]
}

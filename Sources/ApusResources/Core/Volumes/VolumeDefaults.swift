import ApusJSON

/// The defaults of a pod's volumes (`core/v1/defaults.go`).
enum VolumeDefaults {
    private static let defaultMode: JSONValue = 420  // 0644

    static func apply(_ volume: inout JSONValue) {
        if (volume.object?.members.contains { $0.key != "name" && !$0.value.isNull }) != true {
            volume["emptyDir"] = [:]
            return
        }
        for key in ["secret", "configMap", "downwardAPI", "projected"] {
            volume.updateObject(key) { $0.setDefault("defaultMode", defaultMode) }
        }
        volume.updateObject("downwardAPI") { applyItems(&$0) }
        volume.updateObject("projected") { projected in
            projected.updateElements(of: "sources") { source in
                // ClusterTrustBundleProjection and PodCertificateRequest are off.
                for key in ["clusterTrustBundle", "podCertificate"] { source.remove(key) }
                source.updateObject("serviceAccountToken") { $0.setDefault("expirationSeconds", 3600) }
                source.updateObject("downwardAPI") { applyItems(&$0) }
            }
        }
        volume.updateObject("hostPath") { $0.setDefault("type", "") }
        volume.updateObject("image") { image in
            let isLatest = ImageName.tag(of: image["reference"].text) == "latest"
            image.setDefault(text: "pullPolicy", isLatest ? "Always" : "IfNotPresent")
        }
        volume.updateObject("ephemeral") { ephemeral in
            ephemeral.updateObject("volumeClaimTemplate") { template in
                template.updateObject("spec") { $0.setDefault("volumeMode", "Filesystem") }
            }
        }
        applyNetworkStorage(&volume)
    }

    /// Defaults of the sources that PersistentVolumes have too.
    static func applyNetworkStorage(_ source: inout JSONValue) {
        source.updateObject("iscsi") { $0.setDefault(text: "iscsiInterface", "default") }
        source.updateObject("rbd") { rbd in
            rbd.setDefault(text: "pool", "rbd")
            rbd.setDefault(text: "user", "admin")
            rbd.setDefault(text: "keyring", "/etc/ceph/keyring")
        }
        source.updateObject("azureDisk") { disk in
            disk.setDefault("cachingMode", "ReadWrite")
            disk.setDefault("kind", "Shared")
            disk.setDefault("fsType", "ext4")
            disk.setDefault("readOnly", false)
        }
        source.updateObject("scaleIO") { io in
            io.setDefault(text: "storageMode", "ThinProvisioned")
            io.setDefault(text: "fsType", "xfs")
        }
    }

    private static func applyItems(_ source: inout JSONValue) {
        source.updateElements(of: "items") { item in
            item.updateObject("fieldRef") { $0.setDefault(text: "apiVersion", "v1") }
            item.updateObject("resourceFieldRef") { $0.setDefault("divisor", "0") }
        }
    }
}

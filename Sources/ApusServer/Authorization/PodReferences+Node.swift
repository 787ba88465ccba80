import ApusAPI
import ApusJSON
import ApusResources

extension PodReferences {
    /// Everything that a Pod refers to by name, for its node to read.
    static func all(_ pod: JSONValue) -> Set<PodRelations.Reference> {
        let metadata = pod["metadata"]
        // A mirror Pod comes from a file on the node: it gives the node nothing.
        guard metadata["annotations"]["kubernetes.io/config.mirror"].isNull else { return [] }
        let namespace = metadata["namespace"].string ?? ""
        let spec = pod["spec"]
        var found: Set<PodRelations.Reference> = []
        func add(_ kind: NodeRelation, _ name: String?) {
            guard let name, !name.isEmpty else { return }
            found.insert(PodRelations.Reference(kind: kind, key: ObjectKey(namespace, name)))
        }
        add(.serviceAccount, spec["serviceAccountName"].string)
        for secret in secrets(spec) { add(.secret, secret) }
        for map in configMaps(spec) { add(.configMap, map) }
        for volume in spec["volumes"].elements {
            add(.claim, volume["persistentVolumeClaim"]["claimName"].string)
            if volume["ephemeral"].object != nil {
                add(.claim, "\(metadata["name"].string ?? "")-\(volume["name"].string ?? "")")
            }
        }
        for claim in spec["resourceClaims"].elements { add(.resourceClaim, claim["resourceClaimName"].string) }
        let status = pod["status"]
        for made in status["resourceClaimStatuses"].elements {
            add(.resourceClaim, made["resourceClaimName"].string)
        }
        add(.resourceClaim, status["extendedResourceClaimStatus"]["resourceClaimName"].string)
        return found
    }
}

/// The Secrets that a node needs to mount a PersistentVolume (upstream's `pkg/api/v1/persistentvolume`).
enum VolumeSecrets {
    /// The claim that the volume is bound to.
    static func claim(of volume: JSONValue) -> ObjectKey? {
        let reference = volume["spec"]["claimRef"]
        guard let name = reference["name"].string, let namespace = reference["namespace"].string else { return nil }
        return ObjectKey(namespace, name)
    }

    static func names(of volume: JSONValue) -> Set<ObjectKey> {
        let spec = volume["spec"]
        let home = spec["claimRef"]["namespace"].string ?? ""
        var found: Set<ObjectKey> = []
        func add(_ name: JSONValue, _ namespace: JSONValue) {
            guard let name = name.string, !name.isEmpty else { return }
            let namespace = namespace.string ?? ""
            found.insert(ObjectKey(namespace.isEmpty ? home : namespace, name))
        }
        add(spec["azureFile"]["secretName"], spec["azureFile"]["secretNamespace"])
        for kind in ["cephfs", "flexVolume", "rbd", "scaleIO", "iscsi", "storageos"] {
            add(spec[kind]["secretRef"]["name"], spec[kind]["secretRef"]["namespace"])
        }
        // What a controller needs to attach or grow a volume is not for nodes.
        for use in ["nodePublishSecretRef", "nodeStageSecretRef", "nodeExpandSecretRef"] {
            add(spec["csi"][use]["name"], spec["csi"][use]["namespace"])
        }
        return found
    }
}

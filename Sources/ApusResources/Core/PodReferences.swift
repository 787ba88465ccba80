package import ApusJSON

/// Which Secrets and ConfigMaps a Pod names (upstream's `VisitPodSecretNames` and `VisitPodConfigmapNames`).
package enum PodReferences {
    package static let containerLists = ["initContainers", "containers", "ephemeralContainers"]

    package static func secrets(_ spec: JSONValue) -> Set<String> {
        var names: Set<String> = []
        func add(_ value: JSONValue) { if let name = value.string, !name.isEmpty { names.insert(name) } }
        for reference in spec["imagePullSecrets"].elements { add(reference["name"]) }
        for list in containerLists {
            for container in spec[list].elements {
                for variable in container["env"].elements { add(variable["valueFrom"]["secretKeyRef"]["name"]) }
                for source in container["envFrom"].elements { add(source["secretRef"]["name"]) }
            }
        }
        for volume in spec["volumes"].elements {
            add(volume["secret"]["secretName"])
            add(volume["azureFile"]["secretName"])
            add(volume["csi"]["nodePublishSecretRef"]["name"])
            for kind in ["cephfs", "cinder", "flexVolume", "rbd", "scaleIO", "iscsi", "storageos"] {
                add(volume[kind]["secretRef"]["name"])
            }
            for source in volume["projected"]["sources"].elements { add(source["secret"]["name"]) }
        }
        return names
    }

    package static func configMaps(_ spec: JSONValue) -> Set<String> {
        var names: Set<String> = []
        func add(_ value: JSONValue) { if let name = value.string, !name.isEmpty { names.insert(name) } }
        for list in containerLists {
            for container in spec[list].elements {
                for variable in container["env"].elements { add(variable["valueFrom"]["configMapKeyRef"]["name"]) }
                for source in container["envFrom"].elements { add(source["configMapRef"]["name"]) }
            }
        }
        for volume in spec["volumes"].elements {
            add(volume["configMap"]["name"])
            for source in volume["projected"]["sources"].elements { add(source["configMap"]["name"]) }
        }
        return names
    }
}

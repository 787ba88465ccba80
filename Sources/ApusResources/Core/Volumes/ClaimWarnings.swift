import ApusAPI
import ApusJSON

/// What clients are told of volumes and claims that are valid (`pkg/api/persistentvolume`, `persistentvolumeclaim`).
enum ClaimWarnings {
    private static let oldClass = "volume.beta.kubernetes.io/storage-class"

    static func of(claim: JSONValue) -> [String] {
        classWarnings(claim) + of(spec: claim["spec"], FieldPath("spec"))
    }

    /// Those of the spec of a claim, or of a template for claims.
    static func of(spec: JSONValue, _ path: @autoclosure () -> FieldPath) -> [String] {
        ["requests", "limits"].compactMap { list in
            fraction(spec["resources"][list]["storage"], path()["resources"][list].key("storage"))
        }
    }

    static func of(volume: JSONValue) -> [String] {
        let (spec, path) = (volume["spec"], FieldPath("spec"))
        var warnings = classWarnings(volume)
        if spec["persistentVolumeReclaimPolicy"] == "Recycle" {
            warnings.append(
                "\(path["persistentVolumeReclaimPolicy"]): The Recycle reclaim policy is deprecated. Instead, the "
                    + "recommended approach is to use dynamic provisioning.")
        }
        let terms = path["nodeAffinity"]["required"]["nodeSelectorTerms"]
        for (index, term) in spec["nodeAffinity"]["required"]["nodeSelectorTerms"].elements.enumerated() {
            warnings += NodeLabels.warnings(ofTerm: term, checksValues: true, terms[index])
        }
        for (key, name, text) in [
            ("cephfs", "cephfs", "deprecated in v1.28, non-functional in v1.31+"),
            ("photonPersistentDisk", "photonPersistentDisk", "deprecated in v1.11, non-functional in v1.16+"),
            ("scaleIO", "scaleIO", "deprecated in v1.16, non-functional in v1.22+"),
            ("storageos", "storageOS", "deprecated in v1.22, non-functional in v1.25+"),
            ("glusterfs", "glusterfs", "deprecated in v1.25, non-functional in v1.26+"),
            ("rbd", "rbd", "deprecated in v1.28, non-functional in v1.31+"),
        ] where !spec[key].isNull {
            warnings.append("\(path[name]): \(text)")
        }
        return warnings
    }

    private static func classWarnings(_ object: JSONValue) -> [String] {
        guard !object["metadata"]["annotations"][oldClass].isNull else { return [] }
        let path = FieldPath("metadata")["annotations"].key(oldClass)
        return ["\(path): deprecated since v1.8; use \"storageClassName\" attribute instead"]
    }

    /// Bytes cannot be divided.
    static func fraction(_ value: JSONValue, _ path: @autoclosure () -> FieldPath) -> String? {
        guard let text = value.string, let quantity = try? Quantity(parsing: text), quantity.milliValue % 1000 != 0
        else { return nil }
        return "\(path()): fractional byte value \(GoText.quoted(text)) is invalid, must be an integer"
    }
}

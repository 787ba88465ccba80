import ApusAPI
import ApusJSON

/// The rules of each kind of volume, for pods and for PersistentVolumes. What the two have apart is said by `Owner`.
enum VolumeSourceRules {
    enum Owner {
        /// A volume of a pod with the name of the volume; `metadata` is nil in a template.
        case pod(volume: String, metadata: JSONValue?, isPod: Bool)
        case persistentVolume(name: String)

        var isPersistent: Bool { if case .persistentVolume = self { true } else { false } }
    }

    /// One kind of source: where it lies, and under which names errors mention it. Upstream's names differ in places.
    struct Source {
        var key: String
        /// In "may not specify more than 1 volume type".
        var name: String
        /// Before the fields of the source.
        var path: String

        init(_ key: String, name: String? = nil, path: String? = nil) {
            self.key = key
            self.name = name ?? key
            self.path = path ?? key
        }
    }

    /// The sources of a pod's volumes, in the order in which they are checked.
    static let ofPods: [Source] = [
        Source("emptyDir"), Source("hostPath"), Source("gitRepo"), Source("gcePersistentDisk", path: "persistentDisk"),
        Source("awsElasticBlockStore"), Source("secret"), Source("nfs"), Source("iscsi"), Source("glusterfs"),
        Source("flocker"), Source("persistentVolumeClaim"), Source("rbd"), Source("cinder"),
        Source("cephfs", name: "cephFS"), Source("quobyte"), Source("downwardAPI", name: "downwarAPI"), Source("fc"),
        Source("flexVolume"), Source("configMap"), Source("azureFile"), Source("vsphereVolume"),
        Source("photonPersistentDisk"), Source("portworxVolume"), Source("azureDisk"), Source("storageos"),
        Source("projected"), Source("scaleIO"), Source("csi"), Source("ephemeral"), Source("image"),
    ]

    /// Those of PersistentVolumes.
    static let ofPersistentVolumes: [Source] = [
        Source("hostPath"), Source("gcePersistentDisk", path: "persistentDisk"), Source("awsElasticBlockStore"),
        Source("glusterfs"), Source("flocker"), Source("nfs"), Source("rbd"), Source("quobyte"),
        Source("cephfs", name: "cephFS"), Source("iscsi"), Source("cinder"), Source("fc"), Source("flexVolume"),
        Source("azureFile"), Source("vsphereVolume"), Source("photonPersistentDisk"), Source("portworxVolume"),
        Source("azureDisk"), Source("scaleIO"), Source("local"), Source("storageos"), Source("csi"),
    ]

    /// Checks that there is exactly one source, and that one's fields.
    static func validate(
        _ volume: JSONValue, _ sources: [Source], _ owner: Owner, _ path: FieldPath, _ errors: inout FieldErrors
    ) {
        var isFound = false
        for source in sources where !volume[source.key].isNull {
            let value = volume[source.key]
            let isExclusive = source.key != "flexVolume" || !owner.isPersistent
            if isFound, isExclusive {
                errors.forbidden(path[source.name], "may not specify more than 1 volume type")
            } else {
                validate(value, source.key, owner, path[source.path], &errors)
            }
            if case .pod(let name, _, _) = owner, source.key == "iscsi", !value["initiatorName"].isNull,
                "\(name):\(value["targetPortal"].text)".utf8.count > 64
            {
                errors.invalid(path["name"], .string(name), NetworkVolumeRules.longPortal)
            }
            isFound = true
        }
        if !isFound { errors.required(path, "must specify a volume type") }
    }

    private static func validate(
        _ value: JSONValue, _ key: String, _ owner: Owner, _ path: FieldPath, _ errors: inout FieldErrors
    ) {
        switch key {
        case "emptyDir":
            if let limit = try? Quantity(parsing: value["sizeLimit"].text), limit.sign < 0 {
                errors.forbidden(path["sizeLimit"], "SizeLimit field must be a valid resource quantity")
            }
        case "hostPath": validateHostPath(value, path, &errors)
        case "secret": validateFiles(value, named: "secretName", path, &errors)
        case "configMap": validateFiles(value, named: "name", path, &errors)
        case "gitRepo":
            errors.require(value["repository"], path["repository"])
            PathRules.validateDescending(value["directory"], path["directory"], &errors)
        case "persistentVolumeClaim": errors.require(value["claimName"], path["claimName"])
        case "downwardAPI":
            validateMode(value["defaultMode"], path["defaultMode"], &errors)
            // Upstream leaves the index out here.
            for item in value["items"].elements { ProjectedVolumeRules.validateDownward(item, path, &errors) }
        case "projected": ProjectedVolumeRules.validate(value, path, &errors)
        case "csi": validateCSI(value, owner, path, &errors)
        case "local":
            if errors.require(value["path"], path["path"]) {
                PathRules.validateNoBacksteps(value["path"], path["path"], &errors)
            }
        case "ephemeral": validateEphemeral(value, owner, path, &errors)
        case "image":
            if case .pod(_, _, true) = owner { errors.require(value["reference"], path["reference"]) }
            errors.choose(value["pullPolicy"], ["Always", "IfNotPresent", "Never"], path["pullPolicy"])
        default: NetworkVolumeRules.validate(value, key, owner, path, &errors)
        }
    }

    private static let hostPathTypes = [
        "", "BlockDevice", "CharDevice", "Directory", "DirectoryOrCreate", "File", "FileOrCreate", "Socket",
    ]

    private static func validateHostPath(_ value: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        guard errors.require(value["path"], path["path"]) else { return }
        PathRules.validateNoBacksteps(value["path"], path["path"], &errors)
        errors.allow(value["type"], hostPathTypes, path["type"])
    }

    /// A Secret or a ConfigMap as files.
    private static func validateFiles(
        _ value: JSONValue, named key: String, _ path: FieldPath, _ errors: inout FieldErrors
    ) {
        errors.require(value[key], path[key])
        validateMode(value["defaultMode"], path["defaultMode"], &errors)
        for (index, item) in value["items"].elements.enumerated() { validateItem(item, path["items"][index], &errors) }
    }

    /// A key and the path where it lies.
    static func validateItem(_ item: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        errors.require(item["key"], path["key"])
        errors.require(item["path"], path["path"])
        PathRules.validateNonReserved(item["path"], path["path"], &errors)
        validateMode(item["mode"], path["mode"], &errors)
    }

    static func validateMode(_ value: JSONValue, _ path: @autoclosure () -> FieldPath, _ errors: inout FieldErrors) {
        if let mode = value.int, !(0...511).contains(mode) {
            errors.invalid(path(), .int(mode), "must be a number between 0 and 0777 (octal), both inclusive")
        }
    }

    private static func validateCSI(
        _ value: JSONValue, _ owner: Owner, _ path: FieldPath, _ errors: inout FieldErrors
    ) {
        StorageRules.validateDriverName(value["driver"], path["driver"], &errors)
        guard owner.isPersistent else {
            let secret = value["nodePublishSecretRef"]
            guard !secret.isNull else { return }
            errors.require(secret["name"], path["nodePublishSecretRef"]["name"])
            errors.check(secret["name"], path["name"], Names.dnsSubdomainProblems)
            return
        }
        errors.require(value["volumeHandle"], path["volumeHandle"])
        for key in [
            "controllerPublishSecretRef", "controllerExpandSecretRef", "nodePublishSecretRef", "nodeExpandSecretRef",
        ] where !value[key].isNull {
            errors.requireValid(value[key]["name"], path[key]["name"], Names.dnsSubdomainProblems)
            errors.requireValid(value[key]["namespace"], path[key]["namespace"], Names.dnsLabelProblems)
        }
    }

    private static func validateEphemeral(
        _ value: JSONValue, _ owner: Owner, _ path: FieldPath, _ errors: inout FieldErrors
    ) {
        let template = value["volumeClaimTemplate"]
        let here = path["volumeClaimTemplate"]
        if template.isNull {
            errors.required(here)
        } else {
            let metadata = template["metadata"]
            MetadataRules.validateAnnotations(metadata["annotations"], here["metadata"]["annotations"], &errors)
            LabelRules.validateLabels(metadata["labels"], here["metadata"]["labels"], &errors)
            for member in metadata.object ?? JSONObject()
            where !["annotations", "labels", "creationTimestamp"].contains(member.key) && !member.value.isEmptyValue {
                errors.forbidden(here["metadata"][member.key], "cannot be set")
            }
            PersistentVolumeClaimValidation.validateSpec(template["spec"], here["spec"], &errors)
        }
        guard case .pod(let volume, let metadata?, _) = owner, !volume.isEmpty, !metadata["name"].text.isEmpty,
            let parent = path.parentPath
        else { return }
        let claim = "\(metadata["name"].text)-\(volume)"
        for problem in Names.dnsSubdomainProblems(claim) {
            errors.invalid(parent["name"], .string(volume), "PVC name \(GoText.quoted(claim)): \(problem)")
        }
    }
}

/// Paths inside volumes.
enum PathRules {
    /// It has no `..` between slashes.
    static func validateNoBacksteps(
        _ value: JSONValue, _ path: @autoclosure () -> FieldPath, _ errors: inout FieldErrors
    ) {
        if hasBackstep(value.text) { errors.invalid(path(), value, "must not contain '..'") }
    }

    /// Whether one of the names between slashes is `..`.
    static func hasBackstep(_ text: String) -> Bool {
        // How many dots the name consists of so far; 3: it is none that counts.
        var dots = 0
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "/"):
                if dots == 2 { return true }
                dots = 0
            case UInt8(ascii: "."): dots = min(dots + 1, 3)
            default: dots = 3
            }
        }
        return dots == 2
    }

    /// It is relative and stays below where it begins.
    static func validateDescending(
        _ value: JSONValue, _ path: @autoclosure () -> FieldPath, _ errors: inout FieldErrors
    ) {
        if value.text.utf8.first == UInt8(ascii: "/") { errors.invalid(path(), value, "must be a relative path") }
        validateNoBacksteps(value, path(), &errors)
    }

    /// The same, and its first name does not begin with two dots, which the kubelet uses itself.
    static func validateNonReserved(
        _ value: JSONValue, _ path: @autoclosure () -> FieldPath, _ errors: inout FieldErrors
    ) {
        validateDescending(value, path(), &errors)
        let bytes = value.text.utf8
        if bytes.starts(with: "..".utf8), !bytes.starts(with: "../".utf8) {
            errors.invalid(path(), value, "must not start with '..'")
        }
    }
}

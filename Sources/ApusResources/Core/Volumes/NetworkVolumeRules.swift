import ApusAPI
import ApusJSON

/// The rules of volumes that lie on other machines.
enum NetworkVolumeRules {
    static let longPortal =
        "Total length of <volume name>:<iscsi.targetPortal> must be under 64 characters if iscsi.initiatorName is "
        + "specified."

    /// The fields that a kind of volume cannot do without, in order.
    private static let required: [String: [String]] = [
        "cephfs": ["monitors"], "rbd": ["monitors", "image"], "cinder": ["volumeID"], "flexVolume": ["driver"],
        "glusterfs": ["endpoints", "path"], "vsphereVolume": ["volumePath"], "photonPersistentDisk": ["pdID"],
        "portworxVolume": ["volumeID"], "scaleIO": ["gateway", "system", "volumeName"],
        "azureFile": ["secretName", "shareName"], "azureDisk": ["diskName", "diskURI"], "nfs": ["server", "path"],
        "gcePersistentDisk": ["pdName"], "awsElasticBlockStore": ["volumeID"],
    ]

    static func validate(
        _ value: JSONValue, _ key: String, _ owner: VolumeSourceRules.Owner, _ path: FieldPath,
        _ errors: inout FieldErrors
    ) {
        for field in required[key] ?? [] { errors.require(value[field], path[field]) }
        let isPersistent = owner.isPersistent
        switch key {
        case "nfs":
            if !value["path"].text.hasPrefix("/") {
                errors.invalid(path["path"], .string(value["path"].text), "must be an absolute path")
            }
        case "gcePersistentDisk", "awsElasticBlockStore": validatePartition(value, path, &errors)
        case "iscsi": validateISCSI(value, owner, path, &errors)
        case "fc": validateFibreChannel(value, path, &errors)
        case "glusterfs": if isPersistent { validateEndpointsNamespace(value, path, &errors) }
        case "flocker": validateFlocker(value, path, &errors)
        case "quobyte": validateQuobyte(value, path, &errors)
        case "flexVolume": validateOptions(value, path, &errors)
        case "azureDisk": validateAzureDisk(value, path, &errors)
        case "azureFile":
            if isPersistent, value["secretNamespace"] == "" { errors.required(path["secretNamespace"]) }
        case "cinder": validateSecret(value["secretRef"], hasNamespace: isPersistent, path["secretRef"], &errors)
        case "storageos":
            errors.requireValid(value["volumeName"], path["volumeName"], Names.dnsLabelProblems)
            errors.check(value["volumeNamespace"], path["volumeNamespace"], Names.dnsLabelProblems)
            validateSecret(value["secretRef"], hasNamespace: isPersistent, path["secretRef"], &errors)
        default: break
        }
    }

    private static func validateSecret(
        _ value: JSONValue, hasNamespace: Bool, _ path: @autoclosure () -> FieldPath, _ errors: inout FieldErrors
    ) {
        guard !value.isNull else { return }
        errors.require(value["name"], path()["name"])
        if hasNamespace { errors.require(value["namespace"], path()["namespace"]) }
    }

    private static func validatePartition(_ value: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        if let partition = value["partition"].int, !(0...255).contains(partition) {
            errors.invalid(path["partition"], .int(partition), "must be between 1 and 255, inclusive")
        }
    }

    // MARK: - iSCSI

    private static func validateISCSI(
        _ value: JSONValue, _ owner: VolumeSourceRules.Owner, _ path: FieldPath, _ errors: inout FieldErrors
    ) {
        errors.require(value["targetPortal"], path["targetPortal"])
        let initiator = value["initiatorName"]
        if case .persistentVolume(let name) = owner, !initiator.isNull,
            "\(name):\(value["targetPortal"].text)".utf8.count > 64
        {
            errors.invalid(path["targetportal"], value["targetPortal"], longPortal)
        }
        let start = owner.isPersistent ? "must be valid format" : "must be valid format starting with iqn, eui, or naa"
        if errors.require(value["iqn"], path["iqn"]) { validateName(value["iqn"], start, path["iqn"], &errors) }
        errors.within(value["lun"], 0, 255, path["lun"])
        if value["chapAuthDiscovery"] == true || value["chapAuthSession"] == true, value["secretRef"].isNull {
            errors.required(path["secretRef"])
        }
        if owner.isPersistent, !value["secretRef"].isNull {
            errors.require(value["secretRef"]["name"], path["secretRef"]["name"])
        }
        if !initiator.isNull { validateName(initiator, start, path["initiatorname"], &errors) }
    }

    /// An iSCSI name (RFC 3720 §3.2.6.3).
    private static func validateName(
        _ value: JSONValue, _ start: String, _ path: FieldPath, _ errors: inout FieldErrors
    ) {
        let name = value.text
        let isValid: Bool
        if name.hasPrefix("iqn") {
            isValid = name.contains(#/iqn\.[0-9]{4}-[0-9]{2}\.([A-Za-z0-9\-.]+)(:[^,;*&$|\s]+)$/#)
        } else if name.hasPrefix("eui") || name.hasPrefix("naa") {
            let id = name.utf8.dropFirst(4)
            let letters = id.allSatisfy { $0 < 0x80 && Character(Unicode.Scalar($0)).isLetter || (0x30...0x39) ~= $0 }
            isValid = id.count == (name.hasPrefix("eui") ? 16 : 32) && letters
        } else {
            errors.invalid(path, value, start)
            return
        }
        if !isValid { errors.invalid(path, value, "must be valid format") }
    }

    // MARK: - Others

    private static func validateFibreChannel(_ value: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        let targets = value["targetWWNs"]
        if targets.isEmptyValue, value["wwids"].isEmptyValue {
            errors.required(path["targetWWNs"], "must specify either targetWWNs or wwids, but not both")
        }
        guard !targets.isEmptyValue else { return }
        if !value["wwids"].isEmptyValue {
            errors.invalid(path["targetWWNs"], targets, "targetWWNs and wwids can not be specified simultaneously")
        }
        if value["lun"].isNull {
            errors.required(path["lun"], "lun is required if targetWWNs is specified")
        } else {
            errors.within(value["lun"], 0, 255, path["lun"])
        }
    }

    private static func validateEndpointsNamespace(
        _ value: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors
    ) {
        guard let namespace = value["endpointsNamespace"].string else { return }
        let here = path["endpointsNamespace"]
        if namespace.isEmpty {
            errors.invalid(here, "", "if the endpointnamespace is set, it must be a valid namespace name")
        } else {
            errors.invalid(here, .string(namespace), each: Names.dnsLabelProblems(namespace))
        }
    }

    private static func validateFlocker(_ value: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        let (name, id) = (value["datasetName"].text, value["datasetUUID"].text)
        if name.isEmpty, id.isEmpty { errors.required(path, "one of datasetName and datasetUUID is required") }
        if !name.isEmpty, !id.isEmpty {
            errors.invalid(path, "resource", "datasetName and datasetUUID can not be specified simultaneously")
        }
        if name.contains("/") { errors.invalid(path["datasetName"], .string(name), "must not contain '/'") }
    }

    private static func validateQuobyte(_ value: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        let detail = "must be a host:port pair or multiple pairs separated by commas"
        let registry = value["registry"].text
        if registry.isEmpty {
            errors.required(path["registry"], detail)
        } else if value["tenant"].text.utf8.count >= 65 {
            errors.required(path["tenant"], "must be a UUID and may not exceed a length of 64 characters")
        } else {
            for pair in registry.split(separator: ",", omittingEmptySubsequences: false)
            where pair.count(where: { $0 == ":" }) != 1 && !pair.contains("]:") {
                errors.invalid(path["registry"], .string(registry), detail)
            }
        }
        errors.require(value["volume"], path["volume"])
    }

    private static func validateOptions(_ value: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        for member in value["options"].object ?? JSONObject() {
            let namespace = "." + (member.key.split(separator: "/").first ?? "").lowercased()
            if namespace.hasSuffix(".kubernetes.io") || namespace.hasSuffix(".k8s.io") {
                errors.invalid(
                    path["options"].key(member.key), .string(member.key),
                    "kubernetes.io and k8s.io namespaces are reserved")
            }
        }
    }

    private static func validateAzureDisk(_ value: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        errors.allow(value["cachingMode"], ["None", "ReadOnly", "ReadWrite"], path["cachingMode"])
        errors.allow(value["kind"], ["Dedicated", "Managed", "Shared"], path["kind"])
        guard let kind = value["kind"].string else { return }
        let uri = value["diskURI"]
        if kind == "Managed", !uri.text.hasPrefix("/subscriptions/") {
            errors.notSupported(
                path["diskURI"], uri,
                ["/subscriptions/{sub-id}/resourcegroups/{group-name}/providers/microsoft.compute/disks/{disk-id}"])
        }
        if kind != "Managed", !uri.text.hasPrefix("https://") {
            errors.notSupported(
                path["diskURI"], uri,
                ["https://{account-name}.blob.core.windows.net/{container-name}/{disk-name}.vhd"])
        }
    }
}

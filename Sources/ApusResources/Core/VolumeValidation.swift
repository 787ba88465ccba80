import ApusAPI
import ApusJSON

/// Rules for the volumes of a pod and their mounts (`pkg/apis/core/validation`).
enum VolumeValidation {
    private static let fields: Set<String> = [
        "metadata.name", "metadata.namespace", "metadata.labels", "metadata.annotations", "metadata.uid",
    ]

    /// Checks the volumes and fills `found` with the good ones, by name.
    static func validate(
        _ volumes: JSONValue, _ path: FieldPath, _ found: inout [String: JSONValue], _ errors: inout FieldErrors
    ) {
        for (index, volume) in volumes.elements.enumerated() {
            let here = path[index]
            let before = errors.count
            validateSource(volume, here, &errors)
            let name = volume["name"].text
            if name.isEmpty {
                errors.required(here["name"])
            } else {
                errors.invalid(here["name"], .string(name), each: Names.dnsLabelProblems(name))
            }
            if found[name] != nil { errors.duplicate(here["name"], .string(name)) }
            if errors.count == before { found[name] = volume }
        }
    }

    private static func validateSource(_ volume: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        let members = volume.object?.members.filter { $0.key != "name" && !$0.value.isNull } ?? []
        guard let source = members.first else {
            errors.required(path, "must specify a volume type")
            return
        }
        for other in members.dropFirst() {
            errors.forbidden(path[other.key], "may not specify more than 1 volume type")
        }
        let (value, here) = (source.value, path[source.key])
        switch source.key {
        case "emptyDir":
            if let limit = try? Quantity(parsing: value["sizeLimit"].text), limit.sign < 0 {
                errors.forbidden(here["sizeLimit"], "SizeLimit field must be a valid resource quantity")
            }
        case "hostPath":
            validateHostPath(value, here, &errors)
        case "secret":
            if value["secretName"].text.isEmpty { errors.required(here["secretName"]) }
            validateMode(value["defaultMode"], here["defaultMode"], &errors)
            validateItems(value["items"], here["items"], &errors)
        case "configMap":
            if value["name"].text.isEmpty { errors.required(here["name"]) }
            validateMode(value["defaultMode"], here["defaultMode"], &errors)
            validateItems(value["items"], here["items"], &errors)
        case "persistentVolumeClaim":
            if value["claimName"].text.isEmpty { errors.required(here["claimName"]) }
        case "downwardAPI":
            validateMode(value["defaultMode"], here["defaultMode"], &errors)
            validateDownward(value["items"], here["items"], &errors)
        case "projected": validateProjected(value, here, &errors)
        case "nfs":
            if value["server"].text.isEmpty { errors.required(here["server"]) }
            if value["path"].text.isEmpty { errors.required(here["path"]) }
            if !value["path"].text.hasPrefix("/") {
                errors.invalid(here["path"], value["path"], "must be an absolute path")
            }
        case "csi":
            StorageRules.validateDriverName(value["driver"], here["driver"], &errors)
        case "image":
            if let policy = value["pullPolicy"].string, !["Always", "Never", "IfNotPresent"].contains(policy) {
                errors.notSupported(here["pullPolicy"], .string(policy), ["Always", "IfNotPresent", "Never"])
            }
        case "ephemeral":
            if value["volumeClaimTemplate"].isNull {
                errors.required(here["volumeClaimTemplate"])
            } else {
                PersistentVolumeValidation.validateClaim(
                    value["volumeClaimTemplate"]["spec"], here["volumeClaimTemplate"]["spec"], &errors)
            }
        default: break
        }
    }

    static func validateHostPath(_ value: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        let text = value["path"].text
        if text.isEmpty {
            errors.required(path["path"])
        } else if hasBackstep(text) {
            errors.invalid(path["path"], .string(text), "must not contain '..'")
        }
        let types = [
            "", "BlockDevice", "CharDevice", "Directory", "DirectoryOrCreate", "File", "FileOrCreate", "Socket",
        ]
        if let type = value["type"].string, !types.contains(type) {
            errors.notSupported(path["type"], .string(type), types)
        }
    }

    private static func validateMode(_ value: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        if let mode = value.int, !(0...511).contains(mode) {
            errors.invalid(path, .int(mode), "must be a number between 0 and 0777 (octal), both inclusive")
        }
    }

    private static func validateItems(_ items: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        for (index, item) in items.elements.enumerated() {
            if item["key"].text.isEmpty { errors.required(path[index]["key"]) }
            validateItemPath(item["path"], path[index]["path"], &errors)
            validateMode(item["mode"], path[index]["mode"], &errors)
        }
    }

    private static func validateItemPath(_ value: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        let text = value.text
        if text.isEmpty {
            errors.required(path)
        } else if text.hasPrefix("..") && !text.hasPrefix("../") && text != ".." {
            errors.invalid(path, value, "must not start with '..'")
        } else {
            validateLocalPath(value, path, &errors)
        }
    }

    /// A path that stays below where it begins.
    private static func validateLocalPath(_ value: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        if value.text.hasPrefix("/") { errors.invalid(path, value, "must be a relative path") }
        if hasBackstep(value.text) { errors.invalid(path, value, "must not contain '..'") }
    }

    private static func hasBackstep(_ text: String) -> Bool { text.split(separator: "/").contains("..") }

    private static func validateDownward(_ items: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        for (index, item) in items.elements.enumerated() {
            let here = path[index]
            validateItemPath(item["path"], here["path"], &errors)
            if !item["fieldRef"].isNull {
                EnvironmentValidation.validateField(item["fieldRef"], allowed: fields, here["fieldRef"], &errors)
                if !item["resourceFieldRef"].isNull {
                    errors.invalid(
                        here, "resource", "fieldRef and resourceFieldRef can not be specified simultaneously")
                }
            } else if item["resourceFieldRef"].isNull {
                errors.required(here, "one of fieldRef and resourceFieldRef is required")
            }
            validateMode(item["mode"], here["mode"], &errors)
        }
    }

    private static func validateProjected(_ value: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        validateMode(value["defaultMode"], path["defaultMode"], &errors)
        for (index, source) in value["sources"].elements.enumerated() {
            let here = path["sources"][index]
            for (number, member) in (source.object ?? JSONObject()).enumerated() {
                if number > 0 { errors.forbidden(here[member.key], "may not specify more than 1 volume type") }
                switch member.key {
                case "secret", "configMap":
                    if member.value["name"].text.isEmpty { errors.required(here[member.key]["name"]) }
                    validateItems(member.value["items"], here[member.key]["items"], &errors)
                case "downwardAPI":
                    validateDownward(member.value["items"], here[member.key]["items"], &errors)
                case "serviceAccountToken":
                    if let seconds = member.value["expirationSeconds"].int, seconds < 600 {
                        errors.invalid(
                            here[member.key]["expirationSeconds"], .int(seconds),
                            "may not specify a duration less than 10 minutes")
                    }
                    if member.value["path"].text.isEmpty {
                        errors.required(here["path"])
                    } else {
                        validateLocalPath(member.value["path"], here["path"], &errors)
                    }
                default: break
                }
            }
        }
    }

    /// The mounts and devices of a container: each of a volume that is there, each at a place of its own.
    static func validateMounts(
        _ container: JSONValue, _ path: FieldPath, _ volumes: [String: JSONValue], _ errors: inout FieldErrors
    ) {
        var places: Set<String> = []
        for (index, mount) in container["volumeMounts"].elements.enumerated() {
            let here = path["volumeMounts"][index]
            let (name, place) = (mount["name"].text, mount["mountPath"].text)
            if name.isEmpty { errors.required(here["name"]) }
            if volumes[name] == nil { errors.notFound(here["name"], .string(name)) }
            if place.isEmpty { errors.required(here["mountPath"]) }
            if !places.insert(place).inserted { errors.invalid(here["mountPath"], .string(place), "must be unique") }
            if !mount["subPath"].text.isEmpty {
                validateLocalPath(mount["subPath"], path["volumeMounts"]["subPath"], &errors)
            }
            if !mount["subPathExpr"].text.isEmpty {
                if !mount["subPath"].text.isEmpty {
                    errors.invalid(
                        here["subPathExpr"], mount["subPathExpr"], "subPathExpr and subPath are mutually exclusive")
                }
                validateLocalPath(mount["subPathExpr"], path["volumeMounts"]["subPathExpr"], &errors)
            }
            let modes = ["Bidirectional", "HostToContainer", "None"]
            if let mode = mount["mountPropagation"].string, !modes.contains(mode) {
                errors.notSupported(path["volumeMounts"]["mountPropagation"], .string(mode), modes)
            }
        }
        for (index, device) in container["volumeDevices"].elements.enumerated() {
            let here = path["volumeDevices"][index]
            let (name, place) = (device["name"].text, device["devicePath"].text)
            if name.isEmpty { errors.required(here["name"]) }
            if volumes[name] == nil { errors.notFound(here["name"], .string(name)) }
            if place.isEmpty { errors.required(here["devicePath"]) }
            if !places.insert(place).inserted { errors.invalid(here["devicePath"], .string(place), "must be unique") }
        }
    }
}

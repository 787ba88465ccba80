import ApusAPI
import ApusJSON

/// The rules of projected volumes and of the downward API as files.
enum ProjectedVolumeRules {
    private static let fields: Set<String> = [
        "metadata.name", "metadata.namespace", "metadata.labels", "metadata.annotations", "metadata.uid",
    ]

    static func validate(_ value: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        VolumeSourceRules.validateMode(value["defaultMode"], path["defaultMode"], &errors)
        var paths: Set<String> = []
        for (index, source) in value["sources"].elements.enumerated() {
            let here = path["sources"][index]
            for key in ["secret", "configMap"] where !source[key].isNull {
                validateFiles(source[key], here[key], volume: path, &paths, &errors)
            }
            for item in source["downwardAPI"]["items"].elements {
                validateDownward(item, here["downwardAPI"], &errors)
                if !item["path"].text.isEmpty, !paths.insert(item["path"].text).inserted {
                    errors.invalid(path, item["path"], "conflicting duplicate paths")
                }
            }
            if !source["serviceAccountToken"].isNull {
                validateToken(source["serviceAccountToken"], here["serviceAccountToken"], volume: path, &errors)
            }
            if source.object?.members.count(where: { !$0.value.isNull }) ?? 0 > 1 {
                errors.forbidden(here, "may not specify more than 1 volume type per source")
            }
        }
    }

    private static func validateFiles(
        _ value: JSONValue, _ path: FieldPath, volume: FieldPath, _ paths: inout Set<String>,
        _ errors: inout FieldErrors
    ) {
        errors.require(value["name"], path["name"])
        for (index, item) in value["items"].elements.enumerated() {
            VolumeSourceRules.validateItem(item, path["items"][index], &errors)
            if !item["path"].text.isEmpty, !paths.insert(item["path"].text).inserted {
                errors.invalid(volume, .string(value["name"].text), "conflicting duplicate paths")
            }
        }
    }

    private static func validateToken(
        _ value: JSONValue, _ path: FieldPath, volume: FieldPath, _ errors: inout FieldErrors
    ) {
        let seconds = value["expirationSeconds"].int ?? 0
        if seconds < 600 {
            errors.invalid(
                path["expirationSeconds"], .int(seconds), "may not specify a duration less than 10 minutes")
        }
        if seconds > 1 << 32 {
            errors.invalid(
                path["expirationSeconds"], .int(seconds), "may not specify a duration larger than 2^32 seconds")
        }
        if errors.require(value["path"], volume["path"]) {
            PathRules.validateNonReserved(value["path"], volume["path"], &errors)
        }
    }

    /// A file with a field of the pod, or a resource of a container.
    static func validateDownward(_ item: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        errors.require(item["path"], path["path"])
        PathRules.validateNonReserved(item["path"], path["path"], &errors)
        if !item["fieldRef"].isNull {
            EnvironmentValidation.validateField(item["fieldRef"], allowed: fields, path["fieldRef"], &errors)
            if !item["resourceFieldRef"].isNull {
                errors.invalid(path, "resource", "fieldRef and resourceFieldRef can not be specified simultaneously")
            }
        } else if !item["resourceFieldRef"].isNull {
            EnvironmentValidation.validateResource(
                item["resourceFieldRef"], needsContainer: true, path["resourceFieldRef"], &errors)
        } else {
            errors.required(path, "one of fieldRef and resourceFieldRef is required")
        }
        VolumeSourceRules.validateMode(item["mode"], path["mode"], &errors)
    }
}

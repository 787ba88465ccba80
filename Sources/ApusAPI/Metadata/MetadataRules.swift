public import ApusJSON

/// Rules for `metadata` that hold for every kind (apimachinery's `api/validation/objectmeta.go`).
public enum MetadataRules {
    /// What an update of an immutable field is answered with.
    public static let immutable = "field is immutable"
    static let negative = "must be greater than or equal to 0"

    /// Checks the metadata of a new object, whose name has been generated.
    public static func validate(
        _ metadata: JSONValue, isNamespaced: Bool, nameRule: NameRule, path: FieldPath = FieldPath("metadata"),
        _ errors: inout FieldErrors
    ) {
        if let base = metadata["generateName"].string, !base.isEmpty {
            errors.invalid(
                path["generateName"], .string(base), each: nameRule.problems(base, isPrefix: true))
        }
        let name = metadata["name"].string ?? ""
        if name.isEmpty {
            errors.required(path["name"], "name or generateName is required")
        } else {
            errors.invalid(path["name"], .string(name), each: nameRule.problems(name))
        }
        let namespace = metadata["namespace"].string ?? ""
        if isNamespaced {
            if namespace.isEmpty {
                errors.required(path["namespace"])
            } else {
                errors.invalid(path["namespace"], .string(namespace), each: Names.dnsLabelProblems(namespace))
            }
        } else if !namespace.isEmpty {
            errors.forbidden(path["namespace"], "not allowed on this type")
        }
        validateGeneration(metadata, path, &errors)
        validateMaps(metadata, path, &errors)
        validateFinalizers(metadata["finalizers"], path["finalizers"], &errors)
        validateManagedFields(metadata["managedFields"], path["managedFields"], &errors)
    }

    /// Checks the metadata of an object that lies in another (`x-kubernetes-embedded-resource`): it need not have a
    /// name.
    static func validateEmbedded(_ metadata: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        var metadata = metadata
        if (metadata["name"].string ?? "").isEmpty { metadata["name"] = "unnamed" }
        let isNamespaced = !(metadata["namespace"].string ?? "").isEmpty
        validate(metadata, isNamespaced: isNamespaced, nameRule: .pathSegment, path: path, &errors)
    }

    /// Checks what an update does to the metadata. Names, uid and timestamps must have been carried over where the
    /// client left them out.
    public static func validateUpdate(_ new: JSONValue, old: JSONValue, _ errors: inout FieldErrors) {
        let path = FieldPath("metadata")
        if old["deletionTimestamp"].string != nil {
            let before = old["finalizers"].elements
            let added = new["finalizers"].elements.filter { !before.contains($0) }.compactMap(\.string).sorted()
            if !added.isEmpty {
                let list = added.map { GoText.quoted($0) }.joined(separator: ", ")
                errors.forbidden(
                    path["finalizers"],
                    "no new finalizers can be added if the object is being deleted, found new finalizers "
                        + "[]string{\(list)}")
            }
        }
        if (new["resourceVersion"].string ?? "").isEmpty {
            errors.invalid(path["resourceVersion"], "", "must be specified for an update")
        }
        validateGeneration(new, path, &errors)
        if (new["generation"].int ?? 0) < (old["generation"].int ?? 0) {
            errors.invalid(path["generation"], new["generation"], "must not be decremented")
        }
        for key in [
            "name", "namespace", "uid", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds",
        ] where new[key] != old[key] {
            errors.invalid(path[key], new[key], immutable)
        }
        validateMaps(new, path, &errors)
        validateManagedFields(new["managedFields"], path["managedFields"], &errors)
    }

    /// Checks labels, annotations and owner references.
    private static func validateMaps(_ metadata: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        LabelRules.validateLabels(metadata["labels"], path["labels"], &errors)
        validateAnnotations(metadata["annotations"], path["annotations"], &errors)
        validateOwners(metadata["ownerReferences"], path["ownerReferences"], &errors)
    }

    /// Checks a map of annotations: keys as label keys, whatever their case, and 256 KiB in all.
    public static func validateAnnotations(_ value: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        guard case .object(let annotations) = value else { return }
        for member in annotations.members {
            let problems = Names.qualifiedNameProblems(member.key)
            if !problems.isEmpty {
                errors.invalid(path, .string(member.key), each: Names.qualifiedNameProblems(member.key.lowercased()))
            }
        }
        validateAnnotationsSize(value, path, &errors)
    }

    /// Checks that a map of annotations is no larger than 256 KiB.
    static func validateAnnotationsSize(_ value: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        guard case .object(let annotations) = value else { return }
        let size = annotations.members.reduce(0) { $0 + $1.key.utf8.count + ($1.value.string?.utf8.count ?? 0) }
        if size > 262_144 { errors.tooLong(path, maximum: 262_144) }
    }

    private static func validateGeneration(_ metadata: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        if let generation = metadata["generation"].int, generation < 0 {
            errors.invalid(path["generation"], .int(generation), negative)
        }
    }

    private static func validateOwners(_ owners: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        var controller: String?
        for (index, owner) in owners.elements.enumerated() {
            let here = path[index]
            let apiVersion = owner["apiVersion"].string ?? ""
            let kind = owner["kind"].string ?? ""
            let parts = apiVersion.split(separator: "/", omittingEmptySubsequences: false)
            if apiVersion.isEmpty {
                errors.required(here["apiVersion"], "must not be empty")
            } else if parts.count > 2 || parts.last?.isEmpty != false {
                errors.invalid(here["apiVersion"], .string(apiVersion), "must be <group>/<version> or <version>")
            }
            if kind.isEmpty { errors.required(here["kind"], "must not be empty") }
            for key in ["name", "uid"] where (owner[key].string ?? "").isEmpty {
                errors.required(here[key], "must not be empty")
            }
            if apiVersion == "v1", kind == "Event" {
                errors.invalid(here, owner, "/v1, Kind=Event is disallowed from being an owner")
            }
            if owner["controller"].bool == true {
                let text = "\(kind)/\(owner["name"].string ?? "")"
                if let first = controller {
                    errors.invalid(
                        path, owners,
                        "Only one reference can have Controller set to true. Found \"true\" in references for \(first) "
                            + "and \(text)")
                } else {
                    controller = text
                }
            }
        }
    }

    private static func validateFinalizers(_ value: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        let finalizers = value.elements.map { $0.string ?? "" }
        for finalizer in finalizers {
            errors.invalid(path, .string(finalizer), each: Names.qualifiedNameProblems(finalizer))
        }
        if finalizers.contains("orphan"), finalizers.contains("foregroundDeletion") {
            errors.invalid(path, value, "finalizer orphan and foregroundDeletion cannot be both set")
        }
    }

    /// A finalizer without a domain is one that Kubernetes itself knows.
    public static func validateStandardFinalizer(
        _ finalizer: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors
    ) {
        let name = finalizer.string ?? ""
        if !name.contains("/"), !["kubernetes", "orphan", "foregroundDeletion"].contains(name) {
            errors.invalid(path, finalizer, "name is neither a standard finalizer name nor is it fully qualified")
        }
    }

    /// The finalizers of a built-in kind.
    static func validateStandardFinalizers(_ metadata: JSONValue, _ errors: inout FieldErrors) {
        for (index, finalizer) in metadata["finalizers"].elements.enumerated() {
            validateStandardFinalizer(finalizer, FieldPath("metadata")["finalizers"][index], &errors)
        }
    }

    private static func validateManagedFields(_ value: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        for (index, entry) in value.elements.enumerated() {
            let here = path[index]
            switch entry["operation"].string ?? "" {
            case "": errors.required(here["operation"], "must not be empty")
            case "Apply", "Update": break
            case let other: errors.notSupported(here["operation"], .string(other), ["Apply", "Update"])
            }
            if let type = entry["fieldsType"].string, !type.isEmpty, type != "FieldsV1" {
                errors.invalid(here["fieldsType"], .string(type), "must be `FieldsV1`")
            }
            validateFieldManager(entry["manager"].string ?? "", here["manager"], &errors)
            if (entry["subresource"].string ?? "").utf8.count > 256 {
                errors.tooLong(here["subresource"], maximum: 256)
            }
        }
    }

    /// Checks the name of a field manager: printable, at most 128 bytes.
    public static func validateFieldManager(_ name: String, _ path: FieldPath, _ errors: inout FieldErrors) {
        if name.utf8.count > 128 { errors.tooLong(path, maximum: 128) }
        var position = 0
        for scalar in name.unicodeScalars {
            if !GoText.isPrint(scalar) {
                let code = GoText.hexadecimal(scalar.value, digits: 4).uppercased()
                errors.invalid(path, .string(name), "invalid character U+\(code) (at position \(position))")
            }
            position += String(scalar).utf8.count
        }
    }
}

import ApusAPI
import ApusJSON

/// The rules for a CustomResourceDefinition (apiextensions-apiserver's `apis/apiextensions/validation`).
///
/// What all versions have in common upstream keeps once, and names it so in what it finds: `spec.validation`,
/// `spec.subresources`, `spec.additionalPrinterColumns`, `spec.selectableFields`.
struct DefinitionRules {
    private(set) var errors = FieldErrors()

    static func validate(_ definition: JSONValue, _ errors: inout FieldErrors) {
        var rules = DefinitionRules()
        rules.checkName(definition)
        rules.checkSpec(definition["spec"], FieldPath("spec"))
        rules.checkStatus(definition)
        rules.checkApproval(definition, old: nil)
        errors.append(contentsOf: rules.errors.all)
    }

    static func validateUpdate(_ definition: JSONValue, old: JSONValue, _ errors: inout FieldErrors) {
        var rules = DefinitionRules()
        let (spec, oldSpec, path) = (definition["spec"], old["spec"], FieldPath("spec"))
        rules.checkSpec(spec, old: oldSpec["versions"].elements, path)
        let isEstablished = old["status"]["conditions"].elements.contains {
            $0["type"] == "Established" && $0["status"] == "True"
        }
        if isEstablished {
            rules.keep(spec["scope"], oldSpec["scope"], path["scope"])
            rules.keep(spec["names"]["kind"], oldSpec["names"]["kind"], path["names"]["kind"])
        }
        rules.keep(spec["group"], oldSpec["group"], path["group"])
        rules.keep(spec["names"]["plural"], oldSpec["names"]["plural"], path["names"]["plural"])
        rules.checkStatus(definition)
        rules.checkApproval(definition, old: old)
        errors.append(contentsOf: rules.errors.all)
    }

    static func validateStatusUpdate(_ definition: JSONValue, _ errors: inout FieldErrors) {
        var rules = DefinitionRules()
        rules.checkNames(definition["status"]["acceptedNames"], FieldPath("status")["acceptedNames"])
        errors.append(contentsOf: rules.errors.all)
    }

    private mutating func keep(_ value: JSONValue, _ old: JSONValue, _ path: FieldPath) {
        if value != old { errors.invalid(path, value, MetadataRules.immutable) }
    }

    private mutating func checkName(_ definition: JSONValue) {
        let (spec, name) = (definition["spec"], definition["metadata"]["name"].text)
        if name != "\(spec["names"]["plural"].text).\(spec["group"].text)" {
            errors.invalid(
                FieldPath("metadata")["name"], .string(name), "must be spec.names.plural+\".\"+spec.group")
        }
    }

    // MARK: - Spec

    /// - Parameter old: The versions before an update.
    private mutating func checkSpec(_ spec: JSONValue, old: [JSONValue] = [], _ path: FieldPath) {
        let group = spec["group"].text
        let problems = Names.dnsSubdomainProblems(group)
        if group.isEmpty {
            errors.required(path["group"])
        } else if !problems.isEmpty {
            errors.invalid(path["group"], .string(group), problems.joined(separator: ","))
        } else if !group.contains(".") {
            errors.invalid(path["group"], .string(group), "should be a domain with at least one dot")
        }
        choose(spec["scope"], ["Cluster", "Namespaced"], path["scope"])
        let versions = spec["versions"].elements
        for (index, version) in versions.enumerated() where version["schema"]["openAPIV3Schema"].isNull {
            errors.required(path["versions"][index]["schema"]["openAPIV3Schema"])
        }
        checkVersions(versions, old: old, path)
        for key in ["plural", "singular", "kind", "listKind"] where spec["names"][key].text.isEmpty {
            errors.required(path["names"][key])
        }
        checkNames(spec["names"], path["names"])
        checkShared(versions, old: old, path)
        if spec.flag("preserveUnknownFields") {
            errors.invalid(
                path["preserveUnknownFields"], true,
                "cannot set to true, set x-kubernetes-preserve-unknown-fields to true in spec.versions[*].schema instead"
            )
        }
        checkConversion(spec["conversion"], path["conversion"])
    }

    private mutating func choose(_ value: JSONValue, _ choices: [String], _ path: FieldPath) {
        if value.text.isEmpty {
            errors.required(path)
        } else if !choices.contains(value.text) {
            errors.notSupported(path, value, choices)
        }
    }

    private mutating func checkVersions(_ versions: [JSONValue], old: [JSONValue], _ path: FieldPath) {
        var names: Set<String> = []
        var isUnique = true
        for (index, version) in versions.enumerated() {
            let here = path["versions"][index]
            let name = version["name"].text
            if !names.insert(name).inserted { isUnique = false }
            let problems = Names.dns1035LabelProblems(name)
            if !problems.isEmpty { errors.invalid(here["name"], .string(name), problems.joined(separator: ",")) }
            checkDeprecation(version, here["deprecationWarning"])
            let hasStatus = version["subresources"]["status"].object != nil
            if !Self.isShared(versions, "schema") {
                checkSchema(
                    version["schema"], hasStatus: hasStatus, isUnchanged: hasSchema(version, old), here["schema"])
            }
            if !Self.isShared(versions, "subresources") {
                checkSubresources(version["subresources"], here["subresources"])
            }
            if !Self.isShared(versions, "additionalPrinterColumns") {
                checkColumns(version["additionalPrinterColumns"], here["additionalPrinterColumns"])
            }
            if !Self.isShared(versions, "selectableFields") {
                checkSelectable(version, here["selectableFields"])
            }
        }
        if !isUnique { errors.invalid(path["versions"], .array(versions), "must contain unique version names") }
        if versions.count(where: { $0.flag("storage") }) != 1 {
            errors.invalid(
                path["versions"], .array(versions), "must have exactly one version marked as storage version")
        }
    }

    private static func isShared(_ versions: [JSONValue], _ key: String) -> Bool {
        versions.allSatisfy { $0[key] == versions[0][key] }
    }

    /// Whether a version had the same schema before.
    private func hasSchema(_ version: JSONValue, _ old: [JSONValue]) -> Bool {
        old.contains { $0["name"] == version["name"] && $0["schema"] == version["schema"] }
    }

    /// What all versions have alike.
    private mutating func checkShared(_ versions: [JSONValue], old: [JSONValue], _ path: FieldPath) {
        guard let first = versions.first else { return }
        if Self.isShared(versions, "schema") {
            let hasStatus = versions.contains { $0["subresources"]["status"].object != nil }
            checkSchema(
                first["schema"], hasStatus: hasStatus, isUnchanged: hasSchema(first, old), path["validation"])
        }
        if Self.isShared(versions, "subresources") { checkSubresources(first["subresources"], path["subresources"]) }
        if Self.isShared(versions, "additionalPrinterColumns") {
            checkColumns(first["additionalPrinterColumns"], path["additionalPrinterColumns"])
        }
        if Self.isShared(versions, "selectableFields") { checkSelectable(first, path["selectableFields"]) }
    }

    private mutating func checkDeprecation(_ version: JSONValue, _ path: FieldPath) {
        guard let warning = version["deprecationWarning"].string else { return }
        if !version.flag("deprecated") {
            return errors.invalid(path, .string(warning), "can only be set for deprecated versions")
        }
        if warning.utf8.count > 256 { errors.invalid(path, .string(warning), "must be <= 256 characters long") }
        if warning.isEmpty { errors.invalid(path, "", "must not be an empty string") }
        var offset = 0
        for scalar in warning.unicodeScalars {
            if GoText.quoted(String(scalar)).hasPrefix("\"\\"), scalar != "\\", scalar != "\"" {
                errors.invalid(
                    path, .string(warning),
                    "must only contain printable UTF-8 characters; non-printable character found at index \(offset)")
                break
            }
            offset += String(scalar).utf8.count
        }
    }

    // MARK: - Names

    private mutating func checkNames(_ names: JSONValue, _ path: FieldPath) {
        for key in ["plural", "singular"] { checkLabel(names[key], path[key]) }
        for key in ["kind", "listKind"] where !names[key].text.isEmpty {
            let problems = Names.dns1035LabelProblems(names[key].text.lowercased())
            if !problems.isEmpty {
                errors.invalid(
                    path[key], names[key],
                    "may have mixed case, but should otherwise match: \(problems.joined(separator: ","))")
            }
        }
        for (index, name) in names["shortNames"].elements.enumerated() {
            checkLabel(name, path["shortNames"][index], isOptional: false)
        }
        if !names["kind"].text.isEmpty, names["kind"] == names["listKind"] {
            errors.invalid(path["listKind"], names["listKind"], "kind and listKind may not be the same")
        }
        for (index, name) in names["categories"].elements.enumerated() {
            checkLabel(name, path["categories"][index], isOptional: false)
        }
    }

    private mutating func checkLabel(_ name: JSONValue, _ path: FieldPath, isOptional: Bool = true) {
        if name.text.isEmpty, isOptional { return }
        let problems = Names.dns1035LabelProblems(name.text)
        if !problems.isEmpty { errors.invalid(path, .string(name.text), problems.joined(separator: ",")) }
    }

    // MARK: - Schemas

    /// The fields that the root may have where the status is validated apart.
    private static let rootFields: Set<String> = [
        "description", "type", "format", "title", "maximum", "exclusiveMaximum", "minimum", "exclusiveMinimum",
        "maxLength", "minLength", "pattern", "maxItems", "minItems", "uniqueItems", "multipleOf", "required", "items",
        "properties", "externalDocs", "example", "x-kubernetes-preserve-unknown-fields", "x-kubernetes-validations",
    ]
    private static let rootFieldNames =
        "[Description Type Format Title Maximum ExclusiveMaximum Minimum ExclusiveMinimum MaxLength MinLength Pattern "
        + "MaxItems MinItems UniqueItems MultipleOf Required Items Properties ExternalDocs Example "
        + "XPreserveUnknownFields XValidations]"

    private mutating func checkSchema(
        _ validation: JSONValue, hasStatus: Bool, isUnchanged: Bool, _ path: FieldPath
    ) {
        let schema = validation["openAPIV3Schema"]
        guard let object = schema.object else { return }
        let here = path["openAPIV3Schema"]
        if hasStatus {
            if schema["type"].text != "object", !schema["type"].isNull {
                errors.invalid(
                    here["type"], schema["type"],
                    "only \"object\" is allowed as the type at the root of the schema if the status subresource is "
                        + "enabled")
            } else if object.members.contains(where: {
                !Self.rootFields.contains($0.key) && !$0.value.isEmptyValue && $0.value != false
            }) {
                errors.invalid(
                    here, schema,
                    "only \(Self.rootFieldNames) fields are allowed at the root of the schema if the status "
                        + "subresource is enabled")
            }
        }
        if schema.flag("nullable") { errors.forbidden(here["nullable"], "nullable cannot be true at the root") }
        let structural = StructuralRules.problems(schema, here)
        let defaults = structural.isEmpty ? DefaultRules.problems(schema, here) : []
        errors.append(contentsOf: structural + defaults)
        errors.append(
            contentsOf: SchemaRules.problems(
                schema, here, compiles: structural.isEmpty && defaults.isEmpty, isUnchanged: isUnchanged))
    }

    // MARK: - Subresources, columns, selectors

    private mutating func checkSubresources(_ subresources: JSONValue, _ path: FieldPath) {
        let scale = subresources["scale"]
        guard scale.object != nil else { return }
        let here = path["scale"]
        for (key, prefix) in [("specReplicasPath", ".spec"), ("statusReplicasPath", ".status")] {
            let text = scale[key].text
            if text.isEmpty {
                errors.required(here[key])
            } else if isSimplePath(text, here[key]), !text.hasPrefix("\(prefix).") {
                errors.invalid(here[key], .string(text), "should be a json path under \(prefix)")
            }
        }
        let selector = scale["labelSelectorPath"].text
        if !selector.isEmpty, isSimplePath(selector, here["labelSelectorPath"]), !selector.hasPrefix(".spec."),
            !selector.hasPrefix(".status.")
        {
            errors.invalid(
                here["labelSelectorPath"], .string(selector), "should be a json path under either .spec or .status")
        }
    }

    private mutating func isSimplePath(_ text: String, _ path: FieldPath) -> Bool {
        guard text.first == "." else {
            errors.invalid(path, .string(text), "must be a simple json path starting with .")
            return false
        }
        return true
    }

    private static let columnTypes = ["boolean", "date", "integer", "number", "string"]
    private static let columnFormats = [
        "byte", "date", "date-time", "double", "float", "int32", "int64", "password",
    ]

    private mutating func checkColumns(_ columns: JSONValue, _ path: FieldPath) {
        for (index, column) in columns.elements.enumerated() {
            let here = path[index]
            if column["name"].text.isEmpty { errors.required(here["name"]) }
            let types = "must be one of \(Self.columnTypes.joined(separator: ","))"
            if column["type"].text.isEmpty {
                errors.required(here["type"], types)
            } else if !Self.columnTypes.contains(column["type"].text) {
                errors.invalid(here["type"], column["type"], types)
            }
            let format = column["format"].text
            if !format.isEmpty, !Self.columnFormats.contains(format) {
                errors.invalid(
                    here["format"], .string(format), "must be one of \(Self.columnFormats.joined(separator: ","))")
            }
            let text = column["jsonPath"].text
            if text.isEmpty { errors.required(here["JSONPath"]) } else { _ = isSimplePath(text, here["JSONPath"]) }
        }
    }

    private mutating func checkSelectable(_ version: JSONValue, _ path: FieldPath) {
        var known: Set<String> = []
        for (index, field) in version["selectableFields"].elements.enumerated() {
            let here = path[index]["jsonPath"]
            let text = field["jsonPath"].text
            if text.isEmpty {
                errors.required(here)
                continue
            }
            guard let names = ValuePath(text)?.names, !names.isEmpty else {
                errors.invalid(here, .string(text), "is an invalid path: not a path of field names")
                continue
            }
            var schema = version["schema"]["openAPIV3Schema"]
            for name in names { schema = schema["properties"][name] }
            guard schema.object != nil || names[0] == "metadata" else {
                errors.invalid(here, .string(text), "is an invalid path: does not refer to a valid field")
                continue
            }
            if names[0] == "metadata" { errors.invalid(here, .string(text), "must not point to fields in metadata") }
            if !["string", "boolean", "integer"].contains(schema["type"].text) {
                errors.invalid(
                    here, .string(text),
                    "must point to a field of type string, boolean or integer. Enum string fields and strings with "
                        + "formats are allowed.")
            }
            if !known.insert(text).inserted { errors.duplicate(here, .string(text)) }
        }
        if known.count > 8 { errors.tooMany(path, count: known.count, maximum: 8) }
    }

    // MARK: - Conversion

    private mutating func checkConversion(_ conversion: JSONValue, _ path: FieldPath) {
        guard conversion.object != nil else { return }
        choose(conversion["strategy"], ["None", "Webhook"], path["strategy"])
        let webhook = conversion["webhook"]
        let config = webhook["clientConfig"]
        let here = path["webhookClientConfig"]
        guard conversion["strategy"] == "Webhook" else {
            if config.object != nil {
                errors.forbidden(here, "should not be set when strategy is not set to Webhook")
            }
            if !webhook["conversionReviewVersions"].elements.isEmpty {
                errors.forbidden(
                    path["conversionReviewVersions"], "should not be set when strategy is not set to Webhook")
            }
            return
        }
        if config.object == nil {
            errors.required(here, "required when strategy is set to Webhook")
        } else {
            WebhookClientRules.validate(config, here, &errors)
        }
        checkReviewVersions(webhook["conversionReviewVersions"], path["conversionReviewVersions"])
    }

    private mutating func checkReviewVersions(_ versions: JSONValue, _ path: FieldPath) {
        guard !versions.elements.isEmpty else { return errors.required(path) }
        var seen: Set<String> = []
        for (index, version) in versions.elements.enumerated() {
            if !seen.insert(version.text).inserted {
                errors.invalid(path[index], version, "duplicate version")
            } else {
                errors.invalid(path[index], version, each: Names.dns1035LabelProblems(version.text))
            }
        }
        if seen.isDisjoint(with: ["v1", "v1beta1"]) {
            errors.invalid(path, versions, "must include at least one of v1, v1beta1")
        }
    }

    // MARK: - Status and approval

    private mutating func checkStatus(_ definition: JSONValue) {
        let status = definition["status"]
        checkNames(status["acceptedNames"], FieldPath("status")["acceptedNames"])
        let path = FieldPath("status")["storedVersions"]
        let stored = status["storedVersions"].elements.compactMap(\.string)
        guard !stored.isEmpty else {
            return errors.invalid(path, status["storedVersions"], "must have at least one stored version")
        }
        let versions = definition["spec"]["versions"].elements
        for version in versions where version.flag("storage") && !stored.contains(version["name"].text) {
            errors.invalid(
                path, status["storedVersions"], "must have the storage version \(version["name"].text)")
        }
        let names = Set(versions.map { $0["name"].text })
        for (index, name) in stored.enumerated() where !names.contains(name) {
            errors.invalid(
                path[index], .string(name),
                "missing from spec.versions; \(name) was previously a storage version, and must remain in spec.versions "
                    + "until a storage migration ensures no data remains persisted in \(name) and removes \(name) from "
                    + "status.storedVersions")
        }
    }

    /// Groups of Kubernetes itself need an approval; what was let through before is not asked again.
    private mutating func checkApproval(_ definition: JSONValue, old: JSONValue?) {
        guard APIApproval.protects(definition["spec"]["group"].text) else { return }
        func annotation(_ definition: JSONValue) -> String {
            definition["metadata"]["annotations"][APIApproval.annotation].text
        }
        let state = APIApproval(annotation(definition))
        if let old, APIApproval(annotation(old)).kind == state.kind { return }
        let path = FieldPath("metadata")["annotations"].key(APIApproval.annotation)
        switch state.kind {
        case .missing: errors.required(path, state.reason)
        case .invalid: errors.invalid(path, .string(annotation(definition)), state.reason)
        case .approved, .bypassed: break
        }
    }
}

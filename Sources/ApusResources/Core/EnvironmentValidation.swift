import ApusAPI
import ApusJSON

/// Rules for the environment of containers.
enum EnvironmentValidation {
    private static let fields: Set<String> = [
        "metadata.name", "metadata.namespace", "metadata.uid", "spec.nodeName", "spec.serviceAccountName",
        "status.hostIP", "status.hostIPs", "status.podIP", "status.podIPs",
    ]
    private static let resources: Set<String> = [
        "limits.cpu", "limits.memory", "limits.ephemeral-storage", "requests.cpu", "requests.memory",
        "requests.ephemeral-storage",
    ]

    static func validate(_ variables: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        for (index, variable) in variables.elements.enumerated() {
            let here = path[index]
            let name = variable["name"].text
            if name.isEmpty {
                errors.required(here["name"])
            } else {
                errors.invalid(here["name"], .string(name), each: Names.variableNameProblems(name))
            }
            let source = variable["valueFrom"]
            if !source.isNull {
                validateSource(source, hasValue: !variable["value"].text.isEmpty, here["valueFrom"], &errors)
            }
        }
    }

    private static func validateSource(
        _ source: JSONValue, hasValue: Bool, _ path: FieldPath, _ errors: inout FieldErrors
    ) {
        var count = 0
        let field = source["fieldRef"]
        if !field.isNull {
            count += 1
            validateField(field, allowed: fields, path["fieldRef"], &errors)
        }
        let resource = source["resourceFieldRef"]
        if !resource.isNull {
            count += 1
            let name = resource["resource"].text
            let here = path["resourceFieldRef"]
            if name.isEmpty {
                errors.required(here["resource"])
            } else if !resources.contains(name), !name.contains("hugepages-") {
                errors.notSupported(here["resource"], .string(name), resources.sorted())
            }
        }
        for key in ["configMapKeyRef", "secretKeyRef"] where !source[key].isNull {
            count += 1
            let text = source[key]["key"].text
            if source[key]["name"].text.isEmpty { errors.required(path[key]["name"]) }
            if text.isEmpty {
                errors.required(path[key]["key"])
            } else {
                errors.invalid(path[key]["key"], .string(text), each: Names.configKeyProblems(text))
            }
        }
        if !source["fileKeyRef"].isNull { count += 1 }
        if count == 0 {
            errors.invalid(
                path, "",
                "must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef` or "
                    + "`fileKeyRef`")
        } else if hasValue {
            errors.invalid(path, "", "may not be specified when `value` is not empty")
        } else if count > 1 {
            errors.invalid(path, "", "may not have more than one field specified at a time")
        }
    }

    /// A reference to a field of the pod itself (the downward API).
    static func validateField(
        _ reference: JSONValue, allowed: Set<String>, _ path: FieldPath, _ errors: inout FieldErrors
    ) {
        let text = reference["fieldPath"].text
        if reference["apiVersion"].text.isEmpty {
            errors.required(path["apiVersion"])
        } else if text.isEmpty {
            errors.required(path["fieldPath"])
        } else if text.hasSuffix("']"), let open = text.firstRange(of: "['") {
            let key = String(text[open.upperBound...].dropLast(2))
            switch text[..<open.lowerBound] {
            case "metadata.annotations":
                errors.invalid(path, .string(key.lowercased()), each: Names.qualifiedNameProblems(key.lowercased()))
            case "metadata.labels": errors.invalid(path, .string(key), each: Names.qualifiedNameProblems(key))
            case let other: errors.invalid(path, .string(String(other)), "does not support subscript")
            }
        } else if !allowed.contains(text) {
            if text.hasPrefix("metadata.") || text.hasPrefix("spec.") || text.hasPrefix("status.") {
                errors.notSupported(path["fieldPath"], .string(text), allowed.sorted())
            } else {
                errors.invalid(
                    path["fieldPath"], .string(text), "error converting fieldPath: field label not supported: \(text)")
            }
        }
    }

    static func validateSources(_ sources: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        for (index, source) in sources.elements.enumerated() {
            let here = path[index]
            let prefix = source["prefix"].text
            if !prefix.isEmpty {
                errors.invalid(here["prefix"], .string(prefix), each: Names.variableNameProblems(prefix))
            }
            let found = ["configMapRef", "secretRef"].filter { !source[$0].isNull }
            for key in found where source[key]["name"].text.isEmpty { errors.required(here[key]["name"]) }
            if found.isEmpty {
                errors.invalid(here, "", "must specify one of: `configMapRef` or `secretRef`")
            } else if found.count > 1 {
                errors.invalid(here, "", "may not have more than one field specified at a time")
            }
        }
    }
}

import ApusAPI
import ApusJSON

/// Rules for the environment of containers.
enum EnvironmentValidation {
    private static let fields: Set<String> = [
        "metadata.name", "metadata.namespace", "metadata.uid", "spec.nodeName", "spec.serviceAccountName",
        "status.hostIP", "status.hostIPs", "status.podIP", "status.podIPs",
    ]
    /// What the downward API knows; which of it may be used depends on the place.
    private static let known = fields.union([
        "metadata.annotations", "metadata.labels", "spec.restartPolicy", "spec.schedulerName", "status.phase",
    ])

    static func validate(_ variables: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        for (index, variable) in variables.elements.enumerated() {
            errors.requireValid(variable["name"], path[index]["name"], Names.variableNameProblems)
            let source = variable["valueFrom"]
            if !source.isNull {
                validateSource(
                    source, hasValue: !variable["value"].text.isEmpty, path[index]["valueFrom"], &errors)
            }
        }
    }

    private static func validateSource(
        _ source: JSONValue, hasValue: Bool, _ path: FieldPath, _ errors: inout FieldErrors
    ) {
        if !source["fieldRef"].isNull {
            validateField(source["fieldRef"], allowed: fields, path["fieldRef"], &errors)
        }
        if !source["resourceFieldRef"].isNull {
            validateResource(source["resourceFieldRef"], needsContainer: false, path["resourceFieldRef"], &errors)
        }
        for key in ["configMapKeyRef", "secretKeyRef"] where !source[key].isNull {
            let name = source[key]["name"].text
            errors.invalid(path[key]["name"], .string(name), each: Names.dnsSubdomainProblems(name))
            errors.requireValid(source[key]["key"], path[key]["key"], Names.configKeyProblems)
        }
        let file = source["fileKeyRef"]
        if !file.isNull {
            let here = path["fileKeyRef"]
            errors.requireValid(file["key"], here["key"], Names.variableNameProblems)
            errors.requireValid(file["volumeName"], here["volumeName"], Names.dnsLabelProblems)
            errors.require(file["path"], here["path"])
            PathRules.validateNoBacksteps(file["path"], here["path"], &errors)
        }
        let count = ["fieldRef", "resourceFieldRef", "configMapKeyRef", "secretKeyRef", "fileKeyRef"]
            .count { !source[$0].isNull }
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
        let version = reference["apiVersion"].text
        guard errors.require(reference["apiVersion"], path["apiVersion"]),
            errors.require(reference["fieldPath"], path["fieldPath"])
        else { return }
        func fail(_ problem: String) {
            errors.invalid(path["fieldPath"], .string(text), "error converting fieldPath: \(problem)")
        }
        if version != "v1" { return fail("unsupported pod version: \(version)") }
        if text.hasSuffix("']"), let open = text.firstRange(of: "['") {
            let key = String(text[open.upperBound...].dropLast(2))
            switch text[..<open.lowerBound] {
            case "metadata.annotations":
                errors.invalid(path, .string(key.lowercased()), each: Names.qualifiedNameProblems(key.lowercased()))
            case "metadata.labels": errors.invalid(path, .string(key), each: Names.qualifiedNameProblems(key))
            default: fail("field label does not support subscript: \(text)")
            }
        } else if text == "spec.host" {
            if !allowed.contains("spec.nodeName") {
                errors.notSupported(path["fieldPath"], "spec.nodeName", allowed.sorted())
            }
        } else if !known.contains(text) {
            fail("field label not supported: \(text)")
        } else if !allowed.contains(text) {
            errors.notSupported(path["fieldPath"], .string(text), allowed.sorted())
        }
    }

    // MARK: - Resources of containers

    private static let resources = [
        "limits.cpu", "limits.ephemeral-storage", "limits.memory", "requests.cpu", "requests.ephemeral-storage",
        "requests.memory",
    ]
    private static let divisors = [
        "1", "1k", "1M", "1G", "1T", "1P", "1E", "1Ki", "1Mi", "1Gi", "1Ti", "1Pi", "1Ei",
    ]

    static func validateResource(
        _ reference: JSONValue, needsContainer: Bool, _ path: FieldPath, _ errors: inout FieldErrors
    ) {
        let name = reference["resource"].text
        let isHugePages = name.hasPrefix("requests.hugepages-") || name.hasPrefix("limits.hugepages-")
        if needsContainer, reference["containerName"].text.isEmpty {
            errors.required(path["containerName"])
        } else if name.isEmpty {
            errors.required(path["resource"])
        } else if !resources.contains(name), !isHugePages {
            errors.notSupported(path["resource"], .string(name), resources)
        }
        guard let divisor = try? Quantity(parsing: reference["divisor"].text), !divisor.isZero else { return }
        let kind: String
        switch name {
        case "limits.cpu", "requests.cpu":
            if divisor.description != "1m", divisor.description != "1" {
                errors.invalid(
                    path["divisor"], .string(name),
                    "only divisor's values 1m and 1 are supported with the cpu resource")
            }
            return
        case "limits.memory", "requests.memory": kind = "memory"
        case "limits.ephemeral-storage", "requests.ephemeral-storage": kind = "local ephemeral storage"
        case _ where isHugePages: kind = "hugepages"
        default: return
        }
        if !divisors.contains(divisor.description) {
            errors.invalid(
                path["divisor"], .string(name),
                "only divisor's values \(divisors.joined(separator: ", ")) are supported with the \(kind) resource")
        }
    }

    // MARK: - Whole sources

    static func validateSources(_ sources: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        for (index, source) in sources.elements.enumerated() {
            let here = path[index]
            errors.check(source["prefix"], here["prefix"], Names.variableNameProblems)
            let found = ["configMapRef", "secretRef"].filter { !source[$0].isNull }
            for key in found {
                errors.requireValid(source[key]["name"], here[key]["name"]) {
                    NameRule.dnsSubdomain.problems($0, isPrefix: true)
                }
            }
            // Upstream leaves the index out here.
            if found.isEmpty {
                errors.invalid(path, "", "must specify one of: `configMapRef` or `secretRef`")
            } else if found.count > 1 {
                errors.invalid(path, "", "may not have more than one field specified at a time")
            }
        }
    }

    /// Variables that are read from files lie in an `emptyDir` of the pod.
    static func validateFileVolumes(_ spec: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        PodValidation.visitContainers(spec, path) { container, here in
            for (index, variable) in container["env"].elements.enumerated() {
                let file = variable["valueFrom"]["fileKeyRef"]
                guard !file.isNull else { continue }
                let name = file["volumeName"].text
                let field = here()["env"][index]["valueFrom"]["fileKeyRef"]["volumeName"]
                if let volume = spec["volumes"].elements.last(where: { $0["name"].text == name }) {
                    if volume["emptyDir"].isNull {
                        errors.invalid(field, .string(name), "referenced volume must be of type emptyDir")
                    }
                } else {
                    errors.notFound(field, .string(name))
                }
            }
        }
    }
}

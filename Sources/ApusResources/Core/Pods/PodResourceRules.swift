import ApusAPI
import ApusJSON

/// Rules for what a pod as a whole asks for: resource claims and resources at pod level.
enum PodResourceRules {
    static func validateClaims(
        _ claims: JSONValue, _ place: PodValidation.Place, _ path: FieldPath, _ errors: inout FieldErrors
    ) {
        guard !claims.isEmptyValue else { return }
        let list = path["resourceClaims"]
        var names: Set<String> = []
        for (index, claim) in claims.elements.enumerated() {
            if let metadata = place.metadata, !metadata["annotations"][PodAnnotationRules.mirror].isNull {
                errors.forbidden(FieldPath(""), "static pods do not support resource claims")
                continue
            }
            let here = list[index]
            let name = claim["name"].text
            if !name.isEmpty, names.contains(name) {
                errors.duplicate(here["name"], .string(name))
            } else {
                errors.requireValid(claim["name"], here["name"], Names.dnsLabelProblems)
                names.insert(name)
            }
            let sources = ["resourceClaimName", "resourceClaimTemplateName"]
            let count = sources.count { !claim[$0].isNull }
            if count != 1 {
                let shown = InternalValue.make(
                    claim,
                    [
                        ("Name", "name", ""), ("ResourceClaimName", "resourceClaimName", nil),
                        ("ResourceClaimTemplateName", "resourceClaimTemplateName", nil),
                    ])
                errors.invalid(
                    here, struct: shown,
                    count == 2
                        ? "at most one of `resourceClaimName` or `resourceClaimTemplateName` may be specified"
                        : "must specify one of: `resourceClaimName`, `resourceClaimTemplateName`")
            }
            for key in sources {
                if let name = claim[key].string {
                    errors.invalid(here[key], .string(name), each: Names.dnsSubdomainProblems(name))
                }
            }
        }
    }

    // MARK: - Pod level

    static func validate(_ spec: JSONValue, _ podPath: FieldPath, _ errors: inout FieldErrors) {
        let resources = spec["resources"]
        guard !resources.isNull else { return }
        let path = podPath["resources"]
        if spec["os"]["name"] == "windows" {
            errors.forbidden(path, "may not be set for a windows pod")
            return
        }
        if !resources["claims"].isNull {
            errors.forbidden(path["claims"], "claims may not be set for Resources at pod-level")
        }
        var scope = ResourceListRules.Scope(validateName: ResourceNames.validateOfPod)
        for claim in spec["resourceClaims"].elements { scope.claims.insert(claim["name"].text) }
        ResourceListRules.validateRequirements(resources, scope, path, &errors)
        validateSums(spec, path, &errors)
        for (index, container) in spec["containers"].elements.enumerated() {
            for limit in container["resources"]["limits"].object ?? JSONObject() {
                let most = resources["limits"][limit.key]
                if isGreater(limit.value, most) {
                    errors.invalid(
                        path["containers"][index].key(limit.key)["limits"], limit.value,
                        "must be less than or equal to pod limits of \(most.text)")
                }
            }
        }
    }

    private static func validateSums(_ spec: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        let resources = spec["resources"]
        for (name, sum) in aggregate(spec, "requests").sorted(by: { $0.key < $1.key }) {
            let own = resources["requests"][name]
            if isGreater(.string(sum.description), own) {
                errors.invalid(
                    path["requests"].key(name), own,
                    "must be greater than or equal to aggregate container requests of \(sum)")
            }
        }
        for (name, sum) in aggregate(spec, "limits").sorted(by: { $0.key < $1.key })
        where ResourceNames.isHugePages(name) {
            let own = resources["limits"][name]
            if isGreater(.string(sum.description), own) {
                errors.invalid(
                    path["limits"].key(name), own,
                    "must be greater than or equal to aggregate container limits of \(sum)")
            }
        }
    }

    private static func isGreater(_ a: JSONValue, _ b: JSONValue) -> Bool {
        guard let a = try? Quantity(parsing: a.text), let b = try? Quantity(parsing: b.text) else { return false }
        return a > b
    }

    /// What the containers need together (`AggregateContainerRequests`): those that run side by side, or one that runs
    /// before them, where that is more.
    private static func aggregate(_ spec: JSONValue, _ key: String) -> [String: Quantity] {
        func list(_ container: JSONValue) -> [String: Quantity] {
            var result: [String: Quantity] = [:]
            for member in container["resources"][key].object ?? JSONObject() {
                result[member.key] = try? Quantity(parsing: member.value.text)
            }
            return result
        }
        var sum: [String: Quantity] = [:]
        for container in spec["containers"].elements { sum.merge(list(container)) { $0 + $1 } }
        var sidecars: [String: Quantity] = [:]
        var before: [String: Quantity] = [:]
        for container in spec["initContainers"].elements {
            let own = list(container)
            if container["restartPolicy"] == "Always" {
                sum.merge(own) { $0 + $1 }
                sidecars.merge(own) { $0 + $1 }
                before.merge(sidecars) { max($0, $1) }
            } else {
                before.merge(own.merging(sidecars) { $0 + $1 }) { max($0, $1) }
            }
        }
        return sum.merging(before) { max($0, $1) }
    }

    // MARK: - Defaults

    /// What the containers ask for becomes the pod's request where that has only limits.
    static func applyDefaults(_ spec: inout JSONValue) {
        guard spec["resources"].object != nil else { return }
        if !spec["resources"]["limits"].isEmptyValue || !spec["resources"]["requests"].isEmptyValue {
            for (name, sum) in aggregate(spec, "limits").sorted(by: { $0.key < $1.key })
            where ResourceNames.isHugePages(name) && spec["resources"]["requests"][name].isNull {
                setDefault(&spec, "limits", name, .string(sum.description))
            }
        }
        guard case .object(let limits) = spec["resources"]["limits"], !limits.isEmpty else { return }
        for (name, sum) in aggregate(spec, "requests").sorted(by: { $0.key < $1.key })
        where name == "cpu" || name == "memory" {
            setDefault(&spec, "requests", name, .string(sum.description))
        }
        for member in limits where ["cpu", "memory"].contains(member.key) || ResourceNames.isHugePages(member.key) {
            setDefault(&spec, "requests", member.key, member.value)
        }
    }

    private static func setDefault(_ spec: inout JSONValue, _ list: String, _ name: String, _ value: JSONValue) {
        if spec["resources"][list].isNull { spec["resources"][list] = [:] }
        spec["resources"][list].setDefault(name, value)
    }
}

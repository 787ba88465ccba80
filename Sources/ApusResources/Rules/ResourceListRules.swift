import ApusAPI
import ApusJSON

/// Rules for quantities, lists of resources and what containers ask for (`core/validation`).
enum ResourceListRules {
    // MARK: - Quantities

    static func validatePositive(_ value: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        if let quantity = try? Quantity(parsing: value.text), quantity.sign <= 0 {
            errors.invalid(path, value, "must be greater than zero")
        }
    }

    /// The quantity of a resource of a node or a volume, rounded up, is not negative.
    static func validateNotNegative(_ value: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        if let quantity = try? Quantity(parsing: value.text), quantity.value < 0 {
            errors.invalid(path, .int(quantity.value), "must be a valid resource quantity")
        }
    }

    /// The quantity of a resource that something asks for or is granted.
    static func validateValue(
        _ name: String, _ value: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors
    ) {
        guard let quantity = try? Quantity(parsing: value.text) else { return }
        if quantity.sign < 0 { errors.invalid(path, value, "must be greater than or equal to 0") }
        if ResourceNames.isInteger(name), quantity.milliValue % 1000 != 0 {
            errors.invalid(path, value, "must be an integer")
        }
    }

    // MARK: - Requirements

    /// What a requirement is checked with: the names that may stand there, and the claims of the pod.
    struct Scope {
        var validateName: (String, FieldPath, inout FieldErrors) -> Void = ResourceNames.validateOfContainer
        var claims: Set<String> = []
    }

    /// `{limits, requests, claims}` of a container or a pod.
    static func validateRequirements(
        _ value: JSONValue, _ scope: Scope, _ path: FieldPath, _ errors: inout FieldErrors
    ) {
        guard case .object(let requirements) = value, !requirements.isEmpty else { return }
        let limits = value["limits"]
        var hasCompute = false
        var hasHugePages = false
        for key in ["limits", "requests"] {
            for member in value[key].object ?? JSONObject() {
                let here = path[key].key(member.key)
                scope.validateName(member.key, here, &errors)
                validateValue(member.key, member.value, here, &errors)
                if key == "requests" { compare(member, limits[member.key], path, &errors) }
                if ResourceNames.isHugePages(member.key) {
                    hasHugePages = true
                    validateHugePages(member, here, &errors)
                }
                if member.key == "cpu" || member.key == "memory" { hasCompute = true }
            }
        }
        if hasHugePages, !hasCompute { errors.forbidden(path, "HugePages require cpu or memory") }
        let claims = value["claims"].elements
        if !claims.isEmpty { validateClaims(claims, scope.claims, path["claims"], &errors) }
    }

    private static func compare(
        _ request: JSONObject.Member, _ limit: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors
    ) {
        let allowsOvercommit = ResourceNames.allowsOvercommit(request.key)
        guard !limit.isNull else {
            if !allowsOvercommit {
                errors.required(path["limits"], "Limit must be set for non overcommitable resources")
            }
            return
        }
        if limit == request.value { return }
        guard let asked = try? Quantity(parsing: request.value.text), let most = try? Quantity(parsing: limit.text)
        else { return }
        if asked != most, !allowsOvercommit {
            errors.invalid(path["requests"], request.value, "must be equal to \(request.key) limit of \(most)")
        } else if asked > most {
            errors.invalid(
                path["requests"], request.value, "must be less than or equal to \(request.key) limit of \(most)")
        }
    }

    private static func validateHugePages(
        _ member: JSONObject.Member, _ path: FieldPath, _ errors: inout FieldErrors
    ) {
        let size = try? Quantity(parsing: String(member.key.dropFirst("hugepages-".count)))
        guard let quantity = try? Quantity(parsing: member.value.text) else { return }
        if let size, size.sign > 0, size.milliValue % 1000 == 0, quantity.value % size.value == 0 { return }
        errors.invalid(path, member.value, "\(quantity) is not positive integer multiple of \(member.key)")
    }

    private static func validateClaims(
        _ claims: [JSONValue], _ known: Set<String>, _ path: FieldPath, _ errors: inout FieldErrors
    ) {
        var names: Set<String> = []
        for (index, claim) in claims.enumerated() {
            let here = path[index]
            let (name, request) = (claim["name"].text, claim["request"].text)
            guard !name.isEmpty else {
                errors.required(here)
                continue
            }
            if names.contains(name) {
                errors.duplicate(here, .string(name))
            } else {
                errors.check(claim["request"], here["request"], Names.dnsLabelProblems)
                let key = request.isEmpty ? name : "\(name)/\(request)"
                if names.contains(key) {
                    errors.duplicate(here, .string(key))
                } else if request.isEmpty {
                    for other in names where other.hasPrefix(name + "/") { errors.duplicate(here, .string(name)) }
                }
                names.insert(key)
            }
            if !known.contains(name) {
                let list = known.isEmpty ? " which is empty" : ": " + known.sorted().joined(separator: ", ")
                errors.notFound(here, .string(name), "must be one of the names in pod.spec.resourceClaims" + list)
            }
        }
    }
}

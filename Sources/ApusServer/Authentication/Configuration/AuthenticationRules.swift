import ApusAPI
import ApusJSON

/// The rules for an AuthenticationConfiguration (`apis/apiserver/validation`). There is no CEL: an expression is refused.
struct AuthenticationRules {
    private static let limit = 64
    private static let noExpressions = "Apus evaluates no CEL expressions here"

    let disallowedIssuers: [String]

    func validate(_ value: JSONValue, _ errors: inout FieldErrors) {
        let (all, path) = (value["jwt"].elements, FieldPath("jwt"))
        guard all.count <= Self.limit else {
            errors.tooMany(path, count: all.count, maximum: Self.limit)
            return
        }
        var (urls, discoveryURLs): (Set<String>, Set<String>) = ([], [])
        for (index, entry) in all.enumerated() {
            let path = path[index]
            validateIssuer(entry["issuer"], path["issuer"], &errors)
            validateClaimRules(entry["claimValidationRules"].elements, path["claimValidationRules"], &errors)
            validateMappings(entry["claimMappings"], path["claimMappings"], &errors)
            validateUserRules(entry["userValidationRules"].elements, path["userValidationRules"], &errors)
            if !urls.insert(text(entry["issuer"]["url"])).inserted {
                errors.duplicate(path["issuer"]["url"], entry["issuer"]["url"])
            }
            let discovery = text(entry["issuer"]["discoveryURL"])
            if !discovery.isEmpty, !discoveryURLs.insert(discovery).inserted {
                errors.duplicate(path["issuer"]["discoveryURL"], .string(discovery))
            }
        }
        let anonymous = value["anonymous"]
        if anonymous["enabled"].bool != true, !anonymous["conditions"].elements.isEmpty {
            errors.invalid(
                FieldPath("anonymous")["conditions"], anonymous["conditions"],
                "enabled should be set to true when conditions are defined")
        }
    }

    private func text(_ value: JSONValue) -> String { value.string ?? "" }

    // MARK: - Issuers

    private func validateIssuer(_ issuer: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        let (url, discovery) = (text(issuer["url"]), text(issuer["discoveryURL"]))
        if url.isEmpty {
            errors.required(path["url"])
        } else {
            validateURL(url, path["url"], disallowed: disallowedIssuers, &errors)
        }
        if !discovery.isEmpty {
            if !url.isEmpty, withoutSlashes(url) == withoutSlashes(discovery) {
                errors.invalid(path["discoveryURL"], .string(discovery), "discoveryURL must be different from URL")
            }
            validateURL(discovery, path["discoveryURL"], disallowed: [], &errors)
        }
        validateAudiences(issuer, path, &errors)
        let authority = text(issuer["certificateAuthority"])
        if !authority.isEmpty, !CertificateFile.isReadable(pem: authority) {
            errors.invalid(
                path["certificateAuthority"], "<omitted>",
                "data does not contain any valid RSA or ECDSA certificates")
        }
        if !text(issuer["egressSelectorType"]).isEmpty {
            errors.invalid(path["egressSelectorType"], issuer["egressSelectorType"], "Apus has no egress selectors")
        }
    }

    private func withoutSlashes(_ url: String) -> Substring {
        url[..<(url.lastIndex { $0 != "/" }.map { url.index(after: $0) } ?? url.startIndex)]
    }

    /// An `https` address of a host and a path, and nothing more.
    private func validateURL(
        _ url: String, _ path: FieldPath, disallowed: [String], _ errors: inout FieldErrors
    ) {
        if disallowed.contains(url) {
            errors.invalid(
                path, .string(url),
                "URL must not overlap with disallowed issuers: [\(disallowed.sorted().joined(separator: " "))]")
        }
        let parts = url.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
        let front = parts[0].split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let rest = front[0].split(separator: "://", maxSplits: 1, omittingEmptySubsequences: false)
        if rest.count < 2 || rest[0].lowercased() != "https" {
            errors.invalid(path, .string(url), "URL scheme must be https")
        }
        if rest.count == 2, rest[1].prefix(while: { $0 != "/" }).contains("@") {
            errors.invalid(path, .string(url), "URL must not contain a username or password")
        }
        if front.count == 2, !front[1].isEmpty {
            errors.invalid(path, .string(url), "URL must not contain a query")
        }
        if parts.count == 2, !parts[1].isEmpty {
            errors.invalid(path, .string(url), "URL must not contain a fragment")
        }
    }

    private func validateAudiences(_ issuer: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        let audiences = issuer["audiences"].elements
        guard !audiences.isEmpty else {
            errors.required(path["audiences"], "at least one \(path["audiences"]) is required")
            return
        }
        var seen: Set<String> = []
        for (index, audience) in audiences.enumerated() {
            if text(audience).isEmpty { errors.required(path["audiences"][index]) }
            if !seen.insert(text(audience)).inserted { errors.duplicate(path["audiences"][index], audience) }
        }
        let policy = text(issuer["audienceMatchPolicy"])
        guard policy != "MatchAny" else { return }
        if audiences.count > 1 {
            errors.invalid(
                path["audienceMatchPolicy"], .string(policy),
                "audienceMatchPolicy must be MatchAny for multiple audiences")
        } else if !policy.isEmpty {
            errors.invalid(
                path["audienceMatchPolicy"], .string(policy),
                "audienceMatchPolicy must be empty or MatchAny for single audience")
        }
    }

    // MARK: - Claims

    private func validateClaimRules(_ rules: [JSONValue], _ path: FieldPath, _ errors: inout FieldErrors) {
        var seen: Set<String> = []
        for (index, rule) in rules.enumerated() {
            let path = path[index]
            switch (text(rule["claim"]), text(rule["expression"])) {
            case ("", ""): errors.required(path, "claim or expression is required")
            case (let claim, ""):
                if !text(rule["message"]).isEmpty {
                    errors.invalid(path["message"], rule["message"], "may not be specified when claim is set")
                }
                if !seen.insert(claim).inserted { errors.duplicate(path["claim"], rule["claim"]) }
            case ("", _):
                if !text(rule["requiredValue"]).isEmpty {
                    errors.invalid(
                        path["requiredValue"], rule["requiredValue"], "may not be specified when expression is set")
                }
                errors.forbidden(path["expression"], Self.noExpressions)
            case (let claim, _): errors.invalid(path, .string(claim), "claim and expression can't both be set")
            }
        }
    }

    private func validateMappings(_ mappings: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        validatePrefixed(mappings["username"], path["username"], isRequired: true, &errors)
        validatePrefixed(mappings["groups"], path["groups"], isRequired: false, &errors)
        let uid = mappings["uid"]
        if !text(uid["claim"]).isEmpty, !text(uid["expression"]).isEmpty {
            errors.invalid(path["uid"], "", "claim and expression can't both be set")
        } else if !text(uid["expression"]).isEmpty {
            errors.forbidden(path["uid"]["expression"], Self.noExpressions)
        }
        for index in mappings["extra"].elements.indices {
            errors.forbidden(path["extra"][index]["valueExpression"], Self.noExpressions)
        }
    }

    private func validatePrefixed(
        _ mapping: JSONValue, _ path: FieldPath, isRequired: Bool, _ errors: inout FieldErrors
    ) {
        switch (text(mapping["claim"]), text(mapping["expression"])) {
        case ("", ""):
            if isRequired { errors.required(path, "claim or expression is required") }
        case (_, ""):
            if mapping["prefix"].isNull {
                errors.required(
                    path["prefix"],
                    "prefix is required when claim is set. It can be set to an empty string to disable prefixing")
            }
        case ("", _):
            if !mapping["prefix"].isNull {
                errors.invalid(path["prefix"], mapping["prefix"], "may not be specified when expression is set")
            }
            errors.forbidden(path["expression"], Self.noExpressions)
        default: errors.invalid(path, "", "claim and expression can't both be set")
        }
    }

    private func validateUserRules(_ rules: [JSONValue], _ path: FieldPath, _ errors: inout FieldErrors) {
        for (index, rule) in rules.enumerated() {
            if text(rule["expression"]).isEmpty {
                errors.required(path[index]["expression"])
            } else {
                errors.forbidden(path[index]["expression"], Self.noExpressions)
            }
        }
    }
}

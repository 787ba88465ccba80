import ApusAPI
import ApusJSON

/// How the server reaches a webhook (`apiserver/pkg/util/webhook/validation.go`).
enum WebhookClientRules {
    private static let form = "; desired format: https://host[/path]"

    static func validate(_ config: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        if config["url"].isNull == config["service"].isNull {
            errors.required(path, "exactly one of url or service is required")
        } else if let url = config["url"].string {
            validateURL(url, path["url"], &errors)
        } else {
            validateService(config["service"], path["service"], &errors)
        }
    }

    static func validateURL(_ text: String, _ path: FieldPath, _ errors: inout FieldErrors) {
        if let problem = GoURL.problem(text) {
            errors.required(path, "url must be a valid URL: \(problem)\(form)")
            return
        }
        let url = Parts(text)
        if url.scheme != "https" {
            errors.invalid(path, .string(url.scheme), "'https' is the only allowed URL scheme" + form)
        }
        if url.host.isEmpty { errors.invalid(path, .string(url.host), "host must be specified" + form) }
        if let user = url.user {
            errors.invalid(path, .string(user), "user information is not permitted in the URL")
        }
        if !url.fragment.isEmpty {
            errors.invalid(path, .string(url.fragment), "fragments are not permitted in the URL")
        }
        if !url.query.isEmpty {
            errors.invalid(path, .string(url.query), "query parameters are not permitted in the URL")
        }
    }

    static func validateService(_ service: JSONValue, _ path: FieldPath, _ errors: inout FieldErrors) {
        // Upstream hands name and namespace over in the other order, so that each is missed under the other's name.
        if service["namespace"].text.isEmpty { errors.required(path["name"]) }
        if service["name"].text.isEmpty { errors.required(path["namespace"]) }
        let port = service["port"].int ?? 0
        let problems = Names.portNumberProblems(port)
        if !problems.isEmpty {
            errors.invalid(path["port"], .int(port), "port is not valid: \(problems.joined(separator: ", "))")
        }
        if let text = service["path"].string { validatePath(text, path["path"], &errors) }
    }

    private static func validatePath(_ text: String, _ path: FieldPath, _ errors: inout FieldErrors) {
        let value = JSONValue.string(text)
        if text.isEmpty || text == "/" { return }
        if text == "//" {
            errors.invalid(path, value, "segment[0] may not be empty")
            return
        }
        if !text.hasPrefix("/") { errors.invalid(path, value, "must start with a '/'") }
        var rest = text.dropFirst()
        if rest.hasSuffix("/") { rest = rest.dropLast() }
        for (index, step) in rest.split(separator: "/", omittingEmptySubsequences: false).enumerated() {
            if step.isEmpty {
                errors.invalid(path, value, "segment[\(index)] may not be empty")
                continue
            }
            for problem in Names.dnsSubdomainProblems(String(step)) {
                errors.invalid(path, value, "segment[\(index)]: \(problem)")
            }
        }
    }

    /// A URL in its parts (RFC 3986 §3), without a check of each part's characters.
    private struct Parts {
        var scheme = ""
        var user: String?
        var host = ""
        var query = ""
        var fragment = ""

        init(_ text: String) {
            var rest = text[...]
            if let hash = rest.firstIndex(of: "#") {
                fragment = String(rest[rest.index(after: hash)...])
                rest = rest[..<hash]
            }
            if let colon = rest.firstIndex(of: ":"), Self.isScheme(rest[..<colon]) {
                scheme = rest[..<colon].lowercased()
                rest = rest[rest.index(after: colon)...]
            }
            if let mark = rest.firstIndex(of: "?") {
                query = String(rest[rest.index(after: mark)...])
                rest = rest[..<mark]
            }
            guard rest.hasPrefix("//") else { return }
            var authority = rest.dropFirst(2).prefix { $0 != "/" }
            if let at = authority.lastIndex(of: "@") {
                user = String(authority[..<at])
                authority = authority[authority.index(after: at)...]
            }
            host = String(authority)
        }

        private static func isScheme(_ text: Substring) -> Bool {
            text.first?.isLetter == true
                && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "+-.".contains($0)) }
        }
    }
}

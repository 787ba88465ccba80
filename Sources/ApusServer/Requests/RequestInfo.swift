/// What a request's method and path ask for (upstream's `RequestInfoFactory`).
struct RequestInfo: Sendable, Equatable {
    /// Whether the path names a resource: `/api/VERSION/…` or `/apis/GROUP/VERSION/…`.
    var isResource = false
    /// The decoded path, without the query.
    var path = ""
    /// `get`, `list`, `watch`, `create`, `update`, `patch`, `delete`, `deletecollection`, `proxy`; for a path that names
    /// no resource the method in lower case.
    var verb = ""
    var group = ""
    var version = ""
    var namespace = ""
    var resource = ""
    var subresource = ""
    var name = ""
    /// The path components from the resource on: `pods/x/proxy/a/b`.
    var parts: [Substring] = []
}

extension RequestInfo {
    /// Reads `method` and the decoded `path`.
    ///
    /// - Parameters:
    ///   - watch: whether the query says `watch=true`, which makes a list a watch.
    ///   - fieldName: `metadata.name` where the field selector pins it: then a list or watch names one object.
    init(method: String, path: String, watch: Bool = false, fieldName: String? = nil) {
        self.path = path
        verb = method.lowercased()
        var current = path.split(separator: "/", omittingEmptySubsequences: true)[...]
        guard current.count >= 3, let prefix = current.popFirst(), prefix == "api" || prefix == "apis" else { return }
        if prefix == "apis" {
            guard current.count >= 3, let first = current.popFirst() else { return }
            group = String(first)
        }
        guard let version = current.popFirst() else { return }
        self.version = String(version)
        isResource = true

        if current.first == "watch" || current.first == "proxy" {
            guard current.count >= 2, let special = current.popFirst() else {
                isResource = false
                return
            }
            verb = String(special)
        } else {
            verb = RequestInfo.verb(ofMethod: method)
        }
        readResource(current)
        if name.isEmpty, verb == "get" {
            verb = watch ? "watch" : "list"
        } else if name.isEmpty, verb == "delete" {
            verb = "deletecollection"
        }
        if verb == "list" || verb == "watch", name.isEmpty, let fieldName { name = fieldName }
    }

    private static func verb(ofMethod method: String) -> String {
        switch method {
        case "POST": "create"
        case "GET", "HEAD": "get"
        case "PUT": "update"
        case "PATCH": "patch"
        case "DELETE": "delete"
        default: ""
        }
    }

    private mutating func readResource(_ components: ArraySlice<Substring>) {
        var rest = components
        if rest.first == "namespaces", let name = rest.dropFirst().first {
            namespace = String(name)
            // `namespaces/x/status` and `…/finalize` are subresources of the namespace itself.
            if let third = rest.dropFirst(2).first, third != "status", third != "finalize" { rest = rest.dropFirst(2) }
        }
        parts = Array(rest)
        if parts.count >= 1 { resource = String(parts[0]) }
        if parts.count >= 2 { name = String(parts[1]) }
        if parts.count >= 3, verb != "proxy" { subresource = String(parts[2]) }
    }
}

import ApusAPI

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

    var gvr: GroupVersionResource { GroupVersionResource(group, version, resource) }
    /// Whether it changes nothing, and is short.
    var isRead: Bool { verb == "get" || verb == "list" || verb == "head" }
}

extension RequestInfo {
    /// Reads `method` and the decoded `path`.
    ///
    /// - Parameters:
    ///   - watch: whether the query says `watch=true`, which makes a list a watch.
    ///   - fieldName: `metadata.name` where the field selector pins it: then a list or watch names one object.
    init(method: String, path: String, watch: Bool = false, fieldName: String? = nil) {
        self.path = path
        var components = RequestInfo.components(of: path)
        guard components.count >= 3, components[0] == "api" || components[0] == "apis" else {
            verb = method.lowercased()
            return
        }
        let isGrouped = components[0] == "apis"
        if isGrouped {
            guard components.count >= 4 else {
                verb = method.lowercased()
                return
            }
            group = String(components[1])
        }
        version = String(components[isGrouped ? 2 : 1])
        components.removeFirst(isGrouped ? 3 : 2)
        isResource = true

        if components[0] == "watch" || components[0] == "proxy" {
            guard components.count >= 2 else {
                isResource = false
                verb = method.lowercased()
                return
            }
            verb = String(components.removeFirst())
        } else {
            verb = RequestInfo.verb(ofMethod: method)
        }
        readResource(components)
        if name.isEmpty, verb == "get" {
            verb = watch ? "watch" : "list"
        } else if name.isEmpty, verb == "delete" {
            verb = "deletecollection"
        }
        if verb == "list" || verb == "watch", name.isEmpty, let fieldName { name = fieldName }
    }

    /// What stands between the slashes; empty components do not count.
    private static func components(of path: String) -> [Substring] {
        var components: [Substring] = []
        components.reserveCapacity(8)
        let bytes = path.utf8
        var start = bytes.startIndex
        var index = start
        while true {
            let isEnd = index == bytes.endIndex
            if isEnd || bytes[index] == UInt8(ascii: "/") {
                if start < index { components.append(path[start..<index]) }
                if isEnd { return components }
                start = bytes.index(after: index)
            }
            index = bytes.index(after: index)
        }
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

    private mutating func readResource(_ components: [Substring]) {
        parts = components
        if parts.count >= 2, parts[0] == "namespaces" {
            namespace = String(parts[1])
            // `namespaces/x/status` and `…/finalize` are subresources of the namespace itself.
            if parts.count >= 3, parts[2] != "status", parts[2] != "finalize" { parts.removeFirst(2) }
        }
        if parts.count >= 1 { resource = String(parts[0]) }
        if parts.count >= 2 { name = String(parts[1]) }
        if parts.count >= 3, verb != "proxy" { subresource = String(parts[2]) }
    }
}

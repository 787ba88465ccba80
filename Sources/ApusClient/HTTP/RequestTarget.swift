import ApusAPI

extension APIRequest {
    /// The path and query of the request on a server, without a leading host: `/apis/apps/v1/namespaces/x/deployments`.
    var target: String {
        var path = resource.group.isEmpty ? "/api/\(resource.version)" : "/apis/\(resource.group)/\(resource.version)"
        if let namespace, !namespace.isEmpty { path += "/namespaces/\(escaped(namespace))" }
        path += "/\(resource.resource)"
        if let name { path += "/\(escaped(name))" }
        if let subresource { path += "/\(subresource)" }
        let query = queryItems
        guard !query.isEmpty else { return path }
        return path + "?" + query.map { "\($0.0)=\(escaped($0.1))" }.joined(separator: "&")
    }

    private var queryItems: [(String, String)] {
        var items: [(String, String)] = []
        func add(_ name: String, _ value: String?) { if let value { items.append((name, value)) } }
        if verb == .watch { add("watch", "true") }
        add("labelSelector", options.labelSelector)
        add("fieldSelector", options.fieldSelector)
        add("resourceVersion", options.resourceVersion)
        add("resourceVersionMatch", options.resourceVersionMatch)
        add("limit", options.limit.map(String.init))
        add("continue", options.continuation)
        if options.allowWatchBookmarks { add("allowWatchBookmarks", "true") }
        add("sendInitialEvents", options.sendInitialEvents.map(String.init))
        add("timeoutSeconds", options.timeoutSeconds.map(String.init))
        if options.dryRun { add("dryRun", "All") }
        add("fieldManager", options.fieldManager)
        add("fieldValidation", options.fieldValidation)
        add("force", options.force.map(String.init))
        return items
    }

    var method: String {
        switch verb {
        case .get, .list, .watch: "GET"
        case .create: "POST"
        case .update: "PUT"
        case .patch: "PATCH"
        case .delete, .deletecollection: "DELETE"
        }
    }
}

/// Percent-encodes what RFC 3986 does not leave unreserved.
private func escaped(_ text: String) -> String {
    var result = ""
    for byte in text.utf8 {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
            UInt8(ascii: "~"):
            result.unicodeScalars.append(Unicode.Scalar(byte))
        default:
            let hex = String(byte, radix: 16, uppercase: true)
            result += hex.utf8.count == 1 ? "%0\(hex)" : "%\(hex)"
        }
    }
    return result
}

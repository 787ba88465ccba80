import ApusAPI
import ApusHTTP
import NIOHTTP1

/// What a request on `pods/proxy`, `services/proxy` or `nodes/proxy` asks for: `[http|https:]NAME[:PORT]` and a path.
struct ProxyRequest {
    let isTLS: Bool
    let name: String
    /// A number, the name of a port, or "".
    let port: String
    /// The path behind `proxy`, cleaned of dots as upstream's `path.Join` does, with the query.
    let uri: String

    /// - Parameter kind: What is named, as messages call it.
    /// - Throws: 400 for what is no such name.
    init(_ call: HTTPCall, _ kind: String) throws(StatusError) {
        let parts = call.info.name.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        let scheme = parts.count == 3 ? parts[0] : ""
        let place = parts.count == 3 ? 1 : 0
        guard parts.count <= 3, ["", "http", "https"].contains(scheme), !parts[place].isEmpty else {
            throw .badRequest("invalid \(kind) request \(GoText.quoted(call.info.name))")
        }
        isTLS = scheme == "https"
        name = parts[place]
        port = parts.count > 1 ? parts[place + 1] : ""
        let rest = ProxyRequest.clean(call.info.parts.dropFirst(3))
        var path = "/" + rest.map { PercentEncoding.encode($0) }.joined(separator: "/")
        if call.info.path.hasSuffix("/"), !rest.isEmpty { path += "/" }
        uri = call.request.query.map { "\(path)?\($0)" } ?? path
    }

    private static func clean(_ components: ArraySlice<Substring>) -> [String] {
        var result: [String] = []
        for component in components where component != "." {
            if component == ".." { _ = result.popLast() } else { result.append(String(component)) }
        }
        return result
    }

    /// Where the request is sent instead because nothing stands behind `proxy`: its root ends in a slash, so that
    /// relative links work. Upgrades stay (apimachinery's `proxyRedirectsforRootPath`).
    static func redirection(of call: HTTPCall) -> String? {
        guard call.info.parts.count <= 3, !call.info.path.hasSuffix("/"), [.GET, .HEAD].contains(call.method),
            !call.request.headers.contains(name: "upgrade")
        else { return nil }
        guard let query = call.request.query, !query.isEmpty else { return "\(call.request.path)/" }
        return "\(call.request.path)/?\(query)"
    }

    /// Whether requests may go to `address`: not to the server's own machine, its link or nobody (Go's
    /// `IsGlobalUnicast`).
    static func allows(_ address: String) -> Bool { IPAddress(address)?.isGlobalUnicast ?? false }
}

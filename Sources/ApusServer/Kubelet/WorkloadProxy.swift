import ApusAPI
import ApusHTTP
import ApusJSON
import NIOHTTP1

/// `pods/proxy` and `services/proxy`: any HTTP request, upgrades included, to a Pod or to one behind a Service
/// (`registry/core/pod/rest`, `registry/core/service/proxy.go`).
struct WorkloadProxy: ConnectHandler {
    enum Kind: Sendable { case pod, service }

    /// Who answers.
    private struct Target {
        var host: String
        var port: Int
        var isTLS: Bool
    }

    /// The last part of the name: `[https:]name[:port]`.
    private struct Name {
        var scheme = "http"
        var name: String
        var port = ""

        /// Nil for what is no such name.
        init?(_ text: String) {
            let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
            switch parts.count {
            case 1: name = parts[0]
            case 2: (name, port) = (parts[0], parts[1])
            case 3: (scheme, name, port) = (parts[0].isEmpty ? "http" : parts[0], parts[1], parts[2])
            default: return nil
            }
            guard !name.isEmpty, ["http", "https"].contains(scheme) else { return nil }
        }
    }

    let kind: Kind
    let objects: ResourceCache
    /// The endpoints of Services.
    let slices: ResourceCache
    private let plain: HTTPUpstream
    private let secure: HTTPUpstream

    /// Throws where TLS cannot be set up.
    init(_ kind: Kind, objects: ResourceCache, slices: ResourceCache) throws {
        self.kind = kind
        self.objects = objects
        self.slices = slices
        plain = try HTTPUpstream(tls: nil)
        // Workloads have certificates of their own, which nobody told the server about.
        secure = try HTTPUpstream(tls: .init(caPEM: nil))
    }

    func handle(_ call: HTTPCall, _ server: ServerCore) throws(StatusError) {
        let text = kind == .pod ? "pod" : "service"
        guard let name = Name(call.info.name) else {
            throw .badRequest("invalid \(text) request \(GoText.quoted(call.info.name))")
        }
        guard let object = objects.object(ObjectKey(call.info.namespace, name.name)) else {
            throw .notFound(objects.definition.gvr, name.name)
        }
        let rest = call.info.parts.dropFirst(3)
        let endsInSlash = call.info.path.hasSuffix("/")
        if rest.isEmpty, !endsInSlash, [.GET, .HEAD].contains(call.method) { return redirect(call) }
        let target = try kind == .pod ? pod(object.tree(), name) : endpoint(of: object.tree(), name)
        var path = "/" + rest.map { PercentEncoding.encode(String($0)) }.joined(separator: "/")
        if endsInSlash, !rest.isEmpty { path += "/" }
        relay(call, to: target, uri: call.request.query.map { "\(path)?\($0)" } ?? path)
    }

    /// The root of what is proxied ends in a slash, so that relative links work.
    private func redirect(_ call: HTTPCall) {
        var location = "\(call.request.path)/"
        if let query = call.request.query, !query.isEmpty { location += "?\(query)" }
        call.respond(text: "", status: 301, extra: [("Location", location)])
    }

    private func relay(_ call: HTTPCall, to target: Target, uri: String) {
        var request = call.request
        for header in ["authorization", "impersonate-user", "impersonate-group", "impersonate-uid"] {
            request.headers.remove(name: header)
        }
        request.uri = uri
        request.headers.remove(name: "accept-encoding")
        call.exchange.onClose { call.metric.finish(code: 200) }
        let upstream = target.isTLS ? secure : plain
        upstream.relay(request, to: target.host, port: target.port, call.exchange) { failure in
            let reason =
                switch failure {
                case .connect(let error): "dial tcp \(target.host):\(target.port): \(error)"
                case .noAnswer(let error): "\(error)"
                }
            call.respond(.serviceUnavailable("error trying to reach service: \(reason)"))
        }
    }

    // MARK: - Who answers

    private func pod(_ pod: JSONValue, _ name: Name) throws(StatusError) -> Target {
        let address = pod["status"]["podIP"].string ?? ""
        guard !address.isEmpty, !address.hasPrefix("127."), address != "::1", !address.hasPrefix("169.254.") else {
            throw .badRequest("address not allowed")
        }
        let first = pod["spec"]["containers"].elements.lazy.compactMap { $0["ports"][0]["containerPort"].int }.first
        let fallback = name.scheme == "https" ? 443 : 80
        let port = name.port.isEmpty ? first.map(Int.init) ?? fallback : Int(name.port)
        guard let port, (1...65535).contains(port) else {
            throw .badRequest("invalid pod request \(GoText.quoted(name.name + ":" + name.port))")
        }
        return Target(host: address, port: port, isTLS: name.scheme == "https")
    }

    private func endpoint(of service: JSONValue, _ name: Name) throws(StatusError) -> Target {
        let ports = service["spec"]["ports"].elements
        var portName = name.port
        if let number = Int64(name.port) {
            guard let port = ports.first(where: { $0["port"].int == number }) else {
                throw .serviceUnavailable("no service port \(number) found for service \(GoText.quoted(name.name))")
            }
            portName = port["name"].string ?? ""
        }
        let namespace = service["metadata"]["namespace"].string ?? ""
        let snapshot = slices.snapshot().objects
        let candidates = ListItems(snapshot, range: snapshot.range(namespace: namespace), filter: nil)
            .filter { $0.labels["kubernetes.io/service-name"] == name.name }
        var targets: [Target] = []
        for slice in candidates {
            let slice = slice.tree()
            let port = slice["ports"].elements.first {
                ($0["name"].string ?? "") == portName || name.port.isEmpty && slice["ports"].elements.count == 1
            }
            guard let port = port?["port"].int else { continue }
            for endpoint in slice["endpoints"].elements where endpoint["conditions"]["ready"].bool != false {
                guard let address = endpoint["addresses"][0].string else { continue }
                targets.append(Target(host: address, port: Int(port), isTLS: name.scheme == "https"))
            }
        }
        guard let target = targets.randomElement() else {
            throw .serviceUnavailable("no endpoints available for service \(GoText.quoted(name.name))")
        }
        return target
    }
}

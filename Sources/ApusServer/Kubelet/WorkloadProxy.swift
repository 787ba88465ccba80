import ApusAPI
import ApusHTTP
import ApusJSON

/// `pods/proxy` and `services/proxy`: any HTTP request, upgrades included, to a Pod or to one behind a Service
/// (`registry/core/pod/rest`, `registry/core/service/proxy.go`).
struct WorkloadProxy: ConnectHandler {
    enum Kind: Sendable { case pod, service }

    /// Who answers.
    private struct Target {
        var host: String
        var port: Int
    }

    let kind: Kind
    let objects: ResourceCache
    /// The endpoints of Services.
    let slices: ResourceCache
    let upstream: WorkloadUpstream

    func handle(_ call: HTTPCall, _ server: ServerCore) throws(StatusError) {
        let request = try ProxyRequest(call, kind == .pod ? "pod" : "service")
        guard let object = objects.object(ObjectKey(call.info.namespace, request.name)) else {
            throw .notFound(objects.definition.gvr, request.name)
        }
        if let location = ProxyRequest.redirection(of: call) {
            return call.respond(text: "", status: 301, extra: [("Location", location)])
        }
        let target = try kind == .pod ? pod(object.tree(), request) : endpoint(of: object.tree(), request)
        upstream.relay(call, request, to: target.host, port: target.port)
    }

    // MARK: - Who answers

    private func pod(_ pod: JSONValue, _ request: ProxyRequest) throws(StatusError) -> Target {
        let address = pod["status"]["podIP"].string ?? ""
        try upstream.check(address)
        let first = pod["spec"]["containers"].elements.lazy.compactMap { $0["ports"][0]["containerPort"].int }.first
        let fallback = request.isTLS ? 443 : 80
        let port = request.port.isEmpty ? first.map(Int.init) ?? fallback : Int(request.port)
        guard let port, (1...65535).contains(port) else {
            throw .badRequest("invalid pod request \(GoText.quoted(request.name + ":" + request.port))")
        }
        return Target(host: address, port: port)
    }

    private func endpoint(of service: JSONValue, _ request: ProxyRequest) throws(StatusError) -> Target {
        let ports = service["spec"]["ports"].elements
        var portName = request.port
        if let number = Int64(request.port) {
            guard let port = ports.first(where: { $0["port"].int == number }) else {
                throw .serviceUnavailable("no service port \(number) found for service \(GoText.quoted(request.name))")
            }
            portName = port["name"].string ?? ""
        }
        let namespace = service["metadata"]["namespace"].string ?? ""
        let snapshot = slices.snapshot().objects
        let candidates = ListItems(snapshot, range: snapshot.range(namespace: namespace), filter: nil)
            .filter { $0.labels["kubernetes.io/service-name"] == request.name }
        var targets: [Target] = []
        for slice in candidates {
            let slice = slice.tree()
            let port = slice["ports"].elements.first {
                ($0["name"].string ?? "") == portName || request.port.isEmpty && slice["ports"].elements.count == 1
            }
            guard let port = port?["port"].int else { continue }
            for endpoint in slice["endpoints"].elements where endpoint["conditions"]["ready"].bool != false {
                guard let address = endpoint["addresses"][0].string else { continue }
                targets.append(Target(host: address, port: Int(port)))
            }
        }
        guard let target = targets.randomElement() else {
            throw .serviceUnavailable("no endpoints available for service \(GoText.quoted(request.name))")
        }
        return target
    }
}

import ApusAPI
import ApusHTTP

/// `nodes/proxy`: any path of a node's kubelet, or of what listens at another port of the node.
struct NodeProxy: ConnectHandler {
    let nodes: ResourceCache
    let kubelets: KubeletClient?
    let upstream: WorkloadUpstream

    func handle(_ call: HTTPCall, _ server: ServerCore) throws(StatusError) {
        let request = try ProxyRequest(call, "node")
        guard let object = nodes.object(ObjectKey("", request.name)) else {
            throw .notFound(nodes.definition.gvr, request.name)
        }
        if let location = ProxyRequest.redirection(of: call) {
            return call.respond(text: "", status: 301, extra: [("Location", location)])
        }
        let node = object.tree()
        if !request.port.isEmpty {
            let (host, port) = try KubeletClient.location(of: node)
            guard let wanted = Int(request.port), (1...65535).contains(wanted) else {
                throw .badRequest("invalid node request \(GoText.quoted(call.info.name))")
            }
            if wanted != port {
                try upstream.check(host)
                return upstream.relay(call, request, to: host, port: wanted)
            }
        }
        guard let kubelets else { throw .internalError("the server has no credentials for kubelets") }
        try kubelets.relay(call, to: node, uri: request.uri, wordsRefusals: false)
    }
}

import ApusAPI
import ApusHTTP

/// `nodes/proxy`: any path of a node's kubelet.
struct NodeProxy: ConnectHandler {
    let nodes: ResourceCache
    let kubelets: KubeletClient?

    func handle(_ call: HTTPCall, _ server: ServerCore) throws(StatusError) {
        let name = call.info.parts.count > 1 ? String(call.info.parts[1]) : ""
        guard let node = nodes.object(ObjectKey("", name)) else { throw .notFound(nodes.definition.gvr, name) }
        guard let kubelets else { throw .internalError("the server has no credentials for kubelets") }
        let path = "/" + call.info.parts.dropFirst(3).map { PercentEncoding.encode(String($0)) }.joined(separator: "/")
        try kubelets.relay(call, to: node.tree(), uri: call.request.query.map { "\(path)?\($0)" } ?? path)
    }
}

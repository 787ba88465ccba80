import ApusAPI
import ApusHTTP
import ApusJSON
import NIOCore
import NIOHTTP1

/// Relays requests to kubelets, as the server, over TLS with client certificates on both sides.
final class KubeletClient: Sendable {
    /// Which of a node's addresses is used: the first of these types that it has.
    private static let addressTypes = ["InternalIP", "ExternalIP", "Hostname", "InternalDNS", "ExternalDNS"]
    private static let defaultPort: Int64 = 10250

    private let upstream: HTTPUpstream

    /// Throws where a certificate or key does not parse.
    init(_ access: APIServer.KubeletAccess) throws {
        upstream = try HTTPUpstream(
            tls: .init(
                caPEM: access.caPEM, certificatePEM: access.certificateChainPEM, privateKeyPEM: access.privateKeyPEM))
    }

    /// Where the kubelet of `node` is reached; 500 where the node says nothing of it.
    static func location(of node: JSONValue) throws(StatusError) -> (host: String, port: Int) {
        let addresses = node["status"]["addresses"].elements
        let address = KubeletClient.addressTypes.lazy.compactMap { type in
            addresses.first { $0["type"].string == type }?["address"].string
        }.first
        guard let address else {
            throw .internalError("no preferred addresses found; known addresses: []")
        }
        let known = node["status"]["daemonEndpoints"]["kubeletEndpoint"]["Port"].int ?? 0
        return (address, Int(known > 0 ? known : KubeletClient.defaultPort))
    }

    /// Sends the request of `call` to the kubelet of `node` as `uri`, and its answer back.
    ///
    /// - Parameters:
    ///   - messages: The answer goes back as messages of a WebSocket; nil: as it is.
    ///   - wordsRefusals: Whether what the kubelet refuses becomes a `Status`.
    func relay(
        _ call: HTTPCall, to node: JSONValue, uri: String, messages: WebSocketAnswer? = nil, wordsRefusals: Bool = true
    ) throws(StatusError) {
        let name = node["metadata"]["name"].string ?? ""
        let (host, port) = try KubeletClient.location(of: node)
        var request = call.request
        // Who the client is the kubelet need not know: it trusts the server.
        request.headers.removeCredentials()
        request.headers.remove(name: "cookie")
        if messages != nil { request.headers.remove(name: "upgrade") }
        request.uri = uri
        request.headers.remove(name: "accept-encoding")
        call.exchange.onClose { call.metric.finish(code: 200) }
        var outcome = HTTPUpstream.Outcome(messages: messages, ended: { call.metric.finish(code: $0) }) { failure in
            call.respond(.internalError("error dialing backend: \(failure.reason(host, port)) (node \(name))"))
        }
        if wordsRefusals {
            outcome.refused = { status, body in
                call.respond(KubeletClient.error(Int(status.code), String(buffer: body)))
            }
        }
        upstream.relay(request, to: host, port: port, call.exchange, outcome)
    }

    /// What the kubelet's refusal is to the client: a `Status` with the kubelet's words
    /// (apiserver's `registry/generic/rest/response_checker.go`).
    private static func error(_ code: Int, _ text: String) -> StatusError {
        let message = String(trimmingLines: text)
        return switch code {
        case 500: .internalError(message)
        case 400: .badRequest(message)
        case 404: StatusError(code: 404, reason: .notFound, message: message, details: .init())
        case 401: .unauthorized(message)
        case 403: StatusError(code: 403, reason: .forbidden, message: message, details: .init())
        default: StatusError(code: code, reason: .unknown, message: message, details: .init())
        }
    }
}

extension String {
    /// `text` without line breaks at its end.
    fileprivate init(trimmingLines text: String) {
        var view = Substring(text)
        while let last = view.last, last.isNewline { view.removeLast() }
        self.init(view)
    }
}

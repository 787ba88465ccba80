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

    /// Sends the request of `call` to the kubelet of `node` as `uri`, and its answer back.
    func relay(_ call: HTTPCall, to node: JSONValue, uri: String) throws(StatusError) {
        let name = node["metadata"]["name"].string ?? ""
        let addresses = node["status"]["addresses"].elements
        let address = KubeletClient.addressTypes.lazy.compactMap { type in
            addresses.first { $0["type"].string == type }?["address"].string
        }.first
        guard let address else {
            throw .internalError("no preferred addresses found; known addresses: []")
        }
        let known = node["status"]["daemonEndpoints"]["kubeletEndpoint"]["Port"].int ?? 0
        let port = known > 0 ? known : KubeletClient.defaultPort
        var request = call.request
        // Who the client is the kubelet need not know: it trusts the server.
        for header in ["authorization", "cookie", "impersonate-user", "impersonate-group"] {
            request.headers.remove(name: header)
        }
        request.uri = uri
        request.headers.remove(name: "accept-encoding")
        call.exchange.onClose { call.metric.finish(code: 200) }
        upstream.relay(
            request, to: address, port: Int(port), call.exchange,
            refused: { status, body in call.respond(KubeletClient.error(Int(status.code), String(buffer: body))) }
        ) { failure in
            let reason =
                switch failure {
                case .connect(let error): "dial tcp \(address):\(port): \(error)"
                case .noAnswer(let error): "\(error)"
                }
            call.respond(
                .internalError(
                    "error dialing backend: \(reason) (node \(name))"))
        }
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

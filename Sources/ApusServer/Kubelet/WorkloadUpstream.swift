import ApusAPI
import ApusHTTP
import NIOHTTP1

/// Relays requests to what runs in the cluster, over plain HTTP or TLS, with nothing of the client's credentials.
struct WorkloadUpstream: Sendable {
    private let plain: HTTPUpstream
    private let secure: HTTPUpstream
    /// Whether requests may go to the server's own machine: for tests.
    private let allowsLoopback: Bool

    /// Throws where TLS cannot be set up.
    init(allowsLoopback: Bool) throws {
        plain = try HTTPUpstream(tls: nil)
        // Workloads have certificates of their own, which nobody told the server about.
        secure = try HTTPUpstream(tls: .init(caPEM: nil))
        self.allowsLoopback = allowsLoopback
    }

    /// 400 for an address that is not one of the cluster's.
    func check(_ address: String) throws(StatusError) {
        guard allowsLoopback || ProxyRequest.allows(address) else { throw .badRequest("address not allowed") }
    }

    /// Sends the request of `call` to `host:port`, and its answer back.
    func relay(_ call: HTTPCall, _ proxied: ProxyRequest, to host: String, port: Int) {
        var request = call.request
        request.headers.removeCredentials()
        request.headers.remove(name: "accept-encoding")
        request.uri = proxied.uri
        if let client = WorkloadUpstream.host(of: request.remoteAddress) {
            let before = request.headers["x-forwarded-for"]
            request.headers.replaceOrAdd(name: "X-Forwarded-For", value: (before + [client]).joined(separator: ", "))
        }
        call.exchange.onClose { call.metric.finish(code: 200) }
        let outcome = HTTPUpstream.Outcome(ended: { call.metric.finish(code: $0) }) { failure in
            call.respond(.serviceUnavailable("error trying to reach service: \(failure.reason(host, port))"))
        }
        (proxied.isTLS ? secure : plain).relay(request, to: host, port: port, call.exchange, outcome)
    }

    /// The host of `192.0.2.1:51324` or `[2001:db8::1]:51324`.
    private static func host(of address: String) -> String? {
        guard let end = address.lastIndex(of: ":") else { return nil }
        return address[..<end].filter { $0 != "[" && $0 != "]" }
    }
}

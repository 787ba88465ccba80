import ApusAPI
import ApusHTTP
import NIOCore
import NIOHTTP1

/// One HTTP request on its way through the server, with what was found out about it.
final class HTTPCall: Sendable {
    let request: HTTPRequest
    let exchange: HTTPExchange
    let query: Query
    let info: RequestInfo
    /// What `info` names, where it names something that is served.
    let resource: ServedResource?
    let user: User
    let auditID: String
    let warnings = Warnings()
    let metric: RequestMetrics.Measurement

    init(
        request: HTTPRequest, exchange: HTTPExchange, query: Query, info: RequestInfo, resource: ServedResource?,
        user: User, auditID: String, metric: RequestMetrics.Measurement
    ) {
        self.request = request
        self.exchange = exchange
        self.query = query
        self.info = info
        self.resource = resource
        self.user = user
        self.auditID = auditID
        self.metric = metric
    }

    var method: HTTPMethod { request.method }

    /// The headers of every answer.
    func headers(contentType: String) -> HTTPHeaders {
        var headers = HTTPHeaders()
        headers.reserveCapacity(6)
        headers.add(name: "Audit-Id", value: auditID)
        headers.add(name: "Cache-Control", value: "no-cache, private")
        headers.add(name: "Content-Type", value: contentType)
        for text in warnings.all { headers.add(name: "Warning", value: "299 - \(Warnings.quoted(text))") }
        return headers
    }

    func respond(status: Int, contentType: String, body: ByteBuffer, extra: [(String, String)] = []) {
        var headers = headers(contentType: contentType)
        for (name, value) in extra { headers.add(name: name, value: value) }
        send(status: HTTPResponseStatus(statusCode: status), headers: headers, body: [body])
    }

    func respond(text: String, status: Int, extra: [(String, String)] = []) {
        respond(
            status: status, contentType: "text/plain; charset=utf-8", body: ByteBuffer(string: text), extra: extra)
    }

    /// The error as a `Status`, in the format that the client accepts; in JSON where it accepts none of them.
    func respond(_ error: StatusError) {
        var extra: [(String, String)] = []
        if let seconds = error.details?.retryAfterSeconds, seconds > 0 {
            extra.append(("Retry-After", String(seconds)))
        }
        let accept = request.headers.first(name: "accept")
        let rendering = try? Negotiation.rendering(accept: accept, .documents, pretty: isPretty)
        respond(error.value(), status: error.code, rendering ?? Rendering(isPretty: true), extra: extra)
    }

    /// Whether JSON is indented: a browser and curl get it so where they do not ask otherwise.
    var isPretty: Bool {
        if let wanted = query["pretty"], !wanted.isEmpty {
            return ["1", "t", "T", "true", "TRUE", "True"].contains(wanted)
        }
        guard let agent = request.headers.first(name: "user-agent") else { return false }
        return agent.hasPrefix("curl") || agent.hasPrefix("Wget") || agent.hasPrefix("Mozilla/5.0")
    }
}

extension Warnings {
    /// A quoted string of a header (RFC 9110 §5.6.4), without what cannot stand in one.
    static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": quoted.unicodeScalars.append(contentsOf: ["\\", scalar])
            case "\n", "\r", "\t": quoted += " "
            default: if scalar.value >= 0x20, scalar.value != 0x7f { quoted.unicodeScalars.append(scalar) }
            }
        }
        return quoted + "\""
    }
}

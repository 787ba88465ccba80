import Crypto
import FoundationEssentials
public import NIOHTTP1

/// The opening handshake of a WebSocket, the server's side (RFC 6455 §4.2).
struct WebSocketHandshake {
    /// The subprotocol that was agreed on; "" where the client asked for none.
    let subprotocol: String
    let headers: HTTPHeaders

    /// Whether `request` asks for a WebSocket.
    static func isAsked(by request: HTTPRequest) -> Bool {
        request.headers.first(name: "upgrade")?.lowercased() == "websocket"
            && request.headers[canonicalForm: "connection"].contains { $0.lowercased() == "upgrade" }
    }

    /// Takes the first subprotocol of the client that is among `supported`; "" in it allows a client to ask for none.
    init(_ request: HTTPRequest, supported: [String]) throws(UpgradeRefusal) {
        guard let key = request.headers.first(name: "sec-websocket-key"),
            request.headers.first(name: "sec-websocket-version") == "13"
        else { throw UpgradeRefusal(status: .badRequest, message: "bad WebSocket version or key") }
        // A bearer token may hide among the subprotocols; it is no protocol.
        let asked = request.headers[canonicalForm: "sec-websocket-protocol"].map(String.init)
        let candidates = asked.isEmpty ? [""] : asked
        guard let chosen = candidates.first(where: { supported.contains($0) }) else {
            throw UpgradeRefusal(
                status: .forbidden,
                message: "requested protocol(s) are not supported: [\(asked.joined(separator: " "))]; "
                    + "supports [\(supported.joined(separator: " "))]")
        }
        subprotocol = chosen
        let digest = Insecure.SHA1.hash(data: Array((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").utf8))
        var headers: HTTPHeaders = [
            "Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Accept": Data(digest).base64EncodedString(),
        ]
        if !chosen.isEmpty { headers.add(name: "Sec-WebSocket-Protocol", value: chosen) }
        self.headers = headers
    }
}

/// Why a connection is not upgraded.
public struct UpgradeRefusal: Error, Sendable {
    public let status: HTTPResponseStatus
    public let message: String
    /// What the answer should carry beside the usual.
    public let headers: HTTPHeaders

    init(status: HTTPResponseStatus, message: String, headers: HTTPHeaders = HTTPHeaders()) {
        self.status = status
        self.message = message
        self.headers = headers
    }
}

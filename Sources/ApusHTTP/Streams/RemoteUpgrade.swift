import NIOCore
import NIOHTTP1

/// The two ways in which clients open streams: SPDY/3.1, alone or inside a WebSocket, and the channels of a WebSocket.
enum RemoteUpgrade {
    private static let versionHeader = "x-stream-protocol-version"
    private static let tunnelPrefix = "SPDY/3.1+"

    static func isSPDY(_ request: HTTPRequest) -> Bool {
        request.headers.first(name: "upgrade")?.lowercased() == "spdy/3.1"
    }

    /// The SPDY protocols that a WebSocket client offers to tunnel, as its subprotocols name them.
    static func tunnels(_ protocols: [String]) -> [String] { protocols.map { tunnelPrefix + $0 } }

    /// The first protocol of the client that is supported; "" where it names none
    /// (apimachinery's `httpstream.Handshake`).
    static func negotiate(_ request: HTTPRequest, supported: [String]) throws(UpgradeRefusal) -> String {
        let asked = request.headers[canonicalForm: versionHeader].map(String.init)
        guard !asked.isEmpty else { return "" }
        if let chosen = asked.first(where: { supported.contains($0) }) { return chosen }
        var headers = HTTPHeaders()
        for name in supported { headers.add(name: "X-Accepted-Stream-Protocol-Versions", value: name) }
        throw UpgradeRefusal(
            status: .forbidden,
            message: "unable to upgrade: unable to negotiate protocol: client supports "
                + "[\(asked.joined(separator: " "))], server accepts [\(supported.joined(separator: " "))]",
            headers: headers)
    }

    /// Turns the connection into SPDY. `opened` is called on the event loop for each stream.
    static func openSPDY(
        _ exchange: HTTPExchange, version: String, opened: @escaping @Sendable (RemoteStream) -> Void
    ) async throws -> SPDYTransport {
        var headers: HTTPHeaders = ["Connection": "Upgrade", "Upgrade": "SPDY/3.1"]
        if !version.isEmpty { headers.add(name: versionHeader, value: version) }
        return try await exchange.upgrade(headers: headers) { channel, pipeline in
            let gate = InputGate(channel: channel)
            let transport = SPDYTransport(channel: channel, gate: gate)
            try pipeline.addHandlers([gate, try SPDYConnection(transport: transport, opened: opened)])
            return transport
        }
    }

    /// Turns the connection into a WebSocket whose messages carry SPDY (upstream's `SPDY/3.1+portforward.k8s.io`).
    static func openTunnel(
        _ exchange: HTTPExchange, _ handshake: WebSocketHandshake, opened: @escaping @Sendable (RemoteStream) -> Void
    ) async throws -> SPDYTransport {
        try await exchange.upgrade(headers: handshake.headers) { channel, pipeline in
            let gate = InputGate(channel: channel)
            let transport = SPDYTransport(channel: channel, gate: gate)
            let connection = try SPDYConnection(transport: transport, opened: opened)
            try pipeline.addHandlers([gate] + WebSocketMessages.handlers(isText: false) + [connection])
            return transport
        }
    }

    /// Turns the connection into a WebSocket with so many channels.
    static func openChannels(
        _ exchange: HTTPExchange, _ handshake: WebSocketHandshake, count: Int
    ) async throws -> (transport: WebSocketTransport, streams: [RemoteStream]) {
        let isBase64 = handshake.subprotocol.contains("base64")
        return try await exchange.upgrade(headers: handshake.headers) { channel, pipeline in
            let gate = InputGate(channel: channel)
            let transport = WebSocketTransport(channel: channel, gate: gate)
            let channels = WebSocketChannels(count: count, isBase64: isBase64, transport: transport)
            try pipeline.addHandlers([gate] + WebSocketMessages.handlers(isText: isBase64) + [channels])
            return (transport, transport.streams)
        }
    }
}

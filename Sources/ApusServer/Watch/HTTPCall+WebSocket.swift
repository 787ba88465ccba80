import ApusHTTP
import NIOHTTP1

extension HTTPCall {
    /// Turns the connection into a WebSocket for the events of a watch, each of them a message: text in JSON, binary in
    /// protobuf. Nil where that was refused, which is answered then (golang.org/x/net's `websocket.Handler`, which serves
    /// upstream's watches: it asks for an origin, and agrees to the one subprotocol that a client names).
    func openWatchMessages(_ rendering: Rendering) -> HTTPBodyWriter? {
        let protocols = request.headers[canonicalForm: "sec-websocket-protocol"].map(String.init).filter {
            !$0.hasPrefix(Authenticator.webSocketPrefix)
        }
        let origin = request.headers.first(name: "origin") ?? ""
        guard origin.hasPrefix("/") || origin.contains(":") else {
            refuse(.forbidden, "")
            return nil
        }
        guard protocols.count < 2 else {
            refuse(.badRequest, "")
            return nil
        }
        do throws(UpgradeRefusal) {
            return try exchange.openWriter(
                WebSocketAnswer(request, supported: protocols.isEmpty ? [""] : protocols) { _ in
                    rendering.format == .json ? .text : .binary
                })
        } catch {
            refuse(error.status, error.message)
            return nil
        }
    }

    private func refuse(_ status: HTTPResponseStatus, _ message: String) {
        respond(text: message, status: Int(status.code))
    }
}

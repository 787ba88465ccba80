import ApusAPI
import ApusClient
import ApusJSON
import NIOCore
import NIOHTTP1
import Testing

@testable import ApusServer

/// Watches as a WebSocket shows them.
@Suite(.timeLimit(.minutes(5))) struct WebSocketWatchTests {
    static let configMaps = "/api/v1/namespaces/default/configmaps"
    static let origin = ["Origin": "http://localhost"]

    private func create(_ test: TestServer, _ name: String) async throws {
        try await test.client.create(Resources.configMaps, namespace: "default", .configMap(name))
    }

    @Test func eachEventIsOneTextMessage() async throws {
        try await RawClient.run { _, test in
            try await create(test, "a")
            let client = try await WebSocketClient(
                port: test.port, "\(Self.configMaps)?watch=1&fieldSelector=metadata.name%21%3Dkube-root-ca.crt",
                Self.origin)
            #expect(client.status == "HTTP/1.1 101 Switching Protocols")
            #expect(client.head.contains("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"))
            let first = try await client.event()
            #expect(first["type"] == "ADDED")
            #expect(first["object"]["metadata"]["name"] == "a")
            for name in ["b", "c"] { try await create(test, name) }
            for name in ["b", "c"] {
                let event = try await client.event()
                #expect(event["object"]["metadata"]["name"].string == name)
            }
            try await client.send(.ping, [1, 2])
            let pong = try await client.message()
            #expect(pong?.opcode == .pong && pong?.payload == [1, 2])
            // What a client says is nothing to a watch; that it goes is.
            try await client.send(.text, [65])
            try await create(test, "d")
            #expect(try await client.event()["object"]["metadata"]["name"] == "d")
            try await client.send(.close, [3, 232])
            #expect(try await client.message()?.opcode == .close)
            #expect(try await client.message() == nil)
        }
    }

    @Test func protobufComesInBinaryMessagesWithoutLengths() async throws {
        try await RawClient.run { _, test in
            let client = try await WebSocketClient(
                port: test.port, "/api/v1/namespaces?watch=1&fieldSelector=metadata.name%3Ddefault",
                ["Accept": ProtobufAnswer.mediaType, "Origin": "/"])
            let message = try #require(try await client.message())
            #expect(message.opcode == .binary)
            let fields = WireFields(message.payload[...])
            #expect(fields.text(1) == "ADDED")
            let object = try ProtobufAnswer.object(Array(WireFields(fields.message(2)).message(1)))
            #expect(object["metadata"]["name"] == "default")
        }
    }

    @Test func aWatchEndsAtItsTimeWithAClose() async throws {
        try await RawClient.run { _, test in
            let client = try await WebSocketClient(
                port: test.port, "/api/v1/namespaces?watch=1&resourceVersion=1000000&timeoutSeconds=1", Self.origin)
            let end = try #require(try await client.message())
            #expect(end.opcode == .close)
            #expect(end.payload.starts(with: [3, 232]))
        }
    }

    @Test func anErrorIsAMessageToo() async throws {
        try await RawClient.run(change: { $0.freshnessLimit = .milliseconds(1) }) { _, test in
            let client = try await WebSocketClient(
                port: test.port,
                "\(Self.configMaps)?watch=1&sendInitialEvents=true&resourceVersionMatch=NotOlderThan"
                    + "&allowWatchBookmarks=true&resourceVersion=99999", Self.origin)
            let event = try await client.event()
            #expect(event["type"] == "ERROR")
            #expect(event["object"]["code"] == 504)
            #expect(try await client.message()?.opcode == .close)
        }
    }

    /// golang.org/x/net's handshake, which upstream's watches have.
    @Test(
        arguments: [
            ([:], "HTTP/1.1 403 Forbidden"),
            (["Origin": "null"], "HTTP/1.1 403 Forbidden"),
            (["Origin": "http://localhost", "Sec-WebSocket-Protocol": "a, b"], "HTTP/1.1 400 Bad Request"),
            (["Origin": "http://localhost", "Sec-WebSocket-Protocol": "a"], "HTTP/1.1 101 Switching Protocols"),
        ])
    func theHandshakeWantsAnOriginAndAtMostOneProtocol(_ headers: [String: String], _ status: String) async throws {
        try await RawClient.run { _, test in
            let client = try await WebSocketClient(port: test.port, "/api/v1/namespaces?watch=1", headers)
            #expect(client.status == status)
            let named = client.head.contains("Sec-WebSocket-Protocol: a\r\n")
            #expect(named == (status.contains("101")))
        }
    }

    @Test func whoDoesNotReadIsCutOff() async throws {
        try await RawClient.run { raw, test in
            let data = String(repeating: "x", count: 900 << 10)
            let connection = try await RawConnection(port: test.port, reads: false)
            try await connection.send(
                ByteBuffer(
                    string: "GET \(Self.configMaps)?watch=1&resourceVersion=1 HTTP/1.1\r\nHost: x\r\n"
                        + "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nOrigin: /\r\n"
                        + "Authorization: Bearer \(TestServer.token)\r\n\r\n"))
            try await within(.seconds(30), "the end of a watch that is not read") {
                let object = JSONValue.configMap("a", data: ["x": data])
                try await test.client.create(Resources.configMaps, namespace: "default", object)
                // The kernel's buffers take some of it.
                for round in 0... {
                    try await test.client.patch(
                        Resources.configMaps, namespace: "default", name: "a",
                        .merge, ["data": ["round": .string(String(round))]])
                    let metrics = try await raw.metrics()
                    if metrics.contains("apiserver_terminated_watchers_total{group=\"\",resource=\"configmaps\"} 1\n") {
                        return
                    }
                }
            }
            try await connection.startReading()
            // The connection ends in the middle.
            while try await connection.next({ $0.readableBytes > 0 ? $0.readBytes(length: $0.readableBytes) : nil })
                != nil
            {}
        }
    }
}

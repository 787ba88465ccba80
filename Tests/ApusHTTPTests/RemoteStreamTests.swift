import ApusJSON
import NIOCore
import NIOHTTP1
import Testing

@testable import ApusHTTP

/// `exec` and `portforward` as clients speak them.
@Suite struct RemoteStreamTests {
    static let success: JSONValue = ["status": "Success"]
    static let failure: JSONValue = [
        "status": "Failure", "message": "exit 3", "details": ["causes": [["message": "3"]]],
    ]

    /// Echoes stdin to stdout until it ends, sends sizes to stderr, then reports `status`.
    @Sendable static func echo(_ request: HTTPRequest, _ exchange: HTTPExchange) {
        let options = RemoteCommandStreams.Options(
            stdin: true, stdout: true, stderr: true, tty: request.query == "tty")
        Task {
            do {
                let streams = try await RemoteCommand.accept(request, exchange, options: options)
                if let stdin = streams.stdin {
                    for await part in stdin { try await streams.stdout?.write(part) }
                }
                if options.tty {
                    for await size in streams.sizes {
                        try await streams.stdout?.write(ByteBuffer(string: "\(size.width)x\(size.height)"))
                        break
                    }
                }
                await streams.finish(request.path == "/fail" ? failure : success)
            } catch let refusal as UpgradeRefusal {
                exchange.respond(
                    status: refusal.status, headers: refusal.headers, body: [ByteBuffer(string: refusal.message)])
            } catch {}
        }
    }

    @Test(arguments: ["v5.channel.k8s.io", "v4.channel.k8s.io"])
    func `a command over a WebSocket echoes, answers pings and ends with its status`(version: String) async throws {
        try await TestServer.run(Self.echo) { server in
            let client = try await UpgradedClient(port: server.port)
            try await client.send(UpgradedClient.webSocketRequest("/fail", "x.y, \(version)"))
            let head = try await client.head()
            #expect(head.hasPrefix("HTTP/1.1 101 Switching Protocols\r\n"))
            #expect(head.contains("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"))
            #expect(head.contains("Sec-WebSocket-Protocol: \(version)\r\n"))
            #expect(try await client.message()?.payload == [1])  // the empty message that says: ready
            try await client.sendMessage(2, [0] + Array("hel".utf8), isFinal: false)
            try await client.sendMessage(0, Array("lo".utf8))
            #expect(try await client.message()?.payload == [1] + Array("hello".utf8))
            try await client.sendMessage(9, Array("beat".utf8))
            let pong = try await client.message()
            #expect(pong?.opcode == 10)
            #expect(pong?.payload == Array("beat".utf8))
            guard version.hasPrefix("v5") else { return }
            try await client.sendMessage(2, [255, 0])  // the end of stdin
            #expect(try await client.message()?.payload == [3] + Array(Self.failure.encoded().string.utf8))
            #expect(try await client.message()?.payload == [0x03, 0xe8])  // normal closure
        }
    }

    @Test func `a command over a base64 WebSocket`() async throws {
        try await TestServer.run(Self.echo) { server in
            let client = try await UpgradedClient(port: server.port)
            try await client.send(UpgradedClient.webSocketRequest("/", "v4.base64.channel.k8s.io"))
            _ = try await client.head()
            #expect(try await client.message()?.payload == Array("1".utf8))
            try await client.sendMessage(1, Array("0aGVsbG8=".utf8))
            let answer = try await client.message()
            #expect(answer?.opcode == 1)
            #expect(answer?.payload == Array("1aGVsbG8=".utf8))
        }
    }

    @Test(arguments: ["tty", ""])
    func `a command over SPDY`(query: String) async throws {
        try await TestServer.run(Self.echo) { server in
            let client = try await UpgradedClient(port: server.port)
            try await client.send(
                UpgradedClient.spdyRequest("/?\(query)", ["v9.x", "v4.channel.k8s.io", "v3.channel.k8s.io"]))
            let head = try await client.head()
            #expect(head.hasPrefix("HTTP/1.1 101 "))
            #expect(head.lowercased().contains("x-stream-protocol-version: v4.channel.k8s.io\r\n"))
            let compressor = try SPDYHeaderCompressor()
            var out = ByteBuffer()
            let types = ["error", "stdin", "stdout"] + (query == "tty" ? ["resize"] : ["stderr"])
            for (index, type) in types.enumerated() {
                let block = try compressor.compress(["streamType": type])
                SPDYFrame.synStream(stream: UInt32(index * 2 + 1), headers: block, isLast: false).write(to: &out)
            }
            SPDYFrame.data(stream: 3, ByteBuffer(string: "hello"), isLast: false).write(to: &out)
            SPDYFrame.ping(1).write(to: &out)
            try await client.send(out)
            let decompressor = try SPDYHeaderDecompressor()
            for index in types.indices {
                guard case .synReply(let id, let block, false)? = try await client.frame() else {
                    Issue.record("no reply")
                    return
                }
                #expect(id == UInt32(index * 2 + 1))
                #expect(try decompressor.decompress(block).isEmpty)
            }
            var frames = [try await client.frame(), try await client.frame()]
            frames.sort { a, _ in if case .ping = a { true } else { false } }
            #expect(frames == [.ping(1), .data(stream: 5, ByteBuffer(string: "hello"), isLast: false)])
            var end = ByteBuffer()
            SPDYFrame.data(stream: 3, ByteBuffer(), isLast: true).write(to: &end)
            if query == "tty" {
                SPDYFrame.data(stream: 7, ByteBuffer(string: "{\"Width\":80,\"Height\":24}\n"), isLast: false).write(
                    to: &end)
            }
            try await client.send(end)
            if query == "tty" {
                #expect(try await client.frame() == .data(stream: 5, ByteBuffer(string: "80x24"), isLast: false))
            }
            let status = ByteBuffer(string: Self.success.encoded().string)
            #expect(try await client.frame() == .data(stream: 1, status, isLast: false))
            #expect(try await client.frame() == .data(stream: 5, ByteBuffer(), isLast: true))
            if query != "tty" { #expect(try await client.frame() == .data(stream: 7, ByteBuffer(), isLast: true)) }
            #expect(try await client.frame() == .data(stream: 1, ByteBuffer(), isLast: true))
            #expect(try await client.frame() == .goAway(lastStream: 7, status: 0))
            #expect(try await client.frame() == nil)
        }
    }

    @Test func `refuses an upgrade that it cannot serve with upstream's words`() async throws {
        try await TestServer.run(Self.echo) { server in
            let spdy = try await RawClient(port: server.port)
            try await spdy.send(String(buffer: UpgradedClient.spdyRequest("/", ["v9"])))
            let text = await spdy.read()
            #expect(text.hasPrefix("HTTP/1.1 403 "))
            #expect(text.contains("X-Accepted-Stream-Protocol-Versions: v5.channel.k8s.io\r\n"))
            #expect(
                text.contains("unable to upgrade: unable to negotiate protocol: client supports [v9], server accepts [")
            )
            let plain = try await RawClient(port: server.port)
            try await plain.send("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            #expect(await plain.read().contains("unable to upgrade: missing upgrade headers in request"))
        }
    }

    /// Answers each forwarded connection with its port and what was sent.
    @Sendable static func forward(_ request: HTTPRequest, _ exchange: HTTPExchange) {
        Task {
            let ports = request.query.map { [$0] } ?? []
            for await connection in try await PortForward.accept(request, exchange, ports: ports) {
                try await connection.data.write(ByteBuffer(string: "\(connection.port):"))
                for await part in connection.data.input { try await connection.data.write(part) }
                await connection.finish(problem: connection.port == 81 ? "refused" : nil)
            }
        }
    }

    @Test func `forwards ports over SPDY`() async throws {
        try await TestServer.run(Self.forward) { server in
            let client = try await UpgradedClient(port: server.port)
            try await client.send(UpgradedClient.spdyRequest("/", ["portforward.k8s.io"]))
            #expect(try await client.head().hasPrefix("HTTP/1.1 101 "))
            try await client.send(Self.openPair(port: 81, data: "ping"))
            let frames = try await Self.frames(client, count: 8)
            #expect(frames.filter { if case .synReply = $0 { true } else { false } }.count == 2)
            #expect(frames.contains(.data(stream: 3, ByteBuffer(string: "81:"), isLast: false)))
            #expect(frames.contains(.data(stream: 3, ByteBuffer(string: "ping"), isLast: false)))
            #expect(frames.contains(.data(stream: 1, ByteBuffer(string: "refused"), isLast: false)))
            #expect(
                frames.suffix(2) == [
                    .data(stream: 3, ByteBuffer(), isLast: true), .data(stream: 1, ByteBuffer(), isLast: true),
                ])
        }
    }

    @Test func `forwards ports over SPDY inside a WebSocket`() async throws {
        try await TestServer.run(Self.forward) { server in
            let client = try await UpgradedClient(port: server.port)
            try await client.send(UpgradedClient.webSocketRequest("/", "SPDY/3.1+portforward.k8s.io"))
            #expect(try await client.head().contains("Sec-WebSocket-Protocol: SPDY/3.1+portforward.k8s.io\r\n"))
            try await client.sendMessage(2, Array(Self.openPair(port: 80, data: "ping").readableBytesView))
            var bytes = ByteBuffer()
            var frames: [SPDYFrame] = []
            while !frames.contains(.data(stream: 3, ByteBuffer(string: "ping"), isLast: false)) {
                guard let message = try await client.message() else { break }
                bytes.writeBytes(message.payload)
                while let frame = try SPDYFrame.read(from: &bytes) { frames.append(frame) }
            }
            #expect(frames.contains(.data(stream: 3, ByteBuffer(string: "80:"), isLast: false)))
        }
    }

    @Test func `forwards ports over the channels of a WebSocket`() async throws {
        try await TestServer.run(Self.forward) { server in
            let client = try await UpgradedClient(port: server.port)
            try await client.send(UpgradedClient.webSocketRequest("/?80", "v4.channel.k8s.io"))
            #expect(try await client.head().contains("Sec-WebSocket-Protocol: v4.channel.k8s.io\r\n"))
            try await client.sendMessage(2, [0] + Array("ping".utf8))
            var messages: [[UInt8]] = []
            while messages.last != [0] + Array("ping".utf8), let message = try await client.message() {
                messages.append(message.payload)
            }
            #expect(messages == [[0, 80, 0], [1, 80, 0], [0] + Array("80:".utf8), [0] + Array("ping".utf8)])
        }
    }

    @Test("channels need ports in the request", arguments: ["/", "/?x", "/?80,0", "/?65536"])
    func portsOfChannels(path: String) async throws {
        try await TestServer.run({ request, exchange in
            Task {
                do {
                    _ = try await PortForward.accept(request, exchange, ports: request.query.map { [$0] } ?? [])
                } catch let refusal as UpgradeRefusal {
                    exchange.respond(status: refusal.status, headers: [:], body: [ByteBuffer(string: refusal.message)])
                }
            }
        }) { server in
            let client = try await UpgradedClient(port: server.port)
            try await client.send(UpgradedClient.webSocketRequest(path, "v4.channel.k8s.io"))
            #expect(try await client.head().hasPrefix("HTTP/1.1 400 "))
        }
    }

    static func openPair(port: Int, data: String) throws -> ByteBuffer {
        let compressor = try SPDYHeaderCompressor()
        var out = ByteBuffer()
        for (id, type) in [(UInt32(1), "error"), (3, "data")] {
            let block = try compressor.compress(["streamType": type, "port": "\(port)", "requestID": "0"])
            SPDYFrame.synStream(stream: id, headers: block, isLast: false).write(to: &out)
        }
        SPDYFrame.data(stream: 3, ByteBuffer(string: data), isLast: true).write(to: &out)
        return out
    }

    static func frames(_ client: UpgradedClient, count: Int) async throws -> [SPDYFrame] {
        var frames: [SPDYFrame] = []
        while frames.count < count - 1, let frame = try await client.frame() { frames.append(frame) }
        return frames
    }
}

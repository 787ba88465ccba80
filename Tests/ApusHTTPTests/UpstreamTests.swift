import ApusHTTP
import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import Synchronization
import Testing
import X509

/// A server before a server, as the API server stands before kubelets.
@Suite struct UpstreamTests {
    static func relay(to port: Int, _ upstream: HTTPUpstream) -> @Sendable (HTTPRequest, HTTPExchange) -> Void {
        { request, exchange in
            let outcome = HTTPUpstream.Outcome { failure in
                exchange.respond(status: .badGateway, headers: [:], body: [ByteBuffer(string: "\(failure)")])
            }
            upstream.relay(request, to: "127.0.0.1", port: port, exchange, outcome)
        }
    }

    @Test func `relays a request and its answer, with a client certificate`() async throws {
        try await TestServer.run(tls: true, HTTPServerTests.echo) { back in
            let own = try back.authority.issue("apiserver", organizations: ["system:masters"], usage: .clientAuth)
            let upstream = try HTTPUpstream(
                tls: .init(caPEM: try back.authority.pem, certificatePEM: own.certificate, privateKeyPEM: own.key))
            try await TestServer.run(Self.relay(to: back.port, upstream)) { front in
                try await front.withClient { client in
                    var request = HTTPClientRequest(url: "http://localhost:\(front.port)/logs?x=1")
                    request.method = .POST
                    request.body = .bytes(ByteBuffer(string: "body"))
                    let answer = try await client.execute(request, timeout: .seconds(60))
                    #expect(answer.headers["content-type"] == ["text/plain"])
                    #expect(try await answer.text == "POST|/logs|x=1|body|apiserver/system:masters|h1")
                }
            }
        }
    }

    @Test func `says why where the other server is not there, or is not trusted`() async throws {
        let other = try TestAuthority()
        try await TestServer.run(tls: true, HTTPServerTests.echo) { back in
            let upstream = try HTTPUpstream(tls: .init(caPEM: try other.pem))
            try await TestServer.run(Self.relay(to: back.port, upstream)) { front in
                try await front.withClient { client in
                    let request = HTTPClientRequest(url: "http://localhost:\(front.port)/")
                    let answer = try await client.execute(request, timeout: .seconds(60))
                    #expect(answer.status == .badGateway)
                }
            }
            await back.server.shutdown(gracePeriod: .zero)
            try await TestServer.run(Self.relay(to: back.port, try HTTPUpstream(tls: nil))) { front in
                try await front.withClient { client in
                    let request = HTTPClientRequest(url: "http://localhost:\(front.port)/")
                    let answer = try await client.execute(request, timeout: .seconds(60))
                    #expect(answer.status == .badGateway)
                }
            }
        }
    }

    @Test func `holds the other server back while the client does not read`() async throws {
        let source = BodyTests.CountedSource(total: 100_000)
        try await TestServer.run({ _, exchange in exchange.stream(status: .ok, headers: [:], source: source) }) {
            back in
            try await TestServer.run(Self.relay(to: back.port, try HTTPUpstream(tls: nil))) { front in
                try await front.withClient { client in
                    let response = try await client.execute(
                        HTTPClientRequest(url: "http://localhost:\(front.port)/"), timeout: .seconds(30))
                    var received = 0
                    for try await part in response.body {
                        received += part.readableBytes
                        // What was given and not received lies in buffers, most of them the kernel's.
                        #expect(source.count * (32 << 10) - received < 32 << 20)
                        if received >= 16 << 20 { break }
                    }
                    #expect(received >= 16 << 20)
                }
            }
        }
    }

    @Test func `an upgrade becomes a tunnel`() async throws {
        try await TestServer.run(tls: true, RemoteStreamTests.echo) { back in
            let upstream = try HTTPUpstream(tls: .init(caPEM: try back.authority.pem))
            try await TestServer.run(Self.relay(to: back.port, upstream)) { front in
                let client = try await UpgradedClient(port: front.port)
                try await client.send(UpgradedClient.webSocketRequest("/", "v5.channel.k8s.io"))
                #expect(try await client.head().contains("Sec-WebSocket-Protocol: v5.channel.k8s.io\r\n"))
                #expect(try await client.message()?.payload == [1])
                let bytes = [UInt8](repeating: 7, count: 60_000)
                for _ in 0..<20 { try await client.sendMessage(2, [0] + bytes) }
                for _ in 0..<20 { #expect(try await client.message()?.payload == [1] + bytes) }
                try await client.sendMessage(2, [255, 0])
                #expect(try await client.message()?.payload.first == 3)
                #expect(try await client.message()?.opcode == 8)
                #expect(try await client.message() == nil)
            }
        }
    }
}

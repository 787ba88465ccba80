import ApusHTTP
import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOPosix
import Testing
import X509

@Suite struct HTTPServerTests {
    /// Tells what it got: method, path, query, host, body, peer.
    @Sendable static func echo(_ request: HTTPRequest, _ exchange: HTTPExchange) {
        let body = request.body.map { String(buffer: $0) } ?? "-"
        let text = [
            request.method.rawValue, String(request.path), request.query ?? "-", body,
            request.peer.map { "\($0.commonName)/\($0.organizations.joined(separator: "+"))" } ?? "-",
            request.isHTTP2 ? "h2" : "h1",
        ].joined(separator: "|")
        exchange.respond(status: .ok, headers: ["Content-Type": "text/plain"], body: [ByteBuffer(string: text)])
    }

    @Test(arguments: [(false, false), (true, false), (true, true)])
    func `answers requests over plain HTTP, TLS and HTTP/2`(tls: Bool, http2: Bool) async throws {
        try await TestServer.run(tls: tls, Self.echo) { server in
            try await server.withClient(http2: http2) { client in
                let base = "\(tls ? "https" : "http")://localhost:\(server.port)"
                for round in 0..<3 {
                    var request = HTTPClientRequest(url: base + "/api/v1/x%2Fy?limit=\(round)&a=b%20c")
                    request.method = .POST
                    request.body = .bytes(ByteBuffer(string: "hello"))
                    let response = try await client.execute(request, timeout: .seconds(60))
                    #expect(response.status == .ok)
                    #expect(response.headers["content-type"] == ["text/plain"])
                    #expect(response.headers.first(name: "date")?.hasSuffix("GMT") == true)
                    let text = try await response.text
                    #expect(text == "POST|/api/v1/x%2Fy|limit=\(round)&a=b%20c|hello|-|\(http2 ? "h2" : "h1")")
                }
            }
        }
    }

    @Test(arguments: [false, true])
    func `names the owner of a client certificate that the CA issued, and no other`(http2: Bool) async throws {
        try await TestServer.run(tls: true, Self.echo) { server in
            func ask(_ certificate: (certificate: String, key: String)) async throws -> String {
                try await server.withClient(http2: http2, certificate: certificate) { client in
                    let request = HTTPClientRequest(url: "https://localhost:\(server.port)/")
                    return try await client.execute(request, timeout: .seconds(60)).text
                }
            }
            let version = http2 ? "h2" : "h1"
            let own = try server.authority.issue(
                "jane, \"the\" admin", organizations: ["a,b", "system:masters"], usage: .clientAuth)
            #expect(try await ask(own) == "GET|/|-|-|jane, \"the\" admin/a,b+system:masters|\(version)")
            let foreign = try TestAuthority().issue("jane", usage: .clientAuth)
            #expect(try await ask(foreign) == "GET|/|-|-|-|\(version)")
            let wrongUsage = try server.authority.issue("jane", usage: .serverAuth)
            #expect(try await ask(wrongUsage) == "GET|/|-|-|-|\(version)")
            let expired = try server.authority.issue("jane", usage: .clientAuth, validFor: -60)
            #expect(try await ask(expired) == "GET|/|-|-|-|\(version)")
        }
    }

    @Test func `answers pipelined requests in order, also when the answers come late`() async throws {
        try await TestServer.run({ request, exchange in
            let answer = ByteBuffer(string: "<\(request.path)>")
            exchange.eventLoop.execute { exchange.respond(status: .ok, headers: [:], body: [answer]) }
        }) { server in
            let client = try await RawClient(port: server.port)
            let count = 200
            let requests = (0..<count).map { "GET /\($0) HTTP/1.1\r\nHost: x\r\n\r\n" }.joined()
            try await client.send(requests + "GET /last HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            let text = await client.read()
            let order = text.split(separator: "<").dropFirst().map { $0.split(separator: ">")[0] }
            #expect(order == (0..<count).map { "/\($0)" } + ["/last"])
        }
    }

    @Test func `refuses a body over the limit with 413 and the service's words`() async throws {
        var limits = HTTPServer.Limits()
        limits.body = 1000
        try await TestServer.run(tls: true, limits: limits, Self.echo) { server in
            for http2 in [false, true] {
                try await server.withClient(http2: http2) { client in
                    for isLengthKnown in [true, false] {
                        var request = HTTPClientRequest(url: "https://localhost:\(server.port)/")
                        request.method = .POST
                        let bytes = ByteBuffer(repeating: 65, count: 1001)
                        request.body =
                            isLengthKnown
                            ? .bytes(bytes)
                            : .stream(
                                AsyncStream {
                                    $0.yield(bytes); $0.finish()
                                }, length: .unknown)
                        let response = try await client.execute(request, timeout: .seconds(60))
                        #expect(response.status == .payloadTooLarge)
                        #expect(response.headers["x-rejected"] == ["yes"])
                        #expect(try await response.text == "rejected: Request entity too large: limit is 1000")
                    }
                }
            }
        }
    }

    /// An input that is no acceptable request; `padding` bytes stand for `*` in it.
    struct BadInput: CustomTestStringConvertible {
        let input: String
        var padding = 0
        let status: String
        var testDescription: String { input.debugDescription }
    }

    @Test(arguments: [
        BadInput(input: "GET / HTTP/1.1\r\nHost: x\r\nX: *\r\n\r\n", padding: 300 << 10, status: "431"),
        BadInput(input: "NONSENSE\r\n\r\n", status: "400"),
        BadInput(input: "GET / HTTP/1.1\r\nContent-Length: -1\r\n\r\n", status: "400"),
    ])
    func `refuses what is no acceptable HTTP and closes`(bad: BadInput) async throws {
        try await TestServer.run(Self.echo) { server in
            let client = try await RawClient(port: server.port)
            let parts = bad.input.split(separator: "*", omittingEmptySubsequences: false)
            try await client.send(parts.joined(separator: String(repeating: "y", count: bad.padding)))
            #expect(await client.read().hasPrefix("HTTP/1.1 \(bad.status) "))
        }
    }

    @Test func `says 100 Continue before it reads a body, unless that is too large`() async throws {
        try await TestServer.run(Self.echo) { server in
            let client = try await RawClient(port: server.port)
            try await client.send("PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n")
            #expect(await client.read(until: "\r\n\r\n") == "HTTP/1.1 100 Continue\r\n\r\n")
            try await client.send("ok")
            #expect(await client.read(until: "|h1").contains("PUT|/|-|ok|"))
            try await client.send("PUT / HTTP/1.1\r\nContent-Length: 99999999\r\nExpect: 100-continue\r\n\r\n")
            #expect(await client.read().hasPrefix("HTTP/1.1 413 "))
        }
    }

    @Test func `closes a connection that sends no request in time`() async throws {
        var limits = HTTPServer.Limits()
        limits.firstHeader = .milliseconds(50)
        try await TestServer.run(limits: limits, Self.echo) { server in
            let silent = try await RawClient(port: server.port)
            try await silent.send("GET / HT")
            #expect(await silent.read() == "")
        }
    }

    @Test func `closes a connection that is idle behind an answer`() async throws {
        var limits = HTTPServer.Limits()
        limits.idle = .milliseconds(50)
        try await TestServer.run(limits: limits, Self.echo) { server in
            let idle = try await RawClient(port: server.port)
            try await idle.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
            #expect(await idle.read().hasPrefix("HTTP/1.1 200 OK"))
        }
    }

    @Test func `a header cannot be split by what a value holds`() async throws {
        try await TestServer.run({ _, exchange in
            exchange.respond(status: .ok, headers: ["X": "a\r\nSet-Cookie: b"], body: [])
        }) { server in
            let client = try await RawClient(port: server.port)
            try await client.send("GET / HTTP/1.0\r\n\r\n")
            let text = await client.read()
            #expect(text.contains("X: a  Set-Cookie: b\r\n"))
            #expect(text.contains("Content-Length: 0\r\n"))
        }
    }

    @Test func `HEAD gets the length and no body`() async throws {
        try await TestServer.run(Self.echo) { server in
            let client = try await RawClient(port: server.port)
            try await client.send("HEAD / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            let text = await client.read()
            #expect(text.contains("Content-Length: 15\r\n"))
            #expect(text.hasSuffix("\r\n\r\n"))
        }
    }

    @Test func `a retired connection answers what is under way and gets nothing new`() async throws {
        try await TestServer.run(tls: true) { request, exchange in
            if request.path == "/retire" { exchange.retireConnection() }
            exchange.respond(status: .ok, headers: [:], body: [ByteBuffer(string: request.remoteAddress)])
        } _: { server in
            try await server.withClient(http2: true) { client in
                func connection(_ path: String) async throws -> String {
                    let request = HTTPClientRequest(url: "https://localhost:\(server.port)\(path)")
                    return try await client.execute(request, timeout: .seconds(10)).text
                }
                let first = try await connection("/")
                #expect(try await connection("/") == first)
                #expect(try await connection("/retire") == first)
                // The client may send some more before it hears of it.
                var next = first
                for _ in 0..<1000 where next == first { next = try await connection("/") }
                #expect(next != first)
            }
        }
    }
}

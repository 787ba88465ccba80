import ApusHTTP
import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization
import Testing

/// Bodies that are pulled and pushed.
@Suite struct BodyTests {
    /// Chunks of 32 KiB, and how many of them were asked for.
    final class CountedSource: HTTPBodySource {
        let total: Int
        private let given = Mutex(0)

        init(total: Int) { self.total = total }

        var count: Int { given.withLock { $0 } }

        func next(_ allocator: ByteBufferAllocator) -> ByteBuffer? {
            given.withLock {
                guard $0 < total else { return nil }
                $0 += 1
                return ByteBuffer(repeating: UInt8(truncatingIfNeeded: $0), count: 32 << 10)
            }
        }
    }

    /// Waits until `condition` holds, for five seconds at most.
    static func eventually(_ condition: () async -> Bool) async throws {
        let end = ContinuousClock.now + .seconds(30)
        while await !condition() {
            guard ContinuousClock.now < end else { throw TimeoutError() }
            await Task.yield()
        }
    }

    struct TimeoutError: Error {}

    @Test(arguments: [(false, false), (true, false), (true, true)])
    func `streams a pulled body whole`(tls: Bool, http2: Bool) async throws {
        try await TestServer.run(
            tls: tls,
            { _, exchange in
                exchange.stream(status: .ok, headers: [:], source: CountedSource(total: 200))
            }
        ) { server in
            try await server.withClient(http2: http2) { client in
                let request = HTTPClientRequest(url: "\(tls ? "https" : "http")://localhost:\(server.port)/")
                let response = try await client.execute(request, timeout: .seconds(60))
                var received = 0
                for try await part in response.body { received += part.readableBytes }
                #expect(received == 200 * (32 << 10))
                #expect(http2 || response.headers["transfer-encoding"] == ["chunked"])
            }
        }
    }

    @Test(arguments: [false, true])
    func `pulls no more than a slow reader takes, and stops when it goes away`(http2: Bool) async throws {
        let source = CountedSource(total: 100_000)
        let isClosed = Mutex(false)
        try await TestServer.run(
            tls: true,
            { _, exchange in
                exchange.onClose { isClosed.withLock { $0 = true } }
                exchange.stream(status: .ok, headers: [:], source: source)
            }
        ) { server in
            try await server.withClient(http2: http2) { client in
                let task = Task {
                    let request = HTTPClientRequest(url: "https://localhost:\(server.port)/")
                    let response = try await client.execute(request, timeout: .seconds(30))
                    var received = 0
                    for try await part in response.body {
                        received += part.readableBytes
                        // 3.2 GB are there; what left and did not arrive lies in buffers of sockets and clients.
                        #expect(source.count * (32 << 10) - received < 32 << 20)
                        if received >= 16 << 20 { break }
                    }
                }
                try await task.value
                try await BodyTests.eventually { isClosed.withLock { $0 } }
            }
        }
    }

    @Test func `an open HTTP/2 window makes nobody pull more than the connection takes`() async throws {
        let source = CountedSource(total: 20_000)
        try await TestServer.run(
            tls: true, { _, exchange in exchange.stream(status: .ok, headers: [:], source: source) }
        ) { server in
            let pulled = try await OpenWindowClient.get(port: server.port) { source.count * (32 << 10) }
            // What the buffers of the sockets hold; the whole body would be 640 MB.
            #expect(pulled < 32 << 20)
        }
    }

    @Test(arguments: [false, true])
    func `answers a large body of many buffers whole`(http2: Bool) async throws {
        try await TestServer.run(
            tls: true,
            { _, exchange in
                let buffers = (0..<2000).map {
                    ByteBuffer(repeating: UInt8(truncatingIfNeeded: $0), count: 1500 + $0 % 7)
                }
                exchange.respond(status: .ok, headers: [:], body: buffers)
            }
        ) { server in
            try await server.withClient(http2: http2) { client in
                let request = HTTPClientRequest(url: "https://localhost:\(server.port)/")
                let response = try await client.execute(request, timeout: .seconds(60))
                let body = try await response.body.collect(upTo: 16 << 20)
                let expected = (0..<2000).reduce(0) { $0 + 1500 + $1 % 7 }
                #expect(body.readableBytes == expected)
                #expect(response.headers["content-length"] == ["\(expected)"])
                #expect(body.getInteger(at: expected - 1, as: UInt8.self) == UInt8(truncatingIfNeeded: 1999))
            }
        }
    }

    @Test(arguments: [false, true])
    func `gives each of many watchers every event in order, and tells when one goes away`(http2: Bool) async throws {
        let writers = Mutex<[HTTPBodyWriter]>([])
        let gone = Mutex(0)
        try await TestServer.run(
            tls: true,
            { _, exchange in
                let writer = exchange.openWriter(status: .ok, headers: ["Content-Type": "application/json"])
                writer.onClose { gone.withLock { $0 += 1 } }
                writers.withLock { $0.append(writer) }
            }
        ) { server in
            try await server.withClient(http2: http2) { client in
                let watchers = 20
                let lines = try await withThrowingTaskGroup(of: [Int].self) { group in
                    for _ in 0..<watchers {
                        group.addTask {
                            let request = HTTPClientRequest(url: "https://localhost:\(server.port)/watch")
                            let response = try await client.execute(request, timeout: .seconds(60))
                            var text = ""
                            for try await part in response.body {
                                text += String(buffer: part)
                                if text.hasSuffix("end\n") { break }
                            }
                            return text.split(separator: "\n").compactMap { Int($0) }
                        }
                    }
                    try await BodyTests.eventually { writers.withLock { $0.count } == watchers }
                    let all = writers.withLock { $0 }
                    let byLoop = Dictionary(grouping: all) { ObjectIdentifier($0.eventLoop) }
                    for event in 0..<500 {
                        let buffer = ByteBuffer(string: event == 499 ? "499\nend\n" : "\(event)\n")
                        for group in byLoop.values {
                            HTTPBodyWriter.broadcast(buffer, to: group, on: group[0].eventLoop)
                        }
                    }
                    return try await group.reduce(into: []) { $0.append($1) }
                }
                #expect(lines.allSatisfy { $0 == Array(0..<500) })
                #expect(lines.count == watchers)
                try await BodyTests.eventually { gone.withLock { $0 } == watchers }
            }
        }
    }

    @Test func `holds back what a slow watcher does not read, so that its owner can cut it off`() async throws {
        try await TestServer.run({ _, exchange in
            let writer = exchange.openWriter(status: .ok, headers: [:])
            let event = ByteBuffer(repeating: 65, count: 64 << 10)
            @Sendable func push() {
                guard writer.pendingBytes < 8 << 20 else { return writer.abort() }
                writer.write(event)
                exchange.eventLoop.execute { push() }
            }
            push()
        }) { server in
            let client = try await RawClient(port: server.port)
            try await client.channel.setOption(.autoRead, value: false).get()
            try await client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
            try await client.channel.setOption(.autoRead, value: true).get()
            #expect(await client.read().hasSuffix("0\r\n\r\n") == false)
        }
    }

    @Test(arguments: [false, true])
    func `shutdown lets requests finish, refuses new ones and closes`(http2: Bool) async throws {
        let exchanges = Mutex<[HTTPExchange]>([])
        try await TestServer.run(tls: true, { _, exchange in exchanges.withLock { $0.append(exchange) } }) { server in
            try await server.withClient(http2: http2) { client in
                async let answer = client.execute(
                    HTTPClientRequest(url: "https://localhost:\(server.port)/"), timeout: .seconds(60))
                try await BodyTests.eventually { exchanges.withLock { $0.count } == 1 }
                async let end: Void = server.server.shutdown(gracePeriod: .seconds(30))
                try await BodyTests.eventually {
                    do {
                        try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                            .connect(host: "127.0.0.1", port: server.port).get().close()
                        return false
                    } catch {
                        return true
                    }
                }
                exchanges.withLock { $0[0] }.respond(status: .ok, headers: [:], body: [ByteBuffer(string: "late")])
                #expect(try await answer.text == "late")
                await end
            }
        }
    }
}

import ApusAPI
import ApusClient
import ApusHTTP
import ApusJSON
import ApusStore
import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOPosix
import Testing

@testable import ApusServer

/// Requests that go on to Pods, Services and nodes.
@Suite(.timeLimit(.minutes(5))) struct ProxyTests {
    static let slices = GroupVersionResource("discovery.k8s.io", "v1", "endpointslices")

    /// A workload that says what it was asked.
    private struct Echo: HTTPService {
        func handle(_ request: HTTPRequest, _ exchange: HTTPExchange) {
            switch request.path {
            case "/teapot":
                exchange.respond(
                    status: .imATeapot, headers: ["X-Own": "yes", "Content-Type": "text/x-own"],
                    body: [ByteBuffer(string: "short and stout")])
            case "/containerLogs/default/web/main":
                exchange.respond(status: .ok, headers: [:], body: [ByteBuffer(string: "one\ntwo\n")])
            case "/socket":
                guard let answer = try? WebSocketAnswer(request, supported: ["a"], encoding: { _ in .text }),
                    let writer = try? exchange.openWriter(answer)
                else { return exchange.respond(status: .badRequest, headers: [:]) }
                writer.write(ByteBuffer(string: "hello"))
                writer.finish()
            default:
                let body = request.body.map { String(buffer: $0) } ?? ""
                let seen = ["x-sent", "authorization", "impersonate-user", "x-forwarded-for"].map {
                    "\($0)=\(request.headers[$0].joined())"
                }
                exchange.respond(
                    status: .ok, headers: ["Content-Type": "text/plain"],
                    body: [
                        ByteBuffer(string: "\(request.method) \(request.uri) \(seen.joined(separator: " ")) \(body)")
                    ])
            }
        }
    }

    /// Runs `body` with a server, a workload on a port, and a Pod and a Service that it is behind.
    private func run(_ body: (RawClient, TestServer, _ port: Int) async throws -> Void) async throws {
        let workload = HTTPServer(
            configuration: HTTPServer.Configuration(), service: Echo(), group: MultiThreadedEventLoopGroup.singleton)
        let port = try await workload.start()
        let result: Result<Void, any Error>
        do {
            try await RawClient.run(change: { $0.proxiesToLoopback = true }) { client, test in
                try await pod(test, "web", port: port)
                try await service(test, "web", port: port)
                try await body(client, test, port)
            }
            result = .success(())
        } catch {
            result = .failure(error)
        }
        await workload.shutdown(gracePeriod: .zero)
        try result.get()
    }

    private func pod(_ test: TestServer, _ name: String, port: Int, address: String = "127.0.0.1") async throws {
        var pod = JSONValue.pod(name, node: "n")
        pod["spec"]["containers"] = [
            ["name": "main", "image": "busybox", "ports": [["containerPort": .int(Int64(port))]]]
        ]
        try await test.client.create(Resources.serviceAccounts, namespace: "default", .serviceAccount("default"))
        pod = try await test.client.create(Resources.pods, namespace: "default", pod).value()
        pod["status"]["podIP"] = .string(address)
        pod["status"]["podIPs"] = [["ip": .string(address)]]
        try await test.client.updateStatus(Resources.pods, pod)
    }

    private func service(_ test: TestServer, _ name: String, port: Int) async throws {
        let ports: JSONValue = [["name": "http", "port": 80, "targetPort": .int(Int64(port))]]
        try await test.client.create(
            Resources.services, namespace: "default",
            ["kind": "Service", "apiVersion": "v1", "metadata": ["name": .string(name)], "spec": ["ports": ports]])
        try await test.client.create(
            Self.slices, namespace: "default",
            [
                "kind": "EndpointSlice", "apiVersion": "discovery.k8s.io/v1", "addressType": "IPv4",
                "metadata": [
                    "name": .string("\(name)-1"), "labels": ["kubernetes.io/service-name": .string(name)],
                ], "ports": [["name": "http", "port": .int(Int64(port))]],
                "endpoints": [["addresses": ["192.0.2.1"], "conditions": ["ready": true]]],
            ])
        // The API takes no endpoints of the loopback.
        let found = try await test.store.range(RangeRequest(prefix: "/registry/endpointslices/default/\(name)-1"))
        let stored = try #require(found.items.first)
        let moved = stored.value.string.split(separator: "192.0.2.1").joined(separator: "127.0.0.1")
        let written = try await test.store.commit(Transaction([], [.put(key: stored.key, value: Bytes(moved))]))
        var request = APIRequest(.list, Self.slices, namespace: "default")
        request.options.resourceVersion = String(written.revision)
        _ = try await test.transport.list(request)
    }

    private static let pods = "/api/v1/namespaces/default/pods"
    private static let services = "/api/v1/namespaces/default/services"

    @Test func aPodSeesMethodPathQueryHeadersAndBodyButNotWhoAsks() async throws {
        try await run { client, _, port in
            for name in ["web", "web:\(port)", "http:web:\(port)", ":web:\(port)"] {
                let answer = try await client.send(
                    .PUT, "\(Self.pods)/\(name)/proxy/a%20b/./x/../c/?q=1&r=%2F", ["X-Sent": "1"], body: "body")
                #expect(answer.code == 200)
                #expect(
                    answer.text
                        == "PUT /a%20b/c/?q=1&r=%2F x-sent=1 authorization= impersonate-user= x-forwarded-for=127.0.0.1 body",
                    "\(name)")
                #expect(answer.headers["content-type"] == ["text/plain"])
            }
        }
    }

    @Test func whatThePodAnswersComesBackAsItIs() async throws {
        try await run { client, _, _ in
            let answer = try await client.send(.GET, "\(Self.pods)/web/proxy/teapot")
            #expect(answer.code == 418)
            #expect(answer.headers["x-own"] == ["yes"])
            #expect(answer.headers["content-type"] == ["text/x-own"])
            #expect(answer.text == "short and stout")
        }
    }

    @Test func theRootIsRedirectedToItsSlash() async throws {
        try await run { client, _, _ in
            var configuration = HTTPClient.Configuration()
            configuration.redirectConfiguration = .disallow
            let own = HTTPClient(eventLoopGroup: MultiThreadedEventLoopGroup.singleton, configuration: configuration)
            let redirected = try await client.send(.GET, "\(Self.pods)/web/proxy?a=b", with: own)
            let posted = try await client.send(.POST, "\(Self.pods)/web/proxy", with: own)
            try await own.shutdown()
            #expect(redirected.code == 301)
            #expect(redirected.headers["location"] == ["\(Self.pods)/web/proxy/?a=b"])
            #expect(posted.text.hasPrefix("POST / "))
        }
    }

    @Test func anUpgradeGoesThrough() async throws {
        try await run { client, test, _ in
            let socket = try await WebSocketClient(
                port: test.port, "\(Self.pods)/web/proxy/socket", ["Sec-WebSocket-Protocol": "a"])
            #expect(socket.status == "HTTP/1.1 101 Switching Protocols")
            let message = try #require(try await socket.message())
            #expect(message.opcode == .text && message.payload == Array("hello".utf8))
            #expect(try await socket.message()?.opcode == .close)
            #expect(try await socket.message() == nil)
            // Nothing stays open in the books.
            try await within {
                while try await client.metrics().contains("verb=\"CONNECT\",version=\"v1\"} 1\n"),
                    try await client.metrics().contains(
                        "apiserver_longrunning_requests{component=\"apiserver\",group=\"\",resource=\"pods\"")
                {}
            }
        }
    }

    @Test func aServiceIsReachedByTheNameOrNumberOfItsPort() async throws {
        try await run { client, _, _ in
            for name in ["web:http", "web:80", "http:web:http", "web"] {
                let answer = try await client.send(.GET, "\(Self.services)/\(name)/proxy/x")
                #expect(answer.text.hasPrefix("GET /x "), "\(name): \(answer.text)")
            }
        }
    }

    struct Refusal: Sendable {
        let path: String
        let code: Int
        let message: String
    }

    @Test(
        arguments: [
            Refusal(path: "\(pods)/none/proxy/", code: 404, message: #"pods "none" not found"#),
            Refusal(path: "\(pods)/ftp:web:1/proxy/", code: 400, message: #"invalid pod request "ftp:web:1""#),
            Refusal(path: "\(pods)/a:b:c:d/proxy/", code: 400, message: #"invalid pod request "a:b:c:d""#),
            Refusal(
                path: "\(pods)/web:1/proxy/", code: 503,
                message: "error trying to reach service: dial tcp 127.0.0.1:1: connect: connection refused"),
            Refusal(
                path: "\(services)/web:81/proxy/", code: 503, message: #"no service port 81 found for service "web""#),
            Refusal(
                path: "\(services)/web:other/proxy/", code: 503, message: #"no endpoints available for service "web""#),
            Refusal(path: "\(services)/none/proxy/", code: 404, message: #"services "none" not found"#),
            Refusal(path: "/api/v1/nodes/none/proxy/", code: 404, message: #"nodes "none" not found"#),
        ])
    func whatCannotBeReachedIsSaidInUpstreamsWords(_ refusal: Refusal) async throws {
        try await run { client, _, _ in
            let answer = try await client.send(.GET, refusal.path)
            #expect(answer.code == refusal.code)
            #expect(answer.json["message"].string == refusal.message)
            #expect(answer.json["kind"] == "Status")
        }
    }

    @Test func theServersOwnMachineIsNoPod() async throws {
        try await RawClient.run { client, test in
            try await pod(test, "web", port: 80)
            let answer = try await client.send(.GET, "\(Self.pods)/web/proxy/")
            #expect(answer.code == 400)
            #expect(answer.json["message"] == "address not allowed")
        }
        for address in ["0.0.0.0", "127.1.2.3", "169.254.169.254", "224.0.0.1", "::", "::1", "fe80::1", "ff02::1", "x"]
        {
            #expect(!ProxyRequest.allows(address), "\(address)")
        }
        for address in ["10.0.0.1", "8.8.8.8", "fd00::1", "2001:db8::1"] {
            #expect(ProxyRequest.allows(address), "\(address)")
        }
    }

    @Test func whoAsksIsTakenOutOfTheHeaders() {
        var headers: HTTPHeaders = [
            "Authorization": "Bearer x", "Impersonate-User": "a", "impersonate-extra-scopes": "b", "X-Other": "c",
            "Sec-WebSocket-Protocol": "base64url.bearer.authorization.k8s.io.eA, v5.channel.k8s.io",
        ]
        headers.removeCredentials()
        #expect(headers == ["X-Other": "c", "Sec-WebSocket-Protocol": "v5.channel.k8s.io"])
    }

    /// Runs `body` with a server and a node whose kubelet is a workload.
    private func withKubelet(_ body: (RawClient, TestServer, _ port: Int) async throws -> Void) async throws {
        let directory = "/tmp/apus-proxy-tests-\(UInt64.random(in: 0 ... .max))"
        let pki = try ClusterPKI(
            .init(directory: directory, serverNames: ["127.0.0.1"], now: Timestamp.now.seconds))
        let kubelet = HTTPServer(
            configuration: .init(
                tls: .init(
                    certificateChainPEM: pki.serving.certificatePEM, privateKeyPEM: pki.serving.keyPEM,
                    clientCAPEM: pki.caPEM)), service: Echo(), group: MultiThreadedEventLoopGroup.singleton)
        let port = try await kubelet.start()
        let result: Result<Void, any Error>
        do {
            try await RawClient.run(change: {
                $0.proxiesToLoopback = true
                $0.kubelet = .init(
                    certificateChainPEM: pki.kubeletClient.certificatePEM, privateKeyPEM: pki.kubeletClient.keyPEM,
                    caPEM: pki.caPEM)
            }) { client, test in
                var node = try await test.client.create(
                    Resources.nodes, ["kind": "Node", "apiVersion": "v1", "metadata": ["name": "n"]]
                ).value()
                node["status"]["addresses"] = [["type": "InternalIP", "address": "127.0.0.1"]]
                node["status"]["daemonEndpoints"] = ["kubeletEndpoint": ["Port": .int(Int64(port))]]
                try await test.client.updateStatus(Resources.nodes, node)
                try await body(client, test, port)
            }
            result = .success(())
        } catch {
            result = .failure(error)
        }
        await kubelet.shutdown(gracePeriod: .zero)
        try result.get()
    }

    @Test func aNodeIsReachedAtItsKubeletAndAtOtherPorts() async throws {
        let other = HTTPServer(
            configuration: HTTPServer.Configuration(), service: Echo(), group: MultiThreadedEventLoopGroup.singleton)
        let otherPort = try await other.start()
        try await withKubelet { client, _, port in
            for name in ["n", "n:\(port)", "n:\(otherPort)", "https:n:\(port)"] {
                let answer = try await client.send(.DELETE, "/api/v1/nodes/\(name)/proxy/stats/summary?x=1")
                #expect(
                    answer.text.hasPrefix("DELETE /stats/summary?x=1 x-sent= authorization= "),
                    "\(name): \(answer.text)")
            }
            let refused = try await client.send(.GET, "/api/v1/nodes/n/proxy/teapot")
            #expect(refused.code == 418 && refused.text == "short and stout")
        }
        await other.shutdown(gracePeriod: .zero)
    }

    /// apimachinery's `wsstream`: an empty message first, then what the log says.
    @Test(
        arguments: [
            (["Sec-WebSocket-Protocol": "binary.k8s.io"], WebSocketClient.Opcode.binary, "one\ntwo\n"),
            (["Sec-WebSocket-Protocol": "base64.binary.k8s.io"], .text, "b25lCnR3bwo="), ([:], .binary, "one\ntwo\n"),
        ])
    func aLogComesOverAWebSocket(
        _ headers: [String: String], _ opcode: WebSocketClient.Opcode, _ text: String
    ) async throws {
        try await withKubelet { _, test, _ in
            try await pod(test, "web", port: 80)
            let socket = try await WebSocketClient(port: test.port, "\(Self.pods)/web/log", headers)
            #expect(socket.status == "HTTP/1.1 101 Switching Protocols")
            let first = try #require(try await socket.message())
            #expect(first.opcode == opcode && first.payload.isEmpty)
            let message = try #require(try await socket.message())
            #expect(message.opcode == opcode)
            #expect(String(decoding: message.payload, as: UTF8.self) == text)
            #expect(try await socket.message()?.opcode == .close)
        }
    }
}

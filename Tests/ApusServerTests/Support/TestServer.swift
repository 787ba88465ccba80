import ApusAPI
import ApusClient
import ApusHTTP
import ApusJSON
import ApusStore
import Glibc
import Logging
import NIOCore
import NIOPosix

@testable import ApusServer

/// The ways to a server that a test body runs over.
enum Front: String, CaseIterable, Sendable {
    case inProcess
    case https
}

/// A server over a store in memory, which a test uses and throws away.
struct TestServer {
    let server: APIServer
    let store: any Store
    /// 0 where it does not listen.
    let port: Int
    let pki: ClusterPKI?
    let transport: any APITransport

    static let token = "admin-token"
    static let admin = User(name: "admin", groups: [User.mastersGroup])

    var client: APIClient { APIClient(transport) }

    /// Runs `body` with a server that has started, and stops it.
    static func run(
        _ front: Front = .inProcess, store: (any Store)? = nil,
        change: @Sendable (inout APIServer.Configuration) -> Void = { _ in },
        _ body: (TestServer) async throws -> Void
    ) async throws {
        guard let range = AddressRange("10.96.0.0/12") else { return }
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        var configuration = APIServer.Configuration(serviceAddresses: range, logger: logger)
        configuration.staticTokens = [token: User(name: "admin", groups: [User.mastersGroup])]
        var pki: ClusterPKI?
        let directory = "/tmp/apus-server-tests-\(getpid())-\(UInt64.random(in: 0 ... .max))"
        if front == .https {
            let made = try ClusterPKI(.init(directory: directory, serverNames: [], now: Timestamp.now.seconds))
            configuration.http = HTTPServer.Configuration(
                tls: .init(
                    certificateChainPEM: made.serving.certificatePEM, privateKeyPEM: made.serving.keyPEM,
                    clientCAPEM: made.caPEM))
            configuration.serviceAccountTokens = try ServiceAccountTokens(signingKeyPEM: made.serviceAccountKeyPEM)
            pki = made
        }
        change(&configuration)
        let memory: any Store
        if let store { memory = store } else { memory = try MemoryStore() }
        let server = APIServer(
            configuration: configuration, store: memory, group: .singletonMultiThreadedEventLoopGroup)
        let port = try await server.start()
        var http: HTTPTransport?
        if let pki {
            var client = ClientConfiguration(server: "https://127.0.0.1:\(port)")
            client.certificateAuthority = Array(pki.caPEM.utf8)
            client.credential = .token(token)
            http = try HTTPTransport(client, logger: logger)
        }
        let test = TestServer(
            server: server, store: memory, port: port, pki: pki, transport: http ?? server.transport(as: admin))
        let result: Result<Void, any Error>
        do { result = .success(try await body(test)) } catch { result = .failure(error) }
        await http?.shutdown()
        await server.shutdown(gracePeriod: .milliseconds(100))
        if store == nil { await memory.close() }
        try result.get()
    }
}

enum Resources {
    static let pods = GroupVersionResource("", "v1", "pods")
    static let nodes = GroupVersionResource("", "v1", "nodes")
    static let configMaps = GroupVersionResource("", "v1", "configmaps")
    static let namespaces = GroupVersionResource("", "v1", "namespaces")
    static let serviceAccounts = GroupVersionResource("", "v1", "serviceaccounts")
    static let services = GroupVersionResource("", "v1", "services")
    static let deployments = GroupVersionResource("apps", "v1", "deployments")
}

extension JSONValue {
    static func configMap(_ name: String, labels: [String: String] = [:], data: [String: String] = [:]) -> JSONValue {
        var object: JSONValue = ["kind": "ConfigMap", "apiVersion": "v1", "metadata": ["name": .string(name)]]
        for (key, value) in labels.sorted(by: { $0.key < $1.key }) {
            object["metadata"]["labels"][key] = .string(value)
        }
        for (key, value) in data.sorted(by: { $0.key < $1.key }) { object["data"][key] = .string(value) }
        return object
    }

    static func pod(_ name: String, node: String? = nil) -> JSONValue {
        var pod: JSONValue = [
            "kind": "Pod", "apiVersion": "v1", "metadata": ["name": .string(name)],
            "spec": ["containers": [["name": "main", "image": "busybox"]]],
        ]
        if let node { pod["spec"]["nodeName"] = .string(node) }
        return pod
    }

    static func serviceAccount(_ name: String) -> JSONValue {
        ["kind": "ServiceAccount", "apiVersion": "v1", "metadata": ["name": .string(name)]]
    }
}

/// What `body` throws, which has to be a `StatusError`; nil where it throws nothing.
func statusError(_ body: () async throws -> Void) async -> StatusError? {
    do {
        try await body()
        return nil
    } catch {
        return error as? StatusError
    }
}

import ApusAPI
import ApusClient
import ApusHTTP
import ApusJSON
import ApusPluginHost
import Logging
import NIOCore
import NIOHTTP1
import Synchronization

/// The kubelet's own HTTPS server, which the API server and metrics collectors use (`pkg/kubelet/server/server.go`).
final class KubeletServer: Sendable {
    let context: NodeContext
    let workers: PodWorkers
    /// Each client that reads a log takes one.
    let logThreads = HostThreads(maximum: 128)
    let group: any EventLoopGroup
    private let authorization: ClientAuthorization
    private let running = Mutex<HTTPServer?>(nil)

    init(context: NodeContext, workers: PodWorkers, group: any EventLoopGroup) {
        self.context = context
        self.workers = workers
        self.group = group
        authorization = ClientAuthorization(
            client: context.client, nodeName: context.configuration.nodeName, time: context.time)
    }

    /// Listens, and returns the port; 0 where no server is configured.
    func start() async throws -> Int {
        guard let tls = context.configuration.serverTLS else { return 0 }
        let server = HTTPServer(
            configuration: HTTPServer.Configuration(
                host: context.configuration.serverAddress, port: context.configuration.serverPort,
                tls: HTTPServer.TLS(
                    certificateChainPEM: tls.certificateChainPEM, privateKeyPEM: tls.privateKeyPEM,
                    clientCAPEM: tls.clientCAPEM)),
            service: self, group: group)
        running.withLock { $0 = server }
        return try await server.start()
    }

    func shutdown() async {
        await running.withLock { $0 }?.shutdown(gracePeriod: .seconds(2))
        logThreads.shutdown()
    }
}

extension KubeletServer: HTTPService {
    func handle(_ request: HTTPRequest, _ exchange: HTTPExchange) {
        if request.path == "/healthz" { return exchange.answer(.ok, "ok") }
        guard let peer = request.peer else { return exchange.answer(.unauthorized, "Unauthorized") }
        Task { await answer(request, peer, exchange) }
    }

    private func answer(_ request: HTTPRequest, _ peer: PeerCertificate, _ exchange: HTTPExchange) async {
        let path = request.path.split(separator: "/").map { QueryParameters.decode($0) }
        let subresource: String =
            switch path.first {
            case "stats": "stats"
            case "metrics": "metrics"
            case "logs": "log"
            default: "proxy"
            }
        let verb: String =
            switch request.method {
            case .POST: "create"
            case .PUT: "update"
            case .DELETE: "delete"
            case .PATCH: "patch"
            default: "get"
            }
        do {
            guard try await authorization.allows(peer, verb: verb, subresource: subresource) else {
                let message =
                    "Forbidden (user=\(peer.commonName), verb=\(verb), resource=nodes, subresource(s)=[\(subresource)])"
                return exchange.answer(.forbidden, message)
            }
        } catch {
            return exchange.answer(
                .internalServerError, "Authorization error (user=\(peer.commonName)): \(error.message)")
        }
        await route(path, request, exchange)
    }

    private func route(_ path: [String], _ request: HTTPRequest, _ exchange: HTTPExchange) async {
        switch (path.first, path.count) {
        case ("containerLogs", 4): await containerLogs(path, QueryParameters(request.query), exchange)
        case ("exec", 4), ("attach", 4): await remoteCommand(path, request, exchange)
        case ("portForward", 3): await portForward(path, request, exchange)
        case ("pods", 1), ("runningpods", 1): await exchange.answer(json: podList())
        case ("stats", 2) where path[1] == "summary": await exchange.answer(json: StatsSummary(context).make())
        case ("metrics", 1):
            await exchange.answer(.ok, NodeMetrics(context, workers).text(), "text/plain; version=0.0.4")
        case ("metrics", 2) where path[1] == "resource":
            await exchange.answer(.ok, NodeMetrics(context, workers).resourceText(), "text/plain; version=0.0.4")
        default: exchange.answer(.notFound, "404 page not found")
        }
    }

    private func podList() async -> JSONValue {
        ["kind": "PodList", "apiVersion": "v1", "metadata": [:], "items": .array(await workers.pods())]
    }
}

extension HTTPExchange {
    func answer(_ status: HTTPResponseStatus, _ text: String, _ type: String = "text/plain; charset=utf-8") {
        respond(status: status, headers: ["Content-Type": type], body: [ByteBuffer(string: text)])
    }

    func answer(json value: JSONValue) {
        let bytes = value.encoded().withUnsafeBytes { ByteBuffer(bytes: $0) }
        respond(status: .ok, headers: ["Content-Type": "application/json"], body: [bytes])
    }
}

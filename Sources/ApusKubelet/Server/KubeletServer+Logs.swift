import ApusClient
import ApusHTTP
import NIOHTTP1

extension KubeletServer {
    /// `/containerLogs/{namespace}/{pod}/{container}`.
    func containerLogs(_ path: [String], _ query: QueryParameters, _ exchange: HTTPExchange) async {
        let (namespace, name, container) = (path[1], path[2], path[3])
        guard let worker = await workers.find(namespace, name) else {
            return exchange.answer(.notFound, "pod does not exist")
        }
        let wanted: LogRequest
        let found: RuntimeContainer
        do {
            wanted = try LogRequest(query, now: context.time.now)
            found = try await worker.log(of: container, previous: wanted.previous)
        } catch {
            return exchange.answer(.badRequest, "\(error)")
        }
        let writer = exchange.openWriter(status: .ok, headers: ["Content-Type": "text/plain"])
        let runtime = context.runtime
        let uid = worker.uid
        let (ends, signal) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let id = await worker.addEndObserver { signal.yield() }
        let stream = LogStream(
            path: found.logPath, request: wanted, writer: writer, changes: changes,
            isRunning: {
                let now = try? await runtime.pod(uid: uid)
                return now?.containers.first { $0.id == found.id }?.isRunning ?? false
            }, ends: ends)
        await stream.run()
        await worker.removeEndObserver(id)
    }
}

import ApusClient
import ApusHTTP
import ApusPluginHost
import NIOHTTP1

extension KubeletServer {
    /// `/containerLogs/{namespace}/{pod}/{container}`.
    func containerLogs(_ path: [String], _ query: QueryParameters, _ exchange: HTTPExchange) async {
        let (namespace, name, container) = (path[1], path[2], path[3])
        guard let worker = await workers.find(namespace, name) else {
            return exchange.answer(.notFound, "pod does not exist")
        }
        let options: LogOptions
        let found: RuntimeContainer
        do {
            options = try LogOptions(query, now: context.time.now)
            found = try await worker.log(of: container, previous: query.flag("previous"))
        } catch {
            return exchange.answer(.badRequest, "\(error)")
        }
        let writer = exchange.openWriter(status: .ok, headers: ["Content-Type": "text/plain"])
        let session = LogSession(writer: writer, isRunning: found.isRunning)
        let id = await worker.observe { runtime in
            if !(runtime.containers.first { $0.id == found.id }?.isRunning ?? false) { session.end() }
        }
        await logThreads.run { session.send(found.logPath, options) }
        await worker.endObserving(id)
    }
}

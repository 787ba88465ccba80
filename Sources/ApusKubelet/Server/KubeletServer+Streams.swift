import ApusHTTP
import ApusJSON
import NIOCore
import NIOHTTP1

extension KubeletServer {
    /// `/exec/{namespace}/{pod}/{container}` and `/attach/{namespace}/{pod}/{container}`.
    func remoteCommand(_ path: [String], _ request: HTTPRequest, _ exchange: HTTPExchange) async {
        let query = QueryParameters(request.query)
        guard let worker = await workers.find(path[1], path[2]) else {
            return exchange.answer(.notFound, "pod does not exist")
        }
        let isExec = path[0] == "exec"
        do {
            let found = try await worker.runningContainer(path[3])
            let command = query.all("command")
            if isExec, command.isEmpty { throw EnvironmentError("command is required") }
            // The API server's names for clients, and upstream's for the kubelet.
            let tty = query.flag("tty")
            let options = RemoteCommandStreams.Options(
                stdin: query.flag("input") || query.flag("stdin"), stdout: query.flag("output") || query.flag("stdout"),
                stderr: query.flag("error") || query.flag("stderr"), tty: tty)
            let streams = try await RemoteCommand.accept(request, exchange, options: options)
            var message: JSONValue = [
                "containerId": .string(found.id), "tty": .bool(tty), "stdin": .bool(options.stdin),
                "stdout": .bool(options.stdout), "stderr": .bool(options.stderr),
            ]
            if isExec { message["cmd"] = JSONValue(command) }
            await RemoteProcess(runtime: context.runtime, group: group)
                .run(isExec ? "Exec" : "Attach", message, streams)
        } catch {
            exchange.refuse(error)
        }
    }

    /// `/portForward/{namespace}/{pod}`.
    func portForward(_ path: [String], _ request: HTTPRequest, _ exchange: HTTPExchange) async {
        guard let worker = await workers.find(path[1], path[2]) else {
            return exchange.answer(.notFound, "pod does not exist")
        }
        guard let sandbox = await worker.sandboxID else {
            return exchange.answer(.badRequest, "pod \(path[2]) is not running")
        }
        do {
            let ports = QueryParameters(request.query).all("port")
            let connections = try await PortForward.accept(request, exchange, ports: ports)
            await RemoteProcess(runtime: context.runtime, group: group).forward(connections, sandbox: sandbox)
        } catch {
            exchange.refuse(error)
        }
    }
}

extension HTTPExchange {
    /// Answers an upgrade that did not come about; does nothing where it had been answered.
    fileprivate func refuse(_ error: any Error) {
        guard let refusal = error as? UpgradeRefusal else { return answer(.badRequest, "\(error)") }
        var headers = refusal.headers
        headers.replaceOrAdd(name: "Content-Type", value: "text/plain; charset=utf-8")
        respond(status: refusal.status, headers: headers, body: [ByteBuffer(string: refusal.message)])
    }
}

import ApusAPI
import ApusJSON

/// Why a probe or a hook failed.
struct ActionFailure: Error, Sendable, Equatable, CustomStringConvertible {
    var description: String
}

/// Does what a probe or a lifecycle hook says: exec, httpGet, tcpSocket or sleep.
struct ActionRunner: Sendable {
    let runtime: any ContainerRuntime
    let connections: ProbeConnections

    /// - Parameters:
    ///   - address: where httpGet and tcpSocket go without a host.
    ///   - container: for ports that are named.
    func run(
        _ action: JSONValue, container: JSONValue, id: String, address: String, timeout: Duration
    ) async throws(ActionFailure) {
        if !action["exec"].isNull {
            try await execute(action["exec"]["command"], id, timeout)
        } else if !action["httpGet"].isNull {
            try await get(action["httpGet"], container, address, timeout)
        } else if !action["tcpSocket"].isNull {
            let host = action["tcpSocket"]["host"].string ?? address
            let port = try self.port(action["tcpSocket"]["port"], container)
            do {
                try await connections.connect(host: host, port: port, timeout: timeout)
            } catch {
                throw ActionFailure(description: "dial tcp \(host):\(port): connect: \(reason(error))")
            }
        }
    }

    private func execute(_ command: JSONValue, _ id: String, _ timeout: Duration) async throws(ActionFailure) {
        let answer: JSONValue
        do {
            answer = try await runtime.call(
                "ExecSync",
                ["containerId": .string(id), "cmd": command, "timeout": .int(timeout.components.seconds)])
        } catch {
            if error.code == .deadlineExceeded {
                throw ActionFailure(
                    description: "command timed out: \"\(text(command))\" timed out after \(timeout.goText)")
            }
            throw ActionFailure(description: error.message)
        }
        guard answer["exitCode"].integer ?? 0 != 0 else { return }
        let output = (Base64.decode(answer.text("stdout")) ?? []) + (Base64.decode(answer.text("stderr")) ?? [])
        throw ActionFailure(description: String(decoding: output.prefix(10240), as: UTF8.self))
    }

    private func get(
        _ action: JSONValue, _ container: JSONValue, _ address: String, _ timeout: Duration
    ) async throws(ActionFailure) {
        let scheme = (action["scheme"].string ?? "HTTP").lowercased()
        var host = action["host"].string ?? address
        if host.contains(":") { host = "[\(host)]" }
        let port = try self.port(action["port"], container)
        let path = action["path"].string ?? "/"
        let url = "\(scheme)://\(host):\(port)\(path.hasPrefix("/") ? path : "/\(path)")"
        let headers = action["httpHeaders"].elements.map { ($0.text("name"), $0.text("value")) }
        let answer: (status: Int, body: String)
        do {
            answer = try await connections.get(url, headers: headers, timeout: timeout)
        } catch {
            throw ActionFailure(description: "Get \"\(url)\": \(reason(error))")
        }
        guard (200..<400).contains(answer.status) else {
            throw ActionFailure(description: "HTTP probe failed with statuscode: \(answer.status)")
        }
    }

    private func port(_ value: JSONValue, _ container: JSONValue) throws(ActionFailure) -> Int {
        if let number = value.integer { return Int(number) }
        let name = value.string ?? ""
        if let port = container["ports"].elements.first(where: { $0.text("name") == name })?["containerPort"].int {
            return Int(port)
        }
        throw ActionFailure(description: "couldn't find port: \(name) in container \(container.text("name"))")
    }

    private func text(_ command: JSONValue) -> String {
        command.elements.compactMap(\.string).joined(separator: " ")
    }

    private func reason(_ error: any Error) -> String {
        let text = "\(error)"
        if text.contains("deadlineExceeded") || text.contains("Timeout") || text.contains("timeout") {
            return "context deadline exceeded (Client.Timeout exceeded while awaiting headers)"
        }
        return text.contains("refused") ? "connection refused" : text
    }
}

import ApusHTTP
import ApusJSON
import NIOCore

/// Runs a command, or attaches to a container, with the streams of a client.
struct RemoteProcess: Sendable {
    let runtime: any ContainerRuntime
    let group: any EventLoopGroup

    /// Does `verb` and tells the client how it ended.
    func run(_ verb: String, _ request: JSONValue, _ streams: RemoteCommandStreams) async {
        let status: JSONValue
        do {
            let answer = try await join(verb, request, streams)
            status = Self.status(exitCode: answer["exitCode"].integer ?? 0)
        } catch {
            status = [
                "metadata": [:], "status": "Failure", "reason": "InternalError", "code": 500,
                "message": .string("error executing command in container: \(error)"),
                "details": ["causes": [["message": .string("\(error)")]]],
            ]
        }
        await streams.finish(status)
    }

    /// A `Status` as upstream's streaming server makes it (`kubelet/pkg/cri/streaming/remotecommand/exec.go`).
    static func status(exitCode: Int64) -> JSONValue {
        if exitCode == 0 { return ["metadata": [:], "status": "Success"] }
        return [
            "metadata": [:], "status": "Failure", "reason": "NonZeroExitCode",
            "message": .string("command terminated with non-zero exit code: exit status \(exitCode)"),
            "details": ["causes": [["reason": "ExitCode", "message": .string(String(exitCode))]]],
        ]
    }

    private func join(
        _ verb: String, _ request: JSONValue, _ streams: RemoteCommandStreams
    ) async throws -> JSONValue {
        let stdin = try streams.stdin.map { _ in try ProcessPipe(toProcess: true) }
        let stdout = try streams.stdout.map { _ in try ProcessPipe(toProcess: false) }
        let stderr = try streams.stderr.map { _ in try ProcessPipe(toProcess: false) }
        let resize = request["tty"].bool ?? false ? try ProcessPipe(toProcess: true) : nil
        let input = Task { [group] in
            await withTaskGroup { tasks in
                if let stdin, let source = streams.stdin { tasks.addTask { await stdin.fill(group, from: source) } }
                if let resize {
                    let lines = streams.sizes.map {
                        ByteBuffer(string: "{\"width\":\($0.width),\"height\":\($0.height)}\n")
                    }
                    tasks.addTask { await resize.fill(group, from: lines) }
                }
                await tasks.waitForAll()
            }
        }
        let output = Task { [group] in
            await withTaskGroup { tasks in
                for (pipe, stream) in [(stdout, streams.stdout), (stderr, streams.stderr)] {
                    guard let pipe, let stream else { continue }
                    tasks.addTask { try? await pipe.drain(group) { try await stream.write($0) } }
                }
                await tasks.waitForAll()
            }
        }
        streams.closed.whenComplete { _ in
            input.cancel()
            output.cancel()
        }
        let result = await withResult {
            try await runtime.stream(
                verb, request,
                StreamDescriptors(
                    stdin: stdin?.runtimeEnd, stdout: stdout?.runtimeEnd, stderr: stderr?.runtimeEnd,
                    resize: resize?.runtimeEnd))
        }
        for pipe in [stdin, stdout, stderr, resize] { pipe?.closeRuntimeEnd() }
        input.cancel()
        // What the process has written is sent before the client hears of its end.
        await output.value
        await input.value
        return try result.get()
    }

    private func withResult<R>(_ body: () async throws -> R) async -> Result<R, any Error> {
        do { return .success(try await body()) } catch { return .failure(error) }
    }

    /// Serves the connections that a client forwards to a pod, until it goes away.
    func forward(_ connections: AsyncStream<PortForward.Connection>, sandbox: String) async {
        await withTaskGroup { tasks in
            for await connection in connections { tasks.addTask { await forward(connection, sandbox) } }
            tasks.cancelAll()
        }
    }

    private func forward(_ connection: PortForward.Connection, _ sandbox: String) async {
        do {
            let toPod = try ProcessPipe(toProcess: true)
            let fromPod = try ProcessPipe(toProcess: false)
            let input = Task { [group] in await toPod.fill(group, from: connection.data.input) }
            let output = Task { [group] in
                try? await fromPod.drain(group) { try await connection.data.write($0) }
            }
            let result = await withTaskCancellationHandler {
                await withResult {
                    try await runtime.stream(
                        "PortForward",
                        ["podSandboxId": .string(sandbox), "port": [.int(Int64(connection.port))]],
                        StreamDescriptors(stdin: toPod.runtimeEnd, stdout: fromPod.runtimeEnd))
                }
            } onCancel: {
                input.cancel()
                output.cancel()
            }
            toPod.closeRuntimeEnd()
            fromPod.closeRuntimeEnd()
            input.cancel()
            await output.value
            await input.value
            _ = try result.get()
            await connection.finish()
        } catch {
            await connection.finish(
                problem: "an error occurred forwarding \(connection.port) -> \(connection.port): \(error)")
        }
    }
}

import ApusPluginHost
import FoundationEssentials
import Glibc
import Testing

/// A pipe whose ends close with the object.
private final class Ends: Sendable {
    let read: Int32
    let write: Int32

    init() throws {
        var ends: [Int32] = [-1, -1]
        try #require(pipe(&ends) == 0)
        (read, write) = (ends[0], ends[1])
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    }

    /// Everything until the writers have closed.
    func text() -> String {
        var text: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = Glibc.read(read, &buffer, buffer.count)
            if count <= 0 { break }
            text += buffer[..<count]
        }
        close(read)
        return String(decoding: text, as: UTF8.self)
    }

    func send(_ text: String) { _ = Array(text.utf8).withUnsafeBytes { Glibc.write(write, $0.baseAddress, $0.count) } }
}

extension RuntimeOCITests {
    @Suite(.serialized) struct StreamTests {
        @Test func execSyncGivesCodeAndBothStreams() async throws {
            try await Node.with { node in
                let container = try await node.run(try await node.sandbox(), "sleep 1000")
                let result = try await node.execSync(container, "echo out; echo err >&2; exit 9")
                #expect(result == (9, "out\n", "err\n"))
                let error = await #expect(throws: PluginError.self) {
                    try await node.execSync(container, "sleep 100", timeout: 1)
                }
                #expect(error?.status == 4)
                // The command went with the time, not only who waited for it.
                #expect(try await !node.execSync(container, "ps").out.contains("sleep 100\n"))
                let missing = await #expect(throws: PluginError.self) {
                    try await node.call("ExecSync", #"{"containerId":"\#(container)","cmd":["/no/such"]}"#)
                }
                #expect(missing?.message.contains("/no/such") == true, "\(missing?.message ?? "")")
            }
        }

        @Test func execJoinsTheHostsDescriptors() async throws {
            try await Node.with { node in
                let container = try await node.run(try await node.sandbox(), "sleep 1000")
                let (input, output, errors) = (try Ends(), try Ends(), try Ends())
                input.send("typed")
                close(input.write)
                let request =
                    #"{"containerId":"\#(container)","cmd":["/bin/sh","-c","cat; echo err >&2; exit 4"],"stdin":true,"stdout":true,"stderr":true}"#
                let result = try ConfigurationValue(
                    json: try await node.runtime.stream(
                        "Exec", Array(request.utf8), stdin: input.read, stdout: output.write, stderr: errors.write))
                close(output.write)
                close(errors.write)
                #expect(result.integer("/exitCode") == 4)
                #expect(output.text() == "typed")
                #expect(errors.text() == "err\n")
            }
        }

        @Test func execWithATerminalHasOneAndItsSizeFollows() async throws {
            try await Node.with { node in
                let container = try await node.run(try await node.sandbox(), "sleep 1000")
                let (input, output, resize) = (try Ends(), try Ends(), try Ends())
                resize.send("{\"width\":101,\"height\":41}\n")
                // The size comes to the container's terminal soon after the start.
                input.send("while [ \"$(stty size)\" != '41 101' ]; do sleep 0.05; done; echo si''zed; exit 6\n")
                let request =
                    #"{"containerId":"\#(container)","cmd":["/bin/sh"],"tty":true,"stdin":true,"stdout":true}"#
                let result = try ConfigurationValue(
                    json: try await node.runtime.stream(
                        "Exec", Array(request.utf8), stdin: input.read, stdout: output.write, stderr: nil,
                        resize: resize.read))
                close(output.write)
                #expect(result.integer("/exitCode") == 6)
                let text = output.text()
                #expect(text.contains("sized"), "\(text)")
            }
        }

        @Test func execEndsWhenItIsCancelled() async throws {
            try await Node.with { node in
                let container = try await node.run(try await node.sandbox(), "sleep 1000")
                let output = try Ends()
                let request = #"{"containerId":"\#(container)","cmd":["sleep","500"],"stdout":true}"#
                let runtime = node.runtime
                let task = Task {
                    try await runtime.stream("Exec", Array(request.utf8), stdin: nil, stdout: output.write, stderr: nil)
                }
                try await eventually { try await node.execSync(container, "ps").out.contains("sleep 500") }
                // Nobody reads any more.
                close(output.read)
                let error = await #expect(throws: PluginError.self) { try await task.value }
                #expect(error?.status == 1)
                try await eventually { try await !node.execSync(container, "ps").out.contains("sleep 500") }
            }
        }

        @Test func attachJoinsARunningContainer() async throws {
            try await Node.with { node in
                let container = try await node.run(
                    try await node.sandbox(), "while read line; do echo got $line; [ $line = end ] && exit 8; done",
                    name: "main",
                    #""stdin":true,"stdinOnce":true"#)
                let (input, output) = (try Ends(), try Ends())
                input.send("one\nend\n")
                let request = #"{"containerId":"\#(container)","stdin":true,"stdout":true}"#
                let result = try ConfigurationValue(
                    json: try await node.runtime.stream(
                        "Attach", Array(request.utf8), stdin: input.read, stdout: output.write, stderr: nil))
                close(output.write)
                #expect(result.integer("/exitCode") == 8)
                #expect(output.text() == "got one\ngot end\n")
            }
        }

        @Test func aPortIsForwardedIntoTheSandbox() async throws {
            try await Node.with { node in
                let pod = try await node.sandbox()
                let container = try await node.run(pod, "nc -l -p 8080 -e cat")
                try await eventually {
                    try await node.execSync(container, "cat /proc/net/tcp /proc/net/tcp6").out.contains(":1F90")
                }
                let (input, output) = (try Ends(), try Ends())
                input.send("through")
                close(input.write)
                let request = #"{"podSandboxId":"\#(pod)","port":[8080]}"#
                _ = try await node.runtime.stream(
                    "PortForward", Array(request.utf8), stdin: input.read, stdout: output.write, stderr: nil)
                close(output.write)
                #expect(output.text() == "through")
                let error = await #expect(throws: PluginError.self) {
                    _ = try await node.runtime.stream(
                        "PortForward", Array(#"{"podSandboxId":"\#(pod)","port":[9]}"#.utf8), stdin: nil, stdout: nil,
                        stderr: nil)
                }
                #expect(error?.message.contains("Connection refused") == true)
            }
        }

        @Test func eventsTellOfEachChange() async throws {
            try await Node.with { node in
                _ = try await node.call("Version")
                let runtime = node.runtime
                let (stream, continuation) = AsyncStream.makeStream(of: [UInt8].self)
                let listening = Task {
                    try await runtime.events { event in
                        continuation.yield(event)
                        return true
                    }
                }
                // The listener is known when an event that is made again and again comes through.
                let pod = try await node.sandbox()
                let probe = Task {
                    while !Task.isCancelled {
                        guard let id = try? await node.create(pod, "true", name: "probe") else { return }
                        _ = try? await node.call("RemoveContainer", #"{"containerId":"\#(id)"}"#)
                    }
                }
                var iterator = stream.makeAsyncIterator()
                _ = await iterator.next()
                probe.cancel()
                await probe.value
                let container = try await node.run(pod, "exit 2")
                var types: [String] = []
                while types.count < 3, let event = await iterator.next() {
                    let document = try ConfigurationValue(json: event)
                    guard document.string("/containerId") == container else { continue }
                    types.append(document.string("/containerEventType") ?? "")
                    if types.count == 3 {
                        let mine = document.array("/containersStatuses").first { $0.string("/id") == container }
                        #expect(mine?.integer("/exitCode") == 2)
                    }
                }
                #expect(types[0] == "CONTAINER_CREATED_EVENT")
                #expect(Set(types.dropFirst()) == ["CONTAINER_STARTED_EVENT", "CONTAINER_STOPPED_EVENT"])
                runtime.cancel()
                try await listening.value
            }
        }
    }
}

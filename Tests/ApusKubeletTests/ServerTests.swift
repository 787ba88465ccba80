import ApusAPI
import ApusClient
import ApusHTTP
import ApusJSON
import ApusTestSupport
import Glibc
import NIOCore
import NIOPosix
import Synchronization
import Testing

@testable import ApusKubelet

@Suite(.timeLimit(.minutes(1)))
struct ServerTests {
    @Test("a client may do what the API says, asked once as long as the answer holds")
    func authorization() async throws {
        let clock = ManualClock()
        let api = FakeAPI(clock: clock)
        let asked = Mutex<[JSONValue]>([])
        api.addReactor { request throws(StatusError) in
            guard request.resource.resource == "subjectaccessreviews", case .value(let body) = request.body else {
                return nil
            }
            asked.withLock { $0.append(body["spec"]) }
            return ["status": ["allowed": .bool(body["spec"]["user"].string == "kube-apiserver-kubelet-client")]]
        }
        let authorization = ClientAuthorization(
            client: APIClient(api), nodeName: "node-1", time: TimeSource.manual(clock))
        let server = PeerCertificate(
            commonName: "kube-apiserver-kubelet-client", organizations: ["system:masters"], der: [], notAfter: .max)
        let other = PeerCertificate(commonName: "jane", organizations: [], der: [], notAfter: .max)
        for _ in 0..<2 {
            #expect(try await authorization.allows(server, verb: "get", subresource: "proxy"))
            #expect(try await !authorization.allows(other, verb: "get", subresource: "proxy"))
        }
        #expect(asked.withLock { $0.count } == 2)
        let spec = asked.withLock { $0[0] }
        #expect(spec["groups"] == ["system:masters", "system:authenticated"])
        #expect(
            spec["resourceAttributes"] == [
                "verb": "get", "version": "v1", "resource": "nodes", "subresource": "proxy", "name": "node-1",
            ])
        clock.advance(by: .seconds(31))
        _ = try await authorization.allows(other, verb: "get", subresource: "proxy")
        #expect(asked.withLock { $0.count } == 3)
    }

    @Test("a pipe carries what a process writes, and what it reads, to their ends")
    func pipes() async throws {
        let group = MultiThreadedEventLoopGroup.singleton
        let output = try ProcessPipe(toProcess: false)
        let text = Array("from the process".utf8)
        #expect(write(output.runtimeEnd, text, text.count) == text.count)
        output.closeRuntimeEnd()
        let collected = Mutex("")
        try await output.drain(group) { buffer in collected.withLock { $0 += String(buffer: buffer) } }
        #expect(collected.withLock { $0 } == "from the process")

        let input = try ProcessPipe(toProcess: true)
        let (source, sink) = AsyncStream.makeStream(of: ByteBuffer.self)
        sink.yield(ByteBuffer(string: "to the "))
        sink.yield(ByteBuffer(string: "process"))
        sink.finish()
        await input.fill(group, from: source)
        var bytes = [UInt8](repeating: 0, count: 64)
        var received = ""
        while case let count = read(input.runtimeEnd, &bytes, bytes.count), count > 0 {
            received += String(decoding: bytes[..<count], as: UTF8.self)
        }
        input.closeRuntimeEnd()
        #expect(received == "to the process")
    }

    @Test(
        "how a command ended is told as upstream tells it",
        arguments: [
            (0, ["metadata": [:], "status": "Success"]),
            (
                3,
                [
                    "metadata": [:], "status": "Failure", "reason": "NonZeroExitCode",
                    "message": "command terminated with non-zero exit code: exit status 3",
                    "details": ["causes": [["reason": "ExitCode", "message": "3"]]],
                ]
            ),
        ] as [(Int64, JSONValue)])
    func exitStatus(_ code: Int64, _ expected: JSONValue) {
        #expect(RemoteProcess.status(exitCode: code) == expected)
    }

    @Test("a log that has grown too large is rotated, and old ones are dropped")
    func rotation() async throws {
        try await Fixture.withKubelet { kubelet async throws in
            _ = kubelet.pod("web")
            try await kubelet.until("web", "Running")
            let pod = kubelet.api.object(Kubelet.pods, "default/web") ?? .null
            let folder = "\(kubelet.root)/logs/default_web_\(pod["metadata"]["uid"].string ?? "")/main"
            for round in 1...6 {
                try FileTree.write(Array(repeating: 65, count: 11 << 20), to: "\(folder)/0.log")
                await kubelet.clock.waitForSleepers()
                try await kubelet.until("it is rotated") { fixture in
                    if fixture.runtime.requests("ReopenContainerLog").count >= round { return true }
                    fixture.clock.advance(by: .seconds(60))
                    return false
                }
            }
            try await kubelet.until("old ones are gone") { _ in FileTree.names(in: folder).count <= 5 }
            #expect(FileTree.names(in: folder).allSatisfy { $0.hasPrefix("0.log") })
        }
    }
}

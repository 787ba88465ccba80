import ApusPluginHost
import FoundationEssentials
import Glibc
import Testing

@Suite(.serialized, .enabled(if: isRoot, "containers need root"))
struct ContainerTests {
    @Test func aContainerRunsAndItsExitCodeAndLogAreKept() async throws {
        try await Node.with { node in
            let pod = try await node.sandbox()
            let container = try await node.run(pod, "echo out; echo err >&2; exit 7")
            let status = try await node.end(of: container)
            #expect(status.integer("/exitCode") == 7)
            #expect(status.string("/reason") == "Error")
            #expect(try node.log().sorted() == ["stderr F err", "stdout F out"])
        }
    }

    @Test func startingAPodIsQuick() async throws {
        try await Node.with { node in
            _ = try await node.call("Status")
            let clock = ContinuousClock()
            for index in 0..<5 {
                let begin = clock.now
                let pod = try await node.sandbox("pod\(index)")
                let middle = clock.now
                let container = try await node.create(pod, "sleep 1000")
                let created = clock.now
                try await node.start(container)
                let end = clock.now
                print("sandbox \(middle - begin) create \(created - middle) start \(end - created) sum \(end - begin)")
                #expect(end - begin < .seconds(2))
            }
        }
    }
}

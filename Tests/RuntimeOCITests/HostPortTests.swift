import ApusPluginHost
import FoundationEssentials
import Glibc
import Testing

extension RuntimeOCITests {
    @Suite(.serialized) struct HostPortTests {
        @Test func aHostPortLeadsToThePodAndGoesWithIt() async throws {
            try await Node.with { node in
                let port = Int.random(in: 20000...29999)
                let pod = try await node.sandbox(
                    "pod", #""portMappings":[{"protocol":"TCP","containerPort":80,"hostPort":\#(port)}]"#)
                let server = try await node.run(pod, "while :; do nc -l -p 80 -e echo mapped; done")
                let other = try await node.sandbox(
                    "client", #""linux":{"securityContext":{"namespaceOptions":{"network":"NODE"}}}"#)
                let client = try await node.run(other, "sleep 1000")
                try await eventually {
                    try await node.execSync(server, "cat /proc/net/tcp /proc/net/tcp6").out.contains(":0050")
                }
                #expect(try await node.execSync(client, "nc 127.0.0.1 \(port) < /dev/null").out == "mapped\n")
                try await node.call("StopPodSandbox", #"{"podSandboxId":"\#(pod)"}"#)
                #expect(try await node.execSync(client, "nc -w 1 127.0.0.1 \(port) < /dev/null").code != 0)
            }
        }

        @Test func manyPodsStartAtOnce() async throws {
            try await Node.with { node in
                _ = try await node.call("Status")
                let clock = ContinuousClock()
                let time = try await clock.measure {
                    try await withThrowingTaskGroup(of: Void.self) { group in
                        for index in 0..<30 {
                            group.addTask {
                                let pod = try await node.sandbox("pod\(index)")
                                _ = try await node.run(pod, "sleep 1000")
                            }
                        }
                        try await group.waitForAll()
                    }
                }
                print("30 pods at once: \(time)")
                #expect(
                    try await node.call("ListContainers", #"{"filter":{"state":{"state":"CONTAINER_RUNNING"}}}"#).array(
                        "/containers"
                    ).count == 30)
                let addresses = try await node.call("ListPodSandbox").array("/items").compactMap { $0.string("/id") }
                    .asyncMap {
                        try await node.call("PodSandboxStatus", #"{"podSandboxId":"\#($0)"}"#).string(
                            "/status/network/ip")
                    }
                #expect(Set(addresses).count == 30)
            }
        }
    }
}

extension Array {
    fileprivate func asyncMap<Result>(_ body: (Element) async throws -> Result) async rethrows -> [Result] {
        var results: [Result] = []
        for element in self { results.append(try await body(element)) }
        return results
    }
}

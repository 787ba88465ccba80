import ApusPluginHost
import FoundationEssentials
import Glibc
import Logging
import Testing

extension RuntimeOCITests {
    @Suite(.serialized) struct NetworkTests {
        private func address(_ node: Node, _ pod: String) async throws -> String {
            try #require(
                try await node.call("PodSandboxStatus", #"{"podSandboxId":"\#(pod)"}"#).string("/status/network/ip"))
        }

        @Test func podsReachEachOther() async throws {
            try await Node.with { node in
                let server = try await node.sandbox("server")
                let client = try await node.sandbox("client")
                let listening = try await node.run(server, "nc -l -p 80 -e echo hello")
                let container = try await node.run(client, "sleep 1000")
                try await eventually {
                    try await node.execSync(listening, "cat /proc/net/tcp /proc/net/tcp6").out.contains(":0050")
                }
                let address = try await address(node, server)
                #expect(try await node.execSync(container, "nc \(address) 80 < /dev/null").out == "hello\n")
                #expect(try await self.address(node, client) != address)
            }
        }

        @Test func podsOnTheHostsNetworkHaveItsInterfacesAndName() async throws {
            try await Node.with { node in
                let pod = try await node.sandbox(
                    "pod", #""linux":{"securityContext":{"namespaceOptions":{"network":"NODE"}}}"#)
                let container = try await node.run(pod, "sleep 1000")
                var name = [CChar](repeating: 0, count: 256)
                gethostname(&name, name.count - 1)
                let host = String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
                #expect(try await node.execSync(container, "hostname").out == "\(host)\n")
                let namespace = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/ns/net")
                #expect(try await node.execSync(container, "readlink /proc/self/ns/net").out == "\(namespace)\n")
                #expect(try await address(node, pod).isEmpty)
            }
        }

        @Test func settingsApplyInsideOnly() async throws {
            try await Node.with { node in
                let pod = try await node.sandbox(
                    "pod", #""linux":{"sysctls":{"net.core.somaxconn":"77","kernel.shm_rmid_forced":"1"}}"#)
                let container = try await node.run(pod, "sleep 1000")
                #expect(
                    try await node.execSync(
                        container, "cat /proc/sys/net/core/somaxconn /proc/sys/kernel/shm_rmid_forced"
                    ).out == "77\n1\n")
                #expect(try String(contentsOfFile: "/proc/sys/net/core/somaxconn", encoding: .utf8) != "77\n")
            }
        }

        @Test func aFailedSandboxLeavesNothing() async throws {
            let directory = try Node.temporaryDirectory()
            let plugins = PluginDirectories(["\(Node.root)/Plugins/RuntimeOCI"], libraryPaths: [Node.products])
            let host = PluginHost(directories: plugins, logger: .init(label: "test"))
            let instance = try await host.plugin("runtime-oci").makeInstance(
                of: "RuntimeOCI",
                configuration: .object(["dataDir": .string(directory), "cniBinDirs": .array([.string("/no/such")])]))
            let runtime = try ContainerRuntime(instance, threads: HostThreads(maximum: 2))
            let error = await #expect(throws: PluginError.self) {
                _ = try await runtime.call("RunPodSandbox", Array(#"{"config":{"metadata":{"name":"x"}}}"#.utf8))
            }
            #expect(
                error?.message.contains("network plugin \"bridge\": not found in /no/such") == true,
                "\(error?.message ?? "")")
            #expect(try FileManager.default.contentsOfDirectory(atPath: "\(directory)/sandboxes").isEmpty)
            _ = try? await runtime.call("Cleanup", Array("{}".utf8))
            await runtime.close()
            try FileManager.default.removeItem(atPath: directory)
        }
    }
}

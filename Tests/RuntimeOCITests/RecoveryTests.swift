import ApusPluginHost
import FoundationEssentials
import Glibc
import Testing

extension RuntimeOCITests {
    @Suite(.serialized) struct RecoveryTests {
        @Test func aNewInstanceAdoptsWhatRunsAndWhatEndedMeanwhile() async throws {
            let node = try await Node.start()
            try await node.packBusybox()
            let pod = try await node.sandbox()
            let running = try await node.run(pod, "sleep 1000", name: "running")
            let ending = try await node.run(
                pod, "while [ ! -e /dev/shm/go ]; do sleep 0.05; done; exit 5", name: "ending")
            let pid = try await node.call("ContainerStatus", #"{"containerId":"\#(running)","verbose":true}"#).string(
                "/info/pid")
            await node.stop()
            // Nobody watches when this one ends.
            try Data().write(to: URL(filePath: "\(node.directory)/sandboxes/\(pod)/shm/go"))
            try await eventually { FileManager.default.fileExists(atPath: "\(node.directory)/exits/\(ending)") }

            let second = try await Node.start(node.directory)
            let status = try await second.call("ContainerStatus", #"{"containerId":"\#(running)","verbose":true}"#)
            #expect(status.string("/status/state") == "CONTAINER_RUNNING")
            #expect(status.string("/info/pid") == pid)
            #expect(try await second.status(ending).integer("/exitCode") == 5)
            #expect(
                try await second.call("PodSandboxStatus", #"{"podSandboxId":"\#(pod)"}"#).string("/status/state")
                    == "SANDBOX_READY")
            #expect(try await second.execSync(running, "echo alive").out == "alive\n")
            try await second.call("StopContainer", #"{"containerId":"\#(running)"}"#)
            #expect(try await second.status(running).integer("/exitCode") == 137)
            await second.remove()
        }

        @Test func theEndOfConmonEndsItsContainer() async throws {
            try await Node.with { node in
                let pod = try await node.sandbox()
                let container = try await node.run(pod, "sleep 1000")
                let text = try String(
                    contentsOfFile: "\(node.directory)/containers/\(container)/conmon.pid", encoding: .utf8)
                kill(try #require(pid_t(text.split(separator: "\n").first ?? "")), SIGKILL)
                let status = try await node.end(of: container)
                #expect(status.integer("/exitCode") == 255)
                #expect(status.string("/message") == "conmon ended without noting an exit code")
            }
        }

        @Test func onlyOneProcessRunsContainersOnAFolder() async throws {
            try await Node.with { node in
                _ = try await node.call("Version")
                let second = try await Node.start(node.directory)
                let error = await #expect(throws: PluginError.self) { try await second.call("Version") }
                #expect(error?.message.contains("another process runs containers on this data folder") == true)
                // Images are for everyone.
                #expect(
                    try ConfigurationValue(json: await second.images.list(options: Array("{}".utf8))).array("/images")
                        .count == 1)
                await second.stop()
            }
        }

        @Test func removalLeavesNothing() async throws {
            var bridge = ""
            try await Node.with { node in
                bridge = try #require(try await node.call("Status", #"{"verbose":true}"#).string("/info/bridge"))
                for shared in ["CONTAINER", "POD"] {
                    let options = #""linux":{"securityContext":{"namespaceOptions":{"pid":"\#(shared)"}}}"#
                    let pod = try await node.sandbox("pod", options)
                    let container = try await node.run(pod, "sleep 1000 & sleep 1000", name: "main", options)
                    _ = try await node.create(pod, "true", name: "never-started")
                    let pids = try await node.call(
                        "ContainerStatus", #"{"containerId":"\#(container)","verbose":true}"#)
                    try await node.call("StopPodSandbox", #"{"podSandboxId":"\#(pod)"}"#)
                    #expect(
                        try await node.call("PodSandboxStatus", #"{"podSandboxId":"\#(pod)"}"#).string("/status/state")
                            == "SANDBOX_NOTREADY")
                    try await node.call("RemovePodSandbox", #"{"podSandboxId":"\#(pod)"}"#)
                    let pid = try #require(pids.string("/info/pid"))
                    #expect(!FileManager.default.fileExists(atPath: "/proc/\(pid)"))
                    #expect(try await node.call("ListPodSandbox").array("/items").isEmpty)
                    #expect(try await node.call("ListContainers").array("/containers").isEmpty)
                }
                for folder in ["containers", "sandboxes", "exits", "s", "oci", "images/ingest"] {
                    #expect(
                        try FileManager.default.contentsOfDirectory(atPath: "\(node.directory)/\(folder)").isEmpty,
                        "\(folder)")
                }
                #expect(try !String(contentsOfFile: "/proc/self/mounts", encoding: .utf8).contains(node.directory))
                // The bridge stays until Cleanup, without members.
                #expect(try FileManager.default.contentsOfDirectory(atPath: "/sys/class/net/\(bridge)/brif").isEmpty)
            }
            #expect(!FileManager.default.fileExists(atPath: "/sys/class/net/\(bridge)"))
            for controller in ["memory", "pids", "freezer", "cpu", "unified", "."] {
                let group = "/sys/fs/cgroup/\(controller)/apus-\(bridge.dropFirst(6))"
                #expect(!FileManager.default.fileExists(atPath: group))
            }
        }
    }
}

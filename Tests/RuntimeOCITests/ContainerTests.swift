import ApusPluginHost
import FoundationEssentials
import Glibc
import Testing

extension RuntimeOCITests {
    @Suite(.serialized) struct ContainerTests {
        @Test func aContainerRunsAndItsExitCodeAndLogAreKept() async throws {
            try await Node.with { node in
                let pod = try await node.sandbox()
                let container = try await node.run(pod, "echo out; echo err >&2; exit 7")
                let status = try await node.end(of: container)
                #expect(status.integer("/exitCode") == 7)
                #expect(status.string("/reason") == "Error")
                #expect(status.string("/image/image") == "busybox")
                #expect(try node.log().sorted() == ["stderr F err", "stdout F out"])
            }
        }

        @Test func aPodRunsSoonAfterItIsAskedFor() async throws {
            try await Node.with { node in
                _ = try await node.call("Status")
                let clock = ContinuousClock()
                var times: [Duration] = []
                for index in 0..<5 {
                    let begin = clock.now
                    let pod = try await node.sandbox("pod\(index)")
                    try await node.start(try await node.create(pod, "sleep 1000"))
                    times.append(clock.now - begin)
                }
                print("sandbox, container and start: \(times.sorted()[2]) (median)")
                #expect(times.sorted()[2] < .milliseconds(500))
            }
        }

        @Test func stopSendsTheSignalAndKillsAfterTheGrace() async throws {
            try await Node.with { node in
                let pod = try await node.sandbox()
                let polite = try await node.run(
                    pod, "trap 'exit 3' TERM; echo ready; while :; do sleep 0.05; done", name: "polite")
                let deaf = try await node.run(pod, "trap '' TERM; echo ready; while :; do sleep 1; done", name: "deaf")
                try await eventually {
                    try node.log("pod", "polite") == ["stdout F ready"] && node.log("pod", "deaf") == ["stdout F ready"]
                }
                try await node.call("StopContainer", #"{"containerId":"\#(polite)","timeout":10}"#)
                #expect(try await node.status(polite).integer("/exitCode") == 3)
                try await node.call("StopContainer", #"{"containerId":"\#(deaf)","timeout":"1"}"#)
                #expect(try await node.status(deaf).integer("/exitCode") == 137)
                // Again, and of one that is not there: nothing to do.
                try await node.call("StopContainer", #"{"containerId":"\#(deaf)"}"#)
                try await node.call("StopContainer", #"{"containerId":"0123"}"#)
            }
        }

        @Test func aContainerSeesWhatItsConfigurationSays() async throws {
            try await Node.with { node in
                try FileManager.default.createDirectory(
                    atPath: "\(node.directory)/volume", withIntermediateDirectories: true)
                try Data("mounted".utf8).write(to: URL(filePath: "\(node.directory)/volume/file"))
                let pod = try await node.sandbox()
                let container = try await node.run(
                    pod, "sleep 1000", name: "main",
                    #"""
                    "envs":[{"key":"GIVEN","value":"a b"}],"workingDir":"/tmp",
                    "mounts":[{"containerPath":"/data","hostPath":"\#(node.directory)/volume","readonly":true}],
                    "linux":{"resources":{"memoryLimitInBytes":"67108864","cpuShares":512,"cpuQuota":50000,"cpuPeriod":100000,"oomScoreAdj":"-998"},
                      "securityContext":{"runAsUser":{"value":"1000"},"supplementalGroups":[3000],"readonlyRootfs":true,"noNewPrivs":true,
                      "capabilities":{"dropCapabilities":["ALL"],"addCapabilities":["NET_BIND_SERVICE"]}}}
                    """#)
                #expect(
                    try await node.execSync(container, "echo $FROM_IMAGE $GIVEN $HOSTNAME $HOME; pwd").out
                        == "1 a b pod /home/web\n/tmp\n")
                #expect(try await node.execSync(container, "id -u; id -g; id -G").out == "1000\n1001\n1001 2000 3000\n")
                #expect(try await node.execSync(container, "cat /data/file").out == "mounted")
                #expect(try await node.execSync(container, "echo x > /data/file").code == 1)
                #expect(try await node.execSync(container, "echo x > /tmp/file").code == 1)
                let status = try await node.execSync(container, "cat /proc/self/status").out
                #expect(status.contains("NoNewPrivs:\t1"))
                #expect(status.contains("CapBnd:\t0000000000000400"))
                #expect(try await node.execSync(container, "hostname").out == "pod\n")
                let user = try await node.status(container).at("/user/linux")
                #expect(user?.integer("/uid") == 1000)
                let path = "/sys/fs/cgroup/memory"
                if FileManager.default.fileExists(atPath: path) {
                    let list = try await node.execSync(container, "cat /proc/self/cgroup").out
                    let group = try #require(
                        list.split(separator: "\n").first { $0.contains(":memory:") }?.split(separator: ":").last)
                    let limit = try String(contentsOfFile: "\(path)\(group)/memory.limit_in_bytes", encoding: .utf8)
                    #expect(limit == "67108864\n")
                    try await node.call(
                        "UpdateContainerResources",
                        #"{"containerId":"\#(container)","linux":{"memoryLimitInBytes":134217728}}"#)
                    #expect(
                        try String(contentsOfFile: "\(path)\(group)/memory.limit_in_bytes", encoding: .utf8)
                            == "134217728\n")
                }
                let stats = try await node.call("ContainerStats", #"{"containerId":"\#(container)"}"#)
                #expect(stats.integer("/stats/cpu/usageCoreNanoSeconds/value") ?? 0 > 0)
                #expect(stats.integer("/stats/memory/workingSetBytes/value") ?? 0 > 0)
            }
        }

        @Test func privilegedContainersSeeTheHostsDevices() async throws {
            try await Node.with { node in
                let pod = try await node.sandbox()
                let container = try await node.run(
                    pod, "sleep 1000", name: "main", #""linux":{"securityContext":{"privileged":true}}"#)
                #expect(
                    try await node.execSync(container, "ls /dev/kmsg && touch /sys/x 2>&1; mount -t tmpfs none /tmp")
                        .code == 0)
            }
        }

        @Test func containersOfAPodShareWhatItSays() async throws {
            try await Node.with { node in
                let pod = try await node.sandbox(
                    "pod", #""linux":{"securityContext":{"namespaceOptions":{"pid":"POD"}}}"#)
                let shared = #""linux":{"securityContext":{"namespaceOptions":{"pid":"POD"}}}"#
                let server = try await node.run(
                    pod, "echo hi > /dev/shm/note; nc -l -p 80 -e echo answer; sleep 1000", name: "server", shared)
                let other = try await node.run(pod, "sleep 2000", name: "other", shared)
                try await eventually { try await node.execSync(other, "cat /dev/shm/note").out == "hi\n" }
                #expect(try await node.execSync(other, "ps").out.contains("sleep 2000"))
                #expect(try await node.execSync(other, "ps").out.contains("nc -l -p 80"))
                #expect(try await node.execSync(other, "nc 127.0.0.1 80 < /dev/null").out == "answer\n")
                // The first process's end takes the others of its container with it.
                try await node.call("StopContainer", #"{"containerId":"\#(server)"}"#)
                try await eventually { try await !node.execSync(other, "ps").out.contains("sleep 1000") }
                #expect(try await node.status(other).string("/state") == "CONTAINER_RUNNING")
            }
        }

        @Test func aContainerThatRunsOutOfMemoryIsSaidToHave() async throws {
            try await Node.with { node in
                let pod = try await node.sandbox()
                let container = try await node.run(
                    pod,
                    "head -c 64000000 /dev/zero > /dev/shm/x; x=$(cat /dev/shm/x | head -c 60000000 | tr '\\\\0' a)",
                    name: "main",
                    #""linux":{"resources":{"memoryLimitInBytes":16777216}}"#)
                let status = try await node.end(of: container)
                #expect(status.integer("/exitCode") == 137)
                #expect(status.string("/reason") == "OOMKilled")
            }
        }

        struct Refused: CustomTestStringConvertible, Sendable {
            var verb: String
            var request: String
            var status: Int32
            var message: String
            var testDescription: String { "\(verb) \(message)" }
        }

        @Test func badRequestsAreRefusedWithTheField() async throws {
            try await Node.with { node in
                let pod = try await node.sandbox()
                let metadata = #""metadata":{"name":"x"}"#
                for refused in [
                    Refused(verb: "NoSuchVerb", request: "{}", status: 12, message: "verb \"NoSuchVerb\" is not known"),
                    Refused(verb: "RunPodSandbox", request: "{}", status: 3, message: "config: Required value"),
                    Refused(
                        verb: "RunPodSandbox", request: "[", status: 3,
                        message: "RunPodSandbox: document: Invalid value"),
                    Refused(
                        verb: "RunPodSandbox",
                        request: #"{"config":{"metadata":{"name":"x"},"linux":{"sysctls":{"vm.swappiness":"1"}}}}"#,
                        status: 3, message: "linux.sysctls[vm.swappiness]: Forbidden"),
                    Refused(
                        verb: "RunPodSandbox",
                        request: #"{"config":{"metadata":{"name":"x"},"linux":{"sysctls":{"net.core.nope":"1"}}}}"#,
                        status: 3, message: "linux.sysctls[net.core.nope]: Invalid value: \"1\": No such file"),
                    Refused(
                        verb: "CreateContainer",
                        request: #"{"podSandboxId":"\#(pod)","config":{\#(metadata),"image":{"image":"nope"}}}"#,
                        status: 5, message: "image \"nope\" not found"),
                    Refused(
                        verb: "CreateContainer",
                        request:
                            #"{"podSandboxId":"\#(pod)","config":{\#(metadata),"image":{"image":"busybox"},"mounts":[{"containerPath":"/x","hostPath":"/no/such"}]}}"#,
                        status: 3, message: "mounts.hostPath: Invalid value: \"/no/such\""),
                    Refused(
                        verb: "ContainerStatus", request: #"{"containerId":"12"}"#, status: 5,
                        message: "container with id \"12\" not found"),
                    Refused(
                        verb: "PullImage", request: #"{"image":{"image":"nginx:1"}}"#, status: 5,
                        message: "failed to pull image \"nginx:1\""),
                    Refused(
                        verb: "ImageStatus", request: #"{"image":{"image":"Up:x"}}"#, status: 3,
                        message: "image name \"Up:x\""),
                ] {
                    let error = await #expect(throws: PluginError.self, "\(refused)") {
                        try await node.call(refused.verb, refused.request)
                    }
                    #expect(error?.status == refused.status, "\(refused): \(error.map(String.init(describing:)) ?? "")")
                    #expect(error?.message.contains(refused.message) == true, "\(refused): \(error?.message ?? "")")
                }
            }
        }

        @Test func aCommandThatIsNotThereFailsTheStart() async throws {
            try await Node.with { node in
                let pod = try await node.sandbox()
                let answer = try await node.call(
                    "CreateContainer",
                    #"{"podSandboxId":"\#(pod)","config":{"metadata":{"name":"x"},"image":{"image":"busybox"},"command":["/no/such"]}}"#
                )
                let container = try #require(answer.string("/containerId"))
                let error = await #expect(throws: PluginError.self) { try await node.start(container) }
                #expect(error?.message.contains("/no/such") == true, "\(error?.message ?? "")")
                let status = try await node.status(container)
                #expect(status.string("/state") == "CONTAINER_EXITED")
                #expect(status.integer("/exitCode") == 128)
                #expect(status.string("/reason") == "StartError")
            }
        }

        @Test func aRotatedLogIsOpenedAnew() async throws {
            try await Node.with { node in
                let pod = try await node.sandbox()
                let container = try await node.run(
                    pod,
                    "echo first; cat /dev/shm/go 2>/dev/null; while [ ! -e /dev/shm/go ]; do sleep 0.05; done; echo second; sleep 1000"
                )
                try await eventually { try node.log() == ["stdout F first"] }
                let path = "\(node.directory)/logs/pod/main/0.log"
                try FileManager.default.moveItem(atPath: path, toPath: path + ".1")
                try await node.call("ReopenContainerLog", #"{"containerId":"\#(container)"}"#)
                try await eventually { FileManager.default.fileExists(atPath: path) }
                _ = try await node.execSync(container, "touch /dev/shm/go")
                try await eventually { try node.log() == ["stdout F second"] }
            }
        }
    }
}

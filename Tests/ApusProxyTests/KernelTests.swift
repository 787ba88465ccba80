import ApusAPI
import ApusClient
import ApusJSON
import ApusTestSupport
import FoundationEssentials
import Glibc
import Logging
import Testing

@testable import ApusProxy

private let services = GroupVersionResource("", "v1", "services")
private let slices = GroupVersionResource("discovery.k8s.io", "v1", "endpointslices")

/// Network namespaces: a node, its pods and a stranger, joined by pairs of interfaces; gone after `remove`.
private struct Machines {
    let node = "apus-node-\(getpid())"
    let pods = "apus-pods-\(getpid())"
    let stranger = "apus-stranger-\(getpid())"
    let folder = "/tmp/apus-proxy-test-\(getpid())"
    var path: String { "/run/netns/\(node)" }

    init() throws {
        try run(
            """
            ip netns add \(node); ip netns add \(pods)
            ip -n \(node) link set lo up; ip -n \(pods) link set lo up
            ip -n \(node) link add pod type veth peer name eth0 netns \(pods)
            ip -n \(node) addr add 10.1.255.254/16 dev pod; ip -n \(node) link set pod up
            ip -n \(pods) addr add 10.1.0.1/16 dev eth0; ip -n \(pods) addr add 10.1.0.2/16 dev eth0; ip -n \(pods) link set eth0 up
            ip -n \(pods) route add default via 10.1.255.254
            ip -n \(node) route add default via 10.1.0.1
            ip -n \(node) addr add fd01::ff/64 dev pod nodad; ip -n \(pods) addr add fd01::1/64 dev eth0 nodad
            ip -n \(node) route add default via fd01::1; ip -n \(pods) route add default via fd01::ff
            ip netns add \(stranger)
            ip -n \(node) link add outside type veth peer name eth0 netns \(stranger)
            ip -n \(node) addr add 192.0.2.254/24 dev outside; ip -n \(node) link set outside up
            ip -n \(stranger) addr add 192.0.2.1/24 dev eth0; ip -n \(stranger) link set eth0 up
            for n in 1 2; do
              mkdir -p \(folder)/$n; echo pod$n > \(folder)/$n/index.html
              ip netns exec \(pods) busybox httpd -p 10.1.0.$n:8080 -h \(folder)/$n
            done
            ip netns exec \(pods) busybox httpd -p [fd01::1]:8080 -h \(folder)/1
            """)
    }

    func remove() {
        _ = try? run(
            """
            ip netns pids \(pods) | xargs -r kill; ip netns pids \(node) | xargs -r kill
            for n in \(node) \(pods) \(stranger); do ip netns del $n; done; rm -r \(folder)
            """)
    }

    /// Runs a shell script; gives its output, or throws when it fails.
    @discardableResult
    func run(_ script: String) throws -> String {
        let file = "/tmp/apus-proxy-test-\(getpid()).out"
        defer { unlink(file) }
        let words: [String] = ["sh", "-c", "exec > \(file) 2>&1\n\(script)"]
        var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
        defer { for argument in arguments { free(argument) } }
        // Threads of the pool block signals, and a child would inherit that: `timeout` needs them.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        var pid = pid_t()
        try #require(posix_spawn(&pid, "/bin/sh", nil, &attributes, &arguments, environ) == 0)
        var status: Int32 = 0
        while waitpid(pid, &status, 0) < 0, errno == EINTR {}
        let text = (try? String(contentsOfFile: file, encoding: .utf8)) ?? ""
        guard status == 0 else { throw Failed(text: text) }
        return text
    }

    struct Failed: Error, CustomStringConvertible {
        var text: String
        var description: String { text }
    }

    /// The pod that answers at an address and port, asked from the node; "failed" where none does.
    func ask(_ address: String, _ port: Int, from: String? = nil) -> String {
        let client = "exec 3<>/dev/tcp/\(address)/\(port); printf \"GET / HTTP/1.0\\r\\n\\r\\n\" >&3; cat <&3"
        let answer = try? run("ip netns exec \(from ?? node) timeout 1 bash -c '\(client)'; true")
        return ["pod1", "pod2"].first { answer?.contains($0) == true } ?? "failed"
    }

    var table: String { (try? run("ip netns exec \(node) nft list ruleset")) ?? "" }
}

@Suite(.serialized, .enabled(if: geteuid() == 0, "nftables needs root"))
struct KernelTests {
    /// Runs a proxy in namespaces of its own.
    private func withProxy(
        _ objects: (FakeAPI) -> Void, _ body: (FakeAPI, Machines) async throws -> Void
    ) async throws {
        let machines = try Machines()
        defer { machines.remove() }
        let api = FakeAPI()
        objects(api)
        var configuration = configuration
        configuration.networkNamespace = machines.path
        let (ready, continuation) = AsyncStream.makeStream(of: Void.self)
        let proxy = Proxy(
            configuration: configuration, transport: api,
            logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }),
            onReady: { continuation.finish() })
        let task = Task { try await proxy.run() }
        for await _ in ready {}
        let result: Result<Void, any Error>
        do { result = .success(try await body(api, machines)) } catch { result = .failure(error) }
        task.cancel()
        try await task.value
        #expect(machines.table.contains(configuration.tableName), "the rules outlive the proxy")
        try await Proxy.cleanUp(configuration)
        #expect(!machines.table.contains("apus-proxy"))
        try result.get()
    }

    private func eventually(_ condition: () -> Bool, sourceLocation: SourceLocation = #_sourceLocation) async throws {
        let clock = ContinuousClock()
        let deadline = clock.now + .seconds(10)
        while !condition() {
            guard clock.now < deadline else {
                Issue.record("it did not happen in time", sourceLocation: sourceLocation)
                throw CancellationError()
            }
            await Task.yield()
        }
    }

    private let nodePort: (inout JSONValue) -> Void = {
        $0["spec"]["type"] = "NodePort"
        $0["spec"]["ports"][0]["nodePort"] = 30080
    }

    @Test func trafficFollowsTheEndpoints() async throws {
        try await withProxy { api in
            api.add(services, service(nodePort))
            api.add(slices, slice([endpoint("10.1.0.1"), endpoint("10.1.0.2")]))
        } _: { api, machines in
            var answers: Set<String> = []
            try await eventually {
                answers.insert(machines.ask("10.96.0.1", 80))
                return answers.isSuperset(of: ["pod1", "pod2"])
            }
            #expect(machines.ask("10.1.255.254", 30080).hasPrefix("pod"))
            #expect(machines.ask("127.0.0.1", 30080).hasPrefix("pod"))
            // A pod that reaches itself through the Service: one endpoint left, the client is the same machine.
            api.edit(slices, "ns/web-1") { $0["endpoints"] = [endpoint("10.1.0.1")] }
            try await eventually { !machines.table.contains("numgen") }
            #expect(machines.ask("10.96.0.1", 80, from: machines.pods) == "pod1")
            #expect(machines.ask("10.96.0.1", 80) == "pod1")
            // No endpoint: refused at once, not a time-out; so is a port that the Service does not have.
            api.edit(slices, "ns/web-1") { $0["endpoints"] = [endpoint("10.1.0.1", notReady)] }
            try await eventually { machines.ask("10.96.0.1", 80) == "failed" }
            let clock = ContinuousClock()
            #expect(clock.measure { _ = machines.ask("10.96.0.1", 80) } < .milliseconds(900))
            #expect(clock.measure { _ = machines.ask("10.96.0.1", 81) } < .milliseconds(900))
            #expect(clock.measure { _ = machines.ask("10.96.0.1", 80, from: machines.pods) } < .milliseconds(900))
            #expect(clock.measure { _ = machines.ask("127.0.0.1", 30080) } < .milliseconds(900))
            api.remove(services, "ns/web")
            try await eventually { !machines.table.contains("10.96.0.1") }
        }
    }

    @Test func aClientWithAffinityStaysWithItsEndpoint() async throws {
        try await withProxy { api in
            api.add(services, service { $0["spec"]["sessionAffinity"] = "ClientIP" })
            api.add(slices, slice([endpoint("10.1.0.1"), endpoint("10.1.0.2")]))
        } _: { api, machines in
            let first = machines.ask("10.96.0.1", 80)
            #expect(first.hasPrefix("pod"))
            for _ in 0..<8 { #expect(machines.ask("10.96.0.1", 80) == first) }
            // The endpoint that was chosen leaves: the client gets the other.
            let other = first == "pod1" ? "10.1.0.2" : "10.1.0.1"
            api.edit(slices, "ns/web-1") { $0["endpoints"] = [endpoint(other)] }
            try await eventually {
                machines.ask("10.96.0.1", 80).hasPrefix("pod") && machines.ask("10.96.0.1", 80) != first
            }
        }
    }

    @Test func policyLocalWithoutLocalEndpointsDropsStrangersOnly() async throws {
        try await withProxy { api in
            api.add(
                services,
                service {
                    nodePort(&$0)
                    $0["spec"]["externalTrafficPolicy"] = "Local"
                })
            api.add(slices, slice([endpoint("10.1.0.1")]))
        } _: { api, machines in
            #expect(machines.ask("10.96.0.1", 80) == "pod1")
            // From the node itself and from pods it is served as within the cluster.
            #expect(machines.ask("10.1.255.254", 30080) == "pod1")
            #expect(machines.ask("10.1.255.254", 30080, from: machines.pods) == "pod1")
            // A client that is neither a pod nor the node.
            #expect(machines.ask("192.0.2.254", 30080, from: machines.stranger) == "failed")
            api.edit(slices, "ns/web-1") { $0["endpoints"] = [endpoint("10.1.0.1", local)] }
            try await eventually { machines.ask("192.0.2.254", 30080, from: machines.stranger) == "pod1" }
        }
    }

    @Test func whatOthersChangeInTheTableIsUndone() async throws {
        try await withProxy { api in
            api.add(services, service())
            api.add(slices, slice([endpoint("10.1.0.1")]))
        } _: { _, machines in
            #expect(machines.ask("10.96.0.1", 80) == "pod1")
            try machines.run("ip netns exec \(machines.node) nft flush chain ip \(configuration.tableName) services")
            try await eventually { machines.ask("10.96.0.1", 80) == "pod1" }
            try machines.run("ip netns exec \(machines.node) nft delete table ip \(configuration.tableName)")
            try await eventually { machines.ask("10.96.0.1", 80) == "pod1" }
            // Tables of others are none of its business.
            try machines.run("ip netns exec \(machines.node) nft add table ip other")
            #expect(machines.table.contains("table ip other"))
        }
    }

    @Test func bothFamiliesAreServed() async throws {
        try await withProxy { api in
            api.add(
                services,
                service {
                    nodePort(&$0)
                    $0["spec"]["clusterIPs"] = ["10.96.0.1", "fd02::1"]
                })
            api.add(slices, slice([endpoint("10.1.0.2")]))
            var six = slice([endpoint("fd01::1")], family: "IPv6")
            six["metadata"]["name"] = "web-2"
            api.add(slices, six)
        } _: { _, machines in
            #expect(machines.ask("10.96.0.1", 80) == "pod2")
            #expect(machines.ask("fd02::1", 80) == "pod1")
            #expect(machines.ask("fd01::ff", 30080) == "pod1")
            #expect(machines.ask("fd02::1", 80, from: machines.pods) == "pod1")
        }
    }

    @Test func connectionsOfUDPClientsMoveToTheEndpointsThatAreThere() async throws {
        try await withProxy { api in
            api.add(services, service { $0["spec"]["ports"][0]["protocol"] = "UDP" })
            api.add(slices, slice([endpoint("10.1.0.1")], portProtocol: "UDP"))
        } _: { api, machines in
            func connections() -> String {
                (try? machines.run("ip netns exec \(machines.node) cat /proc/net/nf_conntrack")) ?? ""
            }
            try machines.run("ip netns exec \(machines.node) bash -c 'echo x > /dev/udp/10.96.0.1/80'")
            #expect(connections().contains("dst=10.96.0.1"))
            // Another endpoint beside it changes nothing for the client; its own one's end does.
            api.edit(slices, "ns/web-1") { $0["endpoints"] = [endpoint("10.1.0.1"), endpoint("10.1.0.2")] }
            try await eventually { machines.table.contains("numgen") }
            #expect(connections().contains("dst=10.96.0.1"))
            api.edit(slices, "ns/web-1") { $0["endpoints"] = [endpoint("10.1.0.2")] }
            try await eventually { !connections().contains("dst=10.96.0.1") }
        }
    }

    @Test func aThousandServicesAreWrittenAndOneIsChangedQuickly() async throws {
        try await withProxy { api in
            for index in 0..<1000 {
                api.add(
                    services,
                    service {
                        $0["metadata"]["name"] = .string("web\(index)")
                        $0["spec"]["clusterIPs"] = [.string("10.96.\(index / 250).\(index % 250 + 1)")]
                    })
                api.add(
                    slices,
                    {
                        var slice = slice([endpoint("10.1.0.1"), endpoint("10.1.0.2")])
                        slice["metadata"]["name"] = .string("web\(index)-1")
                        slice["metadata"]["labels"] = ["kubernetes.io/service-name": .string("web\(index)")]
                        return slice
                    }())
            }
        } _: { api, machines in
            #expect(machines.ask("10.96.3.250", 80).hasPrefix("pod"))
            let clock = ContinuousClock()
            let time = try await clock.measure {
                api.edit(slices, "ns/web999-1") { $0["endpoints"] = [] }
                try await eventually { machines.ask("10.96.3.250", 80) == "failed" }
            }
            print("one change among 1,000 Services: \(time)")
        }
    }
}

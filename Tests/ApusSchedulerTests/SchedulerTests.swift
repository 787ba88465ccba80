import ApusAPI
import ApusClient
import ApusJSON
import ApusPluginHost
import ApusTestSupport
import Logging
import Testing

@testable import ApusScheduler

private let pods = GroupVersionResource("", "v1", "pods")
private let nodes = GroupVersionResource("", "v1", "nodes")
private let events = GroupVersionResource("", "v1", "events")

/// The whole scheduler against an API in memory.
@Suite struct SchedulerTests {
    private func withScheduler(
        _ api: FakeAPI, plugins: PluginHost = PluginHarness.host(), time: TimeSource = .system,
        _ configure: (inout SchedulerConfiguration) -> Void = { _ in }, _ body: () async throws -> Void
    ) async throws {
        var configuration = SchedulerConfiguration()
        configuration.seed = 1
        configure(&configuration)
        let scheduler = Scheduler(
            configuration: configuration, transport: api, plugins: plugins, time: time,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await scheduler.run() }
            try await body()
            group.cancelAll()
            do { try await group.waitForAll() } catch is CancellationError {}
        }
    }

    private static func nodeName(_ api: FakeAPI, _ name: String) -> String? {
        api.object(pods, "default/\(name)")?["spec"]["nodeName"].string
    }

    private static func condition(_ api: FakeAPI, _ name: String) -> JSONValue {
        api.object(pods, "default/\(name)")?["status"]["conditions"].elements
            .first { $0["type"].string == "PodScheduled" } ?? .null
    }

    private static func event(_ api: FakeAPI, _ reason: String) -> String? {
        api.objects(events).first { $0["reason"].string == reason }?["message"].string
    }

    @Test func `a Pod gets the node that has room, and an event`() async throws {
        let api = FakeAPI()
        api.add(nodes, node("small", cpu: "100m"), node("large"))
        api.add(pods, pod("p", cpu: "1"))
        try await withScheduler(api) {
            try await api.eventually("bound") { Self.nodeName($0, "p") == "large" }
            try await api.eventually("event") {
                Self.event($0, "Scheduled") == "Successfully assigned default/p to large"
            }
        }
    }

    @Test func `attempts and plugin calls are measured`() async throws {
        let api = FakeAPI()
        api.add(nodes, node("a"), node("b"))
        api.add(pods, pod("p", cpu: "1"))
        let plugins = PluginHarness.host()
        try await withScheduler(api, plugins: plugins) {
            try await api.eventually("bound") { Self.nodeName($0, "p") != nil }
        }
        let text = plugins.metrics.text
        for line in [
            #"scheduler_schedule_attempts_total{profile="default-scheduler",result="scheduled"} 1"#,
            #"scheduler_scheduling_algorithm_duration_seconds_count 1"#,
            #"{plugin="scheduler-defaults",component="NodeResourcesFit",function="Filter"} 1"#,
            #"{plugin="scheduler-defaults",component="NodeResourcesFit",function="Score"} 1"#,
        ] { #expect(text.contains(line), "\(line)") }
    }

    @Test func `placed Pods count before they are seen bound`() async throws {
        let api = FakeAPI()
        api.add(nodes, node("a", cpu: "10"), node("b", cpu: "10"))
        for number in 0..<20 { api.add(pods, pod("p\(number)", cpu: "1")) }
        try await withScheduler(api) {
            try await api.eventually("all bound") { api in (0..<20).allSatisfy { Self.nodeName(api, "p\($0)") != nil } }
            for name in ["a", "b"] {
                #expect(api.objects(pods).filter { $0["spec"]["nodeName"].string == name }.count == 10)
            }
        }
    }

    @Test func `a Pod that fits nowhere says why, and goes on when a node comes`() async throws {
        let clock = ManualClock()
        let api = FakeAPI(clock: clock)
        api.add(nodes, node("a", cpu: "500m"), node("b", taints: [taint("k", "v", "NoSchedule")]))
        api.add(pods, pod("p", cpu: "1"))
        try await withScheduler(api, time: .manual(clock)) {
            let message =
                "0/2 nodes are available: 1 Insufficient cpu, 1 node(s) had untolerated taint(s). "
                + "no new claims to deallocate, preemption: 0/2 nodes are available: "
                + "2 Preemption is not helpful for scheduling."
            try await api.eventually("condition") { Self.condition($0, "p")["message"].string == message }
            #expect(Self.condition(api, "p")["status"] == "False")
            #expect(Self.condition(api, "p")["reason"] == "Unschedulable")
            try await api.eventually("event") { Self.event($0, "FailedScheduling") == message }
            clock.advance(by: .seconds(2))
            api.add(nodes, node("c"))
            try await api.eventually("bound") { Self.nodeName($0, "p") == "c" }
        }
    }

    @Test func `without any node the message is upstream's`() async throws {
        let api = FakeAPI()
        api.add(pods, pod("p"))
        try await withScheduler(api) {
            try await api.eventually("condition") {
                Self.condition($0, "p")["message"].string == "no nodes available to schedule pods"
            }
        }
    }

    @Test func `Pods of other schedulers, gated and bound ones are left alone`() async throws {
        let api = FakeAPI()
        api.add(nodes, node("a"))
        api.add(
            pods, pod("other", spec: ["schedulerName": "mine"]),
            pod("gated", spec: ["schedulingGates": [["name": "g"]]]),
            pod("bound", on: "elsewhere"), pod("mine"))
        try await withScheduler(api) {
            try await api.eventually("bound") { Self.nodeName($0, "mine") == "a" }
            #expect(Self.nodeName(api, "other") == nil)
            #expect(Self.nodeName(api, "gated") == nil)
            #expect(api.writes.filter { $0.subresource == "binding" }.count == 1)
            api.edit(pods, "default/gated") { $0["spec"]["schedulingGates"] = [] }
            try await api.eventually("ungated") { Self.nodeName($0, "gated") == "a" }
        }
    }

    @Test func `a binding that fails gives the room back and is tried again after the back-off`() async throws {
        let clock = ManualClock()
        let api = FakeAPI(clock: clock)
        api.add(nodes, node("a", cpu: "1"))
        api.add(pods, pod("p", cpu: "1"))
        let refusals = Refusals(1)
        api.addReactor { request throws(StatusError) in
            guard request.subresource == "binding", refusals.take() else { return nil }
            throw StatusError(code: 500, reason: .internalError, message: "no")
        }
        try await withScheduler(api, time: .manual(clock)) {
            try await api.eventually("condition") { Self.condition($0, "p")["reason"].string == "SchedulerError" }
            #expect(
                Self.condition(api, "p")["message"].string == "running Bind plugin \"DefaultBinder\": no")
            await clock.waitForSleepers(1)
            clock.advance(by: .seconds(1))
            try await api.eventually("bound") { Self.nodeName($0, "p") == "a" }
        }
    }

    @Test func `a Pod that leaves makes room for another`() async throws {
        let clock = ManualClock()
        let api = FakeAPI(clock: clock)
        api.add(nodes, node("a", cpu: "1"))
        api.add(pods, pod("first", cpu: "1", on: "a"), pod("second", cpu: "1"))
        try await withScheduler(api, time: .manual(clock)) {
            try await api.eventually("unschedulable") { Self.condition($0, "second")["status"].string == "False" }
            clock.advance(by: .seconds(2))
            api.edit(pods, "default/first") { $0["status"]["phase"] = "Succeeded" }
            try await api.eventually("bound") { Self.nodeName($0, "second") == "a" }
        }
    }

    @Test func `a function of libm decides where no plugin is written`() async throws {
        let manifest = """
            {"id": "test", "version": "1", "abi": "1.0", "functions": [
              {"name": "ByLabel", "kind": "score", "library": "libm.so.6", "symbol": "fmax",
               "signature": "f64 fmax(f64 node.labels[rank], f64 0)"},
              {"name": "Room", "kind": "filter", "library": "libm.so.6", "symbol": "fdim",
               "signature": "f64 fdim(f64 node.allocatable.cpu, f64 pod.request.cpu)"}]}
            """
        let folder = try TemporaryFolder()
        try folder.write(manifest, to: "plugin.json")
        let api = FakeAPI()
        api.add(
            nodes, node("low", labels: ["rank": "10"]), node("high", labels: ["rank": "5000"]),
            node("tiny", cpu: "1", labels: ["rank": "9000"]))
        api.add(pods, pod("p", cpu: "2"))
        try await withScheduler(api, plugins: PluginHarness.host([folder.path])) {
            $0.profiles = [.init(plugins: [.init("Room"), .init("ByLabel")])]
        } _: {
            try await api.eventually("bound") { Self.nodeName($0, "p") == "high" }
        }
    }

    @Test func `a plugin that is not there is named`() async throws {
        let error = await #expect(throws: PluginError.self) {
            try await withScheduler(FakeAPI()) {
                $0.profiles = [.init(plugins: [.init("Nonsense")])]
            } _: {
            }
        }
        #expect(error?.description.hasPrefix("plugin Nonsense: no plugin directory holds") == true)
    }
}

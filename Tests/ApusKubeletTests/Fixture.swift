import ApusAPI
import ApusClient
import ApusJSON
import ApusTestSupport
import Glibc
import Logging
import NIOPosix
import Synchronization
import Testing

@testable import ApusKubelet

/// A kubelet with an API and a runtime in memory, and a clock that moves only when a test moves it.
struct Fixture: Sendable {
    static let services = GroupVersionResource("", "v1", "services")
    static let configMaps = GroupVersionResource("", "v1", "configmaps")
    static let secrets = GroupVersionResource("", "v1", "secrets")
    static let events = GroupVersionResource("", "v1", "events")

    let api: FakeAPI
    let runtime: FakeRuntime
    let clock: ManualClock
    let root: String

    /// Runs a kubelet while `body` runs.
    static func withKubelet(
        prepare: (Fixture) async throws -> Void = { _ in }, _ body: (Fixture) async throws -> Void
    ) async throws {
        let clock = ManualClock()
        // No two moments are quite the same, so that events have names of their own.
        let ticks = Atomic<Int>(0)
        let time = TimeSource(clock) {
            FakeAPI.start.advanced(
                by: clock.now.offset + .nanoseconds(ticks.wrappingAdd(1, ordering: .relaxed).newValue))
        }
        let api = FakeAPI(now: { time.now })
        var template = Array("/tmp/apus-kubelet-XXXXXX".utf8CString)
        let root = try #require(mkdtemp(&template).map { String(cString: $0) })
        defer { try? FileTree.remove(root) }
        let fixture = Fixture(
            api: api, runtime: FakeRuntime(time: time) { api.wake() }, clock: clock, root: root)
        try await prepare(fixture)
        try await fixture.run(time, body)
    }

    private func run(_ time: TimeSource, _ body: (Fixture) async throws -> Void) async throws {
        var configuration = KubeletConfiguration(
            nodeName: "node-1", rootDirectory: "\(root)/kubelet", podLogsDirectory: "\(root)/logs")
        configuration.nodeAddresses = ["192.0.2.1"]
        configuration.secretsInMemory = false
        configuration.clusterDNS = ["10.96.0.10"]
        let kubelet = Kubelet(
            configuration: configuration, transport: api, runtime: runtime,
            group: MultiThreadedEventLoopGroup.singleton,
            time: time, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        let task = Task { try await kubelet.run() }
        do { try await body(self) } catch {
            task.cancel()
            try? await task.value
            throw error
        }
        task.cancel()
        try await task.value
    }

    /// A pod bound to the node.
    func pod(_ name: String, _ change: (inout JSONValue) -> Void = { _ in }) -> JSONValue {
        var pod: JSONValue = [
            "kind": "Pod", "apiVersion": "v1", "metadata": ["name": .string(name), "namespace": "default"],
            "spec": [
                "nodeName": "node-1", "restartPolicy": "Always", "terminationGracePeriodSeconds": 30,
                "containers": [["name": "main", "image": "busybox:1.36", "imagePullPolicy": "IfNotPresent"]],
            ],
            "status": ["phase": "Pending"],
        ]
        change(&pod)
        return api.add(Kubelet.pods, pod).first ?? .null
    }

    func status(_ name: String) -> JSONValue { api.object(Kubelet.pods, "default/\(name)")?["status"] ?? .null }

    func container(_ pod: String, _ name: String = "main") -> JSONValue {
        let status = status(pod)
        return (status["initContainerStatuses"].elements + status["containerStatuses"].elements)
            .first { $0["name"].string == name } ?? .null
    }

    func condition(_ pod: String, _ type: String) -> String {
        status(pod)["conditions"].elements.first { $0["type"].string == type }?["status"].string ?? ""
    }

    /// Waits until the pod has that phase.
    func until(_ pod: String, _ phase: String) async throws {
        try await api.eventually("\(pod) is \(phase)") { _ in self.status(pod)["phase"].string == phase }
    }

    func until(_ what: String, _ condition: @escaping @Sendable (Fixture) -> Bool) async throws {
        try await api.eventually(what) { _ in condition(self) }
    }

    /// Reasons of the events about pods, in order.
    var eventReasons: [String] { api.objects(Self.events).map { $0["reason"].string ?? "" } }
}

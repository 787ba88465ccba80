public import ApusPluginHost
import ApusAPI
import ApusClient
import ApusJSON

/// Measures scheduling alone, without an API: from a Pod's bytes over the queue to the decision.
///
/// Nodes and Pods are those of upstream's scheduler_perf: 4 cores, 32 GiB and 110 Pods a node; 100m and 500Mi a Pod.
public struct SchedulingBenchmark: Sendable {
    public struct Result: Sendable {
        public var podsPerSecond: Double
        /// Of one decision, queue and plugins included.
        public var medianMicroseconds: Double
        public var p99Microseconds: Double
        /// Memory of the columns.
        public var snapshotBytes: Int
        public var unschedulable: Int
    }

    public var nodes = 5000
    public var pods = 10_000
    public var configuration = SchedulerConfiguration()
    /// A required node affinity for a zone, of which there are ten, on every Pod.
    public var withNodeAffinity = false

    public init() { configuration.seed = 1 }

    /// Runs it once; `plugins` must offer what the configuration's first profile names.
    public func run(plugins: PluginHost) async throws -> Result {
        let snapshot = ClusterSnapshot()
        let loaded = try await LoadedProfiles(configuration, from: plugins, snapshot: snapshot)
        let engine = Unshared(
            SchedulingEngine(
                snapshot: snapshot, profiles: loaded.profiles, queue: SchedulingQueue.Settings(),
                seed: configuration.seed ?? 1))
        let result = await HostThreads(maximum: 1).run { measure(engine.value) }
        await loaded.destroy()
        return result
    }

    /// Takes the engine to the one thread that uses it.
    private struct Unshared: @unchecked Sendable {  // handed over to one thread, not used elsewhere meanwhile
        let value: SchedulingEngine
        init(_ value: SchedulingEngine) { self.value = value }
    }

    private func measure(_ engine: SchedulingEngine) -> Result {
        for number in 0..<nodes {
            if let node = NodeFacts(APIObject(Self.node(number))) { engine.set(node, at: .zero) }
        }
        let objects = (0..<pods).map { APIObject(pod($0)) }
        let clock = ContinuousClock()
        var times: [Duration] = []
        times.reserveCapacity(pods)
        var unschedulable = 0
        let start = clock.now
        for object in objects {
            let begin = clock.now
            if let pod = PodFacts(object) { engine.set(pod, at: .zero) }
            switch engine.scheduleNext(at: .zero) {
            case .placed(let pod, _): engine.queue.remove(pod.facts.uid)
            case .unschedulable, .failed, nil: unschedulable += 1
            }
            times.append(clock.now - begin)
        }
        let total = clock.now - start
        times.sort()
        func microseconds(_ part: Double) -> Double {
            times.isEmpty ? 0 : times[min(times.count - 1, Int(Double(times.count) * part))] / .microseconds(1)
        }
        return Result(
            podsPerSecond: Double(pods) / (total / .seconds(1)), medianMicroseconds: microseconds(0.5),
            p99Microseconds: microseconds(0.99), snapshotBytes: engine.snapshot.arena.byteCount,
            unschedulable: unschedulable)
    }

    private static func node(_ number: Int) -> JSONValue {
        [
            "metadata": [
                "name": .string("node-\(number)"), "uid": .string("node-\(number)"),
                "labels": [
                    "kubernetes.io/hostname": .string("node-\(number)"), "kubernetes.io/os": "linux",
                    "kubernetes.io/arch": "amd64", "topology.kubernetes.io/zone": .string("zone-\(number % 10)"),
                ],
            ],
            "status": ["allocatable": ["cpu": "4", "memory": "32Gi", "pods": "110"]],
        ]
    }

    private func pod(_ number: Int) -> JSONValue {
        var pod: JSONValue = [
            "metadata": [
                "name": .string("pod-\(number)"), "namespace": "default", "uid": .string("pod-\(number)"),
            ],
            "spec": [
                "schedulerName": .string(configuration.profiles.first?.schedulerName ?? ""),
                "containers": [
                    [
                        "name": "pause", "image": "registry.k8s.io/pause:3.10",
                        "resources": ["requests": ["cpu": "100m", "memory": "500Mi"]],
                    ]
                ],
            ],
        ]
        if withNodeAffinity {
            let zone: JSONValue = .string("zone-\(number % 10)")
            pod["spec"]["affinity"]["nodeAffinity"]["requiredDuringSchedulingIgnoredDuringExecution"] = [
                "nodeSelectorTerms": [
                    [
                        "matchExpressions": [
                            ["key": "topology.kubernetes.io/zone", "operator": "In", "values": [zone]]
                        ]
                    ]
                ]
            ]
        }
        return pod
    }
}

import ApusAPI
import ApusClient
import ApusJSON
import Synchronization

@testable import ApusKubelet

/// A container runtime in memory: containers run until a test, or a stop, ends them.
final class FakeRuntime: ContainerRuntime {
    struct Container: Sendable {
        var id: String
        var sandbox: String
        var config: JSONValue
        var state = "CONTAINER_CREATED"
        var createdAt: Int64
        var startedAt: Int64 = 0
        var finishedAt: Int64 = 0
        var exitCode: Int64 = 0
        var number: Int64

        var name: String { config["metadata"]["name"].string ?? "" }
    }

    struct Sandbox: Sendable {
        var id: String
        var config: JSONValue
        var isReady = true
        var createdAt: Int64
        var ip: String
    }

    struct State {
        var next: Int64 = 1
        var sandboxes: [Sandbox] = []
        var containers: [Container] = []
        var images: Set<String> = ["busybox:1.36"]
        var calls: [(verb: String, request: JSONValue)] = []
        var listeners: [@Sendable (JSONValue) -> Bool] = []
        var waiting: [CheckedContinuation<Void, Never>] = []
        var isCancelled = false
        /// What a test says about a verb before the runtime does: an answer or an error; nil lets it through.
        var reactors: [@Sendable (String, JSONValue) throws(RuntimeError) -> JSONValue?] = []
        var ignoresStop = false
    }

    let state = Mutex(State())
    private let time: TimeSource
    /// Called after each change, so that tests look again.
    private let changed: @Sendable () -> Void

    init(time: TimeSource, changed: @escaping @Sendable () -> Void) {
        self.time = time
        self.changed = changed
    }

    private var now: Int64 { time.now.seconds * 1_000_000_000 + Int64(time.now.nanoseconds) }

    // MARK: - What tests do

    var calls: [(verb: String, request: JSONValue)] { state.withLock { $0.calls } }
    func requests(_ verb: String) -> [JSONValue] { calls.filter { $0.verb == verb }.map(\.request) }

    /// The newest container of that name.
    func container(_ name: String) -> Container? {
        state.withLock { state in state.containers.filter { $0.name == name }.max { $0.number < $1.number } }
    }

    func react(_ reactor: @escaping @Sendable (String, JSONValue) throws(RuntimeError) -> JSONValue?) {
        state.withLock { $0.reactors.append(reactor) }
    }

    /// The newest container of that name ends by itself.
    func finish(_ name: String, exitCode: Int64) {
        guard let container = container(name) else { return }
        end(container.id, exitCode)
    }

    private func end(_ id: String, _ exitCode: Int64) {
        let now = now
        state.withLock { state in
            for index in state.containers.indices
            where state.containers[index].id == id && state.containers[index].state == "CONTAINER_RUNNING" {
                state.containers[index].state = "CONTAINER_EXITED"
                state.containers[index].exitCode = exitCode
                state.containers[index].finishedAt = now
            }
        }
        tell(id, "CONTAINER_STOPPED_EVENT")
    }

    private func tell(_ id: String, _ type: String) {
        let (event, listeners) = state.withLock { state in
            let container = state.containers.first { $0.id == id }
            let sandbox = state.sandboxes.first { $0.id == container?.sandbox }
            let event: JSONValue = [
                "containerId": .string(id), "containerEventType": .string(type),
                "podSandboxStatus": sandbox.map(status) ?? .null, "containersStatuses": [],
            ]
            return (event, state.listeners)
        }
        for listener in listeners { _ = listener(event) }
        changed()
    }

    // MARK: - The runtime

    func call(_ verb: String, _ request: JSONValue) async throws(RuntimeError) -> JSONValue {
        let reactors = state.withLock { state in
            state.calls.append((verb, request))
            return state.reactors
        }
        defer { changed() }
        for reactor in reactors {
            if let answer = try reactor(verb, request) { return answer }
        }
        switch verb {
        case "Version":
            return ["version": "0.1.0", "runtimeName": "fake", "runtimeVersion": "1.0", "runtimeApiVersion": "v1"]
        case "Status":
            return [
                "status": [
                    "conditions": [
                        ["type": "RuntimeReady", "status": true], ["type": "NetworkReady", "status": true],
                    ]
                ]
            ]
        case "UpdateRuntimeConfig", "ReopenContainerLog": return [:]
        case "ListImages":
            return state.withLock { state in
                [
                    "images": .array(
                        state.images.sorted().map {
                            ["id": .string("sha256:\($0)"), "repoTags": [.string($0)], "size": 10]
                        })
                ]
            }
        case "ImageStatus":
            let name = request["image"]["image"].string ?? ""
            return state.withLock { state in
                let image = state.images.first { $0 == name || "sha256:\($0)" == name }
                return image.map { ["image": ["id": .string("sha256:\($0)"), "uid": ["value": 0]]] } ?? [:]
            }
        case "PullImage":
            let name = request["image"]["image"].string ?? ""
            guard state.withLock({ $0.images.contains(name) }) else {
                throw RuntimeError(.notFound, "not found: \(name)")
            }
            return ["imageRef": .string("sha256:\(name)")]
        default: return try change(verb, request)
        }
    }

    private func change(_ verb: String, _ request: JSONValue) throws(RuntimeError) -> JSONValue {
        let now = now
        let sandboxID = request["podSandboxId"].string ?? ""
        let containerID = request["containerId"].string ?? ""
        switch verb {
        case "RunPodSandbox":
            return state.withLock { state in
                let id = "sandbox-\(state.next)"
                state.sandboxes.append(
                    Sandbox(id: id, config: request["config"], createdAt: now + state.next, ip: "10.0.0.\(state.next)"))
                state.next += 1
                return ["podSandboxId": .string(id)]
            }
        case "ListPodSandbox":
            let uid = request["filter"]["labelSelector"][RuntimeLabel.podUID].string
            return state.withLock { state in
                let items = state.sandboxes.filter { uid == nil || $0.config["metadata"]["uid"].string == uid }
                return ["items": .array(items.map { ["id": .string($0.id), "labels": $0.config["labels"]] })]
            }
        case "PodSandboxStatus":
            let found = state.withLock { state -> JSONValue? in
                guard let sandbox = state.sandboxes.first(where: { $0.id == sandboxID }) else { return nil }
                let containers = state.containers.filter { $0.sandbox == sandboxID }
                return ["status": status(sandbox), "containersStatuses": .array(containers.map(status))]
            }
            guard let found else { throw RuntimeError(.notFound, "no sandbox \(sandboxID)") }
            return found
        case "StopPodSandbox":
            state.withLock { state in
                for index in state.sandboxes.indices where state.sandboxes[index].id == sandboxID {
                    state.sandboxes[index].isReady = false
                }
            }
            return [:]
        case "RemovePodSandbox":
            state.withLock { state in
                state.sandboxes.removeAll { $0.id == sandboxID }
                state.containers.removeAll { $0.sandbox == sandboxID }
            }
            return [:]
        case "CreateContainer":
            return state.withLock { state in
                let id = "container-\(state.next)"
                state.containers.append(
                    Container(
                        id: id, sandbox: sandboxID, config: request["config"], createdAt: now + state.next,
                        number: state.next))
                state.next += 1
                return ["containerId": .string(id)]
            }
        case "StartContainer":
            state.withLock { state in
                for index in state.containers.indices where state.containers[index].id == containerID {
                    state.containers[index].state = "CONTAINER_RUNNING"
                    state.containers[index].startedAt = now
                }
            }
            tell(containerID, "CONTAINER_STARTED_EVENT")
            return [:]
        case "StopContainer":
            if !state.withLock({ $0.ignoresStop }) || request["timeout"].int ?? 0 < 2 { end(containerID, 137) }
            return [:]
        case "RemoveContainer":
            state.withLock { $0.containers.removeAll { $0.id == containerID } }
            return [:]
        case "ListContainers", "ListContainerStats": return [:]
        case "ExecSync": return ["exitCode": 0, "stdout": "", "stderr": ""]
        default: throw RuntimeError(.unimplemented, verb)
        }
    }

    private func status(_ sandbox: Sandbox) -> JSONValue {
        [
            "id": .string(sandbox.id), "metadata": sandbox.config["metadata"],
            "state": sandbox.isReady ? "SANDBOX_READY" : "SANDBOX_NOTREADY", "createdAt": .int(sandbox.createdAt),
            "network": ["ip": .string(sandbox.ip)],
        ]
    }

    private func status(_ container: Container) -> JSONValue {
        [
            "id": .string(container.id), "metadata": container.config["metadata"], "state": .string(container.state),
            "createdAt": .int(container.createdAt), "startedAt": .int(container.startedAt),
            "finishedAt": .int(container.finishedAt), "exitCode": .int(container.exitCode),
            "image": container.config["image"], "imageRef": container.config["image"]["image"],
            "annotations": container.config["annotations"], "mounts": container.config["mounts"],
            "logPath": container.config["logPath"],
        ]
    }

    func stream(
        _ verb: String, _ request: JSONValue, _ streams: StreamDescriptors
    ) async throws(RuntimeError) -> JSONValue {
        ["exitCode": 0]
    }

    func events(_ deliver: @escaping @Sendable (JSONValue) -> Bool) async throws(RuntimeError) {
        await withCheckedContinuation { continuation in
            let isCancelled = state.withLock { state in
                state.listeners.append(deliver)
                if !state.isCancelled { state.waiting.append(continuation) }
                return state.isCancelled
            }
            if isCancelled { continuation.resume() }
        }
        throw RuntimeError(.cancelled, "cancelled")
    }

    func cancel() {
        let waiting = state.withLock { state in
            state.isCancelled = true
            defer { state.waiting = [] }
            return state.waiting
        }
        for continuation in waiting { continuation.resume() }
    }
}

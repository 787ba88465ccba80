import ApusAPI
import ApusClient
import ApusJSON
import Logging
import Synchronization

/// Registers the Node and keeps its status: changes at once, else every few minutes
/// (`pkg/kubelet/kubelet_node_status.go`).
final class NodeReporter: Sendable {
    static let nodes = GroupVersionResource("", "v1", "nodes")

    private let context: NodeContext
    private let serverPort: Int
    private let signals: AsyncStream<Void>
    private let signal: AsyncStream<Void>.Continuation
    private let lastProblem = Mutex<String??>(nil)

    init(context: NodeContext, serverPort: Int) {
        self.context = context
        self.serverPort = serverPort
        (signals, signal) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Something that the status shows may have changed.
    func changed() { signal.yield() }

    private var object: NodeObject {
        NodeObject(
            configuration: context.configuration, machine: context.machine, addresses: context.addresses,
            runtimeVersion: context.runtimeVersion, serverPort: serverPort)
    }

    /// Makes the Node where it is missing, else brings its labels up to date; tries until that is done.
    func register() async throws {
        var delay: Duration = .milliseconds(100)
        let name = context.configuration.nodeName
        while true {
            do throws(StatusError) {
                let problem = await self.problem()
                let node = object.make(problem: problem, now: context.time.now.rfc3339)
                do throws(StatusError) {
                    try await context.client.create(Self.nodes, node)
                    context.logger.info("Successfully registered node \(name)")
                    recordChange(to: problem)
                } catch {
                    guard error.reason == .alreadyExists else { throw error }
                    try await reconcileLabels()
                }
                return
            } catch {
                context.logger.warning("Unable to register node \(name) with API server: \(error.message)")
            }
            try await context.time.sleep(for: delay)
            delay = min(delay * 2, .seconds(7))
        }
    }

    private func reconcileLabels() async throws(StatusError) {
        let labels = object.labels
        try await context.client.modify(Self.nodes, name: context.configuration.nodeName) { node in
            let old = node["metadata"]["labels"]
            for (name, value) in labels { node["metadata"]["labels"][name] = .string(value) }
            return node["metadata"]["labels"] != old
        }
    }

    /// Reports until the task is cancelled.
    func run() async {
        record("Starting", "Starting kubelet.")
        await withTaskGroup { group in
            group.addTask { [self] in
                while (try? await context.time.sleep(for: context.configuration.nodeStatusReportFrequency)) != nil {
                    signal.yield()
                }
                signal.finish()
            }
            var last: Duration?
            for await _ in signals {
                if Task.isCancelled { break }
                let isDue =
                    last.map { context.time.elapsed - $0 >= context.configuration.nodeStatusReportFrequency } ?? true
                if await report(evenUnchanged: isDue) { last = context.time.elapsed }
            }
            group.cancelAll()
        }
    }

    /// Whether the status was written.
    private func report(evenUnchanged: Bool) async -> Bool {
        let problem = await self.problem()
        let images = await nodeImages()
        do throws(StatusError) {
            let name = context.configuration.nodeName
            let node = try await context.client.get(Self.nodes, name: name)
            let old = try node.decoded()["status"]
            let new = object.status(over: old, images: images, problem: problem, now: context.time.now.rfc3339)
            guard evenUnchanged || NodeObject.differ(old, new) else { return false }
            var patch = new
            for member in old.object?.members ?? [] where new[member.key].isNull { patch[member.key] = .null }
            try await context.client.patch(
                Self.nodes, name: name, subresource: "status", .merge,
                ["metadata": ["resourceVersion": .string(node.resourceVersion)], "status": patch])
            recordChange(to: problem)
            return true
        } catch {
            if error.reason == .notFound {
                context.logger.warning("node \(context.configuration.nodeName) not found, registering it anew")
                try? await register()
                return true
            }
            if error.reason == .conflict {
                signal.yield()
            } else {
                context.logger.warning("Error updating node status: \(error.message)")
            }
            return false
        }
    }

    /// Why the node is not ready; nil where it is.
    private func problem() async -> String? {
        let status: JSONValue
        do throws(RuntimeError) {
            status = try await context.runtime.call("Status", [:])
        } catch {
            return "container runtime is down: \(error)"
        }
        let problems = status["status"]["conditions"].elements.compactMap { condition -> String? in
            guard !(condition["status"].bool ?? false) else { return nil }
            let type = condition.text("type")
            let what = ["RuntimeReady": "runtime", "NetworkReady": "runtime network"][type]
            guard let what else { return nil }
            let reason = "reason:\(condition.text("reason")) message:\(condition.text("message"))"
            return "container \(what) not ready: \(type)=false \(reason)"
        }
        return problems.isEmpty ? nil : "[\(problems.joined(separator: ", "))]"
    }

    /// The largest images of the node, fifty at most, with five names each.
    private func nodeImages() async -> [JSONValue] {
        guard let list = try? await context.runtime.call("ListImages", [:]) else { return [] }
        let images = list["images"].elements.map { image -> (size: Int64, value: JSONValue) in
            let names = image["repoDigests"].elements + image["repoTags"].elements
            let size = image["size"].integer ?? 0
            return (size, ["names": .array(Array(names.prefix(5))), "sizeBytes": .int(size)])
        }
        return images.filter { !$0.value["names"].elements.isEmpty }.sorted { $0.size > $1.size }.prefix(50).map(
            \.value)
    }

    private func recordChange(to problem: String?) {
        let before = lastProblem.withLock { last in
            defer { last = .some(problem) }
            return last
        }
        guard before == nil || (before ?? nil == nil) != (problem == nil) else { return }
        let name = context.configuration.nodeName
        if before == nil {
            for reason in ["NodeHasSufficientMemory", "NodeHasNoDiskPressure", "NodeHasSufficientPID"] {
                record(reason, "Node \(name) status is now: \(reason)")
            }
        }
        let reason = problem == nil ? "NodeReady" : "NodeNotReady"
        record(reason, "Node \(name) status is now: \(reason)")
    }

    private func record(_ reason: String, _ message: String) {
        let name = context.configuration.nodeName
        context.recorder.record(
            ObjectReference(apiVersion: "v1", kind: "Node", name: name, uid: name), .normal, reason: reason,
            message: message)
    }
}

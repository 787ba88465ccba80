import ApusAPI
import ApusClient
import ApusJSON
import Synchronization

/// The workers of all pods of the node, by uid.
final class PodWorkers: Sendable {
    private struct Entry {
        var worker: PodWorker
        var task: Task<Void, Never>
    }

    private struct State {
        var context: NodeContext?
        var workers: [String: Entry] = [:]
    }

    private let state = Mutex(State())

    /// From now on pods get workers.
    func start(_ context: NodeContext) { state.withLock { $0.context = context } }

    /// The pods that have workers.
    var uids: Set<String> { state.withLock { Set($0.workers.keys) } }

    func inbox(_ uid: String) -> PodInbox? { state.withLock { $0.workers[uid]?.worker.inbox } }

    /// Takes in the newest state of a pod; a pod that is seen first gets a worker.
    ///
    /// - Parameter isKnown: whether the runtime may have something of the pod already.
    func update(_ pod: Pod, isKnown: Bool = false) {
        let known = state.withLock { state -> PodInbox? in
            if let entry = state.workers[pod.uid] { return entry.worker.inbox }
            guard let context = state.context else { return nil }
            let worker = PodWorker(pod, isKnown: isKnown, context: context)
            let task = Task { [weak self] in
                await worker.run()
                self?.forget(pod.uid)
            }
            state.workers[pod.uid] = Entry(worker: worker, task: task)
            return nil
        }
        known?.post { $0.pod = pod }
    }

    /// The worker of a pod by its name.
    func find(_ namespace: String, _ name: String) async -> PodWorker? {
        for entry in state.withLock({ Array($0.workers.values) }) {
            let pod = await entry.worker.pod
            if pod.name == name, pod.namespace == namespace { return entry.worker }
        }
        return nil
    }

    /// All pods as the kubelet knows them.
    func pods() async -> [JSONValue] {
        var pods: [JSONValue] = []
        for entry in state.withLock({ Array($0.workers.values) }) { pods.append(await entry.worker.pod.value) }
        return pods
    }

    /// The API no longer has the pod.
    func remove(_ uid: String, last: Pod) {
        inbox(uid)?.post {
            $0.pod = last
            $0.isGone = true
        }
    }

    /// Lets go of all pods; their containers go on.
    func stop() async {
        let entries = state.withLock { state in
            defer { state.workers = [:] }
            return Array(state.workers.values)
        }
        for entry in entries {
            entry.task.cancel()
            entry.worker.inbox.finish()
        }
        for entry in entries { await entry.task.value }
    }

    private func forget(_ uid: String) { state.withLock { $0.workers[uid] = nil } }
}

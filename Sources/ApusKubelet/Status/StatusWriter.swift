import ApusAPI
import ApusClient
import ApusJSON
import Logging
import Synchronization

/// Writes the status of one pod: the newest one counts, one write at a time, nothing where nothing changed.
final class StatusWriter: Sendable {
    private struct State {
        var wanted: JSONValue?
        var written: JSONValue?
        var isWriting = false
        var waiters: [CheckedContinuation<Void, Never>] = []
    }

    private let client: APIClient
    private let time: TimeSource
    private let logger: Logger
    private let state = Mutex(State())

    init(client: APIClient, time: TimeSource, logger: Logger) {
        self.client = client
        self.time = time
        self.logger = logger
    }

    /// Takes the status that the pod is to have, and returns at once.
    func set(_ status: JSONValue, of pod: Pod) {
        let begins = state.withLock { state in
            guard status != state.written || state.wanted != nil else { return false }
            if state.written == nil, status == pod.status {
                state.written = status
                return false
            }
            state.wanted = status
            defer { state.isWriting = true }
            return !state.isWriting
        }
        if begins { Task { await write(pod) } }
    }

    /// Returns when what was set has been written, or given up.
    func flush() async {
        await withCheckedContinuation { continuation in
            let isIdle = state.withLock { state in
                if state.isWriting { state.waiters.append(continuation) }
                return !state.isWriting
            }
            if isIdle { continuation.resume() }
        }
    }

    private func write(_ pod: Pod) async {
        var base = pod
        var delay: Duration = .milliseconds(500)
        while let status = next() {
            do throws(StatusError) {
                let answer = try await client.patch(
                    Kubelet.pods, namespace: pod.namespace, name: pod.name, subresource: "status", .merge,
                    patch(status, over: base))
                state.withLock { $0.written = status }
                base = Pod(try answer.decoded())
            } catch {
                if error.reason == .notFound { continue }
                if error.reason == .conflict {
                    // Somebody else wrote the pod, or it is another pod of the same name by now.
                    guard let current = try? await client.get(Kubelet.pods, namespace: pod.namespace, name: pod.name),
                        current.uid == pod.uid
                    else { continue }
                    base = Pod(current.tree)
                } else {
                    logger.warning("Failed to update status for pod \(pod.key): \(error.message)")
                    guard error.code >= 500 || error.code == 429 else { continue }
                    do { try await time.sleep(for: delay) } catch { continue }
                    delay = min(delay * 2, .seconds(30))
                }
                state.withLock { if $0.wanted == nil { $0.wanted = status } }
            }
        }
    }

    /// The status to be written next; nil ends the writing.
    private func next() -> JSONValue? {
        let (status, waiters) = state.withLock { state -> (JSONValue?, [CheckedContinuation<Void, Never>]) in
            if let wanted = state.wanted {
                state.wanted = nil
                if wanted != state.written { return (wanted, []) }
            }
            state.isWriting = false
            defer { state.waiters = [] }
            return (nil, state.waiters)
        }
        for waiter in waiters { waiter.resume() }
        return status
    }

    /// A merge patch that takes away what the stored status has and the new one has not. Conditions of others are kept:
    /// the list is the new one with theirs, and the version makes sure that they are the newest.
    private func patch(_ status: JSONValue, over base: Pod) -> JSONValue {
        var status = status
        let own = Set(status["conditions"].elements.map { $0.text("type") })
        let others = base.status["conditions"].elements.filter { !own.contains($0.text("type")) }
        if !others.isEmpty { status["conditions"] = .array(status["conditions"].elements + others) }
        for member in base.status.object?.members ?? [] where status[member.key].isNull { status[member.key] = .null }
        return [
            "metadata": [
                "uid": .string(base.uid), "resourceVersion": .string(base.metadata.text("resourceVersion")),
            ],
            "status": status,
        ]
    }
}

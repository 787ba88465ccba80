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
        /// The version of the pod that the last write made.
        var version: UInt64 = 0
        /// The pod as the API last told it.
        var seen: Pod?
        var isWriting = false
        var waiters: [CheckedContinuation<Void, Never>] = []

        /// What was written, where the pod that was seen is newer and has something else; it is wanted again then.
        mutating func takeOverwritten() -> JSONValue? {
            guard let written, let seen, seen.resourceVersion > version, !StatusWriter.has(seen.status, written) else {
                return nil
            }
            self.seen = nil
            return written
        }
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

    /// Takes the pod as the API has it now: where somebody else changed what was written, it is written again
    /// (upstream's `needsReconcile`).
    func reconcile(_ pod: Pod) {
        let begins = state.withLock { state in
            state.seen = pod
            guard !state.isWriting, let overwritten = state.takeOverwritten() else { return false }
            state.wanted = overwritten
            state.written = nil
            state.isWriting = true
            return true
        }
        if begins { Task { await write(pod) } }
    }

    /// Whether `stored` still has what was written; others may have added conditions and fields.
    private static func has(_ stored: JSONValue, _ written: JSONValue) -> Bool {
        let conditions = stored["conditions"].elements
        return (written.object?.members ?? []).allSatisfy { member in
            member.key == "conditions" || stored[member.key] == member.value
        }
            && written["conditions"].elements.allSatisfy { condition in
                conditions.first { $0["type"] == condition["type"] } == condition
            }
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
                base = Pod(try answer.decoded())
                state.withLock { [version = base.resourceVersion] in
                    $0.written = status
                    $0.version = version
                }
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
            if let overwritten = state.takeOverwritten() { return (overwritten, []) }
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

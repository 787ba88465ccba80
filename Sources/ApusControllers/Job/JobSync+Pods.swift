import ApusAPI
import ApusClient
import ApusJSON

/// How a Job makes and deletes Pods.
extension JobSync {
    /// Brings the number of running Pods to what it should be; returns how long to wait before more may be made, and
    /// the first failure.
    mutating func manage() async -> (wait: Duration?, failure: (any Error)?) {
        let active = active
        let wanted: Int
        if let completions {
            wanted = max(min(completions - succeeded, parallelism), 0)
        } else {
            // One success says that the work is done: who is at it may finish.
            wanted = succeeded > 0 ? min(active.count, parallelism) : parallelism
        }
        if active.count > wanted {
            let ranking = PodRanking(related: active, now: context.time.now)
            return (nil, await delete(ranking.first(active.count - wanted, of: active), keepingCount: false))
        }
        let missing = wanted - active.count - (replacesFailedOnly ? terminating.count : 0)
        guard missing > 0 else { return (nil, nil) }
        if let wait = backoff, wait > .zero { return (wait, nil) }
        return (nil, await create(min(missing, 500)))
    }

    /// How long to wait after the last failure: ten seconds, doubled for each since the last success.
    private var backoff: Duration? {
        let ended = pods.compactMap { pod in Self.endTime(pod).map { (pod, $0) } }
        let lastSuccess = ended.filter { $0.0.phase == "Succeeded" }.map(\.1).max()
        let failures = ended.filter { pod, end in
            guard hasFailed(pod) else { return false }
            return lastSuccess.map { end > $0 } ?? true
        }
        guard let last = failures.map(\.1).max() else { return nil }
        let delay = min(Self.firstBackoff * (1 << min(failures.count - 1, 10)), Self.longestBackoff)
        return last.advanced(by: delay).since(context.time.now)
    }

    private static func endTime(_ pod: PodState) -> Timestamp? {
        guard pod.isFinished || pod.isBeingDeleted else { return nil }
        let ends = pod.value["status"]["containerStatuses"].elements.compactMap {
            $0["state"]["terminated"]["finishedAt"].timestamp
        }
        return ends.max() ?? pod.value["metadata"]["deletionTimestamp"].timestamp ?? pod.readyCondition?[
            "lastTransitionTime"
        ].timestamp ?? pod.value.creationTime
    }

    private mutating func create(_ count: Int) async -> (any Error)? {
        let indexes = isIndexed ? missingIndexes(count) : []
        let number = isIndexed ? indexes.count : count
        guard number > 0 else { return nil }
        var pod = PodTemplate.pod(
            spec["template"], namespace: job.namespace, prefix: PodTemplate.prefix(for: job.name),
            owner: .controller(Kinds.job, job))
        let finalizers = pod.finalizers.filter { $0 != JobController.trackingFinalizer }
        pod["metadata"]["finalizers"] = .array((finalizers + [JobController.trackingFinalizer]).map { .string($0) })
        let batch = isIndexed ? indexes.map { indexed(pod, $0) } : Array(repeating: pod, count: number)
        expectations.expectCreations(job.key, number)
        let result = await slowStart(number) { [context, about, batch] position in
            try await createPod(batch[position], about: about, context: context)
        }
        for _ in result.successes..<number { expectations.creationObserved(job.key) }
        return result.error
    }

    /// Deletes Pods; without `keepingCount` they are not counted as failed.
    func delete(_ victims: [PodState], keepingCount: Bool) async -> (any Error)? {
        guard !victims.isEmpty else { return nil }
        expectations.expectDeletions(job.key, victims.map(\.key))
        return await withTaskGroup(of: (any Error)?.self) { group in
            for pod in victims { group.addTask { await self.delete(pod, keepingCount: keepingCount) } }
            var first: (any Error)?
            for await error in group { first = first ?? error }
            return first
        }
    }

    private func delete(_ pod: PodState, keepingCount: Bool) async -> (any Error)? {
        var failure: StatusError?
        do {
            if !keepingCount, tracked[pod.uid] != nil { try await context.client.removeJobFinalizer(from: pod.value) }
            try await context.client.delete(Resources.pods, namespace: job.namespace, name: pod.name)
        } catch {
            failure = error
        }
        guard let failure else {
            context.events.record(about, .normal, reason: "SuccessfulDelete", message: "Deleted pod: \(pod.name)")
            return nil
        }
        expectations.deletionObserved(job.key, pod.key)
        if failure.reason == .notFound { return nil }
        context.events.record(
            about, .warning, reason: "FailedDelete", message: "Error deleting: \(failure.message)")
        return failure
    }

    // MARK: - Indexes

    /// The first indexes that are neither completed nor being worked on.
    private func missingIndexes(_ count: Int) -> [Int] {
        let taken = completedIndexes.union((active + (replacesFailedOnly ? terminating : [])).compactMap(Self.index))
        return Array((0..<(completions ?? 0)).lazy.filter { !taken.contains($0) }.prefix(count))
    }

    /// `pod` for one index: named after it, and told of it.
    private func indexed(_ pod: JSONValue, _ index: Int) -> JSONValue {
        let annotation = "batch.kubernetes.io/job-completion-index"
        var pod = pod
        pod["metadata"]["generateName"] = .string("\(job.name)-\(index)-")
        pod["metadata"]["annotations"][annotation] = .string(String(index))
        pod["metadata"]["labels"][annotation] = .string(String(index))
        pod["spec"]["hostname"] = .string("\(job.name)-\(index)")
        for list in ["containers", "initContainers"] where pod["spec"][list].array != nil {
            pod["spec"][list] = .array(
                pod["spec"][list].elements.map { container in
                    guard !container["env"].elements.contains(where: { $0["name"].string == "JOB_COMPLETION_INDEX" })
                    else { return container }
                    var container = container
                    container["env"].append([
                        "name": "JOB_COMPLETION_INDEX",
                        "valueFrom": ["fieldRef": ["fieldPath": .string("metadata.labels['\(annotation)']")]],
                    ])
                    return container
                })
        }
        return pod
    }
}

import ApusAPI
import ApusClient
import ApusJSON

/// Runs the Pods of Jobs until enough of them have succeeded or too many have failed.
///
/// Each Pod carries a finalizer until its end has been counted, so that none is counted twice or never.
struct JobController: Controller {
    static let trackingFinalizer = "batch.kubernetes.io/job-tracking"

    let context: ControllerContext
    let jobs: Informer
    let pods: Informer
    let queue: WorkQueue<String>
    /// Pods whose Job is gone and that still carry the finalizer.
    let orphans: WorkQueue<String>
    let expectations: Expectations

    init(_ context: ControllerContext) {
        self.context = context
        jobs = context.informers.informer(Resources.jobs)
        pods = context.informers.informer(Resources.pods, indexers: [.controllerInNamespace])
        queue = WorkQueue(time: context.time)
        orphans = WorkQueue(time: context.time)
        expectations = Expectations(time: context.time)
        jobs.addHandler { [queue, orphans, pods] change in
            queue.add(change.object.key)
            guard case .deleted(let job) = change else { return }
            for pod in pods.cache.indexed(.controllerInNamespace, "\(job.namespace)/\(job.uid)") {
                orphans.add(pod.key)
            }
        }
        pods.addHandler(podChanged)
    }

    func run() async {
        guard await context.synced(jobs, pods) else { return }
        await withTaskGroup { group in
            group.addTask { await queue.run(workers: 5, logger: context.logger, sync) }
            group.addTask { await orphans.run(workers: 1, logger: context.logger, syncOrphan) }
        }
    }

    // MARK: - Pods

    private var podChanged: Informer.Handler {
        { [jobs, queue, orphans, expectations] change in
            func job(of pod: APIObject, _ reference: OwnerReference?) -> APIObject? {
                guard let reference, reference.kind == Kinds.job.kind else { return nil }
                let job = jobs.cache.get(namespace: pod.namespace, name: reference.name)
                return job?.uid == reference.uid ? job : nil
            }
            let pod = change.object
            let reference = pod.controllerReference
            if let job = job(of: pod, reference) {
                switch change {
                case .added: expectations.creationObserved(job.key)
                case .deleted: expectations.deletionObserved(job.key, pod.key)
                case .updated(let old, _):
                    if old.revision == pod.revision { return }
                    if !pod.metadata["deletionTimestamp"].isNull { expectations.deletionObserved(job.key, pod.key) }
                }
                queue.add(job.key)
            } else if reference?.kind == Kinds.job.kind {
                orphans.add(pod.key)
            } else if reference == nil {
                for candidate in jobs.cache.inNamespace(pod.namespace) {
                    let selector = try? LabelSelector(candidate.tree["spec"]["selector"])
                    if selector?.matches(pod.labels) == true { queue.add(candidate.key) }
                }
            }
            if case .updated(let old, _) = change {
                let before = old.controllerReference
                if before != reference, let job = job(of: old, before) { queue.add(job.key) }
            }
        }
    }

    /// Takes the finalizer from a Pod whose Job is gone.
    private func syncOrphan(_ key: String) async throws -> WorkResult {
        guard let pod = pods.cache[key]?.tree, pod.finalizers.contains(Self.trackingFinalizer),
            let reference = pod.controllerReference, reference.kind == Kinds.job.kind
        else { return .done }
        let job = try await context.client.getIfPresent(
            Resources.jobs, namespace: pod.namespace, name: reference.name)
        guard job?.uid != reference.uid else { return .done }
        try await context.client.removeJobFinalizer(from: pod)
        return .done
    }

    // MARK: - Sync

    private func sync(_ key: String) async throws -> WorkResult {
        guard let object = jobs.cache[key] else {
            expectations.forget(key)
            return .done
        }
        let job = object.tree
        // Somebody else's, as `spec.managedBy` says.
        if let manager = job["spec"]["managedBy"].string, manager != "kubernetes.io/job-controller" { return .done }
        let isUpToDate = expectations.isSatisfied(key)
        if JobSync.isFinished(job) { return try await afterwards(job) }
        let claim = ReferenceClaim(
            client: context.client, ownerResource: Resources.jobs, ownerKind: Kinds.job, owner: job,
            selector: try LabelSelector(job["spec"]["selector"]), resource: Resources.pods,
            finalizer: Self.trackingFinalizer)
        let owned = try await claim.claim(pods.cache.claimable(namespace: job.namespace, uid: job.uid))
        var sync = JobSync(
            context: context, expectations: expectations, job: job, pods: owned.map { PodState($0) },
            isUpToDate: isUpToDate)
        return try await sync.run()
    }

    /// Lets the last Pods of a finished Job go.
    private func afterwards(_ job: JSONValue) async throws -> WorkResult {
        for pod in pods.cache.indexed(.controllerInNamespace, "\(job.namespace)/\(job.uid)").map(\.tree)
        where pod.finalizers.contains(Self.trackingFinalizer) {
            try await context.client.removeJobFinalizer(from: pod)
        }
        return .done
    }
}

extension APIClient {
    /// Takes the finalizer by which a Job counts its Pods from `pod`; a Pod that is gone has none.
    func removeJobFinalizer(from pod: JSONValue) async throws(StatusError) {
        let patch: JSONValue = [
            "metadata": [
                "uid": .string(pod.uid),
                "$deleteFromPrimitiveList/finalizers": [.string(JobController.trackingFinalizer)],
            ]
        ]
        do {
            try await self.patch(Resources.pods, namespace: pod.namespace, name: pod.name, .strategicMerge, patch)
        } catch {
            // Gone, or another Pod under its name.
            if error.reason != .notFound && error.reason != .conflict && error.reason != .invalid { throw error }
        }
    }
}

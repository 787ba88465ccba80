import ApusAPI
import ApusClient
import ApusJSON

/// Deletes finished Jobs when `spec.ttlSecondsAfterFinished` is over.
struct TTLAfterFinishedController: Controller {
    let context: ControllerContext
    let jobs: Informer
    let queue: WorkQueue<String>

    init(_ context: ControllerContext) {
        self.context = context
        jobs = context.informers.informer(Resources.jobs)
        queue = WorkQueue(time: context.time)
        jobs.addHandler { [queue] change in
            if case .deleted = change { return }
            queue.add(change.object.key)
        }
    }

    func run() async {
        guard await context.synced(jobs) else { return }
        await queue.run(workers: 5, logger: context.logger, sync)
    }

    private func sync(_ key: String) async throws -> WorkResult {
        guard let job = jobs.cache[key]?.tree, !job.isBeingDeleted,
            let seconds = job["spec"]["ttlSecondsAfterFinished"].int, let finished = JobSync.finishTime(job)
        else { return .done }
        let left = finished.advanced(by: .seconds(seconds)).since(context.time.now)
        if left > .zero { return .again(after: left) }
        var options = APIOptions()
        options.propagationPolicy = "Foreground"
        options.preconditionUID = job.uid
        options.preconditionResourceVersion = job["metadata"]["resourceVersion"].string
        try await context.client.deleteIfPresent(
            Resources.jobs, namespace: job.namespace, name: job.name, options: options)
        return .done
    }
}

import ApusStore

/// A thread for tasks that wait for the disk, so that they take none of Swift's cooperative pool.
final class DiskThread: TaskExecutor {
    private struct State {
        var jobs: [UnownedJob] = []
        var isClosed = false
    }

    private let state = Monitor(State())

    init() throws(StoreError) {
        try OwnThread.start("snapshots") { [self] in work() }
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        state.withLock { $0.jobs.append(job) }
        state.signal()
    }

    private func work() {
        while let job = next() { job.runSynchronously(on: asUnownedTaskExecutor()) }
    }

    private func next() -> UnownedJob? {
        let next: UnownedJob?? = state.wait(timeout: nil) { state in
            if !state.jobs.isEmpty { return .some(state.jobs.removeFirst()) }
            return state.isClosed ? .some(nil) : nil
        }
        return next ?? nil
    }

    /// Lets the thread end once nothing is left for it; no task may prefer it any more.
    func close() {
        state.withLock { $0.isClosed = true }
        state.signal()
    }
}

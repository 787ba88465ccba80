/// What becomes of a request to a `WorkerPool`.
private enum Submission { case queued, refused, start }

/// A few threads that answer requests which may wait for the disk; each owns a `Worker`, made with its first request.
package final class WorkerPool<Worker>: Sendable {
    package typealias Job = @Sendable (Result<Worker, StoreError>) -> Void

    private struct State {
        var jobs: [Job] = []
        var threads = 0
        var busy = 0
        var isClosed = false
        var finished: (@Sendable () -> Void)?
    }

    private let name: String
    private let maximum: Int
    private let make: @Sendable () throws(StoreError) -> Worker
    private let state = Monitor(State())

    /// - Parameters:
    ///   - maximum: how many threads it may start; it starts one when a request comes and none is idle.
    ///   - make: makes what a thread works with; when it throws, the request gets the error and the next one retries.
    package init(name: String, maximum: Int, make: @escaping @Sendable () throws(StoreError) -> Worker) {
        self.name = name
        self.maximum = maximum
        self.make = make
    }

    /// Runs `job` on a thread of the pool, with `.closed` at once after `close`.
    package func submit(_ job: @escaping Job) {
        let next: Submission = state.withLock { state in
            if state.isClosed { return .refused }
            state.jobs.append(job)
            guard state.jobs.count > state.threads - state.busy, state.threads < maximum else { return .queued }
            state.threads += 1
            return .start
        }
        switch next {
        case .refused: job(.failure(.closed))
        case .queued: state.signal()
        case .start: start()
        }
    }

    private func start() {
        do throws(StoreError) {
            try OwnThread.start(name) { [self] in run() }
        } catch {
            let jobs = state.withLock { state in
                state.threads -= 1
                // Other threads take what waits; without any, nobody would.
                guard state.threads == 0 else { return [] as [Job] }
                defer { state.jobs = [] }
                return state.jobs
            }
            for job in jobs { job(.failure(error)) }
        }
    }

    private func run() {
        var worker: Worker?
        while let job = next() {
            do throws(StoreError) {
                let ready = if let worker { worker } else { try make() }
                worker = ready
                job(.success(ready))
            } catch {
                job(.failure(error))
            }
            state.withLock { $0.busy -= 1 }
        }
        worker = nil
        let finished = state.withLock { state in
            state.threads -= 1
            guard state.threads == 0 else { return nil as (@Sendable () -> Void)? }
            defer { state.finished = nil }
            return state.finished
        }
        finished?()
    }

    private func next() -> Job? {
        let next: Job?? = state.wait(timeout: nil) { state in
            if !state.jobs.isEmpty {
                state.busy += 1
                return .some(state.jobs.removeFirst())
            }
            return state.isClosed ? .some(nil) : nil
        }
        return next ?? nil
    }

    /// Answers what was accepted, lets go of the workers and calls `finished` once.
    package func close(_ finished: @escaping @Sendable () -> Void) {
        let now = state.withLock { state in
            state.isClosed = true
            guard state.threads > 0 else { return true }
            state.finished = finished
            return false
        }
        state.broadcast()
        if now { finished() }
    }
}

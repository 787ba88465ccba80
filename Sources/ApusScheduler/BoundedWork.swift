/// Runs jobs in the order in which they come, so many at a time.
struct BoundedWork: Sendable {
    typealias Job = @Sendable () async -> Void

    private let stream: AsyncStream<Job>
    private let jobs: AsyncStream<Job>.Continuation
    private let limit: Int

    init(limit: Int) {
        self.limit = max(1, limit)
        (stream, jobs) = AsyncStream.makeStream()
    }

    func submit(_ job: @escaping Job) { jobs.yield(job) }

    /// Lets `run` return when all that was submitted is done.
    func finish() { jobs.finish() }

    /// Runs what is submitted until `finish`, or until the task is cancelled.
    func run() async {
        await withTaskGroup(of: Void.self) { group in
            var running = 0
            for await job in stream {
                if running >= limit {
                    await group.next()
                    running -= 1
                }
                group.addTask { await job() }
                running += 1
            }
        }
    }
}

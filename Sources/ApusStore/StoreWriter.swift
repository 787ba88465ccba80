/// The one thread that changes a store: what waits is applied and made durable together, then the watches get the
/// events, then all completions are called.
package final class StoreWriter: Sendable {
    enum Work: Sendable {
        case transaction(Transaction, @Sendable (Result<TransactionResult, StoreError>) -> Void)
        case grant(ttl: Int64, @Sendable (Result<Int64, StoreError>) -> Void)
        case keepAlive(Int64, @Sendable (Result<Void, StoreError>) -> Void)
        case revoke(Int64, @Sendable (Result<Void, StoreError>) -> Void)
        case compact(Revision, @Sendable (Result<Void, StoreError>) -> Void)

        func fail(_ error: StoreError) {
            switch self {
            case .transaction(_, let done): done(.failure(error))
            case .grant(_, let done): done(.failure(error))
            case .keepAlive(_, let done), .revoke(_, let done), .compact(_, let done): done(.failure(error))
            }
        }
    }

    struct Queue {
        var work: [Work] = []
        var isWoken = false
        var isClosed = false
        var finished: [@Sendable () -> Void] = []
        var isFinished = false
    }

    package let hub: WatchHub
    private let queue = Monitor(Queue())

    /// Starts the thread, which from now on alone uses `engine`.
    ///
    /// - Parameter now: monotonic nanoseconds, which leases are measured with.
    package init(
        name: String, engine: any StoreEngine, hub: WatchHub, now: @escaping @Sendable () -> UInt64
    ) throws(StoreError) {
        self.hub = hub
        let loop = WriterLoop(engine: engine, hub: hub, now: now)
        try loop.resume()
        let queue = queue
        let handed = Handed(loop: loop)
        try OwnThread.start(name, isBatching: true) { StoreWriter.run(handed.loop, queue) }
    }

    deinit { close {} }

    package func commit(
        _ transaction: Transaction, completion: @escaping @Sendable (Result<TransactionResult, StoreError>) -> Void
    ) {
        submit(.transaction(transaction, completion))
    }

    package func compact(before revision: Revision) async throws(StoreError) {
        try await wait { .compact(revision, $0) }
    }

    package func grantLease(ttl: Int64) async throws(StoreError) -> Int64 {
        try await wait { .grant(ttl: ttl, $0) }
    }

    package func keepAlive(lease: Int64) async throws(StoreError) {
        try await wait { .keepAlive(lease, $0) }
    }

    package func revoke(lease: Int64) async throws(StoreError) {
        try await wait { .revoke(lease, $0) }
    }

    /// Makes the thread look at the clock again.
    package func wake() {
        queue.withLock { $0.isWoken = true }
        queue.signal()
    }

    /// Finishes what was accepted, ends the watches, closes the engine and calls `finished`.
    package func close(_ finished: @escaping @Sendable () -> Void) {
        let isFinished = queue.withLock { queue in
            queue.isClosed = true
            if !queue.isFinished { queue.finished.append(finished) }
            return queue.isFinished
        }
        queue.signal()
        if isFinished { finished() }
    }

    package var isClosed: Bool { queue.withLock { $0.isClosed } }

    private func submit(_ work: Work) {
        let isFirst: Bool? = queue.withLock { queue in
            if queue.isClosed { return nil }
            queue.work.append(work)
            return queue.work.count == 1
        }
        switch isFirst {
        case nil: work.fail(.closed)
        case true?: queue.signal()
        case false?: break  // whoever put the first one woke the thread
        }
    }

    private func wait<T: Sendable>(
        _ work: (@escaping @Sendable (Result<T, StoreError>) -> Void) -> Work
    ) async throws(StoreError) -> T {
        let result: Result<T, StoreError> = await withCheckedContinuation { continuation in
            submit(work { continuation.resume(returning: $0) })
        }
        return try result.get()
    }

    // MARK: - The thread

    private struct Handed: @unchecked Sendable {  // the loop is handed over to the thread, which alone uses it
        let loop: WriterLoop
    }

    private static func run(_ loop: WriterLoop, _ queue: Monitor<Queue>) {
        var isClosed = false
        while !isClosed {
            let work: [Work]? = queue.wait(timeout: loop.timeout) { queue in
                guard !queue.work.isEmpty || queue.isClosed || queue.isWoken else { return nil }
                var work: [Work] = []
                swap(&work, &queue.work)
                queue.isWoken = false
                isClosed = queue.isClosed
                return work
            }
            loop.process(work ?? [])
        }
        loop.close()
        let finished = queue.withLock { queue in
            queue.isFinished = true
            defer { queue.finished = [] }
            return queue.finished
        }
        for call in finished { call() }
    }
}

import ApusStore
import Synchronization

/// Asks etcd for its newest revision, linearizably: one read serves all that wait when it begins.
final class QuorumReads: Sendable {
    private typealias Answer = CheckedContinuation<Result<Revision, StoreError>, Never>

    private struct State: Sendable {
        var waiting: [Answer] = []
        var isReading = false
    }

    private let read: @Sendable () async -> Result<Revision, StoreError>
    private let state = Mutex(State())

    init(_ read: @escaping @Sendable () async -> Result<Revision, StoreError>) { self.read = read }

    func revision() async throws(StoreError) -> Revision {
        let result = await withCheckedContinuation { (answer: Answer) in
            let begins = state.withLock { state in
                state.waiting.append(answer)
                defer { state.isReading = true }
                return !state.isReading
            }
            if begins { Task { await run() } }
        }
        return try result.get()
    }

    /// Who comes while a read is under way waits for the next: the one under way may have seen etcd before they came.
    private func run() async {
        while true {
            let waiting = state.withLock { state in
                defer { state.waiting = [] }
                if state.waiting.isEmpty { state.isReading = false }
                return state.waiting
            }
            guard !waiting.isEmpty else { return }
            let result = await read()
            for answer in waiting { answer.resume(returning: result) }
        }
    }
}

import Foundation
import HistoryTestSupport
import ProgramTestSupport
import Synchronization
import Testing

/// Writers, readers and watchers that use the ConfigMaps of `default` through one or several servers, whatever happens
/// to these, and take down what they asked and were told.
final class Workload: Sendable {
    static let path = "/api/v1/namespaces/default/configmaps"
    static let prefix = "r-"
    static let keys = (0..<16).map { "\(prefix)\($0)" }

    struct Outcome: Sendable {
        var history: History
        /// What no server may do, besides what the checker finds.
        var problems: [String]
        var acknowledged: Int
    }

    private struct State {
        var acknowledged = 0
        var statuses: [Int: Int] = [:]
        var problems: [String] = []
        var stops = false
    }

    let recorder = HistoryRecorder()
    let seed: UInt64
    let clients: [APIClient]
    /// Called with each acknowledged write, before the next one of its writer begins.
    let acknowledge: @Sendable (History.Write) -> Void
    private let state = Mutex(State())

    init(_ clients: [APIClient], seed: UInt64, acknowledge: @escaping @Sendable (History.Write) -> Void = { _ in }) {
        self.clients = clients
        self.seed = seed
        self.acknowledge = acknowledge
    }

    var stops: Bool { state.withLock { $0.stops } }
    var acknowledged: Int { state.withLock { $0.acknowledged } }

    /// How many writes were answered with this status.
    func answers(_ status: Int) -> Int { state.withLock { $0.statuses[status] ?? 0 } }

    func problem(_ text: String) { state.withLock { $0.problems.append(text) } }

    func count(_ status: Int, isAcknowledged: Bool) {
        state.withLock {
            $0.statuses[status, default: 0] += 1
            if isAcknowledged { $0.acknowledged += 1 }
        }
    }

    /// Waits until `count` more writes were acknowledged.
    func progress(_ what: String, by count: Int = 5, within limit: Duration = .seconds(30)) async throws {
        let begin = acknowledged
        if try await !Shell.wait(limit, until: { acknowledged >= begin + count }) {
            problem("\(what): only \(acknowledged - begin) writes were acknowledged in \(limit)")
        }
    }

    /// Lets all run while `faults` does; in the end the servers must be well again.
    func run(writers: Int = 6, watchers: Int = 4, during faults: () async throws -> Void) async throws -> Outcome {
        let begin = try await newest(clients[0])
        recorder.record { $0.start = begin }
        recorder.record { $0.isWhole = false }
        let told = (0..<watchers).map { number in
            ResumingWatch("watch \(number)", from: begin, self, seed: seed &+ UInt64(number) &* 77)
        }
        let watching = told.map { watch in Task { await watch.run() } }
        let writing = (0..<writers).map { number in
            var client = RandomWriter("writer \(number)", self, seed: seed &+ UInt64(number) &* 0x9E37_79B9)
            return Task { await client.run() }
        }
        let result: Result<Void, any Error>
        do { result = .success(try await faults()) } catch { result = .failure(error) }
        state.withLock { $0.stops = true }
        for task in writing { await task.value }
        do {
            try result.get()
            try await finish(told)
        } catch {
            for task in watching { task.cancel() }
            throw error
        }
        for task in watching {
            task.cancel()
            await task.value
        }
        let histories = told.map { $0.history }
        recorder.record { $0.log = histories[0].batches }
        recorder.record { $0.watches = histories }
        return state.withLock {
            Outcome(history: recorder.current, problems: $0.problems, acknowledged: $0.acknowledged)
        }
    }

    private func newest(_ client: APIClient) async throws -> UInt64 {
        try await client.send("GET", "\(Self.path)?limit=1").decoded(ItemList.self).metadata.resourceVersion
            .flatMap { UInt64($0) } ?? 0
    }

    /// Writes what each watcher must see, waits until it has, and reads everything from each server.
    private func finish(_ watches: [ResumingWatch]) async throws {
        var client = RandomWriter("end", self, seed: seed)
        var last: UInt64?
        let isWritten = try await Shell.wait(.seconds(30)) {
            last = await client.create(key: "\(Self.prefix)end")
            return last != nil
        }
        guard isWritten, let last else { return problem("nothing can be written in the end") }
        for watch in watches {
            if try await !Shell.wait(.seconds(30), until: { watch.reached >= last }) {
                problem("\(watch.name) came only to \(watch.reached) of \(last): \(watch.lastFailure)")
            }
        }
        for number in clients.indices { await client.list(clients[number]) }
    }
}

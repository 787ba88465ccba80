import Foundation
import HistoryTestSupport
import Synchronization

/// A watch that is opened again and again where it ended, at any of the servers.
final class ResumingWatch: Sendable {
    private struct State {
        var random: SeededRandom
        var revision: UInt64
        var batches: [History.Batch] = []
        var isOver = false
        var lastFailure = ""
    }

    let name: String
    private let begin: UInt64
    private let workload: Workload
    private let state: Mutex<State>

    init(_ name: String, from revision: UInt64, _ workload: Workload, seed: UInt64) {
        self.name = name
        self.workload = workload
        begin = revision
        state = Mutex(State(random: SeededRandom(seed), revision: revision))
    }

    var reached: UInt64 { state.withLock { $0.revision } }
    var lastFailure: String { state.withLock { $0.lastFailure } }

    var history: History.Watch {
        state.withLock {
            History.Watch(
                name, prefix: Workload.prefix, from: begin + 1, opening: History.Span(0, 0), batches: $0.batches,
                through: $0.revision)
        }
    }

    func run() async {
        while !Task.isCancelled, !state.withLock({ $0.isOver }) {
            let (server, seconds, revision) = state.withLock { state in
                (
                    Int.random(in: workload.clients.indices, using: &state.random),
                    Int64.random(in: 1...6, using: &state.random), state.revision
                )
            }
            let path = """
                \(Workload.path)?watch=1&allowWatchBookmarks=true&resourceVersion=\(revision)&timeoutSeconds=\(seconds)
                """
            do {
                let status = try await workload.clients[server].lines(path, within: seconds + 5) { try take($0) }
                if status == 410 { gone("status 410") }
                if status != 200 { try await Task.sleep(for: .milliseconds(50)) }
            } catch {
                state.withLock { $0.lastFailure = "\(error)" }
                // The server is away: what is waited for is that time passes.
                try? await Task.sleep(for: .milliseconds(50))
            }
        }
    }

    private func gone(_ message: String) {
        workload.problem("\(name) has a gap behind \(reached): \(message)")
        state.withLock { $0.isOver = true }
    }

    private func take(_ line: Data) throws {
        let event = try JSONDecoder().decode(WatchEvent.self, from: line)
        if event.type == "ERROR" {
            if event.object.code == 410 { gone(event.object.message ?? "410") }
            state.withLock { $0.lastFailure = event.object.message ?? "" }
            return
        }
        guard let metadata = event.object.metadata, let revision = metadata.resourceVersion.flatMap({ UInt64($0) })
        else { return workload.problem("\(name): \(String(decoding: line, as: UTF8.self))") }
        let tick = workload.recorder.tick()
        state.withLock { state in
            if event.type == "BOOKMARK" {
                state.revision = max(state.revision, revision)
                return
            }
            state.revision = revision
            guard let key = metadata.name, key.hasPrefix(Workload.prefix) else { return }
            let value = History.Version(event.object.data?["v"] ?? "")
            let change =
                switch event.type {
                case "ADDED": History.Change(key, value, previous: .told(nil))
                case "DELETED": History.Change(key, nil, previous: .told(value))
                default: History.Change(key, value, previous: .untold)
                }
            state.batches.append(History.Batch(revision, [change], tick: tick))
        }
    }
}

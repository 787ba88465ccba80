import ApusJSON
import ApusStore
import HistoryTestSupport
import Synchronization

/// A watch of a store that takes down what it is told.
final class RecordedWatch: Sendable {
    private struct State {
        var batches: [History.Batch] = []
        var reached: Revision = 0
        var end: StoreError??
        var wanted: Revision = .max
        var waiting: CheckedContinuation<Void, Never>?

        mutating func whoWaited() -> CheckedContinuation<Void, Never>? {
            guard reached >= wanted || end != nil else { return nil }
            defer { waiting = nil }
            return waiting
        }
    }

    private let state = Mutex(State())
    private let recorder: HistoryRecorder
    private let name: String
    private let prefix: String
    private let from: Revision

    init(_ name: String, prefix: String = "/", from: Revision = 0, _ recorder: HistoryRecorder) {
        self.name = name
        self.prefix = prefix
        self.from = from
        self.recorder = recorder
    }

    /// Opens it; call `finish` in the end.
    func open(_ store: any Store) -> OpenWatch {
        let asked = recorder.tick()
        let watch = store.watch(
            prefix: prefix, from: from, deliver: { self.take($0) }, progress: { self.reach($0) },
            end: { self.end($0) })
        return OpenWatch(record: self, watch: watch, opening: History.Span(asked, recorder.tick()))
    }

    private func take(_ events: [StoreEvent]) {
        let tick = recorder.tick()
        // What comes at a time is whole transactions: one that comes in two parts is two batches of one revision.
        var batches: [History.Batch] = []
        for event in events {
            let change = History.Change(
                event.key, event.value.map { History.Version($0) },
                previous: .told(event.previous.map { History.Version($0) }))
            if batches.last?.revision == event.revision {
                batches[batches.count - 1].changes.append(change)
            } else {
                batches.append(History.Batch(event.revision, [change], tick: tick))
            }
        }
        state.withLock { state in
            state.batches += batches
            state.reached = max(state.reached, batches.map(\.revision).max() ?? 0)
            return state.whoWaited()
        }?.resume()
    }

    private func reach(_ revision: Revision) {
        state.withLock { state in
            state.reached = max(state.reached, revision)
            return state.whoWaited()
        }?.resume()
    }

    private func end(_ reason: StoreError?) {
        state.withLock { state in
            state.end = .some(reason)
            return state.whoWaited()
        }?.resume()
    }

    /// Waits until everything up to `revision` was told, or the watch has ended; the test's time limit is the deadline.
    func until(_ revision: Revision) async {
        await withCheckedContinuation { continuation in
            state.withLock { state in
                state.wanted = revision
                state.waiting = continuation
                return state.whoWaited()
            }?.resume()
        }
    }

    fileprivate func history(_ opening: History.Span) -> History.Watch {
        state.withLock { state in
            var watch = History.Watch(
                name, prefix: prefix, from: from, opening: opening, batches: state.batches,
                // Who has ended may have missed the last; who has not was told everything up to there.
                through: state.end == nil ? state.reached : nil, comesFirst: from == 0)
            if case .compacted(let oldest)?? = state.end { watch.compacted = oldest }
            return watch
        }
    }
}

struct OpenWatch: Sendable {
    let record: RecordedWatch
    let watch: any StoreWatch
    let opening: History.Span

    /// What it was told so far; the watch is over.
    func finish() -> History.Watch {
        let history = record.history(opening)
        watch.cancel()
        return history
    }
}

extension History.Version {
    init(_ value: KeyValue) {
        self.init(value.value.string, created: value.createRevision, modified: value.modRevision)
    }
}

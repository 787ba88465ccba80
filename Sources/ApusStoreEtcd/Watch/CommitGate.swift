import ApusStore
import Synchronization

/// Holds back the word of a commit until the watches of this process have been given its events.
final class CommitGate: Sendable {
    typealias Passage = @Sendable () -> Void

    private struct State: Sendable {
        var published: Revision
        /// Without it nobody waits: the events come when etcd is heard again, the commit is durable already. Until the
        /// first stream has begun or failed they do wait.
        var isFollowing = true
        var waiting: [(revision: Revision, pass: Passage)] = []
    }

    private let state: Mutex<State>

    init(published: Revision) { state = Mutex(State(published: published)) }

    /// Calls `pass` when `revision` is published, at once where it is.
    func wait(for revision: Revision, _ pass: @escaping Passage) {
        let isOpen = state.withLock { state in
            guard state.isFollowing, revision > state.published else { return true }
            state.waiting.append((revision, pass))
            return false
        }
        if isOpen { pass() }
    }

    func published(_ revision: Revision) {
        let ready = state.withLock { state -> [Passage] in
            state.published = max(state.published, revision)
            guard !state.waiting.isEmpty else { return [] }
            let ready = state.waiting.filter { $0.revision <= revision }
            if !ready.isEmpty { state.waiting.removeAll { $0.revision <= revision } }
            return ready.map(\.pass)
        }
        for pass in ready { pass() }
    }

    /// Whether etcd's changes come in at the moment.
    func follows(_ isFollowing: Bool) {
        let ready = state.withLock { state -> [Passage] in
            state.isFollowing = isFollowing
            guard !isFollowing else { return [] }
            defer { state.waiting = [] }
            return state.waiting.map(\.pass)
        }
        for pass in ready { pass() }
    }
}

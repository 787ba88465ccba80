import Synchronization
import Testing

@testable import ApusStoreEtcd

/// When the word of a commit in etcd is passed on.
struct CommitGateTests {
    private final class Passages: Sendable {
        private let state = Mutex<[String]>([])
        var names: [String] { state.withLock { $0 } }
        func note(_ name: String) -> CommitGate.Passage { { self.state.withLock { $0.append(name) } } }
    }

    @Test("a commit waits for the watches, also while the first stream has not begun")
    func waits() {
        let gate = CommitGate(published: 5)
        let passages = Passages()
        gate.wait(for: 5, passages.note("5"))
        gate.wait(for: 6, passages.note("6"))
        gate.wait(for: 7, passages.note("7"))
        #expect(passages.names == ["5"])
        gate.published(6)
        #expect(passages.names == ["5", "6"])
        gate.follows(true)
        #expect(passages.names == ["5", "6"])
    }

    @Test("while etcd's changes do not come in, nobody waits")
    func cut() {
        let gate = CommitGate(published: 5)
        let passages = Passages()
        gate.wait(for: 6, passages.note("6"))
        gate.follows(false)
        gate.wait(for: 7, passages.note("7"))
        #expect(passages.names == ["6", "7"])
        gate.follows(true)
        gate.wait(for: 8, passages.note("8"))
        #expect(passages.names == ["6", "7"])
    }
}

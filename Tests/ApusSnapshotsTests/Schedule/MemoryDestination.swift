import ApusAPI
import Synchronization

@testable import ApusSnapshots

/// Snapshots in memory, that may fail as a test wants it.
final class MemoryDestination: SnapshotDestination {
    struct State {
        var sizes: [String: UInt64] = [:]
        var failsToList = false
        var failsToRemove = false
        /// Loses the end of what comes.
        var truncates = false
    }

    let state = Mutex(State())

    init(_ names: [String] = []) {
        state.withLock { state in for name in names { state.sizes[name] = 1 } }
    }

    var names: [String] { state.withLock { $0.sizes.keys.sorted() } }

    func list() async throws -> [StoredSnapshot] {
        let state = state.withLock { $0 }
        if state.failsToList { throw SnapshotError("cannot be listed") }
        return state.sizes.sorted { $0.key < $1.key }.map {
            StoredSnapshot(name: $0.key, size: $0.value, time: Timestamp(seconds: 0))
        }
    }

    func upload(file: String, as name: String) async throws {
        let size = try FileChunks(file).size
        state.withLock { $0.sizes[name] = $0.truncates ? size - 1 : size }
    }

    func download(_ name: String, to file: String) async throws {}

    func remove(_ name: String) async throws {
        try state.withLock { state in
            if state.failsToRemove { throw SnapshotError("cannot be removed") }
            state.sizes[name] = nil
        }
    }
}

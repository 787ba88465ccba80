import ApusJSON
import ApusStore
import ApusStoreEncryption
import ApusStoreEtcd
import ApusStoreSQLite
import EtcdTestSupport
import Glibc
import Logging
import Synchronization
import Testing

/// The backends that the contract suite runs over.
enum Backend: String, CaseIterable, CustomTestStringConvertible, Sendable {
    case memory, sqlite, etcd
    /// SQLite with values that are encrypted.
    case encrypted

    var testDescription: String { rawValue }

    /// Calls `body` with a new store and a clock that moves only when it is told to; takes everything away afterwards.
    func withStore(_ body: (any Store, ManualClock) async throws -> Void) async throws {
        let clock = ManualClock()
        switch self {
        case .memory:
            let store = try MemoryStore(now: { clock.now })
            clock.onMove { store.wake() }
            try await closing(store) { try await body(store, clock) }
        case .sqlite, .encrypted:
            try await withDirectory { directory async throws in
                let store = try SQLiteStore(file: "\(directory)/store.db", now: { clock.now })
                clock.onMove { store.wake() }
                let used: any Store = self == .encrypted ? encrypted(store) : store
                try await closing(used) { try await body(used, clock) }
            }
        case .etcd:
            // etcd's leases follow its own clock: time passes there only by passing here.
            let clock = ManualClock(passes: true)
            try await EtcdCluster.run { cluster async throws in
                let store = try await EtcdStore.open(cluster.configuration(), logger: .silent)
                try await closing(store) { try await body(store, clock) }
            }
        }
    }

    /// `store` with all its values encrypted.
    private func encrypted(_ store: any Store) -> any Store {
        let keys = [EncryptionKey(name: "key", secret: Array(0..<32))]
        return EncryptedStore(
            store, keys: ResourceKeys(root: "", known: ["": EncryptedResource("all")]),
            encryption: Encryption([.all: ValueTransformer([ValueProvider(.aesgcm, keys: keys)])]))
    }

    private func closing(_ store: any Store, _ body: () async throws -> Void) async throws {
        do { try await body() } catch {
            await store.close()
            throw error
        }
        await store.close()
    }
}

/// A new directory of its own, removed with what is in it afterwards.
func withDirectory<R>(_ body: (String) async throws -> R) async throws -> R {
    var template = Array("/tmp/apus-store-XXXXXX".utf8CString)
    let directory = try #require(mkdtemp(&template).map { String(cString: $0) })
    defer { removeDirectory(directory) }
    return try await body(directory)
}

private func removeDirectory(_ path: String) {
    guard let directory = opendir(path) else { return }
    while let entry = readdir(directory) {
        let name = withUnsafePointer(to: &entry.pointee.d_name) {
            $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        }
        if name != ".", name != ".." { unlink("\(path)/\(name)") }
    }
    closedir(directory)
    rmdir(path)
}

extension Logger {
    static var silent: Logger {
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        return logger
    }
}

final class ManualClock: Sendable {
    private let state = Mutex<(now: UInt64, moved: @Sendable () -> Void)>((1_000_000_000, {}))
    private let passes: Bool

    /// - Parameter passes: whether `advance` lets real time pass, for a store whose clock is out of reach.
    init(passes: Bool = false) { self.passes = passes }

    var now: UInt64 { state.withLock { $0.now } }

    func onMove(_ body: @escaping @Sendable () -> Void) { state.withLock { $0.moved = body } }

    func advance(seconds: UInt64) async throws {
        // What is tested is that nothing happens in this time: there is no condition to wait for.
        if passes { try await Task.sleep(for: .seconds(seconds)) }
        let moved = state.withLock {
            $0.now += seconds * 1_000_000_000
            return $0.moved
        }
        moved()
    }
}

/// Collects what a watch delivers, and waits for it.
final class Recorder: Sendable {
    private struct State {
        var events: [StoreEvent] = []
        /// How many events came at a time.
        var sizes: [Int] = []
        var ends: [StoreError?] = []
        var progress: Revision = 0
        var isBusy = false
        var overlapped = false
        var waiters: [(@Sendable (borrowing Snapshot) -> Bool, CheckedContinuation<Void, Never>)] = []
    }

    struct Snapshot {
        var events: [StoreEvent]
        var ends: [StoreError?]
        var progress: Revision
    }

    private let state = Mutex(State())

    var events: [StoreEvent] { state.withLock { $0.events } }
    var batches: [[StoreEvent]] {
        state.withLock { state in
            var rest = state.events[...]
            return state.sizes.map { size in
                defer { rest = rest.dropFirst(size) }
                return Array(rest.prefix(size))
            }
        }
    }
    var ends: [StoreError?] { state.withLock { $0.ends } }
    /// Whether two deliveries ran at the same time.
    var overlapped: Bool { state.withLock { $0.overlapped } }

    func watch(_ store: any Store, _ prefix: String, from: Revision = 0) -> any StoreWatch {
        store.watch(
            prefix: prefix, from: from, deliver: { self.take($0) }, progress: { self.reach($0) },
            end: { self.finish($0) })
    }

    private func reach(_ revision: Revision) {
        state.withLock { $0.progress = revision }
        wake()
    }

    private func take(_ events: [StoreEvent]) {
        state.withLock {
            if $0.isBusy { $0.overlapped = true }
            $0.isBusy = true
        }
        state.withLock {
            $0.events += events
            $0.sizes.append(events.count)
            $0.isBusy = false
        }
        wake()
    }

    private func finish(_ reason: StoreError?) {
        state.withLock { $0.ends.append(reason) }
        wake()
    }

    private func wake() {
        let ready = state.withLock { state -> [CheckedContinuation<Void, Never>] in
            guard !state.waiters.isEmpty else { return [] }
            let snapshot = Snapshot(events: state.events, ends: state.ends, progress: state.progress)
            let ready = state.waiters.filter { $0.0(snapshot) }.map(\.1)
            state.waiters.removeAll { $0.0(snapshot) }
            return ready
        }
        for waiter in ready { waiter.resume() }
    }

    /// Waits until the condition holds; a suite's time limit is the deadline.
    func until(_ condition: @escaping @Sendable (borrowing Snapshot) -> Bool) async {
        await withCheckedContinuation { continuation in
            state.withLock { $0.waiters.append((condition, continuation)) }
            wake()
        }
    }

    func until(count: Int) async { await until { $0.events.count >= count } }
    func untilEnd() async { await until { !$0.ends.isEmpty } }
}

extension Store {
    @discardableResult
    func put(_ key: String, _ value: String, lease: Int64 = 0) async throws(StoreError) -> Revision {
        try await commit(Transaction([], [.put(key: key, value: Bytes(value), lease: lease)])).revision
    }

    @discardableResult
    func delete(_ key: String) async throws(StoreError) -> Revision {
        try await commit(Transaction([], [.delete(key: key)])).revision
    }

    /// `key=value` of all keys with the prefix.
    func list(_ prefix: String, at revision: Revision? = nil) async throws(StoreError) -> [String] {
        try await range(RangeRequest(prefix: prefix, revision: revision)).items.map { "\($0.key)=\($0.value.string)" }
    }
}

extension StoreEvent {
    /// `put /a=new (old)` or `delete /a (old)`, with `-` where there was nothing.
    var summary: String {
        let old = previous?.value.string ?? "-"
        return switch kind {
        case .put: "put \(key)=\(value?.value.string ?? "?") (\(old))"
        case .delete: "delete \(key) (\(old))"
        }
    }
}

import ApusJSON
import ApusStore
import HistoryTestSupport
import Synchronization

/// One of many clients that use a store at the same time, at random, and take down what they asked and were told.
struct RandomClient {
    static let keys = ["/a/", "/b/"].flatMap { prefix in (0..<6).map { "\(prefix)\($0)" } }

    let name: String
    let store: any Store
    let recorder: HistoryRecorder
    let shared: SharedByClients
    var random: SeededRandom
    /// The newest revision that this client knows of each key; what it compares with.
    private var known: [String: Revision] = [:]
    private var newest: Revision = 1
    private var watches: [OpenWatch] = []
    private var step = 0
    private var isClosed = false

    init(_ name: String, seed: UInt64, _ store: any Store, _ recorder: HistoryRecorder, _ shared: SharedByClients) {
        self.name = name
        self.store = store
        self.recorder = recorder
        self.shared = shared
        random = SeededRandom(seed)
    }

    /// Takes `steps` steps, fewer where the store is closed meanwhile; returns the watches that are still open.
    mutating func run(steps: Int) async -> [OpenWatch] {
        while step < steps, !isClosed {
            step += 1
            switch Int.random(in: 0..<40, using: &random) {
            case 0..<20: await write()
            case 20..<26: await read(at: nil)
            case 26..<30: await read(at: .random(in: 1...newest, using: &random))
            case 30..<32: await current()
            case 32..<35: watch()
            case 35: closeWatch()
            case 36..<38: await lease()
            case 38: await shared.passTime()
            default: await compact()
            }
        }
        return watches
    }

    private var label: String { "\(name).\(step)" }

    private mutating func failed(_ error: StoreError) {
        switch error {
        case .closed: isClosed = true
        case .unavailable, .leaseNotFound, .unknownOutcome, .compacted: break
        default: shared.unexpected("\(label): \(error)")
        }
    }

    // MARK: - Writes

    private mutating func write() async {
        let lease: Int64? = random.once(in: 5) ? shared.anyLease(&random) : nil
        let keys = RandomClient.keys.shuffled(using: &random).prefix(.random(in: 1...4, using: &random))
        let operations = keys.enumerated().map { place, key in
            random.once(in: 3)
                ? History.Write.Operation(key, nil)
                : History.Write.Operation(key, "\(label).\(place)", lease: lease ?? 0)
        }
        var compares: [History.Write.Compare] = []
        while compares.count < 3, random.once(in: 2), let key = RandomClient.keys.randomElement(using: &random) {
            compares.append(History.Write.Compare(key, known[key] ?? 0))
        }
        let transaction = Transaction(
            compares.map { .modRevision(key: $0.key, $0.modified) },
            operations.map { operation in
                operation.value.map { .put(key: operation.key, value: Bytes($0), lease: operation.lease) }
                    ?? .delete(key: operation.key)
            })
        let asked = recorder.tick()
        var outcome: History.Write.Outcome
        do throws(StoreError) {
            let result = try await store.commit(transaction)
            newest = max(newest, result.revision)
            for operation in operations where result.succeeded {
                known[operation.key] = operation.value == nil ? 0 : result.revision
            }
            for (compare, version) in zip(compares, result.current) where !result.succeeded {
                known[compare.key] = version?.modRevision ?? 0
            }
            outcome =
                result.succeeded
                ? .done(result.revision)
                : .refused(result.revision, current: result.current.map { $0.map { History.Version($0) } })
        } catch {
            failed(error)
            outcome = .failed
            if case .unknownOutcome = error { outcome = .unknown }
        }
        var answered = recorder.tick()
        if case .unknown = outcome { answered = .max }
        let write = History.Write(label, compares, operations, History.Span(asked, answered), outcome)
        recorder.record { $0.writes.append(write) }
    }

    // MARK: - Reads

    private mutating func read(at revision: Revision?) async {
        let prefix = ["/", "/a/", "/b/"].randomElement(using: &random) ?? "/"
        let limit = random.once(in: 2) ? Int.random(in: 1...5, using: &random) : 0
        let start =
            random.once(in: 3) ? RandomClient.keys.filter { $0.hasPrefix(prefix) }.randomElement(using: &random) : nil
        let asked = recorder.tick()
        let answer: History.Read.Answer
        do throws(StoreError) {
            let result = try await store.range(
                RangeRequest(prefix: prefix, startingAt: start, revision: revision, limit: limit))
            if revision == nil {
                newest = max(newest, result.revision)
                for item in result.items { known[item.key] = item.modRevision }
            }
            if result.more != (result.items.count < result.count) {
                shared.unexpected("\(label): more: \(result.more), \(result.items.count) of \(result.count)")
            }
            answer = .items(
                result.revision, result.items.map { ($0.key, History.Version($0)) }, count: result.count)
        } catch {
            guard case .compacted(let oldest) = error else { return failed(error) }
            answer = .compacted(oldest: oldest)
        }
        let read = History.Read(
            label, prefix: prefix, from: start, revision: revision, limit: limit,
            History.Span(asked, recorder.tick()), answer)
        recorder.record { $0.reads.append(read) }
    }

    private mutating func current() async {
        let asked = recorder.tick()
        do throws(StoreError) {
            let revision = try await store.currentRevision()
            newest = max(newest, revision)
            let read = History.Read(label, prefix: "/", History.Span(asked, recorder.tick()), .current(revision))
            recorder.record { $0.reads.append(read) }
        } catch {
            failed(error)
        }
    }

    private mutating func compact() async {
        // The last quarter stays, so that not every read and watch of the past is refused.
        let revision = Revision.random(in: 0...newest * 3 / 4, using: &random)
        let asked = recorder.tick()
        // What is asked to be compacted may be, whether or not the answer comes.
        let span = History.Span(asked, .max)
        let place = recorder.begin(History.Compaction(before: revision, span))
        do throws(StoreError) {
            try await store.compact(before: revision)
            let answered = recorder.tick()
            recorder.record { $0.compactions[place].span.answered = answered }
        } catch {
            failed(error)
        }
    }

    // MARK: - Watches

    private mutating func watch() {
        let prefix = ["/", "/a/", "/b/"].randomElement(using: &random) ?? "/"
        let from = random.once(in: 2) ? 0 : Revision.random(in: 1...newest + 1, using: &random)
        watches.append(RecordedWatch("watch \(label)", prefix: prefix, from: from, recorder).open(store))
    }

    private mutating func closeWatch() {
        guard let place = watches.indices.randomElement(using: &random) else { return }
        let watch = watches.remove(at: place).finish()
        recorder.record { $0.watches.append(watch) }
    }

    // MARK: - Leases

    private mutating func lease() async {
        do throws(StoreError) {
            switch Int.random(in: 0..<3, using: &random) {
            case 0: shared.add(lease: try await store.grantLease(ttl: .random(in: 30...60, using: &random)))
            case 1: if let lease = shared.anyLease(&random) { try await store.keepAlive(lease: lease) }
            default: if let lease = shared.anyLease(&random) { try await shared.revoke(lease, of: store, recorder) }
            }
        } catch {
            failed(error)
        }
    }
}

/// What the clients of one run share.
final class SharedByClients: Sendable {
    private let state = Mutex<(leases: Set<Int64>, unexpected: [String])>(([], []))
    private let clock: ManualClock?

    /// - Parameter clock: nil where time can only pass by passing.
    init(clock: ManualClock?) { self.clock = clock }

    var unexpected: [String] { state.withLock { $0.unexpected } }
    var leases: Set<Int64> { state.withLock { $0.leases } }

    func unexpected(_ text: String) { state.withLock { $0.unexpected.append(text) } }
    func add(lease: Int64) { _ = state.withLock { $0.leases.insert(lease) } }

    func anyLease(_ random: inout SeededRandom) -> Int64? {
        state.withLock { $0.leases.sorted().randomElement(using: &random) }
    }

    func revoke(_ lease: Int64, of store: any Store, _ recorder: HistoryRecorder) async throws(StoreError) {
        // Two may revoke one lease: the first has to be told that it is gone.
        guard state.withLock({ $0.leases.remove(lease) }) != nil else { return }
        let asked = recorder.tick()
        try await store.revoke(lease: lease)
        let answered = recorder.tick()
        recorder.record { $0.revocations[lease] = History.Span(asked, answered) }
    }

    func passTime() async { try? await clock?.advance(seconds: 10) }
}

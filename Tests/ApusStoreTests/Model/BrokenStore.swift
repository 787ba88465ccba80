import ApusJSON
import ApusStore
import Synchronization
import Testing

/// A store with one fault, for the checker to find; the first watch, which the log comes from, is told the truth.
final class BrokenStore: Store {
    enum Fault: String, CaseIterable, CustomTestStringConvertible {
        case dropsAnEvent, doublesAnEvent, reordersEvents, splitsATransaction, tellsAnOlderValue, tellsAfterTheAnswer
        case losesAnAcknowledgedWrite, doesAWriteTwice, doesARefusedWrite, ignoresACompare
        case readsThePast, readsAnOlderValue, losesAKeyOfARange, goesBackInRevisions

        var testDescription: String { rawValue }
    }

    private struct State {
        var isBroken = true
        var watches = 0
        var calls = 0
    }

    private let store: any Store
    private let fault: Fault
    private let state = Mutex(State())

    init(_ store: any Store, _ fault: Fault) {
        self.store = store
        self.fault = fault
    }

    func heal() { state.withLock { $0.isBroken = false } }

    /// True at every `times`-th call while the store is broken.
    private func strikes(_ times: Int) -> Bool {
        state.withLock {
            $0.calls += 1
            return $0.isBroken && $0.calls % times == 0
        }
    }

    // MARK: - Writes

    func commit(
        _ transaction: Transaction, completion: @escaping @Sendable (Result<TransactionResult, StoreError>) -> Void
    ) {
        var changed = transaction
        switch fault {
        case .losesAnAcknowledgedWrite where transaction.compares.isEmpty && strikes(10):
            changed.operations = []
        case .doesAWriteTwice where strikes(10):
            return store.commit(transaction) { [store] result in
                store.commit(transaction) { _ in completion(result) }
            }
        case .doesARefusedWrite where strikes(2):
            return store.commit(transaction) { [store] result in
                guard case .success(let result) = result, !result.succeeded else { return completion(result) }
                store.commit(Transaction([], transaction.operations)) { _ in completion(.success(result)) }
            }
        case .ignoresACompare where strikes(2): changed.compares = []
        default: break
        }
        store.commit(changed, completion: completion)
    }

    // MARK: - Reads

    func range(_ request: RangeRequest) async throws(StoreError) -> RangeResult {
        var result = try await store.range(request)
        switch fault {
        case .losesAKeyOfARange where !result.items.isEmpty && strikes(5):
            result.items.removeFirst()
        case .readsThePast, .readsAnOlderValue:
            guard request.revision == nil, result.revision > 20, strikes(2) else { return result }
            var older = request
            older.revision = result.revision - 10
            let newest = result.revision
            do throws(StoreError) { result = try await store.range(older) } catch { return result }
            if fault == .readsAnOlderValue { result.revision = newest }
        default: break
        }
        return result
    }

    func currentRevision() async throws(StoreError) -> Revision {
        let revision = try await store.currentRevision()
        return fault == .goesBackInRevisions && revision > 20 && strikes(2) ? revision - 10 : revision
    }

    // MARK: - Watches

    func watch(
        prefix: String, from: Revision, deliver: @escaping @Sendable ([StoreEvent]) -> Void,
        progress: (@Sendable (Revision) -> Void)?, end: @escaping @Sendable (StoreError?) -> Void
    ) -> any StoreWatch {
        let isLog = state.withLock {
            $0.watches += 1
            return $0.watches == 1
        }
        let held = Mutex<[StoreEvent]>([])
        return store.watch(
            prefix: prefix, from: from,
            deliver: { [self] events in if isLog { deliver(events) } else { tell(events, held, deliver) } },
            progress: progress, end: end)
    }

    private func tell(
        _ events: [StoreEvent], _ held: borrowing Mutex<[StoreEvent]>, _ deliver: ([StoreEvent]) -> Void
    ) {
        let late = held.withLock { held in
            defer { held = [] }
            return held
        }
        if fault == .tellsAfterTheAnswer, !late.isEmpty { deliver(late) }
        var events = fault == .reordersEvents ? events + late : events
        switch fault {
        case .dropsAnEvent where strikes(20): events.removeLast()
        case .doublesAnEvent where strikes(20): events += events.suffix(1)
        case .splitsATransaction where events.count > 1 && strikes(5):
            deliver(Array(events.prefix(1)))
            events.removeFirst()
        case .tellsAnOlderValue where events[0].previous != nil && strikes(5): events[0].previous = nil
        case .reordersEvents where late.isEmpty && strikes(10), .tellsAfterTheAnswer where strikes(10):
            return held.withLock { $0 = events }
        default: break
        }
        if !events.isEmpty { deliver(events) }
    }

    // MARK: - The rest

    func compact(before revision: Revision) async throws(StoreError) { try await store.compact(before: revision) }
    func grantLease(ttl: Int64) async throws(StoreError) -> Int64 { try await store.grantLease(ttl: ttl) }
    func keepAlive(lease: Int64) async throws(StoreError) { try await store.keepAlive(lease: lease) }
    func revoke(lease: Int64) async throws(StoreError) { try await store.revoke(lease: lease) }
    func close() async { await store.close() }
}

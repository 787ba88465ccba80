import ApusAPI
import ApusJSON
import Logging
import Synchronization

/// Keeps an IPAddress object for each cluster address that a Service holds: writes what is missing, and deletes what
/// no Service holds any more (upstream's IP allocator and its repair controller).
///
/// The allocator itself follows the Services; these objects show what it has given out.
final class AddressRecords: Watcher {
    let filter = ObjectFilter()
    private let services: ResourceCache
    private let addresses: ResourceCache
    private let writer: AddressRecordWriter
    private let state = Mutex(State())

    private struct State: Sendable {
        /// Which Services say that they hold an address, the first to say so first.
        var holders: [IPAddress: [ObjectKey]] = [:]
        /// The addresses whose objects may be out of date.
        var pending: [IPAddress: AddressRecordWriter.Cause] = [:]
        var isBusy = false
        var isStopped = false
    }

    init?(server: ServerCore) {
        guard let services = server.catalog.stored("", "services")?.cache,
            let addresses = server.catalog.stored("networking.k8s.io", "ipaddresses")?.cache
        else { return nil }
        self.services = services
        self.addresses = addresses
        writer = AddressRecordWriter(
            services: services, addresses: addresses, allocator: server.handlers.services.allocator,
            transport: InProcessTransport(user: Bootstrap.user, server: server),
            clock: server.clock, logger: server.configuration.logger)
    }

    /// Brings the objects up to date, and keeps them so from then on.
    func begin() async {
        state.withLock { $0.isBusy = true }
        services.watch(self, from: nil) { start in
            guard case .snapshot(let snapshot) = start else { return }
            for service in ListItems(snapshot.objects, range: snapshot.objects.range(namespace: nil), filter: nil) {
                note(held: AddressRecords.addresses(of: service), by: ObjectKey(service), released: [])
            }
        }
        addresses.watch(RecordWatcher(records: self), from: nil) { start in
            guard case .snapshot(let snapshot) = start else { return }
            for record in ListItems(snapshot.objects, range: snapshot.objects.range(namespace: nil), filter: nil) {
                guard AddressRecords.isManaged(record), let address = IPAddress(record.name) else { continue }
                state.withLock { $0.pending[address] = .record }
            }
        }
        await writePending()
    }

    func stop() { state.withLock { $0.isStopped = true } }

    func receive(_ event: CacheEvent, as kind: WatchEvent.Kind) {
        guard let service = event.object ?? event.previous else { return }
        let held = event.object.map(AddressRecords.addresses(of:)) ?? []
        let released = event.previous.map(AddressRecords.addresses(of:)) ?? []
        guard held != released else { return }
        note(held: held, by: ObjectKey(service), released: released)
        work()
    }

    /// Looks after the object of an address again, which somebody wrote or deleted.
    fileprivate func recordChanged(_ record: APIObject, isDeleted: Bool) {
        guard let address = IPAddress(record.name) else { return }
        let isOurs = state.withLock { state in
            let isHeld = state.holders[address] != nil
            guard isDeleted ? isHeld : isHeld || AddressRecords.isManaged(record) else { return false }
            state.pending[address] = .record
            return true
        }
        if isOurs { work() }
    }

    private func note(held: [IPAddress], by service: ObjectKey, released: [IPAddress]) {
        state.withLock { state in
            for address in released where !held.contains(address) {
                state.holders[address]?.removeAll { $0 == service }
                if state.holders[address]?.isEmpty ?? false { state.holders[address] = nil }
                state.pending[address] = .service
            }
            for address in held where !(state.holders[address]?.contains(service) ?? false) {
                state.holders[address, default: []].append(service)
                state.pending[address] = .service
            }
        }
    }

    private static func addresses(of service: APIObject) -> [IPAddress] {
        service.tree()["spec"]["clusterIPs"].elements.compactMap { $0.string.flatMap { IPAddress($0) } }
    }

    static func isManaged(_ record: APIObject) -> Bool {
        record.labels[AddressRecordWriter.managedBy] == AddressRecordWriter.manager
    }

    // MARK: - Writing

    private func work() {
        let isFirst = state.withLock { state in
            guard !state.isBusy, !state.isStopped, !state.pending.isEmpty else { return false }
            state.isBusy = true
            return true
        }
        if isFirst { Task { await writePending() } }
    }

    private func writePending() async {
        while let batch = nextBatch() {
            await withTaskGroup(of: Void.self) { group in
                for (address, holders, cause) in batch {
                    group.addTask { [writer] in await writer.settle(address, holders, cause) }
                }
            }
        }
    }

    private func nextBatch() -> [(IPAddress, [ObjectKey], AddressRecordWriter.Cause)]? {
        state.withLock { state in
            guard !state.pending.isEmpty, !state.isStopped else {
                state.isBusy = false
                return nil
            }
            defer { state.pending = [:] }
            return state.pending.map { ($0.key, state.holders[$0.key] ?? [], $0.value) }
        }
    }
}

/// Tells the records that one of their objects is not what was written.
private final class RecordWatcher: Watcher {
    let filter = ObjectFilter()
    private let records: AddressRecords

    init(records: AddressRecords) { self.records = records }

    func receive(_ event: CacheEvent, as kind: WatchEvent.Kind) {
        guard let record = event.object ?? event.previous else { return }
        records.recordChanged(record, isDeleted: event.object == nil)
    }
}

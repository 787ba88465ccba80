import ApusAPI
import ApusJSON
import Logging
import Synchronization

/// Keeps an IPAddress object for each cluster address that a Service holds: writes what is missing, and deletes what
/// no Service holds any more (upstream's IP allocator and its repair controller).
///
/// The allocator itself follows the Services; these objects show what it has given out.
final class AddressRecords: Watcher {
    static let resource = GroupVersionResource("networking.k8s.io", "v1", "ipaddresses")
    static let managedBy = "ipaddress.kubernetes.io/managed-by"
    static let manager = "ipallocator.k8s.io"

    let filter = ObjectFilter()
    private let services: ResourceCache
    private let addresses: ResourceCache
    private let transport: any APITransport
    private let logger: Logger
    private let state = Mutex(State())

    private struct State: Sendable {
        /// Which Service holds an address.
        var holders: [String: ObjectKey] = [:]
        /// The addresses whose objects may be out of date.
        var pending: Set<String> = []
        var isBusy = false
        var isStopped = false
    }

    init?(server: ServerCore) {
        guard let services = server.catalog.stored("", "services")?.cache,
            let addresses = server.catalog.stored("networking.k8s.io", "ipaddresses")?.cache
        else { return nil }
        self.services = services
        self.addresses = addresses
        transport = InProcessTransport(user: Bootstrap.user, server: server)
        logger = server.configuration.logger
    }

    /// Brings the objects up to date, and keeps them so from then on.
    func begin() async {
        state.withLock { $0.isBusy = true }
        services.watch(self, from: nil) { start in
            guard case .snapshot(let snapshot) = start else { return }
            for service in ListItems(snapshot.objects, range: snapshot.objects.range(namespace: nil), filter: nil) {
                let held = AddressRecords.addresses(of: service)
                note(held: held, by: ObjectKey(service), released: [])
            }
        }
        addresses.watch(RecordWatcher(records: self), from: nil) { start in
            guard case .snapshot(let snapshot) = start else { return }
            for record in ListItems(snapshot.objects, range: snapshot.objects.range(namespace: nil), filter: nil)
            where AddressRecords.isManaged(record) {
                state.withLock { _ = $0.pending.insert(record.name) }
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

    /// Looks after the object of an address again.
    fileprivate func recordChanged(_ name: String) {
        let isHeld = state.withLock { state in
            guard state.holders[name] != nil else { return false }
            state.pending.insert(name)
            return true
        }
        if isHeld { work() }
    }

    private func note(held: [String], by service: ObjectKey, released: [String]) {
        state.withLock { state in
            for address in released where state.holders[address] == service { state.holders[address] = nil }
            for address in held { state.holders[address] = service }
            state.pending.formUnion(held)
            state.pending.formUnion(released)
        }
    }

    private static func addresses(of service: APIObject) -> [String] {
        service.tree()["spec"]["clusterIPs"].elements.compactMap(\.string).filter { !$0.isEmpty && $0 != "None" }
    }

    fileprivate static func isManaged(_ record: APIObject) -> Bool { record.labels[managedBy] == manager }

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
                for (address, holder) in batch {
                    group.addTask { [self] in await write(address, holder) }
                }
            }
        }
    }

    private func nextBatch() -> [(String, ObjectKey?)]? {
        state.withLock { state in
            guard !state.pending.isEmpty, !state.isStopped else {
                state.isBusy = false
                return nil
            }
            defer { state.pending = [] }
            return state.pending.map { ($0, state.holders[$0]) }
        }
    }

    private func write(_ address: String, _ holder: ObjectKey?) async {
        do throws(StatusError) {
            let known = addresses.object(ObjectKey("", address))
            guard let holder else {
                if let known, AddressRecords.isManaged(known) { try await delete(address) }
                return
            }
            let record = AddressRecords.record(of: address, for: holder)
            if let known {
                guard AddressRecords.isManaged(known),
                    known.tree()["spec"]["parentRef"] != record["spec"]["parentRef"]
                else { return }
                try await delete(address)
            }
            var request = APIRequest(.create, Self.resource)
            request.options.fieldManager = "kube-apiserver"
            request.body = .value(record)
            _ = try await transport.send(request)
        } catch {
            if error.reason == .alreadyExists || error.reason == .notFound { return }
            logger.warning(
                "an IPAddress cannot be written", metadata: ["address": "\(address)", "error": "\(error)"])
        }
    }

    private func delete(_ address: String) async throws(StatusError) {
        _ = try await transport.send(APIRequest(.delete, Self.resource, name: address))
    }

    private static func record(of address: String, for service: ObjectKey) -> JSONValue {
        [
            "kind": "IPAddress", "apiVersion": "networking.k8s.io/v1",
            "metadata": [
                "name": .string(address),
                "labels": [
                    "ipaddress.kubernetes.io/ip-family": address.contains(":") ? "IPv6" : "IPv4",
                    AddressRecords.managedBy: .string(manager),
                ],
            ],
            "spec": [
                "parentRef": [
                    "resource": "services", "namespace": .string(service.namespace), "name": .string(service.name),
                ]
            ],
        ]
    }
}

/// Tells the records that one of their objects is not what was written.
private final class RecordWatcher: Watcher {
    let filter = ObjectFilter()
    private let records: AddressRecords

    init(records: AddressRecords) { self.records = records }

    func receive(_ event: CacheEvent, as kind: WatchEvent.Kind) {
        guard event.object == nil, let previous = event.previous else { return }
        records.recordChanged(previous.name)
    }
}

/// Keeps the addresses of the IPAddress objects that somebody else made from being given out.
final class ReservedAddresses: CacheFeed {
    let filter = ObjectFilter()
    private let allocator: ServiceAllocator
    private let addresses: ResourceCache

    init(allocator: ServiceAllocator, addresses: ResourceCache) {
        self.allocator = allocator
        self.addresses = addresses
    }

    func begin() {
        addresses.watch(self, from: nil) { start in
            guard case .snapshot(let snapshot) = start else { return }
            for record in ListItems(snapshot.objects, range: snapshot.objects.range(namespace: nil), filter: nil) {
                allocator.hold(ReservedAddresses.holdings(of: record))
            }
        }
    }

    func receive(_ event: CacheEvent, as kind: WatchEvent.Kind) {
        if let object = event.object { allocator.hold(ReservedAddresses.holdings(of: object)) }
        if let previous = event.previous { allocator.release(ReservedAddresses.holdings(of: previous)) }
    }

    private static func holdings(of record: APIObject) -> ServiceAllocator.Reservation {
        var result = ServiceAllocator.Reservation()
        if !AddressRecords.isManaged(record), let address = IPv4Address(record.name) {
            result.addresses.append(address.number)
        }
        return result
    }
}

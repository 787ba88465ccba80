import ApusAPI
import ApusJSON
import Logging

/// Writes and deletes the IPAddress objects of cluster addresses, and says in Events what it had to repair.
struct AddressRecordWriter: Sendable {
    static let managedBy = "ipaddress.kubernetes.io/managed-by"
    static let manager = "ipallocator.k8s.io"
    private static let family = "ipaddress.kubernetes.io/ip-family"
    private static let resource = GroupVersionResource("networking.k8s.io", "v1", "ipaddresses")

    /// Why an address is looked at.
    enum Cause: Sendable {
        /// A Service took it or let it go.
        case service
        /// Its object is not as it was written.
        case record
    }

    let services: ResourceCache
    let addresses: ResourceCache
    let allocator: ServiceAllocator
    private let transport: any APITransport
    private let events: RepairEvents
    private let logger: Logger

    init(
        services: ResourceCache, addresses: ResourceCache, allocator: ServiceAllocator, transport: any APITransport,
        clock: @escaping @Sendable () -> Timestamp, logger: Logger
    ) {
        self.services = services
        self.addresses = addresses
        self.allocator = allocator
        self.transport = transport
        self.logger = logger
        events = RepairEvents(
            controller: "ipallocator-repair-controller", transport: transport, clock: clock, logger: logger)
    }

    /// Brings the object of `address` in line with the Services that hold it.
    func settle(_ address: IPAddress, _ holders: [ObjectKey], _ cause: Cause) async {
        do throws(StatusError) {
            let known = addresses.object(ObjectKey("", address.description))
            if let holder = holders.first {
                try await keep(address, holder, known, cause)
                for other in holders.dropFirst() { await reportDouble(address, other) }
            } else if let known, AddressRecords.isManaged(known) {
                if cause == .record { await reportLeak(known) }
                try await delete(address)
            }
        } catch {
            if error.reason == .alreadyExists || error.reason == .notFound { return }
            logger.warning(
                "an IPAddress cannot be written", metadata: ["address": "\(address)", "error": "\(error)"])
        }
    }

    private func keep(
        _ address: IPAddress, _ holder: ObjectKey, _ known: APIObject?, _ cause: Cause
    ) async throws(StatusError) {
        let service = services.object(holder)
        let shown = "[\(address.family.rawValue)]: \(address)"
        if cause == .service, let service, !allocator.knows(address) {
            await events.warn(
                service, "Service", reason: "ClusterIPOutOfRange", action: "ClusterIPAllocation",
                "Cluster IP \(shown) is not within any configured Service CIDR; please recreate service")
        }
        let record = Self.record(of: address, for: holder)
        if let known {
            let isRight = known.tree()["spec"]["parentRef"] == record["spec"]["parentRef"]
            if isRight, AddressRecords.isManaged(known), known.labels[Self.family] == address.family.rawValue { return }
            if !isRight, let service, cause == .record {
                await events.warn(
                    service, "Service", reason: "ClusterIPNotAllocated", action: "ClusterIPAllocation",
                    "the ClusterIP \(shown) for Service \(holder.namespace)/\(holder.name) has a wrong reference; "
                        + "repairing")
            }
            try await delete(address)
        } else if let service, cause == .record {
            await events.warn(
                service, "Service", reason: "ClusterIPNotAllocated", action: "ClusterIPAllocation",
                "Cluster IP \(shown) is not allocated; repairing")
        }
        var request = APIRequest(.create, Self.resource)
        request.options.fieldManager = "kube-apiserver"
        request.body = .value(record)
        _ = try await transport.send(request)
    }

    private func delete(_ address: IPAddress) async throws(StatusError) {
        _ = try await transport.send(APIRequest(.delete, Self.resource, name: address.description))
    }

    // MARK: - Events

    private func reportDouble(_ address: IPAddress, _ holder: ObjectKey) async {
        guard let service = services.object(holder) else { return }
        await events.warn(
            service, "Service", reason: "ClusterIPAlreadyAllocated", action: "ClusterIPAllocation",
            "Cluster IP [\(address.family.rawValue)]:\(address) was assigned to multiple services; "
                + "please recreate service")
    }

    /// What an object of ours that no Service holds may be.
    private func reportLeak(_ record: APIObject) async {
        let parent = record.tree()["spec"]["parentRef"]
        let (group, resource) = (parent["group"].string ?? "", parent["resource"].string ?? "")
        let (namespace, name) = (parent["namespace"].string ?? "", parent["name"].string ?? "")
        let isService = group.isEmpty && resource == "services"
        let exists = isService && services.object(ObjectKey(namespace, name)) != nil
        let note =
            if !isService {
                "IPAddress \(record.name) appears to have been modified, not referencing a Service "
                    + "&{\(group) \(resource) \(namespace) \(name)}: cleaning up"
            } else if exists {
                "IPAddress: \(record.name) for Service \(namespace)/\(name) has a wrong reference; cleaning up"
            } else {
                "IPAddress: \(record.name) for Service \(namespace)/\(name) appears to have leaked: cleaning up"
            }
        await events.warn(
            record, "IPAddress", reason: exists ? "IPAddressWrongReference" : "IPAddressNotAllocated",
            action: "IPAddressAllocation", note)
    }

    private static func record(of address: IPAddress, for service: ObjectKey) -> JSONValue {
        [
            "kind": "IPAddress", "apiVersion": "networking.k8s.io/v1",
            "metadata": [
                "name": .string(address.description),
                "labels": [
                    family: .string(address.family.rawValue),
                    managedBy: .string(manager),
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

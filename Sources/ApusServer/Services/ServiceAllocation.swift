import ApusAPI
import ApusJSON

/// Gives a Service that is written its addresses, address families and node ports (upstream's
/// `registry/core/service/storage`). What a client left out of an update was filled in before, by its strategy.
struct ServiceAllocation: Sendable {
    let allocator: ServiceAllocator

    /// Completes `service`; what it took is in the result and is to be released when the write fails.
    func allocate(
        _ service: inout JSONValue, old: JSONValue, _ definition: Definition
    ) throws(StatusError) -> ServiceAllocator.Reservation {
        var reservation = ServiceAllocator.Reservation()
        var spec = service["spec"]
        do throws(Failure) {
            try ServiceFamilies(families: allocator.families).complete(&spec, old: old["spec"])
            try allocateAddresses(&spec, old: old["spec"], &reservation)
            try ServicePorts(allocator: allocator).allocate(&spec, old: old["spec"], &reservation)
        } catch {
            allocator.release(reservation)
            switch error {
            case .fields(let errors):
                throw .invalid(
                    group: definition.group, kind: definition.kind, name: service["metadata"]["name"].string ?? "",
                    errors)
            case .server(let message): throw .internalError(message)
            }
        }
        service["spec"] = spec
        return reservation
    }

    /// Why a Service gets nothing.
    enum Failure: Error {
        /// Fields ask for what cannot be had: 422.
        case fields(FieldErrors)
        /// There is nothing left: 500.
        case server(String)

        /// The failure of one field.
        static func invalid(_ path: FieldPath, _ value: JSONValue, _ detail: String) -> Failure {
            var errors = FieldErrors()
            errors.invalid(path, value, detail)
            return .fields(errors)
        }
    }

    // MARK: - Addresses

    private func allocateAddresses(
        _ spec: inout JSONValue, old: JSONValue, _ reservation: inout ServiceAllocator.Reservation
    ) throws(Failure) {
        guard spec["type"].string != "ExternalName", spec["clusterIPs"][0].string != "None" else { return }
        if ServiceFamilies.keepsPreferred(spec, old: old) { return }
        let families = spec["ipFamilies"].elements.compactMap { $0.string.flatMap(IPAddress.Family.init) }
        let isNew = old.isNull || old["type"].string == "ExternalName"
        if isNew {
            for (index, family) in families.enumerated() { try allocate(index, family, &spec, &reservation) }
            spec["clusterIP"] = spec["clusterIPs"][0]
        } else if old["clusterIPs"][0].string != "None", old["ipFamilies"].elements.count == 1, families.count == 2 {
            try allocate(1, families[1], &spec, &reservation)
        }
    }

    /// Takes the address at `index` that the Service names, or any one of the family.
    private func allocate(
        _ index: Int, _ family: IPAddress.Family, _ spec: inout JSONValue,
        _ reservation: inout ServiceAllocator.Reservation
    ) throws(Failure) {
        var addresses = spec["clusterIPs"].elements
        if let wanted = addresses.indices.contains(index) ? addresses[index].string : nil, !wanted.isEmpty {
            do throws(ServiceAllocator.Refusal) {
                // Validated before: what does not read as an address did not come this far.
                if let address = IPAddress(wanted) { try allocator.take(address, into: &reservation) }
            } catch {
                throw .invalid(
                    FieldPath("spec")["clusterIPs"], spec["clusterIPs"], "failed to allocate IP \(wanted): \(error)")
            }
            return
        }
        do throws(ServiceAllocator.Refusal) {
            addresses.append(.string(try allocator.takeAddress(family, into: &reservation).description))
        } catch {
            throw .server("failed to allocate a serviceIP: \(error)")
        }
        spec["clusterIPs"] = .array(addresses)
    }
}

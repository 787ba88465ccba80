import ApusAPI
import ApusJSON
import Synchronization

/// Which cluster addresses and node ports Services hold. It follows the Services in memory, and keeps what a write in
/// progress has taken until that write shows up there or fails.
final class ServiceAllocator: Watcher {
    let addresses: AddressRange
    let ports: ClosedRange<Int64>
    let filter = ObjectFilter()
    private let state = Mutex(State())

    private struct State: Sendable {
        /// How many holders each has: a Service, and the write that is about to store it.
        var addresses: [UInt32: Int] = [:]
        var ports: [Port: Int] = [:]
    }

    struct Port: Hashable, Sendable {
        var number: Int64
        var transport: String
    }

    /// What one write has taken.
    struct Reservation: Sendable {
        var addresses: [UInt32] = []
        var ports: [Port] = []
    }

    enum Refusal: Error {
        case taken
        case outside
        case exhausted
    }

    init(addresses: AddressRange, ports: ClosedRange<Int64>) {
        self.addresses = addresses
        self.ports = ports
    }

    /// Begins to follow `services`.
    func follow(_ services: ResourceCache) {
        services.watch(self, from: nil) { start in
            guard case .snapshot(let snapshot) = start else { return }
            for object in ListItems(snapshot.objects, range: snapshot.objects.range(namespace: nil), filter: nil) {
                hold(ServiceAllocator.holdings(of: object.tree()))
            }
        }
    }

    func receive(_ event: CacheEvent, as kind: WatchEvent.Kind) {
        if let object = event.object { hold(ServiceAllocator.holdings(of: object.tree())) }
        if let previous = event.previous { release(ServiceAllocator.holdings(of: previous.tree())) }
    }

    /// What a stored Service holds.
    static func holdings(of service: JSONValue) -> Reservation {
        var result = Reservation()
        for address in service["spec"]["clusterIPs"].elements {
            if let number = address.string.flatMap(IPv4Address.init)?.number { result.addresses.append(number) }
        }
        for port in service["spec"]["ports"].elements {
            guard let number = port["nodePort"].int, number != 0 else { continue }
            result.ports.append(Port(number: number, transport: port["protocol"].string ?? "TCP"))
        }
        if let number = service["spec"]["healthCheckNodePort"].int, number != 0 {
            result.ports.append(Port(number: number, transport: "TCP"))
        }
        return result
    }

    func release(_ reservation: Reservation) {
        state.withLock { state in
            for address in reservation.addresses { drop(&state.addresses, address) }
            for port in reservation.ports { drop(&state.ports, port) }
        }
    }

    func hold(_ reservation: Reservation) {
        state.withLock { state in
            for address in reservation.addresses { state.addresses[address, default: 0] += 1 }
            for port in reservation.ports { state.ports[port, default: 0] += 1 }
        }
    }

    private func drop<Key: Hashable>(_ holders: inout [Key: Int], _ key: Key) {
        guard let count = holders[key] else { return }
        holders[key] = count > 1 ? count - 1 : nil
    }

    // MARK: - Taking

    func take(address: UInt32, into reservation: inout Reservation) throws(Refusal) {
        guard addresses.usable.contains(address) else { throw .outside }
        let isFree = state.withLock { state in
            guard state.addresses[address] == nil else { return false }
            state.addresses[address] = 1
            return true
        }
        guard isFree else { throw .taken }
        reservation.addresses.append(address)
    }

    /// Takes a free address: one outside the static band while there is any.
    func takeAddress(into reservation: inout Reservation) throws(Refusal) -> IPv4Address {
        let dynamic = addresses.usable.lowerBound + addresses.staticBand...addresses.usable.upperBound
        let address = state.withLock { state -> UInt32? in
            guard let address = free(in: dynamic, state.addresses) ?? free(in: addresses.usable, state.addresses) else {
                return nil
            }
            state.addresses[address] = 1
            return address
        }
        guard let address else { throw .exhausted }
        reservation.addresses.append(address)
        return IPv4Address(number: address)
    }

    /// A random free number: the first free one from a random place on.
    private func free(in range: ClosedRange<UInt32>, _ held: [UInt32: Int]) -> UInt32? {
        let start = UInt32.random(in: range)
        return (start...range.upperBound).first { held[$0] == nil }
            ?? (range.lowerBound...start).first { held[$0] == nil }
    }

    func take(port: Port, into reservation: inout Reservation) throws(Refusal) {
        guard ports.contains(port.number) else { throw .outside }
        let isFree = state.withLock { state in
            guard state.ports[port] == nil else { return false }
            state.ports[port] = 1
            return true
        }
        guard isFree else { throw .taken }
        reservation.ports.append(port)
    }

    /// Takes a port number that nothing holds under any protocol.
    func takePort(transport: String, into reservation: inout Reservation) throws(Refusal) -> Int64 {
        let number = state.withLock { state -> Int64? in
            func isFree(_ number: Int64) -> Bool {
                ["TCP", "UDP", "SCTP"].allSatisfy { state.ports[Port(number: number, transport: $0)] == nil }
            }
            let start = Int64.random(in: ports)
            guard
                let number = (start...ports.upperBound).first(where: isFree)
                    ?? (ports.lowerBound...start).first(where: isFree)
            else { return nil }
            state.ports[Port(number: number, transport: transport)] = 1
            return number
        }
        guard let number else { throw .exhausted }
        reservation.ports.append(Port(number: number, transport: transport))
        return number
    }
}

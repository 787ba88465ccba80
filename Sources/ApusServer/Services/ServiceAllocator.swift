import ApusAPI
import ApusJSON
import Synchronization

/// Which cluster addresses and node ports Services hold. It follows the Services in memory, and keeps what a write in
/// progress has taken until that write shows up there or fails.
final class ServiceAllocator: Watcher {
    /// The families that the cluster gives addresses of, the one of most Services first.
    let families: [IPAddress.Family]
    let ports: ClosedRange<Int64>
    let filter = ObjectFilter()
    private let state: Mutex<State>

    private struct State: Sendable {
        var ranges: ServiceRanges
        /// How many holders each has: a Service, and the write that is about to store it.
        var addresses: [IPAddress: Int] = [:]
        var ports: [Int64: Int] = [:]
    }

    /// What one write has taken.
    struct Reservation: Sendable {
        var addresses: [IPAddress] = []
        /// Whatever their protocol, as upstream counts them.
        var ports: [Int64] = []
    }

    /// Why something was not given out, in upstream's words.
    enum Refusal: Error, CustomStringConvertible {
        case addressTaken
        case addressOutside
        case portTaken
        case portOutside(ClosedRange<Int64>)
        case exhausted

        var description: String {
            switch self {
            case .addressTaken: "provided IP is already allocated"
            case .addressOutside: "the provided network does not match the current range"
            case .portTaken: "provided port is already allocated"
            case .portOutside(let ports):
                "provided port is not in the valid range. The range of valid ports is "
                    + "\(ports.lowerBound)-\(ports.upperBound)"
            case .exhausted: "range is full"
            }
        }
    }

    /// - Parameter addresses: one range for each family of the cluster.
    init(addresses: [AddressRange], ports: ClosedRange<Int64>) {
        families = addresses.map(\.family)
        self.ports = ports
        state = Mutex(State(ranges: ServiceRanges(addresses)))
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
        result.addresses = service["spec"]["clusterIPs"].elements.compactMap { $0.string.flatMap { IPAddress($0) } }
        var ports = Set(service["spec"]["ports"].elements.compactMap { $0["nodePort"].int })
        ports.insert(service["spec"]["healthCheckNodePort"].int ?? 0)
        ports.remove(0)
        result.ports = Array(ports)
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

    // MARK: - Ranges

    /// What a ServiceCIDR says by now; nil: it is gone.
    func update(range name: String, _ object: JSONValue?) {
        state.withLock { $0.ranges.update(name, object) }
    }

    /// Whether any range has the address, also one that gives out no more.
    func knows(_ address: IPAddress) -> Bool { state.withLock { $0.ranges.contain(address) } }

    // MARK: - Taking

    func take(_ address: IPAddress, into reservation: inout Reservation) throws(Refusal) {
        let refusal = state.withLock { state -> Refusal? in
            guard state.ranges.ready(address.family).contains(where: { $0.usable.contains(address) }) else {
                return .addressOutside
            }
            guard state.addresses[address] == nil else { return .addressTaken }
            state.addresses[address] = 1
            return nil
        }
        if let refusal { throw refusal }
        reservation.addresses.append(address)
    }

    /// Takes a free address of the first range that has one.
    func takeAddress(_ family: IPAddress.Family, into reservation: inout Reservation) throws(Refusal) -> IPAddress {
        let address = state.withLock { state -> IPAddress? in
            for range in state.ranges.ready(family) {
                guard let address = range.pick(isFree: { state.addresses[$0] == nil }) else { continue }
                state.addresses[address] = 1
                return address
            }
            return nil
        }
        guard let address else { throw .exhausted }
        reservation.addresses.append(address)
        return address
    }

    func take(port: Int64, into reservation: inout Reservation) throws(Refusal) {
        guard ports.contains(port) else { throw .portOutside(ports) }
        let isFree = state.withLock { state in
            guard state.ports[port] == nil else { return false }
            state.ports[port] = 1
            return true
        }
        guard isFree else { throw .portTaken }
        reservation.ports.append(port)
    }

    /// Takes a free port: one behind the static band while there is any.
    func takePort(into reservation: inout Reservation) throws(Refusal) -> Int64 {
        let border = ports.lowerBound + staticPorts
        let port = state.withLock { state -> Int64? in
            let upper = free(in: border...ports.upperBound, state.ports)
            guard let port = upper ?? (staticPorts > 0 ? free(in: ports.lowerBound...border - 1, state.ports) : nil)
            else { return nil }
            state.ports[port] = 1
            return port
        }
        guard let port else { throw .exhausted }
        reservation.ports.append(port)
        return port
    }

    /// How many of the first ports are kept for those that ask for one by number (KEP-3668: between 16 and 128, a
    /// thirty-second of the range).
    private var staticPorts: Int64 {
        let size = Int64(ports.count)
        return size <= 16 ? 0 : min(max(16, size / 32), 128)
    }

    /// A random free number: the first free one from a random place on.
    private func free(in range: ClosedRange<Int64>, _ held: [Int64: Int]) -> Int64? {
        let start = Int64.random(in: range)
        return (start...range.upperBound).first { held[$0] == nil }
            ?? (range.lowerBound...start).first { held[$0] == nil }
    }
}

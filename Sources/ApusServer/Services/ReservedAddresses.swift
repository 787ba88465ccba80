import ApusAPI
import ApusJSON

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
        if !AddressRecords.isManaged(record), let address = IPAddress(record.name) {
            result.addresses.append(address)
        }
        return result
    }
}

import ApusAPI

/// Something that receives the changes of a resource that its filter lets through, in order.
protocol Watcher: AnyObject, Sendable {
    var filter: ObjectFilter { get }
    /// Comes on the store's thread, in the order of revisions; must not block.
    func receive(_ event: CacheEvent, as kind: WatchEvent.Kind)
}

/// The watchers of a resource, by the most specific equality that each of them asks for, so that a change of one Pod
/// costs nothing to the thousands of watchers of other nodes.
struct WatcherIndex: Sendable {
    private enum Place: Hashable {
        case all
        case namespace(String)
        case object(ObjectKey)
        /// The value of the indexed field (`spec.nodeName`).
        case field(String)
    }

    private var places: [Place: [any Watcher]] = [:]
    private let field: String?
    private(set) var count = 0

    /// - Parameter field: the selectable field by which the resource is indexed.
    init(field: String?) { self.field = field }

    private func place(of filter: ObjectFilter) -> Place {
        if let name = filter.name { return .object(ObjectKey(filter.namespace ?? "", name)) }
        if let field, let value = filter.requiredField(field) { return .field(value) }
        return filter.namespace.map(Place.namespace) ?? .all
    }

    mutating func insert(_ watcher: any Watcher) {
        places[place(of: watcher.filter), default: []].append(watcher)
        count += 1
    }

    mutating func remove(_ watcher: any Watcher) {
        let place = place(of: watcher.filter)
        guard let index = places[place]?.firstIndex(where: { $0 === watcher }) else { return }
        places[place]?.remove(at: index)
        count -= 1
        if places[place]?.isEmpty == true { places[place] = nil }
    }

    var all: [any Watcher] { places.values.flatMap { $0 } }

    /// Gives each watcher that sees `event` to `body`, with the kind of event that it sees.
    func forEach(_ event: CacheEvent, _ body: (any Watcher, WatchEvent.Kind) -> Void) {
        guard count > 0, let object = event.object ?? event.previous else { return }
        func visit(_ place: Place) {
            guard let watchers = places[place] else { return }
            for watcher in watchers {
                if let kind = event.kind(for: watcher.filter) { body(watcher, kind) }
            }
        }
        visit(.all)
        if !object.namespace.isEmpty { visit(.namespace(object.namespace)) }
        visit(.object(ObjectKey(object)))
        // A watcher by name across namespaces (`fieldSelector=metadata.name=x`).
        if !object.namespace.isEmpty { visit(.object(ObjectKey("", object.name))) }
        guard let field else { return }
        let now = event.object?.fields[field]
        let before = event.previous?.fields[field]
        if let now { visit(.field(now)) }
        if let before, before != now { visit(.field(before)) }
    }
}

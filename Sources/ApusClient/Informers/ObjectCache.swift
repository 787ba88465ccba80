public import ApusAPI
import Synchronization

/// How a cache finds objects by more than their key: a name, and the values under which an object is found.
public struct Indexer: Sendable {
    public var name: String
    public var values: @Sendable (APIObject) -> [String]

    public init(_ name: String, _ values: @escaping @Sendable (APIObject) -> [String]) {
        self.name = name
        self.values = values
    }

    /// By one of the kind's selectable fields, as `spec.nodeName` of Pods.
    public static func field(_ path: String) -> Indexer {
        Indexer(path) { object in object.fields[path].map { [$0] } ?? [] }
    }

    public static let nodeName = Indexer.field("spec.nodeName")

    /// By the uids of all owner references.
    public static let ownerUID = Indexer("metadata.ownerReferences.uid") { object in
        object.ownerReferences.map(\.uid)
    }

    /// By the uid of the managing owner reference; objects without one are under "".
    public static let controllerUID = Indexer("metadata.controller.uid") { object in
        [object.controllerReference?.uid ?? ""]
    }
}

/// The objects of one resource by key, with indexes. Reading is safe from any thread and never waits for a delivery.
///
/// Always indexed by namespace. Objects are shared, not copied.
public final class ObjectCache: Sendable {
    fileprivate struct State {
        var objects: [String: APIObject] = [:]
        var byNamespace: [String: Set<String>] = [:]
        var indexers: [Indexer]
        /// index name → value → keys.
        var indexes: [String: [String: Set<String>]] = [:]
    }

    private let state: Mutex<State>

    public init(indexers: [Indexer] = []) {
        state = Mutex(State(indexers: indexers))
    }

    public var count: Int { state.withLock { $0.objects.count } }

    /// The object `namespace/name`, or `name` for a cluster-scoped one.
    public subscript(key: String) -> APIObject? { state.withLock { $0.objects[key] } }

    public func get(namespace: String, name: String) -> APIObject? {
        self[namespace.isEmpty ? name : "\(namespace)/\(name)"]
    }

    /// All objects, in no order.
    public func all() -> [APIObject] { state.withLock { Array($0.objects.values) } }

    public func inNamespace(_ namespace: String) -> [APIObject] {
        state.withLock { state in
            (state.byNamespace[namespace] ?? []).compactMap { state.objects[$0] }
        }
    }

    /// The objects that `indexer` puts under `value`; none when the cache was made without that indexer.
    public func indexed(_ indexer: Indexer, _ value: String) -> [APIObject] {
        state.withLock { state in
            (state.indexes[indexer.name]?[value] ?? []).compactMap { state.objects[$0] }
        }
    }

    /// The values that `indexer` has anything under.
    public func values(of indexer: Indexer) -> [String] {
        state.withLock { state in state.indexes[indexer.name].map { Array($0.keys) } ?? [] }
    }

    /// Adds an indexer, and what is there already to it. A second one of the same name changes nothing.
    public func add(_ indexer: Indexer) {
        state.withLock { state in
            guard !state.indexers.contains(where: { $0.name == indexer.name }) else { return }
            state.indexers.append(indexer)
            for (key, object) in state.objects {
                for value in indexer.values(object) {
                    state.indexes[indexer.name, default: [:]][value, default: []].insert(key)
                }
            }
        }
    }

    /// Stores `object` and returns the one that was under its key.
    @discardableResult
    public func set(_ object: APIObject) -> APIObject? {
        state.withLock { state in
            let key = object.key
            let old = state.objects.updateValue(object, forKey: key)
            if let old {
                state.reindex(key, from: old, to: object)
            } else {
                state.byNamespace[object.namespace, default: []].insert(key)
                state.reindex(key, from: nil, to: object)
            }
            return old
        }
    }

    @discardableResult
    public func remove(_ key: String) -> APIObject? {
        state.withLock { state in
            guard let old = state.objects.removeValue(forKey: key) else { return nil }
            state.byNamespace.removeKey(key, under: old.namespace)
            state.reindex(key, from: old, to: nil)
            return old
        }
    }

    var keys: [String] { state.withLock { Array($0.objects.keys) } }
}

extension ObjectCache.State {
    fileprivate mutating func reindex(_ key: String, from old: APIObject?, to new: APIObject?) {
        for indexer in indexers {
            let before = old.map(indexer.values) ?? []
            let after = new.map(indexer.values) ?? []
            guard before != after else { continue }
            var index = indexes.removeValue(forKey: indexer.name) ?? [:]
            for value in before { index.removeKey(key, under: value) }
            for value in after { index[value, default: []].insert(key) }
            indexes[indexer.name] = index
        }
    }
}

extension [String: Set<String>] {
    fileprivate mutating func removeKey(_ key: String, under value: String) {
        self[value]?.remove(key)
        if self[value]?.isEmpty == true { self[value] = nil }
    }
}

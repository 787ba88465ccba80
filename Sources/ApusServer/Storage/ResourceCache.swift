package import ApusAPI
import ApusJSON
package import ApusStore
import Synchronization

/// All objects of one stored resource in memory, in the order of their keys, with their recent changes and those who
/// watch them. Reads are answered from here; the store's watch feeds it.
package final class ResourceCache: Sendable {
    /// The objects as of one revision. Everything up to `revision` is in it and nothing after it.
    struct Snapshot: Sendable {
        var objects: SortedObjects
        var revision: Revision
        /// The last change of this resource.
        var lastChange: Revision
    }

    /// How a watch begins.
    enum Start: Sendable {
        /// With the objects that exist, then every change after them.
        case snapshot(Snapshot)
        /// With these changes, then every one after them.
        case changes([CacheEvent])
        /// The changes after the wanted revision are not in memory any more.
        case tooOld(oldest: Revision)
        /// With what comes after the wanted revision, which was not reached yet.
        case later
    }

    /// How many changes of a resource stay in memory for watches that resume.
    static let historyLimit = 2048

    /// The definition of the version that is stored.
    let definition: Definition
    /// Brings stored objects into the form of the definition, which others may have been written by; nil for built-in
    /// kinds.
    let recasting: Resource?
    /// `/registry/pods/`.
    let prefix: String
    /// The objects that are stored but cannot be shown.
    let unreadable = UnreadableObjects()
    private let progress: StoreProgress
    /// The selectable field by which objects are indexed.
    private let indexedField: String?
    private let state: Mutex<State>

    private struct State: Sendable {
        var objects = SortedObjects()
        var byField: [String: Set<ObjectKey>] = [:]
        var lastChange: Revision = 0
        var ring: EventRing
        var watchers: WatcherIndex
        /// What changes while the objects are read; nil: they have been read.
        var pending: [Changes]?
        /// The cache that answers meanwhile.
        var predecessor: ResourceCache?
        /// What was read holds all changes up to here.
        var loaded: Revision = 0
        /// How many changes came, and how many watchers did not keep up with them.
        var received: UInt64 = 0
        var cutOff: UInt64 = 0
    }

    /// What metrics say of it.
    struct Statistics: Sendable {
        var received: UInt64
        var cutOff: UInt64
        /// The last 15 digits of it, as a double holds them.
        var revision: UInt64
    }

    enum Change: Sendable {
        case put(APIObject)
        case delete(ObjectKey)
        /// It is stored, and cannot be shown.
        case unreadable(UnreadableObject)
    }

    /// What one transaction did to the resource.
    typealias Changes = (changes: [Change], revision: Revision)

    /// - Parameters:
    ///   - recasting: For a custom resource: itself.
    ///   - isLate: Whether the store is followed already: changes wait until `load`, and go to `predecessor` meanwhile.
    package init(
        definition: Definition, prefix: String, progress: StoreProgress, recasting: Resource? = nil,
        isLate: Bool = false, predecessor: ResourceCache? = nil
    ) {
        self.definition = definition
        self.recasting = recasting
        self.progress = progress
        self.prefix = prefix
        indexedField = definition.selectableFields.contains { $0.path == "spec.nodeName" } ? "spec.nodeName" : nil
        state = Mutex(
            State(
                ring: EventRing(capacity: ResourceCache.historyLimit, complete: 0),
                watchers: WatcherIndex(field: indexedField), pending: isLate ? [] : nil, predecessor: predecessor))
    }

    func storeKey(_ key: ObjectKey) -> String { prefix + key.path }

    // MARK: - Reading

    /// The object with `key`, as of now.
    package func object(_ key: ObjectKey) -> APIObject? { state.withLock { $0.objects[key] } }

    func snapshot() -> Snapshot { state.withLock { snapshot(of: $0) } }

    /// Everything of this resource up to `progress` has been applied; a change that was applied but of which
    /// `progress` does not know yet is in `lastChange`.
    private func snapshot(of state: borrowing State) -> Snapshot {
        Snapshot(
            objects: state.objects, revision: max(progress.revision, state.lastChange), lastChange: state.lastChange)
    }

    /// The objects whose indexed field is `value`, in order; nil where the resource has no index.
    func objects(withField field: String, value: String) -> (objects: [APIObject], revision: Revision)? {
        guard field == indexedField else { return nil }
        return state.withLock { state in
            let keys = state.byField[value, default: []].sorted()
            return (keys.compactMap { state.objects[$0] }, max(progress.revision, state.lastChange))
        }
    }

    var count: Int { state.withLock { $0.objects.count } }
    var statistics: Statistics {
        state.withLock { state in
            let revision = max(progress.revision, state.lastChange)
            return Statistics(
                received: state.received, cutOff: state.cutOff, revision: revision % 1_000_000_000_000_000)
        }
    }
    var watcherCount: Int { state.withLock { $0.watchers.count } }

    // MARK: - Watching

    /// Adds `watcher` and says how it begins; from then on it receives each change, with none missed between.
    ///
    /// - Parameter from: the revision after which changes are wanted; nil: begin with the objects that exist.
    /// - Parameter ready: called before any change is delivered, with the start; must be quick.
    func watch(_ watcher: any Watcher, from: Revision?, ready: (Start) -> Void) {
        state.withLock { state in
            let now = snapshot(of: state)
            guard let from else {
                ready(.snapshot(now))
                state.watchers.insert(watcher)
                return
            }
            guard from <= now.revision else {
                ready(.later)
                state.watchers.insert(watcher)
                return
            }
            guard let events = state.ring.events(after: from) else {
                return ready(.tooOld(oldest: state.ring.complete))
            }
            ready(.changes(events))
            state.watchers.insert(watcher)
        }
    }

    func remove(_ watcher: any Watcher) { state.withLock { $0.watchers.remove(watcher) } }

    /// Counts a watcher that was ended because it was not read.
    func noteCutOff() { state.withLock { $0.cutOff += 1 } }

    var watchers: [any Watcher] { state.withLock { $0.watchers.all } }

    // MARK: - Feeding

    /// Takes what the store held at `revision`, in order.
    package func load(_ read: ReadObjects, revision: Revision) {
        let objects = read.objects
        state.withLock { state in
            unreadable.replace(with: read.unreadable)
            state.objects = SortedObjects(sorted: objects)
            state.byField = [:]
            if let indexedField {
                for object in objects {
                    if let value = object.fields[indexedField] {
                        state.byField[value, default: []].insert(ObjectKey(object))
                    }
                }
            }
            state.lastChange = objects.reduce(0) { max($0, $1.revision) }
            state.ring = EventRing(capacity: ResourceCache.historyLimit, complete: revision)
            state.loaded = revision
            let pending = state.pending ?? []
            state.pending = nil
            state.predecessor = nil
            for late in pending { _ = apply(late.changes, revision: late.revision, &state) }
        }
    }

    /// Takes what the store holds at `revision` in place of what it held before: what differs is handed to the watchers
    /// as changes made at that revision.
    func replace(with read: ReadObjects, revision: Revision) {
        let endsWatches = state.withLock { state in
            guard state.pending == nil else { return false }
            var gone = Set<ObjectKey>()
            for object in ListItems(state.objects, range: state.objects.range(namespace: nil), filter: nil) {
                gone.insert(ObjectKey(object))
            }
            var changes: [Change] = []
            for object in read.objects {
                let key = ObjectKey(object)
                gone.remove(key)
                if state.objects[key]?.revision != object.revision { changes.append(.put(object)) }
            }
            unreadable.replace(with: [])
            for object in read.unreadable {
                gone.remove(object.key)
                changes.append(.unreadable(object))
            }
            changes += gone.map { .delete($0) }
            return !changes.isEmpty && apply(changes, revision: revision, &state)
        }
        if endsWatches { endWatches() }
    }

    /// Shows an object that could not be read before, where the store still holds this state of it.
    func recover(_ object: APIObject) {
        state.withLock { state in
            guard unreadable.remove(ObjectKey(object), at: object.revision) else { return }
            let previous = state.objects.insert(object)
            reindex(&state, ObjectKey(object), from: previous, to: object)
            state.lastChange = max(state.lastChange, object.revision)
            // Clients cannot have begun a watch meanwhile; the server's own watchers have missed it.
            let event = CacheEvent(revision: object.revision, object: object, previous: previous)
            state.watchers.forEach(event) { $0.receive(event, as: $1) }
        }
    }

    /// Ends the watches of clients, so that they list anew.
    func endWatches() {
        for watcher in watchers { (watcher as? any EndableWatcher)?.endWatch() }
    }

    /// Applies the changes that one transaction made to this resource and hands them to the watchers.
    /// Called on the store's thread, in the order of revisions.
    func apply(_ changes: [Change], revision: Revision) {
        let endsWatches = state.withLock { state in
            guard state.pending == nil else {
                state.pending?.append((changes, revision))
                state.predecessor?.apply(changes, revision: revision)
                return false
            }
            return apply(changes, revision: revision, &state)
        }
        if endsWatches { endWatches() }
    }

    /// - Returns: Whether clients can no longer be told what changed, since there is an object that cannot be read.
    private func apply(_ changes: [Change], revision: Revision, _ state: inout State) -> Bool {
        guard revision > state.loaded else { return false }
        state.lastChange = revision
        var isCut = false
        for change in changes {
            let previous: APIObject?
            let now: APIObject?
            let key: ObjectKey
            switch change {
            case .put(let object):
                key = ObjectKey(object)
                unreadable.remove(key)
                (previous, now) = (state.objects.insert(object), object)
            case .delete(let deleted):
                key = deleted
                unreadable.remove(key)
                (previous, now) = (state.objects.remove(key), nil)
            case .unreadable(let object):
                unreadable.insert(object)
                let hidden = state.objects.remove(object.key)
                reindex(&state, object.key, from: hidden, to: nil)
                state.ring = EventRing(capacity: ResourceCache.historyLimit, complete: revision)
                isCut = true
                continue
            }
            guard now != nil || previous != nil else { continue }
            reindex(&state, key, from: previous, to: now)
            let event = CacheEvent(revision: revision, object: now, previous: previous)
            state.ring.append(event)
            state.received += 1
            // Inside the lock, so that a watcher which begins now cannot overtake the change.
            state.watchers.forEach(event) { $0.receive(event, as: $1) }
        }
        return isCut
    }

    private func reindex(_ state: inout State, _ key: ObjectKey, from old: APIObject?, to new: APIObject?) {
        guard let indexedField else { return }
        let before = old?.fields[indexedField]
        let now = new?.fields[indexedField]
        guard before != now else { return }
        if let before {
            state.byField[before]?.remove(key)
            if state.byField[before]?.isEmpty == true { state.byField[before] = nil }
        }
        if let now { state.byField[now, default: []].insert(key) }
    }
}

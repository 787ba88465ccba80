package import ApusAPI
import ApusStore
import Synchronization

/// A stored object whose value cannot be decrypted.
final class UnreadableObject: Error, Sendable {
    let key: ObjectKey
    /// The key in the store.
    let storeKey: String
    let revision: Revision
    let reason: String

    init(_ item: KeyValue, key: ObjectKey, reason: String) {
        self.key = key
        storeKey = item.key
        revision = item.modRevision
        self.reason = reason
    }

    var status: StatusError { .internalError("unable to transform key \(GoText.quoted(storeKey)): \(reason)") }
}

/// The unreadable objects of a resource: there are none, as a rule, which costs a look at a flag.
///
/// As upstream has it, such an object is an error for who asks for it or for a list that it is in: to leave it out would
/// tell controllers that it does not exist.
final class UnreadableObjects: Sendable {
    private let hasSome = Atomic<Bool>(false)
    private let objects = Mutex<[ObjectKey: UnreadableObject]>([:])

    subscript(key: ObjectKey) -> UnreadableObject? {
        guard hasSome.load(ordering: .acquiring) else { return nil }
        return objects.withLock { $0[key] }
    }

    /// In the order of their keys.
    var all: [UnreadableObject] {
        guard hasSome.load(ordering: .acquiring) else { return [] }
        return objects.withLock { $0.values.sorted { $0.storeKey < $1.storeKey } }
    }

    /// - Throws: 500 where one of them may be among what `filter` asks for.
    func check(_ filter: ObjectFilter) throws(StatusError) {
        let first = all.first { object in
            (filter.namespace.map { $0 == object.key.namespace } ?? true)
                && (filter.name.map { $0 == object.key.name } ?? true)
        }
        if let first { throw first.status }
    }

    func insert(_ object: UnreadableObject) {
        objects.withLock { $0[object.key] = object }
        hasSome.store(true, ordering: .releasing)
    }

    /// - Parameter revision: Only what lies in the store at it; nil: whatever it is.
    /// - Returns: Whether there was one.
    @discardableResult
    func remove(_ key: ObjectKey, at revision: Revision? = nil) -> Bool {
        guard hasSome.load(ordering: .acquiring) else { return false }
        return objects.withLock { objects in
            guard let object = objects[key], revision.map({ $0 == object.revision }) ?? true else { return false }
            objects[key] = nil
            if objects.isEmpty { hasSome.store(false, ordering: .releasing) }
            return true
        }
    }

    func replace(with all: [UnreadableObject]) {
        guard !all.isEmpty || hasSome.load(ordering: .acquiring) else { return }
        objects.withLock { objects in
            objects = [:]
            for object in all { objects[object.key] = object }
            hasSome.store(!all.isEmpty, ordering: .releasing)
        }
    }
}

/// The values of a range, read.
package struct ReadObjects: Sendable {
    var objects: [APIObject]
    var unreadable: [UnreadableObject] = []

    package init(_ objects: [APIObject] = []) { self.objects = objects }
}

extension ResourceCache {
    /// What is said of an object that is not in memory: that it does not exist, or that it cannot be read.
    ///
    /// - Parameter resource: The version that the client asked for; nil: the stored one.
    func missing(_ key: ObjectKey, _ resource: GroupVersionResource? = nil) -> StatusError {
        unreadable[key]?.status ?? .notFound(resource ?? definition.gvr, key.name)
    }
}

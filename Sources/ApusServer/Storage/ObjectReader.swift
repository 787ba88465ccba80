import ApusAPI
import ApusJSON
import Synchronization

/// What admission and allocation need to know of other objects, read from memory; what was read of an object is kept
/// as long as the object does not change.
final class ObjectReader: Sendable {
    struct Namespace: Sendable { let isTerminating: Bool }

    struct ServiceAccount: Sendable {
        let uid: String
        let automountsToken: Bool
        let imagePullSecrets: [JSONValue]
    }

    private let namespaces: ReadThrough<Namespace>
    private let serviceAccounts: ReadThrough<ServiceAccount>
    private let priorityClasses: ReadThrough<PriorityClass>
    private let storageClasses: ReadThrough<StorageClass>

    /// - Parameter cache: finds the cache of a stored resource by group and name.
    init(_ cache: (_ group: String, _ resource: String) -> ResourceCache?) {
        namespaces = ReadThrough(cache("", "namespaces")) { object in
            Namespace(
                isTerminating: !object["metadata"]["deletionTimestamp"].isNull
                    || object["status"]["phase"].string == "Terminating")
        }
        serviceAccounts = ReadThrough(cache("", "serviceaccounts")) { object in
            ServiceAccount(
                uid: object["metadata"]["uid"].string ?? "",
                automountsToken: object["automountServiceAccountToken"].bool ?? true,
                imagePullSecrets: object["imagePullSecrets"].elements)
        }
        priorityClasses = ReadThrough(cache("scheduling.k8s.io", "priorityclasses"), PriorityClass.init)
        storageClasses = ReadThrough(cache("storage.k8s.io", "storageclasses"), StorageClass.init)
    }

    func namespace(_ name: String) -> Namespace? { namespaces[ObjectKey("", name)] }

    func serviceAccount(_ namespace: String, _ name: String) -> ServiceAccount? {
        serviceAccounts[ObjectKey(namespace, name)]
    }

    func priorityClass(_ name: String) -> PriorityClass? { priorityClasses[ObjectKey("", name)] }

    /// The class of Pods that name none: of several defaults the one with the lowest value.
    func defaultPriorityClass() -> PriorityClass? {
        priorityClasses.all.filter(\.isDefault).min { ($0.value, $0.name) < ($1.value, $1.name) }
    }

    /// The default storage class: of several the newest.
    func defaultStorageClass() -> String? {
        storageClasses.all.filter(\.isDefault).max { ($0.created, $1.name) < ($1.created, $0.name) }?.name
    }
}

struct PriorityClass: Sendable {
    let name: String
    let value: Int64
    let isDefault: Bool
    let preemptionPolicy: String

    init(_ object: JSONValue) {
        name = object["metadata"]["name"].string ?? ""
        value = object["value"].int ?? 0
        isDefault = object["globalDefault"].bool ?? false
        preemptionPolicy = object["preemptionPolicy"].string ?? "PreemptLowerPriority"
    }
}

struct StorageClass: Sendable {
    let name: String
    let created: String
    let isDefault: Bool

    init(_ object: JSONValue) {
        name = object["metadata"]["name"].string ?? ""
        created = object["metadata"]["creationTimestamp"].string ?? ""
        let annotations = object["metadata"]["annotations"]
        isDefault =
            annotations["storageclass.kubernetes.io/is-default-class"].string == "true"
            || annotations["storageclass.beta.kubernetes.io/is-default-class"].string == "true"
    }
}

/// What `read` makes of the objects of a resource, made once for each state of an object.
final class ReadThrough<Value: Sendable>: Sendable {
    private let cache: ResourceCache?
    private let read: @Sendable (JSONValue) -> Value
    private static var limit: Int { 4096 }
    private let known = Mutex<[ObjectKey: (object: APIObject, value: Value)]>([:])

    init(_ cache: ResourceCache?, _ read: @escaping @Sendable (JSONValue) -> Value) {
        self.cache = cache
        self.read = read
    }

    subscript(key: ObjectKey) -> Value? {
        guard let object = cache?.object(key) else {
            known.withLock { $0[key] = nil }
            return nil
        }
        return value(of: object, key)
    }

    var all: [Value] {
        guard let snapshot = cache?.snapshot() else { return [] }
        let items = ListItems(snapshot.objects, range: snapshot.objects.range(namespace: nil), filter: nil)
        return items.map { value(of: $0, ObjectKey($0)) }
    }

    private func value(of object: APIObject, _ key: ObjectKey) -> Value {
        if let entry = known.withLock({ $0[key] }), entry.object === object { return entry.value }
        let value = read(object.tree())
        known.withLock { known in
            // What is gone is not looked up again; all go now and then, so that it does not stay for ever.
            if known.count >= Self.limit { known.removeAll(keepingCapacity: true) }
            known[key] = (object, value)
        }
        return value
    }
}

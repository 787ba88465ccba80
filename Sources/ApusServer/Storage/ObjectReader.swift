import ApusAPI
import ApusJSON
import ApusStore
import Synchronization

/// What admission and allocation need to know of other objects, read from memory; what was read of an object is kept
/// as long as the object does not change.
final class ObjectReader: Sendable {
    struct Namespace: Sendable {
        let isTerminating: Bool
        /// What its Pods are held to.
        let podSecurity: PodSecurityPolicy
    }

    struct ServiceAccount: Sendable {
        let uid: String
        let automountsToken: Bool
        let imagePullSecrets: [JSONValue]
        /// Nil: its Pods may use any Secret.
        let secretLimit: SecretLimit?
    }

    private let namespaces: ReadThrough<Namespace>
    private let serviceAccounts: ReadThrough<ServiceAccount>
    private let priorityClasses: ReadThrough<PriorityClass>
    private let storageClasses: ReadThrough<StorageClass>
    private let ingressClasses: ReadThrough<DefaultableClass>
    private let runtimeClasses: ReadThrough<RuntimeClass>
    private let limitRanges: ReadThrough<LimitRange>
    private let find: @Sendable (_ group: String, _ resource: String) -> ResourceCache?

    /// - Parameter cache: finds the cache of a stored resource by group and name.
    /// - Parameter podSecurity: what holds for namespaces without labels of their own.
    init(
        podSecurity: PodSecurityPolicy = PodSecurityPolicy(),
        _ cache: @escaping @Sendable (_ group: String, _ resource: String) -> ResourceCache?
    ) {
        find = cache
        namespaces = ReadThrough(cache("", "namespaces")) { object in
            Namespace(
                isTerminating: !object["metadata"]["deletionTimestamp"].isNull
                    || object["status"]["phase"].string == "Terminating",
                podSecurity: PodSecurityPolicy(labels: object["metadata"]["labels"], defaults: podSecurity))
        }
        serviceAccounts = ReadThrough(cache("", "serviceaccounts")) { object in
            ServiceAccount(
                uid: object["metadata"]["uid"].string ?? "",
                automountsToken: object["automountServiceAccountToken"].bool ?? true,
                imagePullSecrets: object["imagePullSecrets"].elements, secretLimit: SecretLimit(account: object))
        }
        priorityClasses = ReadThrough(cache("scheduling.k8s.io", "priorityclasses"), PriorityClass.init)
        storageClasses = ReadThrough(cache("storage.k8s.io", "storageclasses"), StorageClass.init)
        ingressClasses = ReadThrough(cache("networking.k8s.io", "ingressclasses")) {
            DefaultableClass($0, annotations: ["ingressclass.kubernetes.io/is-default-class"])
        }
        runtimeClasses = ReadThrough(cache("node.k8s.io", "runtimeclasses"), RuntimeClass.init)
        limitRanges = ReadThrough(cache("", "limitranges"), LimitRange.init)
    }

    /// One object as it is stored; nil where there is none.
    func object(_ group: String, _ resource: String, _ key: ObjectKey) -> APIObject? {
        find(group, resource)?.object(key)
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
    func defaultStorageClass() -> String? { DefaultableClass.newestDefault(storageClasses.all.map(\.itself)) }

    func storageClass(_ name: String) -> StorageClass? { storageClasses[ObjectKey("", name)] }

    /// The class of Ingresses that name none: of several the newest.
    func defaultIngressClass() -> String? { DefaultableClass.newestDefault(ingressClasses.all) }

    func runtimeClass(_ name: String) -> RuntimeClass? { runtimeClasses[ObjectKey("", name)] }

    func pods(in namespace: String) -> [APIObject] {
        guard let objects = find("", "pods")?.snapshot().objects else { return [] }
        return Array(ListItems(objects, range: objects.range(namespace: namespace), filter: nil))
    }

    func limitRanges(_ namespace: String) -> [LimitRange] { limitRanges.all(in: namespace) }
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

/// A class of which one may be marked as the default.
struct DefaultableClass: Sendable {
    let name: String
    let created: String
    let isDefault: Bool

    /// - Parameter annotations: those that make it the default.
    init(_ object: JSONValue, annotations: [String]) {
        name = object["metadata"]["name"].string ?? ""
        created = object["metadata"]["creationTimestamp"].string ?? ""
        isDefault = annotations.contains { object["metadata"]["annotations"][$0].string == "true" }
    }

    static func newestDefault(_ classes: [DefaultableClass]) -> String? {
        classes.filter(\.isDefault).max { ($0.created, $1.name) < ($1.created, $0.name) }?.name
    }
}

struct StorageClass: Sendable {
    let itself: DefaultableClass
    let allowsExpansion: Bool

    init(_ object: JSONValue) {
        itself = DefaultableClass(
            object,
            annotations: [
                "storageclass.kubernetes.io/is-default-class", "storageclass.beta.kubernetes.io/is-default-class",
            ])
        allowsExpansion = object["allowVolumeExpansion"].bool ?? false
    }
}

struct RuntimeClass: Sendable {
    /// What a Pod needs beside its containers; nil: nothing is said.
    let overhead: JSONValue?
    let nodeSelector: JSONObject
    let tolerations: [JSONValue]

    init(_ object: JSONValue) {
        let fixed = object["overhead"]["podFixed"]
        overhead = fixed.isNull ? nil : fixed
        nodeSelector = object["scheduling"]["nodeSelector"].object ?? JSONObject()
        tolerations = object["scheduling"]["tolerations"].elements
    }
}

/// What `read` makes of the objects of a resource, made once for each state of an object.
final class ReadThrough<Value: Sendable>: Sendable {
    private let cache: ResourceCache?
    private let read: @Sendable (JSONValue) -> Value
    private static var limit: Int { 4096 }
    private let known = Mutex<[ObjectKey: (object: APIObject, value: Value)]>([:])
    /// All of them, as of the newest change.
    private let last = Mutex<(change: Revision, values: [Value])?>(nil)

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
        let known = last.withLock { $0?.change == snapshot.lastChange ? $0?.values : nil }
        if let known { return known }
        let items = ListItems(snapshot.objects, range: snapshot.objects.range(namespace: nil), filter: nil)
        let values = items.map { value(of: $0, ObjectKey($0)) }
        last.withLock { $0 = (snapshot.lastChange, values) }
        return values
    }

    /// Those of one namespace, in the order of their names.
    func all(in namespace: String) -> [Value] {
        guard let cache, cache.count > 0 else { return [] }
        let objects = cache.snapshot().objects
        return ListItems(objects, range: objects.range(namespace: namespace), filter: nil).map {
            value(of: $0, ObjectKey($0))
        }
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

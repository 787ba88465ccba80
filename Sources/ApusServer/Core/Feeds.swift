import ApusAPI
import ApusJSON

/// Tells the authorizer every change of one kind of role or binding.
final class RoleFeed: CacheFeed {
    let filter = ObjectFilter()
    private let kind: RBACAuthorizer.Kind
    private let cache: ResourceCache
    private let authorizer: RBACAuthorizer

    init(kind: RBACAuthorizer.Kind, cache: ResourceCache, authorizer: RBACAuthorizer) {
        self.kind = kind
        self.cache = cache
        self.authorizer = authorizer
    }

    func begin() {
        cache.watch(self, from: nil) { start in
            guard case .snapshot(let snapshot) = start else { return }
            for object in ListItems(snapshot.objects, range: snapshot.objects.range(namespace: nil), filter: nil) {
                authorizer.update(kind, namespace: object.namespace, name: object.name, object: object.tree())
            }
        }
    }

    func receive(_ event: CacheEvent, as kind: WatchEvent.Kind) {
        guard let object = event.object ?? event.previous else { return }
        authorizer.update(
            self.kind, namespace: object.namespace, name: object.name, object: event.object.map { $0.tree() })
    }
}

/// Lets the allocator follow the Services.
final class ServiceFeed: CacheFeed {
    let filter = ObjectFilter()
    private let allocator: ServiceAllocator
    private let services: ResourceCache

    init(allocator: ServiceAllocator, services: ResourceCache) {
        self.allocator = allocator
        self.services = services
    }

    func begin() { allocator.follow(services) }
    func receive(_ event: CacheEvent, as kind: WatchEvent.Kind) {}
}

/// Tells the allocator which ranges there are.
final class ServiceRangeFeed: CacheFeed {
    let filter = ObjectFilter()
    private let allocator: ServiceAllocator
    private let ranges: ResourceCache

    init(allocator: ServiceAllocator, ranges: ResourceCache) {
        self.allocator = allocator
        self.ranges = ranges
    }

    func begin() {
        ranges.watch(self, from: nil) { start in
            guard case .snapshot(let snapshot) = start else { return }
            for range in ListItems(snapshot.objects, range: snapshot.objects.range(namespace: nil), filter: nil) {
                allocator.update(range: range.name, range.tree())
            }
        }
    }

    func receive(_ event: CacheEvent, as kind: WatchEvent.Kind) {
        guard let range = event.object ?? event.previous else { return }
        allocator.update(range: range.name, event.object?.tree())
    }
}

/// Tells the node authorizer which Pods are on which node.
final class PodFeed: CacheFeed {
    let filter = ObjectFilter()
    private let pods: ResourceCache
    private let relations: PodRelations

    init(pods: ResourceCache, relations: PodRelations) {
        self.pods = pods
        self.relations = relations
    }

    func begin() {
        pods.watch(self, from: nil) { start in
            guard case .snapshot(let snapshot) = start else { return }
            for pod in ListItems(snapshot.objects, range: snapshot.objects.range(namespace: nil), filter: nil) {
                relations.update(pod)
            }
        }
    }

    func receive(_ event: CacheEvent, as kind: WatchEvent.Kind) {
        if let pod = event.object {
            relations.update(pod)
        } else if let pod = event.previous {
            relations.remove(ObjectKey(pod))
        }
    }
}

/// Looks up what the tokens of service accounts are bound to, and the Secrets that are credentials.
final class BoundObjects: ServiceAccountObjects, SecretObjects {
    private let objects: [String: ReadThrough<BoundObject>]
    private let secrets: ResourceCache?

    init(_ cache: (_ resource: String) -> ResourceCache?) {
        var objects: [String: ReadThrough<BoundObject>] = [:]
        for resource in ["serviceaccounts", "pods", "secrets", "nodes"] {
            objects[resource] = ReadThrough(cache(resource)) { object in
                let deleted = object["metadata"]["deletionTimestamp"].string.flatMap(Timestamp.init(rfc3339:))
                return BoundObject(
                    name: object["metadata"]["name"].string ?? "", uid: object["metadata"]["uid"].string ?? "",
                    deleted: deleted?.seconds)
            }
        }
        self.objects = objects
        secrets = cache("secrets")
    }

    func object(_ resource: String, namespace: String, name: String) -> BoundObject? {
        objects[resource]?[ObjectKey(namespace, name)]
    }

    func secret(namespace: String, name: String) -> JSONValue? { secrets?.object(ObjectKey(namespace, name))?.tree() }
}

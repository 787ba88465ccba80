public import ApusAPI
import ApusClient
public import ApusJSON
import Synchronization

/// What tests do to the API beside its clients.
extension FakeAPI {
    /// Stores objects as they are, `status` included; what a server would set is set where it is absent.
    @discardableResult
    public func add(_ resource: GroupVersionResource, _ objects: JSONValue...) -> [JSONValue] {
        objects.map { object in
            var value = object
            return mutateFreely { state in
                let name = value["metadata"]["name"].string ?? "unnamed-\(state.nextUID)"
                value["metadata"]["name"] = .string(name)
                if value["metadata"]["uid"].isNull { value["metadata"]["uid"] = .string("uid-\(state.nextUID)") }
                state.nextUID += 1
                if value["metadata"]["creationTimestamp"].isNull {
                    value["metadata"]["creationTimestamp"] = .string(now().rfc3339)
                }
                if value["metadata"]["generation"].isNull { value["metadata"]["generation"] = 1 }
                let key = value["metadata"]["namespace"].string.map { "\($0)/\(name)" } ?? name
                state.commit(resource, key: key, value)
                return state.objects[resource]?[key]?.value ?? .null
            }
        }
    }

    /// Changes a stored object, any part of it, without checks. Nothing happens where there is none.
    public func edit(_ resource: GroupVersionResource, _ key: String, _ change: (inout JSONValue) -> Void) {
        mutateFreely { state in
            guard var value = state.objects[resource]?[key]?.value else { return }
            change(&value)
            state.commit(resource, key: key, value)
        }
    }

    /// Takes an object away at once, finalizers or not.
    public func remove(_ resource: GroupVersionResource, _ key: String) {
        mutateFreely { state in
            if state.objects[resource]?[key] != nil { state.commit(resource, key: key, nil) }
        }
    }

    /// The stored object `namespace/name` (or `name`).
    public func object(_ resource: GroupVersionResource, _ key: String) -> JSONValue? {
        state.withLock { $0.objects[resource]?[key]?.value }
    }

    /// All stored objects, by name.
    public func objects(_ resource: GroupVersionResource, namespace: String? = nil) -> [JSONValue] {
        state.withLock { state in
            (state.objects[resource] ?? [:]).values.filter { namespace == nil || $0.object.namespace == namespace }
                .sorted { $0.object.key < $1.object.key }.map(\.value)
        }
    }

    /// Every request so far, in order.
    public var requests: [APIRequest] { state.withLock { $0.requests } }

    /// The writes so far: everything but get, list and watch.
    public var writes: [APIRequest] { requests.filter { ![.get, .list, .watch].contains($0.verb) } }

    /// Lets `reactor` see every request first.
    public func addReactor(_ reactor: @escaping Reactor) { state.withLock { $0.reactors.append(reactor) } }

    /// Ends all open watches, as a server does in time.
    public func endWatches() {
        for watcher in takeWatchers() { watcher.channel.channel?.finish() }
    }

    /// Forgets all history, and ends all open watches with 410.
    public func expireWatches() {
        mutateFreely { state in
            state.revision += 1
            state.oldest = state.revision
            state.history = []
        }
        let error = StatusError(code: 410, reason: .expired, message: "too old resource version")
        for watcher in takeWatchers() {
            watcher.channel.channel?.offer(
                WatchEvent(
                    .error,
                    APIObject([
                        "kind": "Status", "apiVersion": "v1", "status": "Failure", "message": .string(error.message),
                        "reason": "Expired", "code": 410,
                    ])))
            watcher.channel.channel?.finish()
        }
    }

    /// Sends a bookmark to all open watches.
    public func bookmark() {
        state.withLock { state in
            for watcher in state.watchers {
                let object: JSONValue = ["metadata": ["resourceVersion": .string(String(state.revision))]]
                watcher.channel.channel?.offer(WatchEvent(.bookmark, APIObject(object)))
            }
        }
    }

    private func takeWatchers() -> [Watcher] {
        state.withLock { state in
            defer { state.watchers = [] }
            return state.watchers
        }
    }

    private func mutateFreely<R>(_ body: (inout State) -> R) -> R {
        defer { notify() }
        return state.withLock { body(&$0) }
    }
}

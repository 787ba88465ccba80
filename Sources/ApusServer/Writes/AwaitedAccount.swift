import ApusAPI
import ApusJSON
import Synchronization

/// The default service account of a namespace that was just made: a Pod that comes before it waits for it a moment, as
/// upstream's admission does, instead of being refused.
final class AwaitedAccount: Watcher {
    /// How long a Pod waits.
    private static let patience = Duration.seconds(1)

    let filter: ObjectFilter
    private let accounts: ResourceCache
    private let body: Mutex<(@Sendable () -> Void)?>

    private init(_ key: ObjectKey, _ accounts: ResourceCache, _ body: @escaping @Sendable () -> Void) {
        filter = ObjectFilter(namespace: key.namespace, name: key.name)
        self.accounts = accounts
        self.body = Mutex(body)
    }

    /// Calls `body` once: when the account is there, or when patience is at its end.
    static func wait(for key: ObjectKey, in accounts: ResourceCache, _ body: @escaping @Sendable () -> Void) {
        let awaited = AwaitedAccount(key, accounts, body)
        accounts.watch(awaited, from: nil) { start in
            if case .snapshot(let snapshot) = start, snapshot.objects[key] != nil { awaited.end() }
        }
        Task {
            try? await Task.sleep(for: patience)
            awaited.end()
        }
    }

    func receive(_ event: CacheEvent, as kind: WatchEvent.Kind) { if kind == .added { end() } }

    private func end() {
        let body = body.withLock { body in
            defer { body = nil }
            return body
        }
        guard let body else { return }
        // Not here: the cache may hold its lock.
        Task {
            accounts.remove(self)
            body()
        }
    }
}

extension ResourceHandlers {
    /// The account that a new Pod has to wait for; nil where it has none to wait for.
    func awaitedAccount(of pod: JSONValue, _ call: Call) -> (key: ObjectKey, accounts: ResourceCache)? {
        let definition = call.resource.definition
        guard definition.resource == "pods", definition.group.isEmpty, let namespace = call.request.namespace,
            pod["metadata"]["annotations"]["kubernetes.io/config.mirror"].isNull
        else { return nil }
        let name = pod["spec"]["serviceAccountName"].string ?? ""
        guard name.isEmpty || name == "default", let accounts = catalog.stored("", "serviceaccounts")?.cache else {
            return nil
        }
        let key = ObjectKey(namespace, "default")
        guard accounts.object(key) == nil, let found = admission.objects.namespace(namespace), !found.isTerminating
        else { return nil }
        return (key, accounts)
    }
}

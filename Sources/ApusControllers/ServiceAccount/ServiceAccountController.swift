import ApusAPI
import ApusClient
import ApusJSON

/// Sees to it that each active namespace has the ServiceAccount `default`.
struct ServiceAccountController: Controller {
    let context: ControllerContext
    let namespaces: Informer
    let accounts: Informer
    let queue: WorkQueue<String>

    init(_ context: ControllerContext) {
        self.context = context
        namespaces = context.informers.informer(Resources.namespaces)
        accounts = context.informers.informer(Resources.serviceAccounts)
        queue = WorkQueue(time: context.time)
        namespaces.addHandler { [queue] change in
            if case .deleted = change { return }
            queue.add(change.object.name)
        }
        accounts.addHandler { [queue] change in
            if case .deleted(let account) = change, account.name == "default" { queue.add(account.namespace) }
        }
    }

    func run() async {
        guard await context.synced(namespaces, accounts) else { return }
        await queue.run(workers: 1, logger: context.logger, sync)
    }

    private func sync(_ name: String) async throws -> WorkResult {
        guard let namespace = namespaces.cache[name], namespace.fields["status.phase"] == "Active",
            accounts.cache.get(namespace: name, name: "default") == nil
        else { return .done }
        try await context.client.createInNamespace(
            Resources.serviceAccounts,
            [
                "apiVersion": "v1", "kind": "ServiceAccount",
                "metadata": ["name": "default", "namespace": .string(name)],
            ])
        return .done
    }
}

extension APIClient {
    /// Creates an object that every namespace has; that it is there already, or that the namespace is going away, is
    /// no failure.
    func createInNamespace(_ resource: GroupVersionResource, _ object: JSONValue) async throws(StatusError) {
        do {
            try await create(resource, object)
        } catch {
            if error.reason == .alreadyExists || error.isNamespaceTerminating { return }
            throw error
        }
    }
}

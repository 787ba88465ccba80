import ApusAPI
import ApusClient
import ApusJSON

/// Empties a namespace that is being deleted, then lets it go.
struct NamespaceController: Controller {
    let context: ControllerContext
    let resources: ResourceSet
    let namespaces: Informer
    let queue: WorkQueue<String>

    init(_ context: ControllerContext, resources: [ManagedResource]) {
        self.context = context
        self.resources = ResourceSet(context, fixed: resources)
        namespaces = context.informers.informer(Resources.namespaces)
        queue = WorkQueue(time: context.time)
        namespaces.addHandler { [queue] change in
            if case .deleted = change { return }
            if !change.object.metadata["deletionTimestamp"].isNull { queue.add(change.object.name) }
        }
    }

    func run() async {
        guard await context.synced(namespaces) else { return }
        await resources.waitForSync()
        await queue.run(workers: 10, logger: context.logger, sync)
    }

    private func sync(_ name: String) async throws -> WorkResult {
        guard let namespace = namespaces.cache[name]?.tree, namespace.isBeingDeleted,
            namespace["spec"]["finalizers"].elements.contains(.string("kubernetes"))
        else { return .done }
        if namespace["status"]["phase"].string != "Terminating" {
            var status = namespace["status"]
            status["phase"] = "Terminating"
            try await context.client.writeStatus(Resources.namespaces, of: namespace, status)
        }
        var content = NamespaceContent()
        let emptied = resources.all.filter { $0.isStored && $0.isNamespaced && $0.supports("list", "delete") }
        for resource in emptied { await empty(resource, in: namespace, &content) }
        try await report(content, on: namespace)
        if let error = content.failures.first { throw error.error }
        guard content.isEmpty else {
            // Half of what the slowest needs, as upstream waits.
            return .again(after: .seconds(content.estimate / 2 + 1))
        }
        try await finalize(namespace)
        return .done
    }

    /// Deletes what there is of `resource`, and notes what is left.
    private func empty(
        _ resource: ManagedResource, in namespace: JSONValue, _ content: inout NamespaceContent
    ) async {
        do {
            let gvr = resource.resource
            var items = try await context.client.list(gvr, namespace: namespace.name).items
            guard !items.isEmpty else { return }
            if resource.supports("deletecollection") {
                var options = APIOptions()
                options.propagationPolicy = "Background"
                try await context.client.deleteCollection(gvr, namespace: namespace.name, options: options)
            } else {
                for item in items {
                    try await context.client.deleteIfPresent(gvr, namespace: namespace.name, name: item.name)
                }
            }
            items = try await context.client.list(gvr, namespace: namespace.name).items
            content.note(items, of: gvr)
        } catch {
            content.failures.append((resource.resource, error))
        }
    }

    private func report(_ content: NamespaceContent, on namespace: JSONValue) async throws(StatusError) {
        var status = namespace["status"]
        status["phase"] = "Terminating"
        status["conditions"] = .array(
            content.conditions(replacing: status["conditions"].elements, now: context.time.now))
        guard status != namespace["status"] else { return }
        do {
            try await context.client.writeStatus(Resources.namespaces, of: namespace, status)
        } catch {
            if error.reason != .notFound { throw error }
        }
    }

    private func finalize(_ namespace: JSONValue) async throws(StatusError) {
        var value = namespace
        value["spec"]["finalizers"] = .array(
            namespace["spec"]["finalizers"].elements.filter { $0.string != "kubernetes" })
        value["metadata"].remove("resourceVersion")
        do {
            try await context.client.update(Resources.namespaces, value, subresource: "finalize")
        } catch {
            if error.reason != .notFound { throw error }
        }
    }
}

import ApusAPI
import ApusClient
import ApusJSON

/// Puts the certificate authority of the API server into each namespace, as ConfigMap `kube-root-ca.crt`.
struct RootCAPublisher: Controller {
    static let name = "kube-root-ca.crt"
    static let description = "kubernetes.io/description"

    let context: ControllerContext
    /// PEM.
    let certificate: String
    let namespaces: Informer
    let configMaps: Informer
    let queue: WorkQueue<String>

    init(_ context: ControllerContext, certificate: String) {
        self.context = context
        self.certificate = certificate
        namespaces = context.informers.informer(Resources.namespaces)
        configMaps = context.informers.informer(
            InformerScope(Resources.configMaps, fieldSelector: "metadata.name=\(Self.name)"))
        queue = WorkQueue(time: context.time)
        namespaces.addHandler { [queue] change in
            if case .deleted = change { return }
            queue.add(change.object.name)
        }
        configMaps.addHandler { [queue] change in
            if case .added = change { return }
            queue.add(change.object.namespace)
        }
    }

    func run() async {
        guard await context.synced(namespaces, configMaps) else { return }
        await queue.run(workers: 1, logger: context.logger, sync)
    }

    private func sync(_ namespace: String) async throws -> WorkResult {
        guard namespaces.cache[namespace]?.fields["status.phase"] == "Active" else { return .done }
        let data: JSONValue = ["ca.crt": .string(certificate)]
        guard let stored = configMaps.cache.get(namespace: namespace, name: Self.name)?.tree else {
            try await context.client.createInNamespace(
                Resources.configMaps,
                [
                    "apiVersion": "v1", "kind": "ConfigMap",
                    "metadata": [
                        "name": .string(Self.name), "namespace": .string(namespace),
                        "annotations": [Self.description: .string(text)],
                    ],
                    "data": data,
                ])
            return .done
        }
        guard stored["data"] != data || (stored.annotations[Self.description] ?? "").isEmpty else { return .done }
        var changed = stored
        changed["data"] = data
        changed["metadata"]["annotations"][Self.description] = .string(text)
        try await context.client.update(Resources.configMaps, changed)
        return .done
    }

    private var text: String {
        "The certificates by which clients inside of the cluster verify the API server at its internal addresses."
    }
}

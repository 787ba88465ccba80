import ApusAPI
import ApusJSON
import Logging
import Synchronization

/// Keeps an APIService for each served group version of custom resources, and deletes those of versions that are gone
/// (upstream's `crdregistration` and kube-aggregator's `autoregister`). What somebody else made stays.
final class CustomAPIServices: Watcher {
    private static let resource = GroupVersionResource("apiregistration.k8s.io", "v1", "apiservices")
    private static let label = "kube-aggregator.kubernetes.io/automanaged"

    let filter = ObjectFilter()
    private let definitions: ResourceCache
    private let services: ResourceCache
    private let transport: any APITransport
    private let logger: Logger
    private let state = Mutex(State())

    private struct State: Sendable {
        /// `v1.example.com`: what may be out of date.
        var pending: Set<String> = []
        var isBusy = false
        var isStopped = false
    }

    init?(server: ServerCore) {
        guard let definitions = server.catalog.stored("apiextensions.k8s.io", "customresourcedefinitions")?.cache,
            let services = server.catalog.stored("apiregistration.k8s.io", "apiservices")?.cache
        else { return nil }
        self.definitions = definitions
        self.services = services
        transport = InProcessTransport(user: Bootstrap.user, server: server)
        logger = server.configuration.logger
    }

    /// Follows the definitions and the APIServices from now on.
    func begin() {
        definitions.watch(self, from: nil) { start in
            guard case .snapshot(let snapshot) = start else { return }
            for object in ListItems(snapshot.objects, range: snapshot.objects.range(namespace: nil), filter: nil) {
                note(Self.names(of: object))
            }
        }
        services.watch(ServiceWatcher(owner: self), from: nil) { start in
            guard case .snapshot(let snapshot) = start else { return }
            for object in ListItems(snapshot.objects, range: snapshot.objects.range(namespace: nil), filter: nil) {
                serviceChanged(object)
            }
        }
    }

    func stop() { state.withLock { $0.isStopped = true } }

    func receive(_ event: CacheEvent, as kind: WatchEvent.Kind) {
        note((event.object.map(Self.names(of:)) ?? []) + (event.previous.map(Self.names(of:)) ?? []))
    }

    fileprivate func serviceChanged(_ service: APIObject) {
        if service.labels[Self.label] == "true" { note([service.name]) }
    }

    /// The names of the APIServices of a definition's versions.
    private static func names(of definition: APIObject) -> [String] {
        let spec = definition.tree()["spec"]
        let group = spec["group"].string ?? ""
        return spec["versions"].elements.compactMap { $0["name"].string.map { "\($0).\(group)" } }
    }

    // MARK: - Writing

    private func note(_ names: [String]) {
        let isFirst = state.withLock { state in
            state.pending.formUnion(names)
            guard !state.isBusy, !state.isStopped, !state.pending.isEmpty else { return false }
            state.isBusy = true
            return true
        }
        if isFirst { Task { await settlePending() } }
    }

    private func settlePending() async {
        while let names = nextBatch() {
            for name in names.sorted() {
                do throws(StatusError) {
                    try await settle(name)
                } catch {
                    // Whoever was faster is seen by the watch.
                    if [.alreadyExists, .notFound, .conflict].contains(error.reason) { continue }
                    logger.warning(
                        "an APIService cannot be written", metadata: ["name": "\(name)", "error": "\(error)"])
                }
            }
        }
    }

    private func nextBatch() -> Set<String>? {
        state.withLock { state in
            guard !state.pending.isEmpty, !state.isStopped else {
                state.isBusy = false
                return nil
            }
            defer { state.pending = [] }
            return state.pending
        }
    }

    private func settle(_ name: String) async throws(StatusError) {
        let known = services.object(ObjectKey("", name))
        let words = name.split(separator: ".", maxSplits: 1).map(String.init)
        guard words.count == 2 else { return }
        let spec: JSONValue = [
            "group": .string(words[1]), "version": .string(words[0]), "groupPriorityMinimum": 1000,
            "versionPriority": 100,
        ]
        guard let known else {
            guard isServed(version: words[0], group: words[1]) else { return }
            var request = APIRequest(.create, Self.resource)
            request.body = .value([
                "kind": "APIService", "apiVersion": "apiregistration.k8s.io/v1",
                "metadata": ["name": .string(name), "labels": [Self.label: "true"]], "spec": spec,
            ])
            _ = try await transport.send(request)
            return
        }
        guard known.labels[Self.label] == "true" else { return }
        if !isServed(version: words[0], group: words[1]) {
            var request = APIRequest(.delete, Self.resource, name: name)
            request.body = .value([
                "kind": "DeleteOptions", "apiVersion": "v1", "preconditions": ["uid": .string(known.uid)],
            ])
            _ = try await transport.send(request)
        } else if known.tree()["spec"] != spec {
            var changed = known.tree()
            changed["metadata"]["resourceVersion"] = .string(known.resourceVersion)
            changed["spec"] = spec
            _ = try await transport.send(APIRequest(.update, Self.resource, name: name, body: .value(changed)))
        }
    }

    /// Whether any definition serves the version of the group.
    private func isServed(version: String, group: String) -> Bool {
        let snapshot = definitions.snapshot()
        let items = ListItems(snapshot.objects, range: snapshot.objects.range(namespace: nil), filter: nil)
        return items.contains { object in
            let spec = object.tree()["spec"]
            return spec["group"].string == group
                && spec["versions"].elements.contains { $0["name"].string == version && $0["served"].bool ?? false }
        }
    }
}

/// Tells of changes of the APIServices themselves.
private final class ServiceWatcher: Watcher {
    let filter = ObjectFilter()
    private let owner: CustomAPIServices

    init(owner: CustomAPIServices) { self.owner = owner }

    func receive(_ event: CacheEvent, as kind: WatchEvent.Kind) {
        for object in [event.object, event.previous].compactMap({ $0 }) { owner.serviceChanged(object) }
    }
}

import ApusAPI
import ApusClient
import ApusJSON
import Logging
import Synchronization

/// The ConfigMaps and Secrets that pods of this node refer to, each watched as long as a pod does: what the kubelet is
/// allowed to see, and no more (`pkg/kubelet/util/manager/watch_based_manager.go`).
final class ReferencedObjects: Sendable {
    struct Reference: Hashable, Sendable {
        enum Kind: String, Sendable { case configMap = "configmaps", secret = "secrets" }

        var kind: Kind
        var namespace: String
        var name: String
    }

    private struct Watched {
        var informer: Informer
        var task: Task<Void, Never>
        var users: Set<String> = []
    }

    private let transport: any APITransport
    private let time: TimeSource
    private let logger: Logger
    private let changed: @Sendable (_ uid: String) -> Void
    private let watched = Mutex<[Reference: Watched]>([:])

    /// - Parameter changed: called with a pod's uid when an object that it refers to changed.
    init(
        transport: any APITransport, time: TimeSource, logger: Logger, changed: @escaping @Sendable (String) -> Void
    ) {
        self.transport = transport
        self.time = time
        self.logger = logger
        self.changed = changed
    }

    /// The object's newest state; nil where there is none. From the first call on, the pod hears of its changes.
    func get(_ reference: Reference, for uid: String) async -> JSONValue? {
        let informer = watched.withLock { watched in
            if watched[reference] == nil { watched[reference] = watch(reference) }
            watched[reference]?.users.insert(uid)
            return watched[reference]?.informer
        }
        guard let informer else { return nil }
        await informer.waitForSync()
        return informer.cache.get(namespace: reference.namespace, name: reference.name)?.tree
    }

    /// The pod is gone.
    func release(_ uid: String) {
        let ended = watched.withLock { watched in
            var ended: [Task<Void, Never>] = []
            for (reference, entry) in watched where entry.users.contains(uid) {
                watched[reference]?.users.remove(uid)
                guard entry.users.count == 1 else { continue }
                ended.append(entry.task)
                watched[reference] = nil
            }
            return ended
        }
        for task in ended { task.cancel() }
    }

    func stop() {
        let tasks = watched.withLock { watched in
            defer { watched = [:] }
            return watched.values.map(\.task)
        }
        for task in tasks { task.cancel() }
    }

    private func watch(_ reference: Reference) -> Watched {
        let scope = InformerScope(
            GroupVersionResource("", "v1", reference.kind.rawValue), namespace: reference.namespace,
            fieldSelector: "metadata.name=\(reference.name)")
        let informer = Informer(scope, transport: transport, time: time, logger: logger)
        informer.addHandler { [weak self] change in
            if case .added(_, initial: true) = change { return }
            self?.notify(reference)
        }
        return Watched(informer: informer, task: Task { await informer.run() })
    }

    private func notify(_ reference: Reference) {
        for user in watched.withLock({ $0[reference]?.users ?? [] }) { changed(user) }
    }
}

extension JSONValue {
    /// The data of a ConfigMap or a Secret as bytes, base64 decoded where it is encoded.
    func objectData(_ kind: ApusKubelet.ReferencedObjects.Reference.Kind) -> [String: [UInt8]] {
        var data: [String: [UInt8]] = [:]
        for member in self["data"].object?.members ?? [] {
            let text = member.value.string ?? ""
            data[member.key] = kind == .secret ? Base64.decode(text) ?? [] : Array(text.utf8)
        }
        for member in self["binaryData"].object?.members ?? [] {
            data[member.key] = Base64.decode(member.value.string ?? "") ?? []
        }
        return data
    }
}

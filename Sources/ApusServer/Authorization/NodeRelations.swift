import ApusAPI
import ApusJSON
import ApusResources
import Synchronization

/// The kinds of object that a node may use because of the Pods on it, or because they are its own.
enum NodeRelation: Hashable, Sendable {
    case pod, secret, configMap, serviceAccount, claim, volume, attachment, resourceClaim, slice
}

/// Knows what a node has to do with which objects. Called on event loops: must not block.
protocol NodeRelations: Sendable {
    func isRelated(_ node: String, to kind: NodeRelation, _ key: ObjectKey) -> Bool
}

/// What the Pods on each node refer to, kept up to date from the feed of Pods.
///
/// A change of a Pod costs the writer's thread a look at its node's name, and a queue entry when it was bound or
/// deleted. What a Pod refers to is read from it only when its node asks for something.
final class PodRelations: NodeRelations {
    struct Reference: Hashable {
        let kind: NodeRelation
        let key: ObjectKey
    }

    fileprivate struct Entry {
        let node: String
        let uid: String
        /// Nil: not read yet.
        var references: Set<Reference>?
        /// Whether claims for resources may still be made for it.
        var hasResourceClaims = false
    }

    fileprivate struct State {
        var pods: [ObjectKey: Entry] = [:]
        /// The Pods of each node whose references are still to be read.
        var unread: [String: Set<ObjectKey>] = [:]
        /// By node: how many Pods refer to an object.
        var counts: [String: [Reference: Int]] = [:]
    }

    private let state = Mutex(State())
    private let cache: @Sendable (_ group: String, _ resource: String) -> ResourceCache?

    init(_ cache: @escaping @Sendable (_ group: String, _ resource: String) -> ResourceCache?) { self.cache = cache }

    // MARK: - Feeding

    /// Takes over a Pod as it is now. Called under the lock of the Pods' cache.
    func update(_ pod: APIObject) {
        guard let node = pod.fields["spec.nodeName"], !node.isEmpty else { return }
        let key = ObjectKey(pod)
        state.withLock { state in
            if let known = state.pods[key] {
                // References of a bound Pod do not change, but that its claims may be made later.
                let isSame = known.node == node && known.uid == pod.uid
                if isSame, known.references == nil || !known.hasResourceClaims { return }
                state.forget(key)
            }
            state.pods[key] = Entry(node: node, uid: pod.uid, references: nil)
            state.unread[node, default: []].insert(key)
        }
    }

    func remove(_ key: ObjectKey) { state.withLock { $0.forget(key) } }

    // MARK: - Asking

    func isRelated(_ node: String, to kind: NodeRelation, _ key: ObjectKey) -> Bool {
        switch kind {
        case .pod: return cache("", "pods")?.object(key)?.fields["spec.nodeName"] == node
        case .attachment:
            return cache("storage.k8s.io", "volumeattachments")?.object(key)?.tree()["spec"]["nodeName"].string == node
        case .slice:
            return cache("resource.k8s.io", "resourceslices")?.object(key)?.tree()["spec"]["nodeName"].string == node
        case .volume: return usesVolume(node, key)
        case .secret: return uses(node, Reference(kind: .secret, key: key)) || usesThroughVolume(node, secret: key)
        case .configMap, .serviceAccount, .claim, .resourceClaim: return uses(node, Reference(kind: kind, key: key))
        }
    }

    private func uses(_ node: String, _ reference: Reference) -> Bool {
        read(node)
        return state.withLock { $0.counts[node]?[reference] != nil }
    }

    /// A volume is used by whoever uses the claim that it is bound to.
    private func usesVolume(_ node: String, _ key: ObjectKey) -> Bool {
        guard let volume = cache("", "persistentvolumes")?.object(key)?.tree(),
            let claim = VolumeSecrets.claim(of: volume)
        else { return false }
        return uses(node, Reference(kind: .claim, key: claim))
    }

    private func usesThroughVolume(_ node: String, secret: ObjectKey) -> Bool {
        let claims = state.withLock { $0.counts[node]?.keys.filter { $0.kind == .claim }.map(\.key) ?? [] }
        return claims.contains { claim in
            guard
                let name = cache("", "persistentvolumeclaims")?.object(claim)?.tree()["spec"]["volumeName"].string,
                let volume = cache("", "persistentvolumes")?.object(ObjectKey("", name))?.tree(),
                VolumeSecrets.claim(of: volume) == claim
            else { return false }
            return VolumeSecrets.names(of: volume).contains(secret)
        }
    }

    /// Reads the Pods that came to the node since it last asked. The cache is never asked under the own lock, because
    /// the feed comes under the cache's.
    private func read(_ node: String) {
        let keys = state.withLock { state in state.unread.removeValue(forKey: node) ?? [] }
        for key in keys {
            guard let pod = cache("", "pods")?.object(key) else { continue }
            let tree = pod.tree()
            let references = PodReferences.all(tree)
            let hasClaims = !tree["spec"]["resourceClaims"].elements.isEmpty
            state.withLock { state in
                guard let entry = state.pods[key], entry.node == node, entry.uid == pod.uid, entry.references == nil
                else { return }
                state.pods[key]?.references = references
                state.pods[key]?.hasResourceClaims = hasClaims
                for reference in references { state.counts[node, default: [:]][reference, default: 0] += 1 }
            }
        }
    }
}

extension PodRelations.State {
    fileprivate mutating func forget(_ key: ObjectKey) {
        guard let entry = pods.removeValue(forKey: key) else { return }
        unread[entry.node]?.remove(key)
        for reference in entry.references ?? [] {
            let count = (counts[entry.node]?[reference] ?? 1) - 1
            counts[entry.node]?[reference] = count > 0 ? count : nil
        }
        if counts[entry.node]?.isEmpty == true { counts[entry.node] = nil }
        if unread[entry.node]?.isEmpty == true { unread[entry.node] = nil }
    }
}

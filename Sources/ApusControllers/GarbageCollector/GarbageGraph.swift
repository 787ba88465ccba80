import ApusAPI
import ApusClient
import ApusJSON
import Synchronization

/// Who an object is: enough to find it at the API.
struct ObjectIdentity: Sendable, Hashable {
    var apiVersion: String
    var kind: String
    var namespace: String
    var name: String
    var uid: String
}

/// Who owns whom, as far as informers have told (upstream's `GraphBuilder`).
///
/// An owner that some object names but nobody has shown is a *virtual* node: it has to be looked for at the API.
final class GarbageGraph: Sendable {
    struct Node: Sendable {
        var identity: ObjectIdentity
        var owners: [OwnerReference]
        var dependents: Set<String> = []
        var isVirtual = false
        var isBeingDeleted = false
        /// It is deleted in the foreground and waits for what depends on it.
        var isDeletingDependents = false
        /// It is deleted and its dependents are to stay.
        var isOrphaning = false
    }

    /// What has to be looked at after a change, by uid.
    struct Effects: Sendable {
        var delete: [String] = []
        var orphan: [String] = []
    }

    static let orphanFinalizer = "orphan"
    static let foregroundFinalizer = "foregroundDeletion"

    fileprivate struct State {
        var nodes: [String: Node] = [:]
        /// Owners that are known to be gone.
        var absent: Set<String> = []
    }

    private let state = Mutex(State())

    subscript(uid: String) -> Node? { state.withLock { $0.nodes[uid] } }

    func isKnownAbsent(_ uid: String) -> Bool { state.withLock { $0.absent.contains(uid) } }

    func noteAbsent(_ uid: String) { state.withLock { $0.noteAbsent(uid) } }

    /// The nodes that name `uid` as an owner.
    func dependents(of uid: String) -> [Node] {
        state.withLock { state in (state.nodes[uid]?.dependents ?? []).compactMap { state.nodes[$0] } }
    }

    /// Takes in an object that was added or changed.
    func observe(_ object: APIObject, kind: GroupVersionKind) -> Effects {
        let metadata = object.metadata
        let finalizers = metadata["finalizers"].elements.compactMap(\.string)
        let isBeingDeleted = !metadata["deletionTimestamp"].isNull
        var node = Node(
            identity: ObjectIdentity(
                apiVersion: kind.apiVersion, kind: kind.kind, namespace: object.namespace, name: object.name,
                uid: object.uid),
            owners: metadata["ownerReferences"].elements.map { OwnerReference($0) })
        node.isBeingDeleted = isBeingDeleted
        node.isDeletingDependents = isBeingDeleted && finalizers.contains(Self.foregroundFinalizer)
        node.isOrphaning = isBeingDeleted && finalizers.contains(Self.orphanFinalizer)
        return state.withLock { $0.put(node) }
    }

    /// Takes out an object that is gone.
    func remove(_ uid: String) -> Effects { state.withLock { $0.remove(uid) } }
}

extension GarbageGraph.Node {
    /// Whether a reference of `dependent` leads here: an owner is in the same namespace, or in none.
    fileprivate func isNamed(by reference: OwnerReference, from dependent: GarbageGraph.Node) -> Bool {
        reference.name == identity.name && reference.kind == identity.kind
            && (identity.namespace.isEmpty || identity.namespace == dependent.identity.namespace)
    }
}

extension GarbageGraph.State {
    fileprivate mutating func noteAbsent(_ uid: String) {
        if absent.count > 10_000 { absent.removeAll() }
        absent.insert(uid)
    }

    fileprivate mutating func put(_ new: GarbageGraph.Node) -> GarbageGraph.Effects {
        var effects = GarbageGraph.Effects()
        let uid = new.identity.uid
        let old = nodes[uid]
        var node = new
        node.dependents = old?.dependents ?? []
        nodes[uid] = node

        let before = Set(old?.owners.map(\.uid) ?? [])
        let after = Set(new.owners.map(\.uid))
        for owner in before.subtracting(after) { detach(uid, from: owner) }
        for reference in new.owners where !before.contains(reference.uid) {
            if attach(uid, to: reference, namespace: new.identity.namespace) { effects.delete.append(reference.uid) }
            if let owner = nodes[reference.uid], !owner.isVirtual, !owner.isNamed(by: reference, from: new) {
                effects.delete.append(uid)
            }
        }
        if let old, !old.isVirtual { effects.delete += unblocked(old.owners, new.owners) }
        // Whoever named the owner before it was seen may have named its place wrongly.
        if old?.isVirtual == true {
            effects.delete += node.dependents.filter { dependent in
                guard let child = nodes[dependent], let reference = child.owners.first(where: { $0.uid == uid }) else {
                    return false
                }
                return !node.isNamed(by: reference, from: child)
            }
        }

        if node.isOrphaning, old?.isOrphaning != true { effects.orphan.append(uid) }
        if node.isDeletingDependents, old?.isDeletingDependents != true {
            effects.delete.append(uid)
            effects.delete += node.dependents
        }
        // An owner that is gone for good is found by looking at what it left.
        if old == nil, new.owners.contains(where: { absent.contains($0.uid) }) { effects.delete.append(uid) }
        return effects
    }

    /// Owners that wait for their dependents and are no longer blocked by this one.
    private func unblocked(_ before: [OwnerReference], _ after: [OwnerReference]) -> [String] {
        before.filter { old in
            guard old.blockOwnerDeletion else { return false }
            let new = after.first { $0.uid == old.uid }
            return new?.blockOwnerDeletion != true && nodes[old.uid]?.isDeletingDependents == true
        }.map(\.uid)
    }

    /// Returns whether the owner is virtual and has to be looked for.
    private mutating func attach(_ uid: String, to reference: OwnerReference, namespace: String) -> Bool {
        if nodes[reference.uid] != nil {
            nodes[reference.uid]?.dependents.insert(uid)
            return false
        }
        var owner = GarbageGraph.Node(
            identity: ObjectIdentity(
                apiVersion: reference.apiVersion, kind: reference.kind, namespace: namespace, name: reference.name,
                uid: reference.uid), owners: [])
        owner.isVirtual = true
        owner.dependents = [uid]
        nodes[reference.uid] = owner
        return true
    }

    private mutating func detach(_ uid: String, from owner: String) {
        nodes[owner]?.dependents.remove(uid)
        if let node = nodes[owner], node.isVirtual, node.dependents.isEmpty { nodes[owner] = nil }
    }

    fileprivate mutating func remove(_ uid: String) -> GarbageGraph.Effects {
        var effects = GarbageGraph.Effects()
        guard let node = nodes.removeValue(forKey: uid) else { return effects }
        if !node.dependents.isEmpty { noteAbsent(uid) }
        effects.delete += node.dependents
        for owner in node.owners {
            detach(uid, from: owner.uid)
            if nodes[owner.uid]?.isDeletingDependents == true { effects.delete.append(owner.uid) }
        }
        return effects
    }
}

import ApusAPI
import ApusClient
import ApusJSON

/// Sorts out which objects belong to a controlling object: what it owns and still selects stays, what it owns and no
/// longer selects is released, orphans that it selects are adopted (upstream's `ControllerRefManager`).
struct ReferenceClaim: Sendable {
    let client: APIClient
    /// The resource of the owner.
    let ownerResource: GroupVersionResource
    let ownerKind: GroupVersionKind
    let owner: JSONValue
    let selector: LabelSelector
    /// The resource of what is claimed.
    let resource: GroupVersionResource
    /// Goes with an adoption, so that nothing is lost while a Job is tracked.
    var finalizer: String?

    /// Those of `objects` that belong to the owner after adoptions and releases.
    func claim(_ objects: [JSONValue]) async throws -> [JSONValue] {
        var claimed: [JSONValue] = []
        var mayAdopt: Bool?
        for object in objects {
            let matches = selector.matches(object.labels)
            if let reference = object.controllerReference {
                guard reference.uid == owner.uid else { continue }
                if matches {
                    claimed.append(object)
                } else if !owner.isBeingDeleted {
                    try await release(object)
                }
            } else if matches, !owner.isBeingDeleted, !object.isBeingDeleted {
                if mayAdopt == nil { mayAdopt = try await ownerStillExists() }
                guard mayAdopt == true else { continue }
                if try await adopt(object) { claimed.append(object) }
            }
        }
        return claimed
    }

    /// Asks the server, not the cache: an owner that is gone must not take orphans with it.
    private func ownerStillExists() async throws(StatusError) -> Bool {
        do {
            let fresh = try await client.get(
                ownerResource, namespace: owner.namespace.isEmpty ? nil : owner.namespace, name: owner.name)
            return fresh.uid == owner.uid && !fresh.tree.isBeingDeleted
        } catch  where error.reason == .notFound {
            return false
        }
    }

    private func adopt(_ object: JSONValue) async throws(StatusError) -> Bool {
        var metadata: JSONValue = [
            "uid": .string(object.uid), "ownerReferences": [OwnerReference.controller(ownerKind, owner).value],
        ]
        if let finalizer, !object.finalizers.contains(finalizer) { metadata["finalizers"] = [.string(finalizer)] }
        do {
            try await client.patch(
                resource, namespace: object.namespace, name: object.name, .strategicMerge, ["metadata": metadata])
            return true
        } catch  where error.reason == .notFound {
            return false
        }
    }

    private func release(_ object: JSONValue) async throws(StatusError) {
        var metadata: JSONValue = [
            "uid": .string(object.uid), "ownerReferences": [["$patch": "delete", "uid": .string(owner.uid)]],
        ]
        if let finalizer { metadata["$deleteFromPrimitiveList/finalizers"] = [.string(finalizer)] }
        do {
            try await client.patch(
                resource, namespace: object.namespace, name: object.name, .strategicMerge, ["metadata": metadata])
        } catch  where error.reason == .notFound || error.reason == .invalid {
            // Gone, or without the reference by now.
        }
    }
}

extension Indexer {
    /// By namespace and the uid of the managing owner: `ns/uid`; orphans are under `ns/`.
    static let controllerInNamespace = Indexer("namespace/controller") { object in
        ["\(object.namespace)/\(object.controllerReference?.uid ?? "")"]
    }
}

extension ObjectCache {
    /// What `uid` manages in `namespace`, and the orphans there, as trees.
    func claimable(namespace: String, uid: String) -> [JSONValue] {
        (indexed(.controllerInNamespace, "\(namespace)/\(uid)") + indexed(.controllerInNamespace, "\(namespace)/"))
            .map(\.tree)
    }
}

/// Which Pods are on which nodes, assumed ones included; keeps the snapshot's sums right.
///
/// Belongs to the scheduling thread.
final class PodLedger {
    struct Entry {
        var nodeName: String
        var usage: PodUsage
        /// Placed by this scheduler and not yet seen bound.
        var isAssumed: Bool
    }

    let snapshot: ClusterSnapshot
    private var entries: [String: Entry] = [:]
    private var byNode: [String: Set<String>] = [:]

    init(_ snapshot: ClusterSnapshot) { self.snapshot = snapshot }

    var count: Int { entries.count }

    subscript(uid: String) -> Entry? { entries[uid] }

    /// Puts a Pod on a node; a node that is not known yet counts it when it comes.
    func place(_ uid: String, _ usage: PodUsage, on nodeName: String, isAssumed: Bool) {
        if let entry = entries[uid], entry.nodeName == nodeName, entry.usage == usage {
            entries[uid]?.isAssumed = isAssumed
            return
        }
        remove(uid)
        entries[uid] = Entry(nodeName: nodeName, usage: usage, isAssumed: isAssumed)
        byNode[nodeName, default: []].insert(uid)
        if let row = snapshot.rowsByName[nodeName] { snapshot.count(usage, on: row) }
    }

    /// Takes a Pod off its node; gives what it was.
    @discardableResult
    func remove(_ uid: String) -> Entry? {
        guard let entry = entries.removeValue(forKey: uid) else { return nil }
        byNode[entry.nodeName]?.remove(uid)
        if byNode[entry.nodeName]?.isEmpty == true { byNode[entry.nodeName] = nil }
        if let row = snapshot.rowsByName[entry.nodeName] { snapshot.count(entry.usage, on: row, sign: -1) }
        return entry
    }

    func set(_ node: NodeFacts) -> ClusterSnapshot.NodeChange {
        let change = snapshot.set(node)
        if change.contains(.added), let row = snapshot.rowsByName[node.name] {
            for uid in byNode[node.name] ?? [] {
                if let entry = entries[uid] { snapshot.count(entry.usage, on: row) }
            }
        }
        return change
    }

    /// Takes a node away; its Pods stay, for the case that it comes back.
    func removeNode(_ name: String) { snapshot.removeNode(name) }
}

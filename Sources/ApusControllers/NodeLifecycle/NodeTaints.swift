import ApusAPI
import ApusJSON

/// Taints that say what is wrong with a node, and what Pods tolerate.
enum NodeTaints {
    static let notReady = "node.kubernetes.io/not-ready"
    static let unreachable = "node.kubernetes.io/unreachable"
    static let unschedulable = "node.kubernetes.io/unschedulable"
    /// The condition types with the status that taints, beside Ready.
    static let ofConditions = [
        ("MemoryPressure", "True", "node.kubernetes.io/memory-pressure"),
        ("DiskPressure", "True", "node.kubernetes.io/disk-pressure"),
        ("NetworkUnavailable", "True", "node.kubernetes.io/network-unavailable"),
        ("PIDPressure", "True", "node.kubernetes.io/pid-pressure"),
    ]

    /// The keys of the NoSchedule taints that `node` should have, of those that conditions make.
    static func noSchedule(for node: JSONValue) -> [String] {
        let conditions = node["status"]["conditions"].elements
        var keys: [String] = []
        switch conditions.condition("Ready")?["status"].string {
        case "False": keys.append(notReady)
        case "Unknown": keys.append(unreachable)
        default: break
        }
        for (type, status, key) in ofConditions where conditions.condition(type)?["status"].string == status {
            keys.append(key)
        }
        if node["spec"]["unschedulable"].bool == true { keys.append(unschedulable) }
        return keys
    }

    /// The key of the NoExecute taint that `node` should have.
    static func noExecute(for node: JSONValue) -> String? {
        switch node["status"]["conditions"].elements.condition("Ready")?["status"].string {
        case "False": notReady
        case "Unknown": unreachable
        default: nil
        }
    }

    private static let managed = [notReady, unreachable, unschedulable] + ofConditions.map(\.2)

    /// The node's taints with those that conditions make brought up to date; those that stay keep their time.
    static func reconciled(_ node: JSONValue, evicting: Bool, now: Timestamp) -> [JSONValue] {
        let schedule = noSchedule(for: node)
        let execute = noExecute(for: node)
        var taints = node["spec"]["taints"].elements.filter { taint in
            guard let key = taint["key"].string, managed.contains(key) else { return true }
            switch taint["effect"].string {
            case "NoSchedule": return schedule.contains(key)
            // Where evictions are held back, a taint that is there stays and none is added.
            case "NoExecute": return execute == key
            default: return true
            }
        }
        func has(_ key: String, _ effect: String) -> Bool {
            taints.contains { $0["key"].string == key && $0["effect"].string == effect }
        }
        for key in schedule where !has(key, "NoSchedule") {
            taints.append([
                "key": .string(key), "effect": "NoSchedule", "timeAdded": .string(now.rfc3339),
            ])
        }
        if let execute, evicting, !has(execute, "NoExecute") {
            taints.append([
                "key": .string(execute), "effect": "NoExecute", "timeAdded": .string(now.rfc3339),
            ])
        }
        return taints
    }

    /// Whether `toleration` covers `taint` (`Toleration.ToleratesTaint`).
    static func tolerates(_ toleration: JSONValue, _ taint: JSONValue) -> Bool {
        if let effect = toleration["effect"].string, !effect.isEmpty, effect != taint["effect"].string { return false }
        let key = toleration["key"].string ?? ""
        if !key.isEmpty, key != taint["key"].string { return false }
        return switch toleration["operator"].string ?? "" {
        case "", "Equal": toleration["value"].string ?? "" == taint["value"].string ?? ""
        case "Exists": true
        default: false
        }
    }
}

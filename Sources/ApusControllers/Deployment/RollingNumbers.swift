import ApusAPI
import ApusJSON

/// How far a Deployment may stray from its size while it rolls (upstream's `deployment/util`).
struct RollingNumbers: Sendable {
    /// `spec.replicas`.
    let wanted: Int64
    let isRolling: Bool
    let maxSurge: Int64
    let maxUnavailable: Int64

    init(_ deployment: JSONValue) {
        let spec = deployment["spec"]
        wanted = spec["replicas"].int ?? 1
        isRolling = spec["strategy"]["type"].string != "Recreate"
        let rolling = spec["strategy"]["rollingUpdate"]
        guard isRolling else {
            maxSurge = 0
            maxUnavailable = 0
            return
        }
        let surge = IntOrString(rolling["maxSurge"])?.scaled(of: wanted, roundingUp: true) ?? 0
        var unavailable = IntOrString(rolling["maxUnavailable"])?.scaled(of: wanted, roundingUp: false) ?? 0
        // Both 0 would never move; it happens when both are percentages that round to nothing.
        if surge == 0, unavailable == 0 { unavailable = 1 }
        maxSurge = surge
        maxUnavailable = min(unavailable, wanted)
    }

    /// The size that the new ReplicaSet may have beside `all` (`NewRSNewReplicas`).
    func newSize(_ current: Int64, all: [ReplicaSet]) -> Int64 {
        guard isRolling else { return wanted }
        let most = wanted + maxSurge
        let total = all.totalSize
        if total >= most { return current }
        return current + min(most - total, wanted - current)
    }

    /// The share of `toAdd` that a ReplicaSet gets when the Deployment was resized while it rolled
    /// (`GetReplicaSetProportion`).
    func proportion(_ set: ReplicaSet, status: Int64, toAdd: Int64, added: Int64) -> Int64 {
        guard set.size != 0, toAdd != 0, toAdd != added else { return 0 }
        let share = fraction(set, status: status)
        return toAdd > 0 ? min(share, toAdd - added) : max(share, toAdd - added)
    }

    private func fraction(_ set: ReplicaSet, status: Int64) -> Int64 {
        if wanted == 0 { return -set.size }
        let before = set.maximum.flatMap { $0 > 0 ? $0 : nil } ?? status
        guard before > 0 else { return 0 }
        let scaled = (Double(set.size * (wanted + maxSurge)) / Double(before)).rounded()
        return Int64(scaled) - set.size
    }
}

import ApusAPI
import ApusJSON
import Logging

/// What one contender knows of the Lease, and its moves on it.
struct LeaseRecord: Sendable {
    static let leases = GroupVersionResource("coordination.k8s.io", "v1", "leases")

    let election: LeaderElection
    /// The `spec` seen last, and when it was first seen, by this process's own clock.
    private var observed: JSONValue = .null
    private var observedAt: Duration = .zero
    private var reportedLeader = ""

    init(election: LeaderElection) { self.election = election }

    /// Makes, renews or takes over the lease where that is allowed; false while somebody else holds it.
    mutating func tryAcquireOrRenew() async throws(StatusError) -> Bool {
        let client = election.client
        let stored: APIObject
        do {
            stored = try await client.get(Self.leases, namespace: election.namespace, name: election.name)
        } catch  where error.reason == .notFound {
            let spec = spec(transitions: 0, acquired: nil)
            let lease: JSONValue = [
                "apiVersion": "coordination.k8s.io/v1", "kind": "Lease",
                "metadata": ["name": .string(election.name), "namespace": .string(election.namespace)], "spec": spec,
            ]
            try await client.create(Self.leases, namespace: election.namespace, lease)
            observe(spec)
            return true
        }
        var lease = try stored.decoded()
        if observed != lease["spec"] { observe(lease["spec"]) }
        let holder = lease["spec"]["holderIdentity"].string ?? ""
        let isMine = holder == election.identity
        let duration = Duration.seconds(lease["spec"]["leaseDurationSeconds"].int ?? 0)
        if !isMine, !holder.isEmpty, observedAt + duration > election.time.elapsed { return false }

        let transitions = lease["spec"]["leaseTransitions"].int ?? 0
        let renewed = spec(
            transitions: isMine ? transitions : transitions + 1,
            acquired: isMine ? lease["spec"]["acquireTime"] : nil)
        lease["spec"] = renewed
        do {
            try await client.update(Self.leases, lease)
        } catch  where error.reason == .conflict {
            return false
        }
        observe(renewed)
        return true
    }

    private mutating func observe(_ spec: JSONValue) {
        observed = spec
        observedAt = election.time.elapsed
        let holder = spec["holderIdentity"].string ?? ""
        if holder != reportedLeader, !holder.isEmpty {
            election.logger.info("new leader of \(election.namespace)/\(election.name): \(holder)")
        }
        reportedLeader = holder
    }

    private func spec(transitions: Int64, acquired: JSONValue?) -> JSONValue {
        let now = JSONValue.string(election.time.now.rfc3339Micro)
        return [
            "holderIdentity": .string(election.identity),
            "leaseDurationSeconds": .int(election.leaseDuration.components.seconds),
            "acquireTime": acquired ?? now, "renewTime": now, "leaseTransitions": .int(transitions),
        ]
    }
}

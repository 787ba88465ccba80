import ApusAPI
import ApusJSON
import Synchronization

/// When each node last gave a sign of life, by this process's clock: clocks of nodes are not compared with it.
final class NodeHealth: Sendable {
    private struct Probe {
        var seen: Duration
        /// What a sign of life changes.
        var lease: String
        var heartbeat: String
    }

    private let probes = Mutex<[String: Probe]>([:])

    /// Notes the node's lease and its Ready condition's heartbeat at `now`; returns when one of them last changed.
    func observe(_ name: String, node: JSONValue, lease: JSONValue?, now: Duration) -> Duration {
        let renewed = lease?["spec"]["renewTime"].string ?? ""
        let ready = node["status"]["conditions"].elements.condition("Ready")
        // What this controller itself wrote is no sign of life.
        let own = ready?["reason"].string == "NodeStatusUnknown" || ready?["reason"].string == "NodeStatusNeverUpdated"
        let heartbeat = ready?["lastHeartbeatTime"].string ?? ""
        return probes.withLock { probes in
            guard var probe = probes[name] else {
                probes[name] = Probe(seen: now, lease: renewed, heartbeat: heartbeat)
                return now
            }
            if probe.lease != renewed || (!own && probe.heartbeat != heartbeat) { probe.seen = now }
            probe.lease = renewed
            probe.heartbeat = heartbeat
            probes[name] = probe
            return probe.seen
        }
    }

    func forget(_ name: String) { probes.withLock { $0[name] = nil } }
}

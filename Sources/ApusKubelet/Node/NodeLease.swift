import ApusAPI
import ApusClient
import ApusJSON
import Logging

/// The node's heartbeat: a Lease in `kube-node-lease` that is renewed while the kubelet lives
/// (`component-helpers/apimachinery/lease`).
struct NodeLease: Sendable {
    static let leases = GroupVersionResource("coordination.k8s.io", "v1", "leases")
    static let namespace = "kube-node-lease"

    let context: NodeContext

    func run() async {
        var retry: Duration = .milliseconds(200)
        while !Task.isCancelled {
            let delay: Duration
            do throws(StatusError) {
                try await renew()
                delay = context.configuration.leaseRenewInterval
                retry = .milliseconds(200)
            } catch {
                context.logger.warning("failed to renew the lease of node \(name): \(error.message)")
                delay = retry
                retry = min(retry * 2, .seconds(7))
            }
            guard (try? await context.time.sleep(for: delay)) != nil else { return }
        }
    }

    private var name: String { context.configuration.nodeName }

    private func renew() async throws(StatusError) {
        let now = context.time.now.rfc3339Micro
        let seconds = context.configuration.leaseDurationSeconds
        do throws(StatusError) {
            try await context.client.modify(Self.leases, namespace: Self.namespace, name: name) { lease in
                lease["spec"]["holderIdentity"] = .string(name)
                lease["spec"]["leaseDurationSeconds"] = .int(seconds)
                lease["spec"]["renewTime"] = .string(now)
                return true
            }
        } catch {
            guard error.reason == .notFound else { throw error }
            try await context.client.create(Self.leases, namespace: Self.namespace, try await newLease(now, seconds))
        }
    }

    private func newLease(_ now: String, _ seconds: Int64) async throws(StatusError) -> JSONValue {
        // Owned by the Node, so that it goes with it.
        let node = try await context.client.get(NodeReporter.nodes, name: name)
        return [
            "kind": "Lease", "apiVersion": "coordination.k8s.io/v1",
            "metadata": [
                "name": .string(name), "namespace": .string(Self.namespace),
                "ownerReferences": [
                    ["apiVersion": "v1", "kind": "Node", "name": .string(name), "uid": .string(node.uid)]
                ],
            ],
            "spec": [
                "holderIdentity": .string(name), "leaseDurationSeconds": .int(seconds), "renewTime": .string(now),
            ],
        ]
    }
}

import ApusAPI
import ApusJSON
import Logging

/// Says in Events (`events.k8s.io/v1`) what a loop of the server itself had to repair.
struct RepairEvents: Sendable {
    let controller: String
    let transport: any APITransport
    let clock: @Sendable () -> Timestamp
    let logger: Logger

    /// Writes a warning about `object`; where that fails, into the log.
    func warn(_ object: APIObject, _ kind: String, reason: String, action: String, _ note: String) async {
        let namespace = object.namespace.isEmpty ? "default" : object.namespace
        let tree = object.tree()
        let suffix = String(UInt64.random(in: 0 ... .max), radix: 16)
        var request = APIRequest(.create, GroupVersionResource("events.k8s.io", "v1", "events"), namespace: namespace)
        request.body = .value([
            "kind": "Event", "apiVersion": "events.k8s.io/v1",
            "metadata": ["name": .string("\(object.name).\(suffix)"), "namespace": .string(namespace)],
            "eventTime": .string(clock().rfc3339Micro), "type": "Warning", "reason": .string(reason),
            "action": .string(action), "note": .string(note), "reportingController": .string(controller),
            "reportingInstance": .string("\(controller)-apus"),
            "regarding": [
                "kind": .string(kind), "apiVersion": tree["apiVersion"], "namespace": .string(object.namespace),
                "name": .string(object.name), "uid": .string(object.uid),
                "resourceVersion": .string(object.resourceVersion),
            ],
        ])
        do throws(StatusError) {
            _ = try await transport.send(request)
        } catch {
            logger.warning("\(note)", metadata: ["event": "\(error)"])
        }
    }
}

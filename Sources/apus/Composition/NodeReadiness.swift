import ApusAPI
import ApusClient
import ApusJSON

/// Waits for a node to be ready.
struct NodeReadiness {
    let transport: any APITransport

    /// Returns when the node's condition Ready is true.
    func wait(for name: String) async throws {
        var request = APIRequest(.watch, GroupVersionResource("", "v1", "nodes"))
        request.options.fieldSelector = "metadata.name=\(name)"
        while !Task.isCancelled {
            let stream = try await transport.watch(request)
            for try await event in stream where event.kind == .added || event.kind == .modified {
                let conditions = try event.object.value()["status"]["conditions"].elements
                if conditions.contains(where: { $0["type"].string == "Ready" && $0["status"].string == "True" }) {
                    stream.cancel()
                    return
                }
            }
        }
    }
}

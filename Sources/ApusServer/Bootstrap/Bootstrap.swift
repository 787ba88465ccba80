import ApusAPI
import ApusJSON
import ApusResources

/// What every cluster has from its first moment on. What is there already stays as it is.
struct Bootstrap: Sendable {
    /// Whom the server is when it writes by itself.
    static let user = User.component("system:apiserver", groups: [User.mastersGroup])

    let transport: any APITransport
    let configuration: APIServer.Configuration
    let clock: @Sendable () -> Timestamp

    func makeFirstObjects() async throws(StatusError) {
        let namespaces = ["default", "kube-system", "kube-public", "kube-node-lease"].map(Bootstrap.namespace)
        try await make(namespaces + Bootstrap.flowControl + Bootstrap.apiServices)
        try await publishServiceCIDR()
        try await reportFirstStatus()
        let objects = [
            Bootstrap.priorityClass(
                "system-node-critical", 2_000_001_000, "pods that must not be moved from their current node"),
            Bootstrap.priorityClass(
                "system-cluster-critical", 2_000_000_000, "system critical pods that may be moved to other nodes"),
        ]
        try await make(objects)
        try await reconcileRoles()
        try await publishAuthentication()
        try await noteTokenTracking()
    }

    /// Sends `requests`, of the creates those whose objects do not exist: side by side, so that they share commits.
    func make(_ requests: [APIRequest]) async throws(StatusError) {
        let failures = await withTaskGroup(of: StatusError?.self) { group in
            for request in requests {
                group.addTask {
                    do throws(StatusError) {
                        if request.verb == .create, case .value(let object) = request.body,
                            try await exists(
                                request.resource, request.namespace, object["metadata"]["name"].string ?? "")
                        {
                            return nil
                        }
                        _ = try await transport.send(request)
                        return nil
                    } catch {
                        return error.reason == .alreadyExists ? nil : error
                    }
                }
            }
            return await group.reduce(into: [StatusError]()) { if let error = $1 { $0.append(error) } }
        }
        if let error = failures.first { throw error }
    }

    /// Whether an object is there; a look into memory, which costs a restart nothing.
    func exists(
        _ resource: GroupVersionResource, _ namespace: String?, _ name: String
    ) async throws(StatusError) -> Bool {
        do throws(StatusError) {
            _ = try await transport.send(APIRequest(.get, resource, namespace: namespace, name: name))
            return true
        } catch {
            guard error.reason == .notFound else { throw error }
            return false
        }
    }

    private static func namespace(_ name: String) -> APIRequest {
        var request = APIRequest(.create, GroupVersionResource("", "v1", "namespaces"))
        request.body = .value(["kind": "Namespace", "apiVersion": "v1", "metadata": ["name": .string(name)]])
        return request
    }

    private static func priorityClass(_ name: String, _ value: Int64, _ use: String) -> APIRequest {
        var request = APIRequest(.create, GroupVersionResource("scheduling.k8s.io", "v1", "priorityclasses"))
        request.body = .value([
            "kind": "PriorityClass", "apiVersion": "scheduling.k8s.io/v1", "metadata": ["name": .string(name)],
            "value": .int(value), "description": .string("Used for \(use)."),
        ])
        return request
    }
}

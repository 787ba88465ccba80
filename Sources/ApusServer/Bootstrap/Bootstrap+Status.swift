import ApusAPI
import ApusJSON

/// What upstream's controllers report about the first objects, and the range of cluster addresses.
extension Bootstrap {
    private static let serviceCIDRs = GroupVersionResource("networking.k8s.io", "v1", "servicecidrs")
    private static let name = "kubernetes"

    /// The object that shows the range of `--service-cluster-ip-range`.
    var serviceCIDR: APIRequest {
        var request = APIRequest(.create, Self.serviceCIDRs)
        request.options.fieldManager = "kube-apiserver"
        request.body = .value([
            "kind": "ServiceCIDR", "apiVersion": "networking.k8s.io/v1", "metadata": ["name": .string(Self.name)],
            "spec": ["cidrs": [.string(configuration.serviceAddresses.description)]],
        ])
        return request
    }

    /// Adds the conditions that are not there yet: side by side, so that they share a commit.
    func reportFirstStatus() async throws(StatusError) {
        var reports: [APIRequest] = []
        for (schema, level) in Self.flowSchemaLevels {
            guard try await lacks("Dangling", Self.flowSchemaResource, schema) else { continue }
            reports.append(
                report(
                    Self.flowSchemaResource, "FlowSchema", schema, by: "api-priority-and-fairness-config-consumer-v1",
                    [
                        "type": "Dangling", "status": "False", "reason": "Found",
                        "message": .string(
                            "This FlowSchema references the PriorityLevelConfiguration object named \"\(level)\""
                                + " and it exists"),
                    ]))
        }
        if try await lacks("Ready", Self.serviceCIDRs, Self.name, cidr: configuration.serviceAddresses.description) {
            reports.append(
                report(
                    Self.serviceCIDRs, "ServiceCIDR", Self.name, by: "kubernetes-service-cidr-controller",
                    ["type": "Ready", "status": "True", "message": "Kubernetes default Service CIDR is ready"]))
        }
        try await make(reports)
    }

    /// Whether an object is there without a condition; a ServiceCIDR also with the first range `cidr`.
    private func lacks(
        _ condition: String, _ resource: GroupVersionResource, _ name: String, cidr: String? = nil
    ) async throws(StatusError) -> Bool {
        do throws(StatusError) {
            let object = try await transport.send(APIRequest(.get, resource, name: name)).tree()
            if let cidr, object["spec"]["cidrs"] != [.string(cidr)] { return false }
            return !object["status"]["conditions"].elements.contains { $0["type"].string == condition }
        } catch {
            guard error.reason == .notFound else { throw error }
            return false
        }
    }

    private func report(
        _ resource: GroupVersionResource, _ kind: String, _ name: String, by manager: String, _ condition: JSONValue
    ) -> APIRequest {
        var condition = condition
        condition["lastTransitionTime"] = .string(clock().rfc3339)
        var request = APIRequest(.patch, resource, name: name, subresource: "status")
        request.options.fieldManager = manager
        request.options.force = true
        request.body = .patch(
            .apply,
            [
                "kind": .string(kind), "apiVersion": .string("\(resource.group)/\(resource.version)"),
                "metadata": ["name": .string(name)], "status": ["conditions": [condition]],
            ])
        return request
    }
}

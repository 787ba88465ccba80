import ApusAPI
import ApusJSON

/// What upstream's controllers report about the first objects.
extension Bootstrap {
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
        try await make(reports)
    }

    /// Whether an object is there without a condition.
    private func lacks(
        _ condition: String, _ resource: GroupVersionResource, _ name: String
    ) async throws(StatusError) -> Bool {
        do throws(StatusError) {
            let object = try await transport.send(APIRequest(.get, resource, name: name)).tree()
            return !object["status"]["conditions"].elements.contains { $0["type"].string == condition }
        } catch {
            guard error.reason == .notFound else { throw error }
            return false
        }
    }

    func report(
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

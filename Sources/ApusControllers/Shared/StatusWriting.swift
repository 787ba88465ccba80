import ApusAPI
import ApusClient
import ApusJSON

extension APIClient {
    /// Writes the status of `object`; where somebody wrote the object meanwhile, over what is there now.
    func writeStatus(
        _ resource: GroupVersionResource, of object: JSONValue, _ status: JSONValue
    ) async throws(StatusError) {
        var value = object
        value["status"] = status
        var attempt = 1
        while true {
            let conflict = try await updateUnlessConflict(resource, value)
            guard let conflict else { return }
            guard attempt < 5 else { throw conflict }
            attempt += 1
            let namespace = object.namespace.isEmpty ? nil : object.namespace
            value = try await get(resource, namespace: namespace, name: object.name).decoded()
            guard value.uid == object.uid, value["status"] != status else { return }
            value["status"] = status
        }
    }

    private func updateUnlessConflict(
        _ resource: GroupVersionResource, _ value: JSONValue
    ) async throws(StatusError) -> StatusError? {
        do {
            try await updateStatus(resource, value)
            return nil
        } catch  where error.reason == .conflict {
            return error
        }
    }
}

import ApusAPI
import ApusClient
import ApusJSON

/// A finalizer that keeps an object while it is in use.
struct ProtectionFinalizer: Sendable {
    let name: String
    let resource: GroupVersionResource
    let client: APIClient

    /// Gives the finalizer to an object that lacks it, takes it off one that is being deleted and not used.
    ///
    /// - Parameter isUsed: asked only where it matters.
    func settle(_ object: JSONValue, isUsed: () async throws -> Bool) async throws {
        let isHeld = object.finalizers.contains(name)
        if object.isBeingDeleted {
            guard isHeld, try await !isUsed() else { return }
            try await write(object) { $0.filter { $0 != name } }
        } else if !isHeld {
            try await write(object) { $0.contains(name) ? $0 : $0 + [name] }
        }
    }

    private func write(
        _ object: JSONValue, _ change: @escaping @Sendable ([String]) -> [String]
    ) async throws(StatusError) {
        do {
            try await client.modify(
                resource, namespace: object.namespace.isEmpty ? nil : object.namespace, name: object.name
            ) { fresh in
                guard fresh.uid == object.uid else { return false }
                let finalizers = change(fresh.finalizers)
                guard finalizers != fresh.finalizers else { return false }
                fresh["metadata"].set("finalizers", unlessEmpty: finalizers.map { .string($0) })
                return true
            }
        } catch {
            // What is gone is what was wanted.
            if error.reason != .notFound { throw error }
        }
    }
}

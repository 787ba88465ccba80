import ApusAPI
import ApusClient
import ApusJSON

/// What Secrets with the tokens of service accounts say of themselves.
enum LegacyTokenSecret {
    static let accountName = "kubernetes.io/service-account.name"
    static let accountUID = "kubernetes.io/service-account.uid"
    /// The day on which the token was last used; the API server writes it.
    static let lastUsed = "kubernetes.io/legacy-token-last-used"
    /// The day since which the token is not accepted any more.
    static let invalidSince = "kubernetes.io/legacy-token-invalid-since"

    static let scope = InformerScope(
        Resources.secrets, fieldSelector: "type=kubernetes.io/service-account-token")
}

extension APIClient {
    /// Deletes this very object; that it is gone, or that there is another of its name, is no failure.
    func deleteUnlessReplaced(_ resource: GroupVersionResource, _ object: JSONValue) async throws(StatusError) {
        var options = APIOptions()
        options.preconditionUID = object.uid
        do {
            try await delete(resource, namespace: object.namespace, name: object.name, options: options)
        } catch {
            guard error.reason == .notFound || error.reason == .conflict else { throw error }
        }
    }
}

import ApusAPI
import ApusJSON

/// The Secrets that the Pods of an account may use, where its annotation `kubernetes.io/enforce-mountable-secrets` asks
/// for that.
struct SecretLimit: Sendable {
    private let account: String
    private let mountable: Set<String>
    private let pullSecrets: Set<String>

    /// Nil where the account does not ask for it.
    init?(account object: JSONValue) {
        let annotation = object["metadata"]["annotations"]["kubernetes.io/enforce-mountable-secrets"].string ?? ""
        guard ["1", "t", "T", "true", "TRUE", "True"].contains(annotation) else { return nil }
        account = object["metadata"]["name"].string ?? ""
        mountable = Set(object["secrets"].elements.compactMap { $0["name"].string })
        pullSecrets = Set(object["imagePullSecrets"].elements.compactMap { $0["name"].string })
    }

    func check(_ spec: JSONValue, _ request: AdmissionRequest) throws(StatusError) {
        for volume in spec["volumes"].elements {
            guard let secret = volume["secret"]["secretName"].string, !mountable.contains(secret) else { continue }
            throw refusal("volume with secret.secretName=\"\(secret)\"", request)
        }
        try check(spec["initContainers"], "init container", request)
        try check(spec["containers"], "container", request)
        for (index, reference) in spec["imagePullSecrets"].elements.enumerated() {
            let secret = reference["name"].string ?? ""
            guard !pullSecrets.contains(secret) else { continue }
            throw request.forbidden(
                "imagePullSecrets[\(index)].name=\"\(secret)\" is not allowed because service account \(account) "
                    + "does not reference that imagePullSecret")
        }
    }

    func checkEphemeralContainers(_ spec: JSONValue, _ request: AdmissionRequest) throws(StatusError) {
        try check(spec["ephemeralContainers"], "ephemeral container", request)
    }

    private func check(_ containers: JSONValue, _ what: String, _ request: AdmissionRequest) throws(StatusError) {
        for container in containers.elements {
            for variable in container["env"].elements {
                guard let secret = variable["valueFrom"]["secretKeyRef"]["name"].string, !mountable.contains(secret)
                else { continue }
                throw refusal(
                    "\(what) \(container["name"].string ?? "") with envVar \(variable["name"].string ?? "") "
                        + "referencing secret.secretName=\"\(secret)\"", request)
            }
        }
    }

    private func refusal(_ what: String, _ request: AdmissionRequest) -> StatusError {
        request.forbidden(
            "\(what) is not allowed because service account \(account) does not reference that secret")
    }
}

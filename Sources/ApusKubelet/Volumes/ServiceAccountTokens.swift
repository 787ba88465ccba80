import ApusAPI
import ApusClient
import ApusJSON

/// Tokens for the service accounts of pods, asked for with TokenRequest and renewed before they end
/// (`pkg/kubelet/token/token_manager.go`).
actor ServiceAccountTokens {
    private struct Key: Hashable {
        var pod: String
        var account: String
        var audience: String
        var seconds: Int64
    }

    private struct Token {
        var text: String
        var issued: Timestamp
        var expires: Timestamp

        /// At four fifths of its life, and after a day at the latest.
        var renewal: Timestamp {
            let life = expires.sinceEpoch - issued.sinceEpoch
            return issued.advanced(by: min(.seconds(86400), life * 0.8))
        }
    }

    private let client: APIClient
    private let time: TimeSource
    private var tokens: [Key: Token] = [:]

    init(client: APIClient, time: TimeSource) {
        self.client = client
        self.time = time
    }

    /// The token, and when it is to be written anew.
    func token(
        for pod: Pod, audience: String, seconds: Int64
    ) async throws(StatusError) -> (text: String, renewal: Timestamp) {
        let account = pod.spec["serviceAccountName"].string ?? "default"
        let key = Key(pod: pod.uid, account: account, audience: audience, seconds: seconds)
        if let known = tokens[key], time.now < known.renewal { return (known.text, known.renewal) }
        var spec: JSONValue = [
            "expirationSeconds": .int(seconds),
            "boundObjectRef": [
                "kind": "Pod", "apiVersion": "v1", "name": .string(pod.name), "uid": .string(pod.uid),
            ],
        ]
        spec["audiences"] = audience.isEmpty ? [] : [.string(audience)]
        let request: JSONValue = [
            "kind": "TokenRequest", "apiVersion": "authentication.k8s.io/v1", "metadata": [:], "spec": spec,
        ]
        let issued = time.now
        do {
            let answer = try await client.create(
                GroupVersionResource("", "v1", "serviceaccounts"), namespace: pod.namespace, request, name: account,
                subresource: "token")
            let status = answer.tree["status"]
            let expires = status["expirationTimestamp"].string.flatMap { Timestamp(rfc3339: $0) }
            let token = Token(
                text: status.text("token"), issued: issued,
                expires: expires ?? issued.advanced(by: .seconds(seconds)))
            tokens[key] = token
            return (token.text, token.renewal)
        } catch {
            // A token that still holds is better than none.
            if let known = tokens[key], time.now < known.expires {
                return (known.text, time.now.advanced(by: .seconds(60)))
            }
            throw error
        }
    }

    func forget(_ uid: String) { tokens = tokens.filter { $0.key.pod != uid } }
}

import ApusAPI
import ApusClient
import ApusHTTP
import ApusJSON
import Synchronization

/// Asks the API whether a client may use the kubelet's server, as upstream's webhook authorizer does: `nodes/log`,
/// `nodes/stats`, `nodes/metrics` or `nodes/proxy` of this node. Answers are kept as long as upstream keeps them.
final class ClientAuthorization: Sendable {
    private struct Question: Hashable {
        var user: String
        var groups: [String]
        var verb: String
        var subresource: String
    }

    private let client: APIClient
    private let nodeName: String
    private let time: TimeSource
    private let answers = Mutex<[Question: (isAllowed: Bool, until: Duration)]>([:])

    init(client: APIClient, nodeName: String, time: TimeSource) {
        self.client = client
        self.nodeName = nodeName
        self.time = time
    }

    func allows(_ peer: PeerCertificate, verb: String, subresource: String) async throws(StatusError) -> Bool {
        let question = Question(
            user: peer.commonName, groups: peer.organizations + ["system:authenticated"], verb: verb,
            subresource: subresource)
        if let known = answers.withLock({ $0[question] }), time.elapsed < known.until { return known.isAllowed }
        let review: JSONValue = [
            "kind": "SubjectAccessReview", "apiVersion": "authorization.k8s.io/v1", "metadata": [:],
            "spec": [
                "user": .string(question.user), "groups": JSONValue(question.groups),
                "resourceAttributes": [
                    "verb": .string(verb), "version": "v1", "resource": "nodes", "subresource": .string(subresource),
                    "name": .string(nodeName),
                ],
            ],
        ]
        let answer = try await client.create(
            GroupVersionResource("authorization.k8s.io", "v1", "subjectaccessreviews"), review)
        let isAllowed = answer.tree["status"]["allowed"].bool ?? false
        let until = time.elapsed + (isAllowed ? .seconds(300) : .seconds(30))
        answers.withLock { answers in
            if answers.count > 1000 { answers = [:] }
            answers[question] = (isAllowed, until)
        }
        return isAllowed
    }
}

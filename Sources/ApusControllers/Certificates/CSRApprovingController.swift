import ApusAPI
import ApusClient
import ApusJSON

/// Approves the client certificates of kubelets for users who may have them (`csrapproving`).
struct CSRApprovingController: Controller {
    private static let reviews = GroupVersionResource("authorization.k8s.io", "v1", "subjectaccessreviews")

    let context: ControllerContext
    let requests: Informer
    let queue: WorkQueue<String>

    init(_ context: ControllerContext) {
        self.context = context
        requests = context.informers.informer(Resources.certificateSigningRequests)
        queue = WorkQueue(time: context.time)
        requests.addHandler { [queue] change in
            if case .deleted = change { return }
            queue.add(change.object.name)
        }
    }

    func run() async {
        guard await context.synced(requests) else { return }
        await queue.run(workers: 5, logger: context.logger, sync)
    }

    private func sync(_ name: String) async throws -> WorkResult {
        guard var object = requests.cache[name]?.tree, SigningState(object).isToBeApproved,
            object["spec"]["signerName"].string == Signer.kubeletClient.rawValue
        else { return .done }
        let request = try RequestedCertificate(object)
        let usages = object["spec"]["usages"].elements.compactMap(\.string)
        guard Signer.kubeletClient.problem(request, usages: usages) == nil else { return .done }
        let isOwn = object["spec"]["username"].string == request.commonName
        for (subresource, title) in [("selfnodeclient", "self kubelet"), ("nodeclient", "kubelet")]
        where subresource == "nodeclient" || isOwn {
            guard try await mayCreate(subresource, object["spec"]) else { continue }
            let conditions =
                object["status"]["conditions"].elements + [
                    [
                        "type": "Approved", "status": "True", "reason": "AutoApproved",
                        "message": .string("Auto approving \(title) client certificate after SubjectAccessReview."),
                    ]
                ]
            object["status"]["conditions"] = .array(conditions)
            try await context.client.update(
                Resources.certificateSigningRequests, object, subresource: "approval")
            return .done
        }
        // Its user may be allowed to have it a little later.
        return .backOff
    }

    /// Whether the user of the request may create `certificatesigningrequests/<subresource>`.
    private func mayCreate(_ subresource: String, _ spec: JSONValue) async throws -> Bool {
        var review: JSONValue = [
            "kind": "SubjectAccessReview", "apiVersion": "authorization.k8s.io/v1",
            "spec": [
                "resourceAttributes": [
                    "group": "certificates.k8s.io", "resource": "certificatesigningrequests", "verb": "create",
                    "subresource": .string(subresource),
                ]
            ],
        ]
        for (from, to) in [("username", "user"), ("uid", "uid"), ("groups", "groups"), ("extra", "extra")]
        where !spec[from].isNull {
            review["spec"][to] = spec[from]
        }
        return try await context.client.create(Self.reviews, review).decoded()["status"]["allowed"].bool == true
    }
}

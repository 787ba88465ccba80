import ApusAPI
import ApusClient
import ApusJSON

/// Signs approved CertificateSigningRequests of the cluster's own signers (`csrsigning`).
struct CSRSigningController: Controller {
    let context: ControllerContext
    let authorities: [Signer: SigningAuthority]
    let requests: Informer
    let queue: WorkQueue<String>

    init(_ context: ControllerContext, authorities: [Signer: SigningAuthority]) {
        self.context = context
        self.authorities = authorities
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
        guard var object = requests.cache[name]?.tree, SigningState(object).isToBeSigned,
            let signer = Signer(rawValue: object["spec"]["signerName"].string ?? ""),
            let authority = authorities[signer]
        else { return .done }
        let request = try RequestedCertificate(object)
        let usages = object["spec"]["usages"].elements.compactMap(\.string)
        if let problem = signer.problem(request, usages: usages) {
            let conditions =
                object["status"]["conditions"].elements + [
                    [
                        "type": "Failed", "status": "True", "reason": "SignerValidationFailure",
                        "message": .string(problem), "lastUpdateTime": .string(context.time.now.rfc3339),
                    ]
                ]
            object["status"]["conditions"] = .array(conditions)
        } else {
            let certificate = try authority.sign(
                request, usages: usages, seconds: object["spec"]["expirationSeconds"].int, now: context.time.now)
            object["status"]["certificate"] = .string(Base64.encode(Array(certificate.utf8)))
        }
        try await context.client.updateStatus(Resources.certificateSigningRequests, object)
        return .done
    }
}

import ApusAPI
import ApusClient
@testable import ApusControllers
import ApusJSON
import ApusTestSupport
import Synchronization
import Testing

@Suite struct CertificateControllersTests {
    private static let resource = Resources.certificateSigningRequests

    @Test func `an approved request is signed, a bad one fails, others wait`() async throws {
        let harness = Harness()
        let approved = [TestRequests.condition("Approved")]
        let good = try TestRequests.request(try TestRequests.subject())
        for (name, signer, conditions, usages) in [
            ("good", "kube-apiserver-client-kubelet", approved, TestRequests.clientUsages),
            ("pending", "kube-apiserver-client-kubelet", [], TestRequests.clientUsages),
            (
                "denied", "kube-apiserver-client-kubelet", [TestRequests.condition("Denied")],
                TestRequests.clientUsages
            ),
            ("foreign", "legacy-unknown", approved, TestRequests.clientUsages),
            ("zbad", "kube-apiserver-client-kubelet", approved, ["any"]),
        ] {
            harness.api.add(
                Self.resource,
                TestRequests.object(name, signer: signer, usages: usages, request: good, conditions: conditions))
        }
        let controller = CSRSigningController(
            harness.context, authorities: [.kubeletClient: try TestRequests.signing()])
        try await harness.running(controller) {
            try await harness.api.eventually("the certificate and the failure") { api in
                api.object(Self.resource, "good")?["status"]["certificate"].string?.isEmpty == false
                    && api.object(Self.resource, "zbad")?["status"]["conditions"].elements.count == 2
            }
            let failed = harness.api.object(Self.resource, "zbad")?["status"]["conditions"][1]
            #expect(failed?["type"] == "Failed")
            #expect(failed?["status"] == "True")
            #expect(failed?["reason"] == "SignerValidationFailure")
            #expect(
                failed?["message"] == "usages did not match [client auth digital signature key encipherment]")
            for name in ["pending", "denied", "foreign", "zbad"] {
                #expect(harness.api.object(Self.resource, name)?["status"]["certificate"].isNull == true)
            }
        }
    }

    struct Approval: Sendable {
        /// Who asks, and which of upstream's two permissions he has.
        let user: String
        let permission: String
        /// The message of the condition; nil: it stays as it is.
        let message: String?
    }

    @Test(arguments: [
        Approval(
            user: "system:node:n1", permission: "selfnodeclient",
            message: "Auto approving self kubelet client certificate after SubjectAccessReview."),
        Approval(
            user: "system:bootstrap:abcdef", permission: "nodeclient",
            message: "Auto approving kubelet client certificate after SubjectAccessReview."),
        Approval(user: "system:bootstrap:abcdef", permission: "selfnodeclient", message: nil),
        Approval(user: "system:node:n1", permission: "none", message: nil),
    ])
    func `a kubelet's client certificate is approved for who may have it`(wanted: Approval) async throws {
        let harness = Harness()
        let asked = Mutex<[String]>([])
        harness.api.addReactor { request throws(StatusError) in
            guard request.resource.resource == "subjectaccessreviews", case .value(let review) = request.body else {
                return nil
            }
            let subresource = review["spec"]["resourceAttributes"]["subresource"].string ?? ""
            asked.withLock { $0.append(subresource) }
            var answer = review
            answer["status"] = ["allowed": .bool(subresource == wanted.permission)]
            #expect(review["spec"]["user"].string == wanted.user)
            #expect(review["spec"]["groups"] == ["system:bootstrappers"])
            return answer
        }
        harness.api.add(
            Self.resource,
            TestRequests.object(
                "r", signer: "kube-apiserver-client-kubelet", usages: TestRequests.clientUsages,
                request: try TestRequests.request(try TestRequests.subject()), username: wanted.user))
        try await harness.running(CSRApprovingController(harness.context)) {
            if let message = wanted.message {
                try await harness.api.eventually("the approval") { api in
                    api.object(Self.resource, "r")?["status"]["conditions"].elements.count == 1
                }
                let condition = harness.api.object(Self.resource, "r")?["status"]["conditions"][0]
                #expect(condition?["type"] == "Approved")
                #expect(condition?["reason"] == "AutoApproved")
                #expect(condition?["message"].string == message)
            } else {
                // The next try waits for its back-off.
                await harness.clock.waitForSleepers()
                #expect(asked.withLock { $0 }.last == "nodeclient")
                #expect(SigningState(harness.api.object(Self.resource, "r") ?? .null).isPending)
            }
        }
    }

    @Test func `other requests are left for people to approve`() async throws {
        let harness = Harness()
        let request = try TestRequests.request(try TestRequests.subject(), names: [TestRequests.dns])
        harness.api.add(
            Self.resource,
            TestRequests.object(
                "a", signer: "kubelet-serving", usages: TestRequests.servingUsages, request: request),
            TestRequests.object(
                "b", signer: "kube-apiserver-client-kubelet", usages: TestRequests.clientUsages, request: request),
            TestRequests.object(
                "c", signer: "kube-apiserver-client-kubelet", usages: TestRequests.clientUsages,
                request: try TestRequests.request(try TestRequests.subject())))
        let (asked, signal) = AsyncStream.makeStream(of: String.self)
        harness.api.addReactor { request throws(StatusError) in
            guard request.resource.resource == "subjectaccessreviews", case .value(let review) = request.body else {
                return nil
            }
            signal.yield(review["spec"]["user"].string ?? "")
            var answer = review
            answer["status"] = ["allowed": true]
            return answer
        }
        try await harness.running(CSRApprovingController(harness.context)) {
            try await harness.api.eventually("the approval of the third") { api in
                api.object(Self.resource, "c")?["status"]["conditions"].elements.count == 1
            }
            signal.finish()
            var count = 0
            for await _ in asked { count += 1 }
            #expect(count == 1)
        }
    }

    @Test(
        arguments: [
            ([], nil, 24 * 3600), (["Denied"], nil, 3600), (["Approved", "Failed"], nil, 3600),
            (["Approved"], nil, nil), (["Approved"], 86400, 3600), (["Approved"], 600, 600),
        ] as [([String], Int64?, Int64?)])
    func `a request goes when nobody needs it any more`(
        conditions: [String], certificate life: Int64?, after seconds: Int64?
    ) throws {
        let request = try TestRequests.request(try TestRequests.subject())
        var object = TestRequests.object(
            "r", signer: "legacy-unknown", usages: [], request: request,
            conditions: conditions.map { TestRequests.condition($0) })
        if let life {
            let pem = try TestRequests.signing().sign(
                try RequestedCertificate(object), usages: [], seconds: life, now: FakeAPI.start)
            object["status"]["certificate"] = .string(Base64.encode(Array(pem.utf8)))
        }
        #expect(CSRCleanerController.end(of: object) == seconds.map { FakeAPI.start.seconds + $0 })
    }

    @Test func `the cleaner deletes when the time has come`() async throws {
        let harness = Harness()
        harness.api.add(
            Self.resource,
            TestRequests.object(
                "r", signer: "legacy-unknown", usages: [], request: "", conditions: [TestRequests.condition("Denied")]))
        try await harness.running(CSRCleanerController(harness.context)) {
            await harness.clock.waitForSleepers()
            #expect(harness.api.object(Self.resource, "r") != nil)
            harness.clock.advance(by: .seconds(3600))
            try await harness.api.eventually("the end") { $0.object(Self.resource, "r") == nil }
        }
    }
}

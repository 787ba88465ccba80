import ApusAPI
import ApusClient
import ApusJSON
import Crypto
import SwiftASN1
import Testing
import X509

@testable import ApusServer

@Suite struct SecretLimitTests {
    @Test(
        arguments: [
            (
                ["volumes": [["name": "v", "secret": ["secretName": "other"]]]],
                "volume with secret.secretName=\"other\" is not allowed because service account default does not "
                    + "reference that secret"
            ),
            (
                ["imagePullSecrets": [["name": "other"]]],
                "imagePullSecrets[0].name=\"other\" is not allowed because service account default does not reference "
                    + "that imagePullSecret"
            ),
            (
                [
                    "containers": [
                        [
                            "name": "c", "image": "i",
                            "env": [["name": "E", "valueFrom": ["secretKeyRef": ["name": "other", "key": "k"]]]],
                        ]
                    ]
                ],
                "container c with envVar E referencing secret.secretName=\"other\" is not allowed because service account "
                    + "default does not reference that secret"
            ),
            (["volumes": [["name": "v", "secret": ["secretName": "own"]]]], nil),
        ] as [(JSONValue, String?)]) func podsUseTheSecretsOfTheirAccount(_ spec: JSONValue, _ message: String?)
        async throws
    {
        try await TestServer.run { test in
            var account = JSONValue.serviceAccount("default")
            account["metadata"]["annotations"]["kubernetes.io/enforce-mountable-secrets"] = "true"
            account["secrets"] = [["name": "own"]]
            try await test.client.create(Resources.serviceAccounts, namespace: "default", account)
            var pod = JSONValue.pod("p")
            for member in spec.object?.members ?? [] { pod["spec"][member.key] = member.value }
            let wanted = message.map { "pods \"p\" is forbidden: \($0)" }
            #expect(await test.refusal(Resources.pods, pod) == wanted)
        }
    }
}

@Suite struct SignerAdmissionTests {
    private static let requests = AdmissionFixtures.resource("certificatesigningrequests", "certificates.k8s.io/v1")

    private static func request(_ name: String, organization: String, signer: String) throws -> JSONValue {
        let key = Certificate.PrivateKey(P256.Signing.PrivateKey())
        let made = try CertificateSigningRequest(
            version: .v1,
            subject: DistinguishedName([.init(type: .RDNAttributeType.organizationName, utf8String: organization)]),
            privateKey: key, attributes: .init(), signatureAlgorithm: .ecdsaWithSHA256)
        let pem = try made.serializeAsPEM().pemString
        return .made(
            "certificates.k8s.io/v1", "CertificateSigningRequest", name,
            [
                "spec": [
                    "request": .string(Base64.encode(Array(pem.utf8))), "signerName": .string(signer),
                    "usages": ["client auth"],
                ]
            ])
    }

    @Test func nobodyAsksToBeMaster() async throws {
        let signer = "kubernetes.io/kube-apiserver-client"
        let masters = try Self.request("a", organization: "system:masters", signer: signer)
        let others = try Self.request("b", organization: "others", signer: signer)
        try await TestServer.run { test in
            #expect(
                await test.refusal(Self.requests, namespace: nil, masters)
                    == "certificatesigningrequests.certificates.k8s.io \"a\" is forbidden: use of \(signer) signer "
                    + "with system:masters group is not allowed")
            #expect(await test.refusal(Self.requests, namespace: nil, others) == nil)
        }
    }

    @Test func approvalAndSigningNeedThePermissionOfTheSigner() {
        let permission = SignerPermission { user, attributes in
            AuthorizationDecision(isAllowed: attributes.name == user.name && attributes.resource == "signers")
        }
        #expect(permission.allows("sign", "example.com/a", User(name: "example.com/a")))
        #expect(permission.allows("sign", "example.com/a", User(name: "example.com/*")))
        #expect(!permission.allows("sign", "example.com/a", User(name: "example.com/b")))
    }
}

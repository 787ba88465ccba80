import ApusAPI
@testable import ApusControllers
import ApusJSON
import ApusTestSupport
import Crypto
import FoundationEssentials
import SwiftASN1
import Synchronization
import Testing
import X509

@Suite struct SignerTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let signer: String
        let usages: [String]
        var name = "system:node:n1"
        var organizations = ["system:nodes"]
        var names: [GeneralName] = []
        /// Nil: it is signed.
        let problem: String?
        var testDescription: String { "\(signer): \(problem ?? "signed")" }
    }

    private static let client = TestRequests.clientUsages
    private static let serving = TestRequests.servingUsages
    private static let dns = TestRequests.dns
    private static let address = GeneralName.ipAddress(ASN1OctetString(contentBytes: [10, 0, 0, 1]))

    @Test(arguments: [
        Case(signer: "kube-apiserver-client", usages: client, name: "jane", organizations: ["dev"], problem: nil),
        Case(
            signer: "kube-apiserver-client", usages: ["digital signature"],
            problem: "missing required usage for client certificate: client auth"),
        Case(
            signer: "kube-apiserver-client", usages: ["client auth", "server auth"],
            problem: "invalid usage for client certificate: server auth"),
        Case(signer: "kube-apiserver-client-kubelet", usages: client, problem: nil),
        Case(signer: "kube-apiserver-client-kubelet", usages: client + ["key encipherment"], problem: nil),
        Case(
            signer: "kube-apiserver-client-kubelet", usages: client, organizations: ["dev"],
            problem: "subject organization is not system:nodes"),
        Case(
            signer: "kube-apiserver-client-kubelet", usages: client, organizations: ["system:nodes", "dev"],
            problem: "subject organization is not system:nodes"),
        Case(
            signer: "kube-apiserver-client-kubelet", usages: client, name: "jane",
            problem: "subject common name does not begin with system:node:"),
        Case(
            signer: "kube-apiserver-client-kubelet", usages: client, names: [dns],
            problem: "DNS subjectAltNames are not allowed"),
        Case(
            signer: "kube-apiserver-client-kubelet", usages: client, names: [address],
            problem: "IP subjectAltNames are not allowed"),
        Case(
            signer: "kube-apiserver-client-kubelet", usages: client, names: [.rfc822Name("a@b")],
            problem: "Email subjectAltNames are not allowed"),
        Case(
            signer: "kube-apiserver-client-kubelet", usages: client, names: [.uniformResourceIdentifier("a:b")],
            problem: "URI subjectAltNames are not allowed"),
        Case(
            signer: "kube-apiserver-client-kubelet", usages: serving,
            problem: "usages did not match [client auth digital signature key encipherment]"),
        Case(signer: "kubelet-serving", usages: serving, names: [dns], problem: nil),
        Case(signer: "kubelet-serving", usages: ["server auth", "digital signature"], names: [address], problem: nil),
        Case(signer: "kubelet-serving", usages: serving, problem: "DNS or IP subjectAltName is required"),
        Case(
            signer: "kubelet-serving", usages: serving, names: [dns, .rfc822Name("a@b")],
            problem: "Email subjectAltNames are not allowed"),
        Case(
            signer: "kubelet-serving", usages: serving, names: [dns, .uniformResourceIdentifier("a:b")],
            problem: "URI subjectAltNames are not allowed"),
        Case(
            signer: "kubelet-serving", usages: client, names: [dns],
            problem: "usages did not match [digital signature key encipherment server auth]"),
        Case(
            signer: "kubelet-serving", usages: serving, name: "n1", names: [dns],
            problem: "subject common name does not begin with system:node:"),
        Case(signer: "legacy-unknown", usages: ["any"], name: "x", organizations: ["y"], problem: nil),
    ])
    func `each signer demands what upstream's does`(wanted: Case) throws {
        let text = try TestRequests.request(
            try TestRequests.subject(wanted.name, wanted.organizations), names: wanted.names)
        let request = try RequestedCertificate(
            TestRequests.object("r", signer: wanted.signer, usages: wanted.usages, request: text))
        let signer = try #require(Signer(rawValue: "kubernetes.io/" + wanted.signer))
        #expect(signer.problem(request, usages: wanted.usages) == wanted.problem)
    }

    @Test func `what is no request, or not signed by its key, is told`() throws {
        for text in ["", "eA==", String(try TestRequests.request(try TestRequests.subject()).dropLast(40))] {
            #expect(throws: SigningError.self) {
                try RequestedCertificate(
                    TestRequests.object("r", signer: "kubelet-serving", usages: [], request: text))
            }
        }
        let pem = String(
            decoding: Base64.decode(try TestRequests.request(try TestRequests.subject())) ?? [], as: UTF8.self)
        var document = try PEMDocument(pemString: pem)
        document.derBytes[document.derBytes.count - 1] ^= 1
        let forged = Base64.encode(Array(document.pemString.utf8))
        #expect(throws: SigningError("unable to verify certificate request signature of csr \"r\"")) {
            try RequestedCertificate(
                TestRequests.object("r", signer: "kubelet-serving", usages: [], request: forged))
        }
    }
}

@Suite struct SigningAuthorityTests {
    private func request(names: [GeneralName] = [], _ subject: DistinguishedName? = nil) throws
        -> RequestedCertificate
    {
        try RequestedCertificate(
            TestRequests.object(
                "r", signer: "kubelet-serving", usages: [],
                request: try TestRequests.request(try subject ?? TestRequests.subject(), names: names)))
    }

    private static let longest: Double = 365 * 86400

    @Test(
        arguments: [
            (nil, longest - 300), (7200, 7200), (86400, 86400 - 300), (60, 600), (1 << 33, longest - 300),
            (8 * 3600, 8 * 3600 - 300),
        ] as [(Int64?, Double)])
    func `a certificate lasts as long as was asked for, within bounds`(seconds: Int64?, life: Double) throws {
        let pem = try TestRequests.signing().sign(
            try request(names: [TestRequests.dns]), usages: TestRequests.servingUsages, seconds: seconds,
            now: FakeAPI.start)
        let certificate = try Certificate(pemEncoded: pem)
        #expect(certificate.notValidAfter.timeIntervalSince1970 == Double(FakeAPI.start.seconds) + life)
        #expect(certificate.notValidBefore.timeIntervalSince1970 == Double(FakeAPI.start.seconds) - 300)
    }

    @Test func `a certificate says what was asked for and is signed`() throws {
        let others = GeneralName.registeredID([1, 2, 3])
        let pem = try TestRequests.signing().sign(
            try request(names: [TestRequests.dns, others]), usages: TestRequests.servingUsages, seconds: nil,
            now: FakeAPI.start)
        let certificate = try Certificate(pemEncoded: pem)
        #expect(
            Certificate.PublicKey(TestRequests.authorityKey.publicKey).isValidSignature(
                certificate.signature, for: certificate))
        #expect(certificate.publicKey == Certificate.PublicKey(TestRequests.key.publicKey))
        #expect(try certificate.extensions.subjectAlternativeNames.map { Array($0) } == [TestRequests.dns])
        #expect(try certificate.extensions.keyUsage == KeyUsage(digitalSignature: true, keyEncipherment: true))
        #expect(try certificate.extensions.extendedKeyUsage == ExtendedKeyUsage([.serverAuth]))
        #expect(try certificate.extensions.basicConstraints == .notCertificateAuthority)
    }

    @Test func `the subject has only what upstream passes on`() throws {
        let asked = try DistinguishedName {
            CommonName("first")
            OrganizationName("b")
            EmailAddress("a@b")
            OrganizationName("a")
            CommonName("last")
        }
        let pem = try TestRequests.signing().sign(
            try request(asked), usages: ["client auth"], seconds: nil, now: FakeAPI.start)
        let subject = try Certificate(pemEncoded: pem).subject
        let texts = subject.map { $0.map { "\($0.type)=\(String($0.value) ?? "")" }.sorted() }
        #expect(texts == [["2.5.4.10=a", "2.5.4.10=b"], ["2.5.4.3=last"]])
    }

    @Test func `no certificate outlives its authority`() throws {
        let pem = try TestRequests.signing(days: 10).sign(
            try request(), usages: [], seconds: nil, now: FakeAPI.start)
        let end = try Certificate(pemEncoded: pem).notValidAfter.timeIntervalSince1970
        #expect(end == Double(FakeAPI.start.seconds) + 10 * 86400)
        let late = Timestamp(seconds: FakeAPI.start.seconds + 10 * 86400)
        #expect(
            throws: SigningError(
                "refusing to sign a certificate that expired in the past: NotAfter=2026-01-11T00:00:00Z")
        ) {
            try TestRequests.signing(days: 10).sign(try request(), usages: [], seconds: nil, now: late)
        }
    }

    @Test func `an authority whose files are replaced signs with the new ones`() throws {
        let first = try TestRequests.authority()
        let key = P256.Signing.PrivateKey()
        let second = try TestRequests.authority(key: key)
        let files = Holder(first)
        let authority = try SigningAuthority(duration: .seconds(3600)) { files.pair.withLock { $0 } }
        files.pair.withLock { $0 = second }
        let pem = try authority.sign(try request(), usages: [], seconds: nil, now: FakeAPI.start)
        let certificate = try Certificate(pemEncoded: pem)
        #expect(
            Certificate.PublicKey(key.publicKey).isValidSignature(certificate.signature, for: certificate))
    }

    private final class Holder: Sendable {
        let pair: Mutex<(certificatePEM: String, keyPEM: String)>

        init(_ pair: (certificatePEM: String, keyPEM: String)) { self.pair = Mutex(pair) }
    }

    @Test func `an authority that cannot sign is told at the start`() throws {
        let good = try TestRequests.authority()
        let other = P256.Signing.PrivateKey().pemRepresentation
        for (certificate, key, problem) in [
            ("", good.keyPEM, "error reading CA cert file: expected 1 certificate, found 0"),
            (
                good.certificatePEM + "\n" + good.certificatePEM, good.keyPEM,
                "error reading CA cert file: expected 1 certificate, found 2"
            ),
            (
                good.certificatePEM, "x",
                "error reading CA key file: data does not contain a valid RSA or ECDSA private key"
            ),
            (good.certificatePEM, other, "error reading CA key file: private key does not match public key"),
        ] {
            #expect(throws: SigningError(problem)) {
                try SigningAuthority(duration: .seconds(3600)) { (certificate, key) }
            }
        }
    }
}

import ApusAPI
import ApusJSON
import ApusResources
import SwiftASN1
import X509

/// Nobody asks to be one of `system:masters`.
struct CertificateSubjectRestriction: ValidatingAdmission {
    private static let signer = "kubernetes.io/kube-apiserver-client"

    var name: String { "CertificateSubjectRestriction" }
    var scope: AdmissionScope { AdmissionScope(.create, .signingRequests()) }

    func validate(_ object: JSONValue, _ request: AdmissionRequest) throws(StatusError) {
        guard object["spec"]["signerName"].string == Self.signer else { return }
        let organizations: [String]
        do {
            organizations = try Self.organizations(object["spec"]["request"].string ?? "")
        } catch {
            throw request.forbidden("failed to parse CSR: \(error)")
        }
        guard !organizations.contains(User.mastersGroup) else {
            throw request.forbidden("use of \(Self.signer) signer with system:masters group is not allowed")
        }
    }

    /// The organizations of the subject of a request: base64 of PEM.
    private static func organizations(_ text: String) throws -> [String] {
        try PKCS10.request(text).subject.flatMap { name in
            name.compactMap { $0.type == .RDNAttributeType.organizationName ? String($0.value) : nil }
        }
    }
}

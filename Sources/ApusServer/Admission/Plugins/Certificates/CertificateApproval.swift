import ApusAPI
import ApusJSON

/// A request is approved by who may `approve` for its signer.
struct CertificateApproval: ValidatingAdmission {
    let permission: SignerPermission

    var name: String { "CertificateApproval" }
    var scope: AdmissionScope { AdmissionScope(.update, .signingRequests("approval")) }

    func validate(_ object: JSONValue, _ request: AdmissionRequest) throws(StatusError) {
        let signer = request.old["spec"]["signerName"].string ?? ""
        guard permission.allows("approve", signer, request.user) else {
            throw request.forbidden(
                "user not permitted to approve requests with signerName \(GoText.quoted(signer))")
        }
    }
}

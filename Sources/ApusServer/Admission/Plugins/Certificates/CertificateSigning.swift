import ApusAPI
import ApusJSON

/// A request is signed by who may `sign` for its signer.
struct CertificateSigning: ValidatingAdmission {
    let permission: SignerPermission

    var name: String { "CertificateSigning" }
    var scope: AdmissionScope { AdmissionScope(.update, .signingRequests("status")) }

    func validate(_ object: JSONValue, _ request: AdmissionRequest) throws(StatusError) {
        let status = object["status"]
        let old = request.old["status"]
        guard status["certificate"] != old["certificate"] || status["conditions"] != old["conditions"] else { return }
        let signer = request.old["spec"]["signerName"].string ?? ""
        guard permission.allows("sign", signer, request.user) else {
            throw request.forbidden("user not permitted to sign requests with signerName \(GoText.quoted(signer))")
        }
    }
}

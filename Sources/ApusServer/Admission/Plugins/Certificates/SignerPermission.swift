import ApusAPI

/// Whether a user may do something in the name of a signer (upstream's `certauthorization`).
struct SignerPermission: Sendable {
    /// What an authorizer says; nothing more is needed of it.
    let authorize: @Sendable (User, AuthorizationAttributes) -> AuthorizationDecision

    /// `verb` on `signers` of that name, or on `domain/*`.
    func allows(_ verb: String, _ signer: String, _ user: User) -> Bool {
        func ask(_ name: String) -> Bool {
            authorize(
                user,
                AuthorizationAttributes(
                    verb: verb, group: "certificates.k8s.io", version: "*", resource: "signers", name: name)
            ).isAllowed
        }
        if ask(signer) { return true }
        let domain = signer.prefix { $0 != "/" }
        return ask("\(domain)/*")
    }
}

extension AdmissionScope.Target {
    static func signingRequests(_ subresource: String = "") -> AdmissionScope.Target {
        .init("certificatesigningrequests", group: "certificates.k8s.io", subresource: subresource)
    }
}

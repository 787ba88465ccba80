import ApusAPI
import ApusJSON

/// What an issuer's claims say of a user (upstream's `authenticator/token/oidc`).
struct OIDCClaims {
    let claims: JSONValue
    let configuration: OIDCConfiguration

    func user() throws(TokenError) -> User {
        let name = try username()
        let groups = try groups()
        let uid = try configuration.uidClaim.map { claim throws(TokenError) in
            guard let uid = claims[claim].string else {
                throw TokenError("oidc: parse uid claim \(GoText.quoted(claim)): claim not present")
            }
            return uid
        }
        for (claim, wanted) in configuration.requiredClaims.sorted(by: { $0.key < $1.key }) {
            guard !claims[claim].isNull else {
                throw TokenError("oidc: required claim \(claim) not present in ID token")
            }
            guard let value = claims[claim].string else {
                throw TokenError("oidc: parse claim \(claim): its value is no text")
            }
            guard value == wanted else {
                throw TokenError(
                    "oidc: required claim \(claim) value does not match. Got = \(value), want = \(wanted)")
            }
        }
        var extra: [String: [String]] = [:]
        if let id = claims["jti"].string, !id.isEmpty {
            extra["authentication.kubernetes.io/credential-id"] = ["JTI=\(id)"]
        }
        return User(name: name, uid: uid ?? "", groups: groups + [User.authenticatedGroup], extra: extra)
    }

    private func username() throws(TokenError) -> String {
        let claim = configuration.username.claim
        guard let value = claims[claim].string else {
            throw TokenError("oidc: parse username claims \(GoText.quoted(claim)): claim not present")
        }
        if claim == "email" {
            // An address that the issuer says it has not verified may be anybody's.
            let verified = claims["email_verified"]
            if !verified.isNull {
                guard let isVerified = verified.bool else {
                    throw TokenError("oidc: parse 'email_verified' claim: its value is no boolean")
                }
                guard isVerified else { throw TokenError("oidc: email not verified") }
            }
        }
        guard !value.isEmpty else { throw TokenError("oidc: empty username") }
        return configuration.username.prefix + value
    }

    /// A list of texts, or one text.
    private func groups() throws(TokenError) -> [String] {
        guard let mapping = configuration.groups, !claims[mapping.claim].isNull else { return [] }
        let value = claims[mapping.claim]
        if let one = value.string { return [mapping.prefix + one] }
        guard value.array != nil, value.elements.allSatisfy({ $0.string != nil }) else {
            throw TokenError("oidc: parse groups claim \(GoText.quoted(mapping.claim)): no text and no list of texts")
        }
        return value.elements.compactMap(\.string).map { mapping.prefix + $0 }
    }
}

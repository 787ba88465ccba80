public import ApusAPI
public import ApusJSON

/// The reviews of `authentication.k8s.io/v1`: each takes the object that was posted and returns it with its status.
public struct AuthenticationReviews: Sendable {
    private let authenticator: Authenticator

    public init(_ authenticator: Authenticator) { self.authenticator = authenticator }

    /// `TokenReview`.
    public func token(_ review: JSONValue) throws(StatusError) -> JSONValue {
        let token = review["spec"]["token"].string ?? ""
        guard !token.isEmpty else { throw .badRequest("token is required for TokenReview in authentication") }
        let asked = review["spec"]["audiences"].elements.compactMap(\.string)
        var status = JSONObject()
        do {
            if let (user, audiences) = try authenticator.review(token, asked) {
                status["authenticated"] = true
                status["user"] = user.json
                if !audiences.isEmpty { status["audiences"] = .array(audiences.map { .string($0) }) }
            } else {
                status["user"] = [:]
                status["error"] = "[invalid bearer token, Token has been invalidated]"
            }
        } catch {
            status["user"] = [:]
            status["error"] = .string("[invalid bearer token, \(error.description)]")
        }
        var result = review
        result["status"] = .object(status)
        return result
    }

    /// `SelfSubjectReview`: who the user is.
    public func selfSubject(_ review: JSONValue, user: User) -> JSONValue {
        var result = review
        result["status"] = ["userInfo": user.json]
        return result
    }
}

extension Authenticator {
    /// The user of any token and which of the audiences that were asked for it is meant for.
    func review(_ token: String, _ asked: [String]) throws(TokenError) -> (user: User, audiences: [String])? {
        if let user = staticUser(token) { return (user, asked) }
        return try verify(token, asked.isEmpty ? defaultAudiences : asked, now).map { ($0.user, $0.audiences) }
    }
}

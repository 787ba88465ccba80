public import ApusAPI
public import ApusJSON

/// The reviews of `authentication.k8s.io/v1`: each takes the object that was posted and returns it with its status.
public struct AuthenticationReviews: Sendable {
    private let authenticator: Authenticator

    public init(_ authenticator: Authenticator) { self.authenticator = authenticator }

    /// `TokenReview`.
    public func token(_ review: JSONValue) async throws(StatusError) -> JSONValue {
        let token = review["spec"]["token"].string ?? ""
        guard !token.isEmpty else { throw .badRequest("token is required for TokenReview in authentication") }
        let asked = review["spec"]["audiences"].elements.compactMap(\.string)
        var status = JSONObject()
        let (found, problems) = await authenticator.review(token, for: asked)
        if let found {
            status["authenticated"] = true
            status["user"] = found.user.json
            // Who asks for no audience is told none: the answer is about the server's own.
            let audiences = asked.isEmpty ? [] : found.audiences ?? asked
            if !audiences.isEmpty { status["audiences"] = .array(audiences.map { .string($0) }) }
        } else {
            status["user"] = [:]
            let texts = ["invalid bearer token"] + problems.map(\.description)
            status["error"] = .string(texts.count == 1 ? texts[0] : "[\(texts.joined(separator: ", "))]")
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

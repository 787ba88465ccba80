public import ApusAPI
public import ApusJSON

/// The reviews of `authorization.k8s.io/v1`: each takes the object that was posted and returns it with its status.
public struct AccessReviews: Sendable {
    private let authorizer: Authorizer

    public init(_ authorizer: Authorizer) { self.authorizer = authorizer }

    /// `SelfSubjectAccessReview`.
    public func selfSubjectAccess(_ review: JSONValue, user: User) throws(StatusError) -> JSONValue {
        try AccessReviewRules.check(review, kind: "SelfSubjectAccessReview", hasSubject: false)
        return answer(review, user)
    }

    /// `SubjectAccessReview`.
    public func subjectAccess(_ review: JSONValue) throws(StatusError) -> JSONValue {
        try AccessReviewRules.check(review, kind: "SubjectAccessReview")
        return answer(review, AccessReviews.subject(review["spec"]))
    }

    /// `LocalSubjectAccessReview`, in the namespace of the request.
    public func localSubjectAccess(_ review: JSONValue, namespace: String) throws(StatusError) -> JSONValue {
        try AccessReviewRules.check(review, kind: "LocalSubjectAccessReview", namespace: namespace)
        return answer(review, AccessReviews.subject(review["spec"]))
    }

    /// `SelfSubjectRulesReview`: what the user may do in `spec.namespace`.
    public func selfSubjectRules(_ review: JSONValue, user: User) throws(StatusError) -> JSONValue {
        let namespace = review["spec"]["namespace"].string ?? ""
        guard !namespace.isEmpty else { throw .badRequest("no namespace on request") }
        let (rules, problems) = authorizer.rules(for: user, namespace: namespace)
        var resources: [JSONValue] = []
        var paths: [JSONValue] = []
        for rule in rules {
            var part = rule
            part.nonResourceURLs = []
            if !rule.resources.isEmpty { resources.append(part.json) }
            if !rule.nonResourceURLs.isEmpty {
                paths.append(PolicyRule(verbs: rule.verbs, nonResourceURLs: rule.nonResourceURLs).json)
            }
        }
        var status: JSONValue = [
            "resourceRules": .array(resources), "nonResourceRules": .array(paths), "incomplete": false,
        ]
        if !problems.isEmpty {
            status["incomplete"] = true
            status["evaluationError"] = .string(problems.joined(separator: ", "))
        }
        var result = review
        result["status"] = status
        return result
    }

    private func answer(_ review: JSONValue, _ user: User) -> JSONValue {
        let decision = authorizer.authorize(user, AccessReviews.attributes(review["spec"]))
        var status: JSONValue = ["allowed": .bool(decision.isAllowed)]
        if !decision.reason.isEmpty { status["reason"] = .string(decision.reason) }
        var result = review
        result["status"] = status
        return result
    }

    private static func subject(_ spec: JSONValue) -> User {
        var extra: [String: [String]] = [:]
        for member in spec["extra"].object?.members ?? [] {
            extra[member.key.lowercased()] = member.value.elements.compactMap(\.string)
        }
        return User(
            name: spec["user"].string ?? "", uid: spec["uid"].string ?? "",
            groups: spec["groups"].elements.compactMap(\.string), extra: extra)
    }

    private static func attributes(_ spec: JSONValue) -> AuthorizationAttributes {
        let resource = spec["resourceAttributes"]
        func text(_ value: JSONValue, _ key: String) -> String { value[key].string ?? "" }
        if resource.object != nil {
            var attributes = AuthorizationAttributes(
                verb: text(resource, "verb"), group: text(resource, "group"), version: text(resource, "version"),
                resource: text(resource, "resource"), subresource: text(resource, "subresource"),
                namespace: text(resource, "namespace"), name: text(resource, "name"))
            attributes.fieldSelector = SelectorAttributes(resource["fieldSelector"]).fieldSelector
            return attributes
        }
        let path = spec["nonResourceAttributes"]
        return AuthorizationAttributes(verb: text(path, "verb"), path: text(path, "path"))
    }
}

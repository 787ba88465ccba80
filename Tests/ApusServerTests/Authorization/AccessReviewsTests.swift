import ApusAPI
import ApusJSON
import Testing

@testable import ApusServer

@Suite struct AccessReviewsTests {
    typealias RBAC = RBACAuthorizerTests
    let reviews = AccessReviews(Authorizer(rbac: RBAC.example()))

    static let listPods: JSONValue = ["verb": "list", "resource": "pods", "namespace": "shop"]

    @Test func `answers for the user himself and for others`() throws {
        let own = try reviews.selfSubjectAccess(["spec": ["resourceAttributes": Self.listPods]], user: RBAC.dev)
        #expect(own["status"] == ["allowed": true, "reason": .string(RBAC.viewReason)])
        let other = try reviews.subjectAccess(["spec": ["resourceAttributes": Self.listPods, "user": "nobody"]])
        #expect(other["status"] == ["allowed": false])
        let group = try reviews.localSubjectAccess(
            ["spec": ["resourceAttributes": Self.listPods, "groups": ["dev"]]], namespace: "shop")
        #expect(group["status"]["allowed"] == true)
        let path = try reviews.subjectAccess(
            ["spec": ["nonResourceAttributes": ["verb": "get", "path": "/healthz"], "user": "probe"]])
        #expect(path["status"]["allowed"] == true)
    }

    struct Bad: Sendable {
        let spec: JSONValue
        let field: String
    }

    @Test(arguments: [
        Bad(spec: ["user": "x"], field: "spec.resourceAttributes"),
        Bad(spec: ["resourceAttributes": listPods], field: "spec.user"),
        Bad(
            spec: ["user": "x", "resourceAttributes": listPods, "nonResourceAttributes": ["path": "/"]],
            field: "spec.nonResourceAttributes"),
    ])
    func `refuses a review that names too little or too much`(bad: Bad) {
        let error = #expect(throws: StatusError.self) { try reviews.subjectAccess(["spec": bad.spec]) }
        #expect(error?.code == 422)
        #expect(error?.details?.causes.map(\.field) == [bad.field])
    }

    @Test func `refuses metadata and selectors that say nothing or too much`() {
        var attributes = Self.listPods
        attributes["fieldSelector"] = ["requirements": [["operator": "In"], ["key": "a", "operator": "Newer"]]]
        attributes["labelSelector"] = ["rawSelector": "a=b", "requirements": [["key": "-", "operator": "Exists"]]]
        let error = #expect(throws: StatusError.self) {
            try reviews.localSubjectAccess(
                [
                    "metadata": ["name": "x", "namespace": "shop", "creationTimestamp": nil],
                    "spec": ["user": "x", "resourceAttributes": attributes],
                ], namespace: "shop")
        }
        let path = "spec.resourceAttributes"
        #expect(
            error?.details?.causes.map(\.field) == [
                "\(path).fieldSelector.requirements[0].key", "\(path).fieldSelector.requirements[0].values",
                "\(path).labelSelector.rawSelector", "\(path).labelSelector.requirements[0].key", "metadata",
            ])
        #expect(error?.details?.causes.last?.message.hasSuffix("must be empty except for namespace") == true)
        #expect(throws: Never.self) {
            try reviews.subjectAccess(
                [
                    "metadata": ["creationTimestamp": nil, "managedFields": [["manager": "kubectl"]]],
                    "spec": ["user": "x", "resourceAttributes": Self.listPods],
                ])
        }
    }

    @Test func `lists what the user may do`() throws {
        let rules = try reviews.selfSubjectRules(["spec": ["namespace": "shop"]], user: RBAC.dev)["status"]
        #expect(rules["incomplete"] == false)
        #expect(rules["resourceRules"].elements.count == 2)
        #expect(rules["nonResourceRules"][0] == ["verbs": ["get"], "nonResourceURLs": ["/healthz", "/metrics/*"]])
    }
}

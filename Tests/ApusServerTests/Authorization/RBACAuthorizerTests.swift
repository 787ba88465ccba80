import ApusAPI
import ApusJSON
import Testing

@testable import ApusServer

@Suite struct RBACAuthorizerTests {
    static func rule(
        _ verbs: [String], _ groups: [String] = [], _ resources: [String] = [], names: [String] = [],
        urls: [String] = []
    ) -> JSONValue {
        PolicyRule(verbs: verbs, apiGroups: groups, resources: resources, resourceNames: names, nonResourceURLs: urls)
            .json
    }

    static func role(_ name: String, _ rules: [JSONValue]) -> JSONValue {
        ["metadata": ["name": .string(name)], "rules": .array(rules)]
    }

    static func binding(_ name: String, _ roleKind: String, _ role: String, _ subjects: [JSONValue]) -> JSONValue {
        [
            "metadata": ["name": .string(name)],
            "roleRef": [
                "apiGroup": "rbac.authorization.k8s.io", "kind": .string(roleKind), "name": .string(role),
            ],
            "subjects": .array(subjects),
        ]
    }

    static func subject(_ kind: String, _ name: String, namespace: String? = nil) -> JSONValue {
        var value: JSONValue = ["kind": .string(kind), "name": .string(name)]
        if let namespace { value["namespace"] = .string(namespace) }
        return value
    }

    /// jane: all of apps everywhere; group dev: view and logs in `shop`, one config map by name; robot: scale in `shop`.
    static func example() -> RBACAuthorizer {
        let authorizer = RBACAuthorizer()
        authorizer.update(.clusterroles, name: "apps", object: role("apps", [rule(["*"], ["apps"], ["*"])]))
        authorizer.update(
            .clusterroles, name: "view",
            object: role(
                "view",
                [
                    rule(["get", "list", "watch"], [""], ["pods", "pods/log"]),
                    rule(["get", "update"], [""], ["configmaps"], names: ["settings"]),
                    rule(["get"], urls: ["/healthz", "/metrics/*"]),
                ]))
        authorizer.update(
            .roles, namespace: "shop", name: "scaler", object: role("scaler", [rule(["update"], ["apps"], ["*/scale"])])
        )
        authorizer.update(
            .clusterrolebindings, name: "jane",
            object: binding("jane", "ClusterRole", "apps", [subject("User", "jane")]))
        authorizer.update(
            .rolebindings, namespace: "shop", name: "dev",
            object: binding("dev", "ClusterRole", "view", [subject("Group", "dev")]))
        authorizer.update(
            .rolebindings, namespace: "shop", name: "robot",
            object: binding("robot", "Role", "scaler", [subject("ServiceAccount", "robot")]))
        authorizer.update(
            .clusterrolebindings, name: "probe",
            object: binding("probe", "ClusterRole", "view", [subject("User", "probe")]))
        return authorizer
    }

    struct Case: CustomTestStringConvertible {
        let user: User
        let wanted: AuthorizationAttributes
        var reason: String?
        var testDescription: String { "\(user.name) \(user.groups) \(wanted)" }
    }

    static let robot = User(name: "system:serviceaccount:shop:robot")
    static let dev = User(name: "d", groups: ["dev"])
    static let viewReason = "RBAC: allowed by RoleBinding \"dev/shop\" of ClusterRole \"view\" to Group \"dev\""

    static func resource(
        _ verb: String, _ group: String, _ resource: String, _ sub: String = "", in namespace: String = "",
        _ name: String = ""
    ) -> AuthorizationAttributes {
        AuthorizationAttributes(
            verb: verb, group: group, resource: resource, subresource: sub, namespace: namespace, name: name)
    }

    static let cases: [Case] = [
        Case(
            user: User(name: "jane"), wanted: resource("delete", "apps", "deployments", in: "shop", "x"),
            reason: "RBAC: allowed by ClusterRoleBinding \"jane\" of ClusterRole \"apps\" to User \"jane\""),
        Case(
            user: User(name: "jane"), wanted: resource("get", "apps", "deployments", "scale", in: "shop", "x"),
            reason: "RBAC: allowed by ClusterRoleBinding \"jane\" of ClusterRole \"apps\" to User \"jane\""),
        Case(user: User(name: "jane"), wanted: resource("get", "", "pods", in: "shop")),
        Case(user: dev, wanted: resource("list", "", "pods", in: "shop"), reason: viewReason),
        Case(user: dev, wanted: resource("get", "", "pods", "log", in: "shop", "x"), reason: viewReason),
        Case(user: dev, wanted: resource("get", "", "pods", "exec", in: "shop", "x")),
        Case(user: dev, wanted: resource("list", "", "pods", in: "other")),
        Case(user: dev, wanted: resource("list", "", "pods")),
        Case(user: dev, wanted: resource("get", "", "configmaps", in: "shop", "settings"), reason: viewReason),
        Case(user: dev, wanted: resource("get", "", "configmaps", in: "shop", "others")),
        Case(user: dev, wanted: resource("list", "", "configmaps", in: "shop")),
        Case(user: dev, wanted: AuthorizationAttributes(verb: "get", path: "/healthz")),
        Case(
            user: User(name: "probe"), wanted: AuthorizationAttributes(verb: "get", path: "/metrics/cadvisor"),
            reason: "RBAC: allowed by ClusterRoleBinding \"probe\" of ClusterRole \"view\" to User \"probe\""),
        Case(user: User(name: "probe"), wanted: AuthorizationAttributes(verb: "get", path: "/metrics")),
        Case(user: User(name: "probe"), wanted: AuthorizationAttributes(verb: "post", path: "/healthz")),
        Case(
            user: robot, wanted: resource("update", "apps", "deployments", "scale", in: "shop", "x"),
            reason: "RBAC: allowed by RoleBinding \"robot/shop\" of Role \"scaler\" to ServiceAccount \"robot/shop\""),
        Case(user: robot, wanted: resource("update", "apps", "deployments", in: "shop", "x")),
        Case(
            user: User(name: "x", groups: ["system:masters"]), wanted: resource("delete", "", "nodes", "", in: "", "n"),
            reason: ""),
    ]

    @Test(arguments: cases)
    func `allows what a rule of a role that is bound to the user covers`(item: Case) {
        let authorizer = Self.example()
        for _ in 0..<2 {  // the second answer comes from the cache
            let decision = authorizer.authorize(item.user, item.wanted)
            #expect(decision == AuthorizationDecision(isAllowed: item.reason != nil, reason: item.reason ?? ""))
        }
    }

    @Test func `a change of roles or bindings counts at once`() {
        let authorizer = Self.example()
        let wanted = Self.resource("list", "", "pods", in: "shop")
        #expect(authorizer.authorize(Self.dev, wanted).isAllowed)
        authorizer.update(.rolebindings, namespace: "shop", name: "dev", object: nil)
        #expect(!authorizer.authorize(Self.dev, wanted).isAllowed)
        authorizer.update(
            .rolebindings, namespace: "shop", name: "dev",
            object: Self.binding("dev", "ClusterRole", "view", [Self.subject("Group", "dev")]))
        #expect(authorizer.authorize(Self.dev, wanted).isAllowed)
        authorizer.update(.clusterroles, name: "view", object: nil)
        let decision = authorizer.authorize(Self.dev, wanted)
        #expect(decision.reason == "RBAC: clusterrole.rbac.authorization.k8s.io \"view\" not found")
        #expect(!decision.isAllowed)
    }

    @Test func `says who cannot do what, as upstream does`() {
        let user = User(name: "x")
        let list = Self.resource("list", "", "pods", in: "default")
        #expect(
            StatusError.forbidden(user, list).message
                == "pods is forbidden: User \"x\" cannot list resource \"pods\" in API group \"\" in the namespace \"default\""
        )
        let patch = Self.resource("patch", "apps", "deployments", "scale", in: "", "web")
        #expect(
            StatusError.forbidden(user, patch, reason: "why").message
                == "deployments.apps \"web\" is forbidden: User \"x\" cannot patch resource \"deployments/scale\" in API group \"apps\" at the cluster scope: why"
        )
        let path = StatusError.forbidden(user, AuthorizationAttributes(verb: "get", path: "/metrics"))
        #expect(path.message == "forbidden: User \"x\" cannot get path \"/metrics\"")
        #expect(path.code == 403)
    }
}

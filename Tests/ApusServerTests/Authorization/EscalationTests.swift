import ApusAPI
import ApusJSON
import Testing

@testable import ApusServer

@Suite struct EscalationTests {
    typealias RBAC = RBACAuthorizerTests

    @Test func `refuses to grant what the user does not hold`() throws {
        let authorizer = RBAC.example()
        let wanted = RBAC.role("new", [RBAC.rule(["get", "delete"], ["", "apps"], ["pods"])])
        let error = #expect(throws: StatusError.self) {
            try authorizer.checkEscalation(by: RBAC.dev, role: wanted, namespace: "shop")
        }
        #expect(
            error?.message
                == "roles.rbac.authorization.k8s.io \"new\" is forbidden: user \"d\" (groups=[\"dev\"]) is attempting to grant "
                + "RBAC permissions not currently held:\n"
                + "{APIGroups:[\"\"], Resources:[\"pods\"], Verbs:[\"delete\"]}\n"
                + "{APIGroups:[\"apps\"], Resources:[\"pods\"], Verbs:[\"get\" \"delete\"]}")
        let held = RBAC.role("new", [RBAC.rule(["get"], [""], ["pods/log"]), RBAC.rule(["list"], [""], ["pods"])])
        try authorizer.checkEscalation(by: RBAC.dev, role: held, namespace: "shop")
        try authorizer.checkEscalation(
            by: User(name: "x", groups: ["system:masters"]), role: wanted, namespace: "shop")
    }

    @Test func `lets a user bind what he holds, or may bind, and nothing else`() throws {
        let authorizer = RBAC.example()
        let view = RBAC.binding("b", "ClusterRole", "view", [])
        let apps = RBAC.binding("b", "ClusterRole", "apps", [])
        try authorizer.checkBinding(by: User(name: "jane"), binding: apps, namespace: "shop")
        #expect(throws: StatusError.self) {
            try authorizer.checkBinding(by: User(name: "jane"), binding: view, namespace: "shop")
        }
        authorizer.update(
            .clusterroles, name: "binder",
            object: RBAC.role(
                "binder", [RBAC.rule(["bind"], ["rbac.authorization.k8s.io"], ["clusterroles"], names: ["view"])]))
        authorizer.update(
            .clusterrolebindings, name: "binder",
            object: RBAC.binding("binder", "ClusterRole", "binder", [RBAC.subject("User", "jane")]))
        try authorizer.checkBinding(by: User(name: "jane"), binding: view, namespace: "shop")
        let missing = RBAC.binding("b", "Role", "none", [])
        let error = #expect(throws: StatusError.self) {
            try authorizer.checkBinding(by: User(name: "jane"), binding: missing, namespace: "shop")
        }
        #expect(error?.code == 404)
    }
}

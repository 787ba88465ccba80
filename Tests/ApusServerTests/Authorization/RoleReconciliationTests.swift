import ApusAPI
import ApusClient
import ApusJSON
import Testing

@testable import ApusServer

@Suite struct RoleReconciliationTests {
    static let wanted: JSONValue = [
        "metadata": ["name": "r", "labels": ["l": "1"], "annotations": [autoupdate: "true"]],
        "rules": [["apiGroups": [""], "resources": ["pods", "nodes"], "verbs": ["get", "list"]]],
    ]
    static let autoupdate = "rbac.authorization.kubernetes.io/autoupdate"

    @Test func `what is there stays, what is missing comes back`() {
        var known = Self.wanted
        #expect(RoleReconciliation.change(of: known, to: Self.wanted) == .none)
        known["rules"] = [
            ["apiGroups": [""], "resources": ["pods"], "verbs": ["*"]],
            ["apiGroups": ["x"], "resources": ["y"], "verbs": ["z"]],
        ]
        known["metadata"]["labels"] = ["own": "2"]
        var healed = known
        healed["metadata"]["labels"]["l"] = "1"
        healed["rules"].append(["verbs": ["get"], "apiGroups": [""], "resources": ["nodes"]])
        healed["rules"].append(["verbs": ["list"], "apiGroups": [""], "resources": ["nodes"]])
        #expect(RoleReconciliation.change(of: known, to: Self.wanted) == .update(healed))
        known["metadata"]["annotations"][Self.autoupdate] = "false"
        #expect(RoleReconciliation.change(of: known, to: Self.wanted) == .none)
    }

    @Test func `a binding gets its subjects back, and another role only by being made anew`() {
        let wanted: JSONValue = ["roleRef": ["name": "r"], "subjects": [["kind": "User", "name": "a"]]]
        var known = wanted
        known["subjects"] = [["kind": "User", "name": "b"]]
        var healed = known
        healed["subjects"].append(["kind": "User", "name": "a"])
        #expect(RoleReconciliation.change(of: known, to: wanted) == .update(healed))
        known["roleRef"]["name"] = "other"
        #expect(RoleReconciliation.change(of: known, to: wanted) == .recreate)
    }

    @Test func `a start heals the policy, but for what is not to be updated`() async throws {
        let roles = GroupVersionResource("rbac.authorization.k8s.io", "v1", "clusterroles")
        try await TestServer.run { first in
            for (name, update) in [("system:discovery", "true"), ("system:basic-user", "false")] {
                let change: JSONValue = [
                    "rules": [], "metadata": ["annotations": [.init(Self.autoupdate): .string(update)]],
                ]
                _ = try await first.transport.send(
                    APIRequest(.patch, roles, name: name, body: .patch(.merge, change)))
            }
            try await TestServer.run(store: first.store) { second in
                func rules(_ name: String) async throws -> Int {
                    try await second.transport.send(APIRequest(.get, roles, name: name)).tree()["rules"].elements.count
                }
                let (healed, kept) = (try await rules("system:discovery"), try await rules("system:basic-user"))
                #expect(healed > 0)
                #expect(kept == 0)
            }
        }
    }
}

import ApusAPI
import ApusClient
import ApusJSON
import ApusResources
import Testing

@testable import ApusServer

@Suite struct NodeAuthorizerTests {
    /// What node `n1` has to do with: everything named `mine`.
    private struct Mine: NodeRelations {
        func isRelated(_ node: String, to kind: NodeRelation, _ key: ObjectKey) -> Bool {
            node == "n1" && key.name == "mine"
        }
    }

    private let authorizer = Authorizer(
        rbac: RBACAuthorizer(),
        node: NodeAuthorizer(
            relations: Mine(), rules: BootstrapRoles().rules(ofClusterRole: "system:node").map(PolicyRule.init)))
    static let node = User(name: "system:node:n1", groups: ["system:nodes", "system:authenticated"])

    struct Case: Sendable, CustomTestStringConvertible {
        let verb: String
        let resource: String
        var name = ""
        var namespace = ""
        var selector = ""
        /// Nil: it is allowed.
        let refusal: String?

        init(
            _ verb: String, _ resource: String, _ name: String = "", in namespace: String = "", selector: String = "",
            refused: String? = nil
        ) {
            (self.verb, self.resource, self.name, self.namespace) = (verb, resource, name, namespace)
            self.selector = selector
            refusal = refused
        }

        var testDescription: String { "\(verb) \(resource) \(namespace)/\(name) \(selector)" }

        var attributes: AuthorizationAttributes {
            let slash = resource.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
            let parts = slash[0].split(separator: ".", maxSplits: 1).map(String.init)
            var attributes = AuthorizationAttributes(
                verb: verb, group: parts.count > 1 ? parts[1] : "", resource: parts[0],
                subresource: slash.count > 1 ? slash[1] : "", namespace: namespace, name: name)
            attributes.fieldSelector = selector
            return attributes
        }
    }

    static let unrelated = "no relationship found between node 'n1' and this object"

    @Test(arguments: [
        Case("get", "secrets", "mine", in: "a"), Case("list", "secrets", "mine", in: "a"),
        Case("get", "secrets", "theirs", in: "a", refused: unrelated),
        Case("list", "secrets", in: "a", refused: "No Object name found"),
        Case("get", "secrets", "mine", refused: "can only read namespaced object of this type"),
        Case("update", "secrets", "mine", in: "a", refused: "can only read resources of this type"),
        Case("get", "configmaps", "mine", in: "a"),
        Case("get", "persistentvolumeclaims", "mine", in: "a"),
        Case("list", "persistentvolumeclaims", in: "a", refused: "can only get individual resources of this type"),
        Case("patch", "persistentvolumeclaims/status", "mine", in: "a"),
        Case("get", "persistentvolumeclaims/status", "mine", in: "a", refused: "can only get/update/patch this type"),
        Case("get", "persistentvolumes", "mine"), Case("get", "persistentvolumes", "theirs", refused: unrelated),
        Case("get", "volumeattachments.storage.k8s.io", "mine"),
        Case("get", "resourceclaims.resource.k8s.io", "mine", in: "a"),
        Case("create", "serviceaccounts/token", "mine", in: "a"), Case("get", "serviceaccounts", "mine", in: "a"),
        Case("create", "serviceaccounts/token", "theirs", in: "a", refused: unrelated),
        Case(
            "update", "serviceaccounts", "mine", in: "a",
            refused: "can only create tokens for individual service accounts"),
        Case("get", "nodes", "n1"), Case("patch", "nodes/status", "n2"), Case("create", "nodes"),
        Case("list", "nodes", refused: "node 'n1' cannot read all nodes, only its own Node object"),
        Case("get", "nodes", "n2", refused: "node 'n1' cannot read 'n2', only its own Node object"),
        Case("delete", "nodes", "n1", refused: ""),
        Case("get", "pods", "mine", in: "a"), Case("get", "pods", "theirs", in: "a", refused: unrelated),
        Case("watch", "pods", selector: "spec.nodeName=n1"),
        Case(
            "watch", "pods", selector: "spec.nodeName!=n1",
            refused: "can only list/watch pods with spec.nodeName field selector"),
        Case("list", "pods", refused: "can only list/watch pods with spec.nodeName field selector"),
        Case("delete", "pods", "theirs", in: "a"), Case("create", "pods/eviction", "theirs", in: "a"),
        Case("patch", "pods/status", "theirs", in: "a"), Case("update", "pods", "mine", in: "a", refused: ""),
        Case("update", "leases.coordination.k8s.io", "n1", in: "kube-node-lease"),
        Case("create", "leases.coordination.k8s.io", in: "kube-node-lease"),
        Case(
            "update", "leases.coordination.k8s.io", "n2", in: "kube-node-lease",
            refused: "can only access node lease with the same name as the requesting node"),
        Case(
            "get", "leases.coordination.k8s.io", "n1", in: "kube-system",
            refused: "can only access leases in the \"kube-node-lease\" system namespace"),
        Case(
            "list", "leases.coordination.k8s.io", in: "kube-node-lease",
            refused: "can only get, create, update, patch, or delete a node lease"),
        Case("get", "csinodes.storage.k8s.io", "n1"),
        Case(
            "get", "csinodes.storage.k8s.io", "n2",
            refused: "can only access CSINode with the same name as the requesting node"),
        Case("create", "resourceslices.resource.k8s.io"),
        Case("list", "resourceslices.resource.k8s.io", selector: "spec.nodeName=n1"),
        Case(
            "deletecollection", "resourceslices.resource.k8s.io",
            refused: "can only list/watch/deletecollection resourceslices with nodeName field selector"),
        Case("list", "services"), Case("create", "events", in: "a"), Case("list", "csidrivers.storage.k8s.io"),
        Case("create", "certificatesigningrequests.certificates.k8s.io"),
        Case("list", "endpoints", refused: ""), Case("delete", "services", "x", in: "a", refused: ""),
    ])
    func `a node may do what upstream lets it`(wanted: Case) {
        let decision = authorizer.authorize(Self.node, wanted.attributes)
        #expect(decision.isAllowed == (wanted.refusal == nil))
        if let refusal = wanted.refusal { #expect(decision.reason == refusal) }
    }

    @Test func `who is no node, or not of their group, gets nothing from it`() {
        let read = Case("get", "secrets", "mine", in: "a").attributes
        for user in [User(name: "system:node:n1"), User(name: "n1", groups: ["system:nodes"])] {
            #expect(authorizer.authorize(user, read) == AuthorizationDecision(isAllowed: false))
        }
        let nameless = authorizer.authorize(User(name: "system:node:", groups: ["system:nodes"]), read)
        #expect(nameless.reason == "unknown node for user \"system:node:\"")
    }

    @Test func `the modes decide in their order`() {
        let read = Case("get", "secrets", "theirs", in: "a").attributes
        func decision(_ modes: [Authorizer.Mode]) -> AuthorizationDecision {
            Authorizer(modes: modes, rbac: RBACAuthorizer()).authorize(User(name: "x"), read)
        }
        #expect(decision([.alwaysAllow]).isAllowed)
        #expect(decision([.alwaysDeny, .alwaysAllow]).isAllowed)
        #expect(decision([.alwaysDeny]).reason == "Everything is forbidden.")
        #expect(!decision([.rbac]).isAllowed)
    }
}

@Suite struct PodReferencesTests {
    @Test func `finds everything that a Pod names`() {
        let pod: JSONValue = [
            "metadata": ["name": "p", "namespace": "a"],
            "spec": [
                "serviceAccountName": "sa", "imagePullSecrets": [["name": "pull"]],
                "containers": [
                    [
                        "env": [
                            ["valueFrom": ["secretKeyRef": ["name": "s1"]]],
                            ["valueFrom": ["configMapKeyRef": ["name": "c1"]]],
                        ],
                        "envFrom": [["secretRef": ["name": "s2"]], ["configMapRef": ["name": "c2"]]],
                    ]
                ],
                "initContainers": [["envFrom": [["secretRef": ["name": "s3"]]]]],
                "volumes": [
                    ["name": "v", "ephemeral": [:]], ["secret": ["secretName": "s4"]], ["configMap": ["name": "c3"]],
                    ["persistentVolumeClaim": ["claimName": "pvc"]],
                    ["csi": ["nodePublishSecretRef": ["name": "s5"]]],
                    ["projected": ["sources": [["secret": ["name": "s6"]], ["configMap": ["name": "c4"]]]]],
                ],
                "resourceClaims": [["resourceClaimName": "r1"]],
            ],
            "status": ["resourceClaimStatuses": [["resourceClaimName": "r2"]]],
        ]
        var wanted: Set<PodRelations.Reference> = []
        for (kind, names) in [
            (NodeRelation.serviceAccount, ["sa"]), (.secret, ["pull", "s1", "s2", "s3", "s4", "s5", "s6"]),
            (.configMap, ["c1", "c2", "c3", "c4"]), (.claim, ["pvc", "p-v"]), (.resourceClaim, ["r1", "r2"]),
        ] {
            for name in names { wanted.insert(.init(kind: kind, key: ObjectKey("a", name))) }
        }
        #expect(PodReferences.all(pod) == wanted)
        var mirror = pod
        mirror["metadata"]["annotations"]["kubernetes.io/config.mirror"] = "x"
        #expect(PodReferences.all(mirror).isEmpty)
    }
}

/// Nodes on a whole server: what a node may read follows the Pods on it.
@Suite struct NodeOnServerTests {
    private func send(
        _ test: TestServer, _ verb: APIRequest.Verb, _ resource: String, _ name: String?, _ body: JSONValue? = nil
    ) async throws {
        var request = APIRequest(verb, GroupVersionResource("", "v1", resource), namespace: "default", name: name)
        if let body { request.body = .value(body) }
        _ = try await test.transport.send(request)
    }

    private func mayRead(_ test: TestServer, _ resource: String, _ name: String, node: String = "n1") async -> Bool {
        let transport = test.server.transport(
            as: User(name: "system:node:\(node)", groups: ["system:nodes", "system:authenticated"]))
        let namespace = resource == "persistentvolumes" ? nil : "default"
        let error = await statusError {
            _ = try await transport.send(
                APIRequest(.get, GroupVersionResource("", "v1", resource), namespace: namespace, name: name))
        }
        return error?.code != 403
    }

    private static func pod(_ name: String, node: String?, secret: String) -> JSONValue {
        var pod = JSONValue.pod(name, node: node)
        pod["spec"]["automountServiceAccountToken"] = false
        pod["spec"]["volumes"] = [["name": "v", "secret": ["secretName": .string(secret)]]]
        return pod
    }

    @Test func `a node reads what its Pods use, from their binding to their end`() async throws {
        try await TestServer.run { test in
            try await send(test, .create, "serviceaccounts", nil, .serviceAccount("default"))
            try await send(test, .create, "pods", nil, Self.pod("one", node: nil, secret: "s"))
            let answer1 = await mayRead(test, "secrets", "s")
            #expect(!answer1)
            var bind = APIRequest(.create, Resources.pods, namespace: "default", name: "one")
            bind.subresource = "binding"
            bind.body = .value([
                "kind": "Binding", "apiVersion": "v1", "metadata": ["name": "one"],
                "target": ["kind": "Node", "name": "n1"],
            ])
            _ = try await test.transport.send(bind)
            let answer2 = await mayRead(test, "secrets", "s")
            #expect(answer2)
            let answer3 = await mayRead(test, "pods", "one")
            #expect(answer3)
            let answer4 = await mayRead(test, "secrets", "other")
            #expect(!answer4)
            let answer5 = await mayRead(test, "secrets", "s", node: "n2")
            #expect(!answer5)
            try await send(test, .create, "pods", nil, Self.pod("two", node: "n1", secret: "s"))
            var delete = APIRequest(.delete, Resources.pods, namespace: "default", name: "one")
            delete.body = .value(["gracePeriodSeconds": 0])
            _ = try await test.transport.send(delete)
            let answer6 = await mayRead(test, "secrets", "s")
            #expect(answer6)
            delete.name = "two"
            _ = try await test.transport.send(delete)
            let answer7 = await mayRead(test, "secrets", "s")
            #expect(!answer7)
        }
    }
}

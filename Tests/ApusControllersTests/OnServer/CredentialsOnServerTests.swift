import ApusAPI
import ApusClient
@testable import ApusControllers
import ApusJSON
import ApusTestSupport
import FoundationEssentials
import SwiftASN1
import Testing
import X509

/// Certificates and tokens that controllers make, with the real server's permissions, admission and validation.
struct CredentialsOnServerTests {
    private static let requests = Resources.certificateSigningRequests

    private func request(_ name: String, signer: String, usages: [String], subject: (String, String)) throws
        -> JSONValue
    {
        var object = TestRequests.object(
            name, signer: signer, usages: usages,
            request: try TestRequests.request(try TestRequests.subject(subject.0, [subject.1])))
        object["metadata"].remove("creationTimestamp")
        return object
    }

    private func certificate(_ cluster: Cluster, _ name: String) async throws -> Certificate {
        try await cluster.eventually("the certificate of \(name)", Self.requests) { requests in
            requests.contains { $0.name == name && SigningState($0).isIssued }
        }
        let text = try await cluster.client.get(Self.requests, name: name).value()["status"]["certificate"].string
        return try Certificate(
            pemEncoded: String(decoding: try #require(Base64.decode(text ?? "")), as: UTF8.self))
    }

    @Test func `what somebody approves is signed, and what breaks the signer's rules fails`() async throws {
        try await Cluster.running { cluster in
            let client = cluster.client
            for (name, usages) in [("jane", ["client auth"]), ("shop", ["client auth", "server auth"])] {
                var object = try request(
                    name, signer: "kube-apiserver-client", usages: usages, subject: (name, "dev"))
                object["spec"]["expirationSeconds"] = 3600
                object = try await client.create(Self.requests, object).value()
                object["status"]["conditions"] = [
                    ["type": "Approved", "status": "True", "reason": "Test", "message": "because"]
                ]
                try await client.update(Self.requests, object, subresource: "approval")
            }
            let issued = try await certificate(cluster, "jane")
            #expect(issued.subject.description == "O=dev,CN=jane" || issued.subject.description == "CN=jane,O=dev")
            #expect(issued.notValidAfter.timeIntervalSince(issued.notValidBefore) == 3900)
            try await cluster.eventually("the failure", Self.requests) { requests in
                requests.contains { $0.name == "shop" && SigningState($0).hasFailed }
            }
            let failed = try await client.get(Self.requests, name: "shop").value()["status"]
            #expect(failed["certificate"].isNull)
            #expect(
                failed["conditions"][1]["message"] == "invalid usage for client certificate: server auth")
        }
    }

    @Test func `a new kubelet gets its certificate by itself, and its next one too`() async throws {
        try await Cluster.running { cluster in
            for (name, role, group) in [
                ("first", "nodeclient", "system:bootstrappers"), ("next", "selfnodeclient", "system:nodes"),
            ] {
                try await cluster.client.create(
                    GroupVersionResource("rbac.authorization.k8s.io", "v1", "clusterrolebindings"),
                    [
                        "kind": "ClusterRoleBinding", "apiVersion": "rbac.authorization.k8s.io/v1",
                        "metadata": ["name": .string(name)],
                        "roleRef": [
                            "apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole",
                            "name": .string("system:certificates.k8s.io:certificatesigningrequests:\(role)"),
                        ],
                        "subjects": [
                            ["kind": "Group", "apiGroup": "rbac.authorization.k8s.io", "name": .string(group)]
                        ],
                    ])
            }
            try await cluster.client.create(
                GroupVersionResource("rbac.authorization.k8s.io", "v1", "clusterrolebindings"),
                [
                    "kind": "ClusterRoleBinding", "apiVersion": "rbac.authorization.k8s.io/v1",
                    "metadata": ["name": "bootstrap"],
                    "roleRef": [
                        "apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole",
                        "name": "system:node-bootstrapper",
                    ],
                    "subjects": [
                        [
                            "kind": "Group", "apiGroup": "rbac.authorization.k8s.io",
                            "name": "system:bootstrappers",
                        ]
                    ],
                ])
            for (name, user, group) in [
                ("first", "system:bootstrap:abcdef", "system:bootstrappers"),
                ("next", "system:node:n1", "system:nodes"),
            ] {
                try await cluster.client(as: user, groups: [group]).create(
                    Self.requests,
                    try request(
                        name, signer: "kube-apiserver-client-kubelet", usages: TestRequests.clientUsages,
                        subject: ("system:node:n1", "system:nodes")))
                let issued = try await certificate(cluster, name)
                #expect(issued.notValidAfter.timeIntervalSince(issued.notValidBefore) == 365 * 86400)
            }
        }
    }

    @Test func `the token in a Secret is its account's, and goes with it`() async throws {
        try await Cluster.running { cluster in
            let client = cluster.client
            try await client.create(
                Resources.serviceAccounts,
                [
                    "kind": "ServiceAccount", "apiVersion": "v1",
                    "metadata": ["namespace": "default", "name": "robot"],
                ])
            try await client.create(
                Resources.secrets,
                [
                    "kind": "Secret", "apiVersion": "v1", "type": "kubernetes.io/service-account-token",
                    "metadata": [
                        "namespace": "default", "name": "robot-token",
                        "annotations": ["kubernetes.io/service-account.name": "robot"],
                    ],
                ])
            try await cluster.eventually("the token", Resources.secrets) { secrets in
                secrets.contains { $0.name == "robot-token" && !$0["data"]["token"].isNull }
            }
            let secret = try await client.get(Resources.secrets, namespace: "default", name: "robot-token").value()
            let token = String(
                decoding: try #require(Base64.decode(secret["data"]["token"].string ?? "")), as: UTF8.self)
            let review = try await client.create(
                GroupVersionResource("authentication.k8s.io", "v1", "tokenreviews"),
                [
                    "kind": "TokenReview", "apiVersion": "authentication.k8s.io/v1",
                    "spec": ["token": .string(token)],
                ]
            ).value()
            #expect(review["status"]["user"]["username"] == "system:serviceaccount:default:robot")
            try await client.delete(Resources.serviceAccounts, namespace: "default", name: "robot")
            try await cluster.eventually("the end", Resources.secrets) { secrets in
                !secrets.contains { $0.name == "robot-token" }
            }
        }
    }

    @Test func `cluster-info is signed with a bootstrap token`() async throws {
        try await Cluster.running { cluster in
            try await cluster.client.create(
                Resources.configMaps,
                [
                    "kind": "ConfigMap", "apiVersion": "v1",
                    "metadata": ["namespace": "kube-public", "name": "cluster-info"],
                    "data": ["kubeconfig": "content"],
                ])
            var secret: JSONValue = [
                "kind": "Secret", "apiVersion": "v1", "type": "bootstrap.kubernetes.io/token",
                "metadata": ["namespace": "kube-system", "name": "bootstrap-token-abcdef"],
            ]
            secret["stringData"] = [
                "token-id": "abcdef", "token-secret": "0123456789abcdef", "usage-bootstrap-signing": "true",
            ]
            try await cluster.client.create(Resources.secrets, secret)
            try await cluster.eventually("the signature", Resources.configMaps, namespace: "kube-public") { maps in
                maps.contains { $0["data"]["jws-kubeconfig-abcdef"].string != nil }
            }
            try await cluster.client.patch(
                Resources.secrets, namespace: "kube-system", name: "bootstrap-token-abcdef", .merge,
                ["stringData": ["expiration": "2020-01-01T00:00:00Z"]])
            try await cluster.eventually("the end of the token", Resources.secrets, namespace: "kube-system") {
                $0.isEmpty
            }
            try await cluster.eventually("no signature", Resources.configMaps, namespace: "kube-public") { maps in
                maps.contains { $0.name == "cluster-info" && $0["data"]["jws-kubeconfig-abcdef"].isNull }
            }
        }
    }
}

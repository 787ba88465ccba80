import ApusAPI
import ApusClient
@testable import ApusControllers
import ApusJSON
import ApusTestSupport
import Testing

@Suite struct LegacyTokenTests {
    private static func account(secrets: [String] = []) -> JSONValue {
        [
            "kind": "ServiceAccount", "apiVersion": "v1",
            "metadata": ["name": "robot", "namespace": "shop", "uid": "sa-1"],
            "secrets": .array(secrets.map { ["name": .string($0)] }),
        ]
    }

    private static func secret(
        _ name: String, account: String = "robot", uid: String? = nil, labels: [String: String] = [:],
        created: String = "2024-01-01T00:00:00Z"
    ) -> JSONValue {
        var secret: JSONValue = [
            "kind": "Secret", "apiVersion": "v1", "type": "kubernetes.io/service-account-token",
            "metadata": [
                "name": .string(name), "namespace": "shop", "creationTimestamp": .string(created),
                "annotations": ["kubernetes.io/service-account.name": .string(account)],
            ],
        ]
        if let uid { secret["metadata"]["annotations"]["kubernetes.io/service-account.uid"] = .string(uid) }
        if !labels.isEmpty { secret["metadata"]["labels"] = JSONValue(texts: labels) }
        return secret
    }

    private static func controller(_ harness: Harness) -> ServiceAccountTokenController {
        ServiceAccountTokenController(harness.context, rootCertificate: "CA") { namespace, account, name in
            "\(namespace)/\(account.name)/\(account.uid)/\(name)"
        }
    }

    @Test func `a Secret for an account is filled, and goes without it`() async throws {
        let harness = Harness()
        harness.api.add(Resources.serviceAccounts, Self.account())
        harness.api.add(
            Resources.secrets, Self.secret("good"), Self.secret("nobody", account: "nobody"),
            Self.secret("former", uid: "sa-0"))
        try await harness.running(Self.controller(harness)) {
            try await harness.api.eventually("the token, and the end of the others") { api in
                api.object(Resources.secrets, "shop/good")?["data"]["token"].string != nil
                    && api.objects(Resources.secrets).count == 1
            }
            let secret = harness.api.object(Resources.secrets, "shop/good") ?? .null
            func text(_ key: String) -> String {
                String(decoding: Base64.decode(secret["data"][key].string ?? "") ?? [], as: UTF8.self)
            }
            #expect(text("token") == "shop/robot/sa-1/good")
            #expect(text("ca.crt") == "CA")
            #expect(text("namespace") == "shop")
            #expect(secret.annotations["kubernetes.io/service-account.uid"] == "sa-1")
            harness.api.remove(Resources.serviceAccounts, "shop/robot")
            try await harness.api.eventually("the end") { $0.objects(Resources.secrets).isEmpty }
        }
    }

    @Test func `an account no longer lists a Secret that is gone`() async throws {
        let harness = Harness()
        harness.api.add(Resources.serviceAccounts, Self.account(secrets: ["one", "two"]))
        harness.api.add(Resources.secrets, Self.secret("one"), Self.secret("two"))
        try await harness.running(Self.controller(harness)) {
            try await harness.api.eventually("the tokens") { api in
                api.objects(Resources.secrets).allSatisfy { $0["data"]["token"].string != nil }
            }
            harness.api.remove(Resources.secrets, "shop/one")
            try await harness.api.eventually("the shorter list") { api in
                api.object(Resources.serviceAccounts, "shop/robot")?["secrets"] == [["name": "two"]]
            }
        }
    }

    private static let unused = secret("unused", uid: "sa-1")

    /// What becomes of a Secret that the account lists, on 2026-01-01, with tracking since `since`.
    @Test(arguments: [
        (unused, "2024-06-01", ["invalid since 2026-01-01"]), (unused, "2025-01-01", [""]), (unused, "soon", [""]),
        (secret("young", uid: "sa-1", created: "2025-06-01T00:00:00Z"), "2024-06-01", [""]),
        (secret("foreign", uid: "sa-0"), "2024-06-01", [""]), (secret("unlisted"), "2024-06-01", [""]),
        (secret("mounted"), "2024-06-01", [""]),
        (
            secret("unused", labels: ["kubernetes.io/legacy-token-last-used": "2025-01-01"]), "2024-06-01", [""]
        ),
        (
            secret("unused", labels: ["kubernetes.io/legacy-token-last-used": "2024-12-31"]), "2024-06-01",
            ["invalid since 2026-01-01"]
        ),
        (secret("unused", labels: ["kubernetes.io/legacy-token-last-used": "never"]), "2024-06-01", [""]),
        (
            secret("unused", labels: ["kubernetes.io/legacy-token-invalid-since": "2025-01-01"]), "2024-06-01",
            ["invalid since 2025-01-01"]
        ),
        (secret("unused", labels: ["kubernetes.io/legacy-token-invalid-since": "2024-12-31"]), "2024-06-01", []),
    ])
    func `an unused token is marked, and deleted a year later`(
        secret: JSONValue, since: String, outcome: [String]
    ) async throws {
        let harness = Harness()
        harness.api.add(
            Resources.configMaps,
            [
                "kind": "ConfigMap", "apiVersion": "v1",
                "metadata": [
                    "namespace": "kube-system", "name": "kube-apiserver-legacy-service-account-token-tracking",
                ],
                "data": ["since": .string(since)],
            ])
        harness.api.add(
            Resources.serviceAccounts, Self.account(secrets: ["unused", "young", "foreign", "mounted"]))
        harness.api.add(
            Resources.pods,
            [
                "kind": "Pod", "apiVersion": "v1", "metadata": ["namespace": "shop", "name": "p"],
                "spec": ["volumes": [["name": "v", "secret": ["secretName": "mounted"]]]],
            ])
        harness.api.add(Resources.secrets, secret)
        let cleaner = LegacyTokenCleaner(harness.context, period: .seconds(365 * 86400))
        try await harness.running(cleaner) {
            // It has looked when it waits for the next day.
            await harness.clock.waitForSleepers()
            let states = harness.api.objects(Resources.secrets).map { secret in
                secret.labels["kubernetes.io/legacy-token-invalid-since"].map { "invalid since \($0)" } ?? ""
            }
            #expect(states == outcome)
        }
    }
}

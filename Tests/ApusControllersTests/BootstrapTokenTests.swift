import ApusAPI
import ApusClient
@testable import ApusControllers
import ApusJSON
import ApusTestSupport
import Testing

@Suite struct BootstrapTokenTests {
    private static func secret(_ changes: [String: String] = [:]) -> JSONValue {
        var secret: JSONValue = [
            "kind": "Secret", "apiVersion": "v1", "type": "bootstrap.kubernetes.io/token",
            "metadata": ["namespace": "kube-system", "name": "bootstrap-token-abcdef"], "data": [:],
        ]
        let data = [
            "token-id": "abcdef", "token-secret": "0123456789abcdef", "usage-bootstrap-signing": "true",
            "expiration": "2026-01-01T01:00:00Z",
        ].merging(changes) { $1 }
        for (key, value) in data { secret["data"][key] = .string(Base64.encode(Array(value.utf8))) }
        return secret
    }

    @Test(
        arguments: [
            ([:], true), (["usage-bootstrap-signing": "false"], false), (["expiration": "2025-12-31T23:00:00Z"], false),
            (["expiration": "soon"], false), (["token-id": "other1"], false), (["expiration": ""], true),
            (["token-secret": ""], false),
        ] as [([String: String], Bool)])
    func `only tokens that are good sign`(changes: [String: String], signs: Bool) {
        let token = BootstrapSecret(Self.secret(changes)).signingToken(at: FakeAPI.start.seconds)
        #expect((token != nil) == signs)
    }

    @Test func `cluster-info carries a signature for each token, and loses it with the token`() async throws {
        let harness = Harness()
        harness.api.add(
            Resources.configMaps,
            [
                "kind": "ConfigMap", "apiVersion": "v1",
                "metadata": ["namespace": "kube-public", "name": "cluster-info"],
                "data": ["kubeconfig": "content", "jws-kubeconfig-gone00": "x..y", "other": "kept"],
            ])
        harness.api.add(Resources.secrets, Self.secret())
        @Sendable func data() -> [String: String] {
            harness.api.object(Resources.configMaps, "kube-public/cluster-info")?["data"].texts ?? [:]
        }
        try await harness.running(BootstrapSigner(harness.context)) {
            try await harness.api.eventually("the signature") { _ in data()["jws-kubeconfig-abcdef"] != nil }
            // `{"alg":"HS256","kid":"abcdef"}`, then the HMAC that Python's hmac module gives of it and the content.
            #expect(
                data() == [
                    "kubeconfig": "content", "other": "kept",
                    "jws-kubeconfig-abcdef":
                        "eyJhbGciOiJIUzI1NiIsImtpZCI6ImFiY2RlZiJ9..psz1NayrXM3IaFzKZGsb5n_mBl7MjtlsZ1xE8MRmF_4",
                ])
            harness.api.remove(Resources.secrets, "kube-system/bootstrap-token-abcdef")
            try await harness.api.eventually("no signature") { _ in data()["jws-kubeconfig-abcdef"] == nil }
        }
    }

    @Test func `a token goes when it ends`() async throws {
        let harness = Harness()
        var unreadable = Self.secret(["expiration": "soon"])
        unreadable["metadata"]["name"] = "bootstrap-token-000000"
        var forever = Self.secret(["expiration": ""])
        forever["metadata"]["name"] = "bootstrap-token-111111"
        harness.api.add(Resources.secrets, Self.secret(), unreadable, forever)
        try await harness.running(TokenCleaner(harness.context)) {
            try await harness.api.eventually("the end of the unreadable one") { api in
                api.objects(Resources.secrets).count == 2
            }
            await harness.clock.waitForSleepers()
            harness.clock.advance(by: .seconds(3600))
            try await harness.api.eventually("the end") { api in
                api.objects(Resources.secrets).map(\.name) == ["bootstrap-token-111111"]
            }
        }
    }
}

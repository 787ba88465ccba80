import ApusAPI
import ApusClient
import ApusJSON
import NIOHTTP1
import Testing

@testable import ApusServer

/// What `fieldValidation` says of patches: of the patch itself and of the object that it makes.
@Suite(.timeLimit(.minutes(5))) struct StrictPatchTests {
    struct Case: Sendable {
        let type: String
        let body: String
        /// What is said of it, in the order in which it is said.
        let problems: [String]
    }

    private static let json = "application/json-patch+json"
    private static let merge = "application/merge-patch+json"
    private static let strategic = "application/strategic-merge-patch+json"

    static let cases: [Case] = [
        Case(
            type: json, body: #"[{"op":"add","path":"/data/x","value":"1","extra":true}]"#,
            problems: [#"json patch unknown field "[0].extra""#]),
        Case(
            type: json, body: #"[{"op":"add","path":"/data/x","value":"1","path":"/data/y"}]"#,
            problems: [#"json patch duplicate field "[0].path""#]),
        Case(
            type: json, body: #"[{"op":"add","path":"/more","value":1}]"#, problems: [#"unknown field "more""#]),
        Case(
            type: json, body: #"[{"op":"add","path":"/metadata/more","value":1,"extra":true}]"#,
            problems: [#"json patch unknown field "[0].extra""#, #"unknown field "metadata.more""#]),
        Case(
            type: merge, body: #"{"data":{"x":"1"},"data":{"y":"2"},"more":1}"#,
            problems: [#"duplicate field "data""#, #"unknown field "more""#]),
        Case(type: strategic, body: #"{"metadata":{"more":1}}"#, problems: [#"unknown field "metadata.more""#]),
    ]

    private func patch(_ client: RawClient, _ row: Case, _ validation: String) async throws -> RawClient.Answer {
        try await client.send(
            .PATCH, "/api/v1/namespaces/default/configmaps/a?fieldValidation=\(validation)",
            ["Content-Type": row.type], body: row.body)
    }

    @Test(arguments: cases) func problemsAreRefusedToldOrIgnored(_ row: Case) async throws {
        try await RawClient.run { client, test in
            try await test.client.create(
                Resources.configMaps, namespace: "default", .configMap("a", data: ["k": "v"]))
            let before = try await test.client.get(Resources.configMaps, namespace: "default", name: "a")
            let refused = try await patch(client, row, "Strict")
            #expect(refused.code == 422)
            let message = refused.json["message"].string ?? ""
            #expect(message.hasPrefix(" \"\" is invalid: patch: Invalid value: "), "\(message)")
            #expect(message.hasSuffix("strict decoding error: \(row.problems.joined(separator: ", "))"), "\(message)")
            let after = try await test.client.get(Resources.configMaps, namespace: "default", name: "a")
            #expect(before.resourceVersion == after.resourceVersion)
            let warned = try await patch(client, row, "Warn")
            #expect(warned.code == 200)
            let warnings = row.problems.map { "299 - \(Warnings.quoted($0))" }
            #expect(warned.headers["Warning"] == warnings)
            let ignored = try await patch(client, row, "Ignore")
            #expect(ignored.code == 200 && ignored.headers["Warning"] == [])
        }
    }
}

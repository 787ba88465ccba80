import ApusAPI
import ApusClient
import ApusJSON
import NIOHTTP1
import Testing

@testable import ApusServer

/// What upstream's validation says of each combination of the options of reads (API concepts, "Resource versions").
@Suite struct ReadOptionsTests {
    struct Refusal: Sendable {
        var method = HTTPMethod.GET
        var path = "/api/v1/namespaces/default/configmaps"
        var query: String
        var code: Int
        var message: String
    }

    private static let options = "ListOptions.meta.k8s.io \"\" is invalid: "
    private static let onlyNames = "is not a known field selector: only \"metadata.name\", \"metadata.namespace\""

    static let refusals: [Refusal] = [
        Refusal(
            query: "resourceVersion=abc", code: 400,
            message: "invalid resource version: resourceVersion: Invalid value: \"abc\": "
                + "strconv.ParseUint: parsing \"abc\": invalid syntax"),
        Refusal(
            query: "resourceVersionMatch=Exact", code: 422,
            message: options
                + "resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden unless resourceVersion is provided"
        ),
        Refusal(
            query: "resourceVersion=0&resourceVersionMatch=Exact", code: 422,
            message: options
                + "resourceVersionMatch: Forbidden: resourceVersionMatch \"exact\" is forbidden for resourceVersion \"0\""
        ),
        Refusal(
            query: "resourceVersion=5&resourceVersionMatch=Sideways", code: 422,
            message: options + "resourceVersionMatch: Unsupported value: \"Sideways\": "
                + "supported values: \"Exact\", \"NotOlderThan\", \"\""),
        Refusal(
            query: "resourceVersion=5&resourceVersionMatch=Exact&continue=x", code: 422,
            message: options
                + "resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden when continue is provided"),
        Refusal(
            query: "sendInitialEvents=true", code: 422,
            message: options + "sendInitialEvents: Forbidden: sendInitialEvents is forbidden for list"),
        Refusal(
            query: "watch=1&sendInitialEvents=true", code: 422,
            message: options + "resourceVersionMatch: Forbidden: sendInitialEvents requires setting "
                + "resourceVersionMatch to NotOlderThan"),
        Refusal(
            query: "watch=1&resourceVersionMatch=NotOlderThan", code: 422,
            message: options + "resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden for watch unless "
                + "sendInitialEvents is provided"),
        Refusal(
            query: "watch=1&sendInitialEvents=true&resourceVersionMatch=Exact", code: 422,
            message: options + "[resourceVersionMatch: Forbidden: sendInitialEvents requires setting "
                + "resourceVersionMatch to NotOlderThan, resourceVersionMatch: Unsupported value: \"Exact\": "
                + "supported values: \"NotOlderThan\"]"),
        Refusal(
            query: "watch=1&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&continue=x", code: 422,
            message: options
                + "resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden when continue is provided"),
        Refusal(
            query: "watch=1&resourceVersion=abc", code: 422,
            message: "configmaps \"\" is invalid: resourceVersion: Invalid value: \"abc\": "
                + "strconv.ParseUint: parsing \"abc\": invalid syntax"),
        Refusal(
            query: "continue=!", code: 400,
            message: "invalid continue token: continue key is not valid: illegal base64 data at input byte 0"),
        Refusal(
            query: "continue=\(token("v2", 5, "a"))", code: 400,
            message: "invalid continue token: continue key is not valid: "
                + "server does not recognize this encoded version v2"),
        Refusal(
            query: "continue=\(token("meta.k8s.io/v1", 0, "a"))", code: 400,
            message: "invalid continue token: continue key is not valid: "
                + "incorrect encoded start resourceVersion (version meta.k8s.io/v1)"),
        Refusal(
            query: "continue=\(token("meta.k8s.io/v1", 5, ""))", code: 400,
            message: "invalid continue token: continue key is not valid: "
                + "encoded start key empty (version meta.k8s.io/v1)"),
        Refusal(
            query: "continue=\(token("meta.k8s.io/v1", 5, "../secrets/a"))", code: 400,
            message: "invalid continue token: continue key is not valid: ../secrets/a"),
        Refusal(
            query: "resourceVersion=5&continue=\(token("meta.k8s.io/v1", 5, "a"))", code: 400,
            message: "specifying resource version is not allowed when using continue"),
        Refusal(query: "fieldSelector=spec.x%3D1", code: 400, message: "\"spec.x\" \(onlyNames)"),
        Refusal(
            path: "/api/v1/pods", query: "fieldSelector=spec.x%3D1", code: 400,
            message: "field label not supported: spec.x"),
        Refusal(
            path: "/api/v1/namespaces", query: "fieldSelector=metadata.namespace%3Dx", code: 400,
            message: "field label not supported: metadata.namespace"),
        Refusal(
            path: "/apis/batch/v1/jobs", query: "fieldSelector=a%3Db", code: 400,
            message: "field label \"a\" not supported for Job"),
        Refusal(
            path: "/apis/resource.k8s.io/v1/resourceslices", query: "fieldSelector=a%3Db", code: 400,
            message: "field label not supported for resource.k8s.io/v1, Kind=ResourceSlice: a"),
        Refusal(
            method: .DELETE, query: "resourceVersionMatch=Exact", code: 422,
            message: options
                + "resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden unless resourceVersion is provided"
        ),
        Refusal(
            query: "timeout=soon", code: 400,
            message: "invalid timeout specified in the request URL - time: invalid duration \"soon\""),
        Refusal(
            query: "resourceVersion=99999", code: 504,
            message: "Timeout: Too large resource version: 99999, current: CURRENT"),
        Refusal(
            path: "/api/v1/namespaces/default", query: "resourceVersion=99999", code: 504,
            message: "Timeout: Too large resource version: 99999, current: CURRENT"),
        Refusal(
            query: "resourceVersion=99999&resourceVersionMatch=Exact", code: 504,
            message: "Timeout: Too large resource version: 99999, current: CURRENT"),
    ]

    private static func token(_ version: String, _ revision: Int, _ start: String) -> String {
        let json: JSONValue = ["v": .string(version), "rv": .int(Int64(revision)), "start": .string(start)]
        return Base64URL.encode(json.encoded().string.utf8)
    }

    @Test func combinationsThatCannotBeAreRefused() async throws {
        try await RawClient.run(change: { $0.freshnessLimit = .milliseconds(1) }) { client, _ in
            for refusal in Self.refusals {
                let answer = try await client.send(refusal.method, "\(refusal.path)?\(refusal.query)")
                #expect(answer.code == refusal.code, "\(refusal.query)")
                var message = answer.json["message"].string ?? answer.text
                // The revision of the moment is not part of what is said.
                while refusal.message.hasSuffix("CURRENT"), message.last?.isNumber == true { message.removeLast() }
                if message.hasSuffix("current: ") { message += "CURRENT" }
                #expect(message == refusal.message)
            }
        }
    }

    @Test func whatIsNotReachedInTimeNamesItsCause() async throws {
        try await RawClient.run(change: { $0.freshnessLimit = .milliseconds(1) }) { client, _ in
            let path = "/api/v1/namespaces/default/configmaps?resourceVersion=99999"
            let late = try await client.send(.GET, path).json
            #expect(late["reason"] == "Timeout")
            #expect(late["details"]["retryAfterSeconds"] == 1)
            #expect(
                late["details"]["causes"] == [
                    ["reason": "ResourceVersionTooLarge", "message": "Too large resource version"]
                ])
            let exact = try await client.send(.GET, path + "&resourceVersionMatch=Exact").json
            #expect(exact["details"]["retryAfterSeconds"].isNull)
        }
    }

    @Test func aReadWaitsUntilItsVersionIsReached() async throws {
        try await TestServer.run { test in
            let first = try await test.client.create(Resources.configMaps, namespace: "default", .configMap("a"))
            var request = APIRequest(.list, Resources.configMaps, namespace: "default")
            request.options.resourceVersion = String(first.revision + 1)
            let (transport, wanted) = (test.transport, request)
            async let list = transport.list(wanted)
            try await test.client.create(Resources.configMaps, namespace: "default", .configMap("b"))
            let names = try await list.items.map(\.name)
            #expect(names == ["a", "b"])
        }
    }

    @Test func aListOfAnyStateHasNoPages() async throws {
        try await RawClient.run { client, test in
            for name in ["a", "b", "c"] {
                try await test.client.create(Resources.configMaps, namespace: "default", .configMap(name))
            }
            let path = "/api/v1/namespaces/default/configmaps?limit=1"
            let any = try await client.send(.GET, path + "&resourceVersion=0").json
            #expect(any["items"].elements.count == 3)
            #expect(any["metadata"]["continue"].isNull)
            let page = try await client.send(.GET, path).json
            #expect(page["items"].elements.count == 1)
            #expect(page["metadata"]["remainingItemCount"] == 2)
            let selected = try await client.send(.GET, path + "&labelSelector=!x").json
            #expect(selected["metadata"]["continue"].string != nil)
            #expect(selected["metadata"]["remainingItemCount"].isNull)
        }
    }

    @Test func kindsWithoutFieldsTakeANamespaceAnyway() async throws {
        try await RawClient.run { client, _ in
            let path = "/apis/scheduling.k8s.io/v1/priorityclasses?fieldSelector=metadata.namespace"
            let none = try await client.send(.GET, path + "%3Dx").json
            #expect(none["items"] == [])
            let all = try await client.send(.GET, path + "!%3Dx")
            #expect(all.code == 200)
        }
    }
}

import ApusAPI
import ApusClient
import ApusJSON
import NIOHTTP1
import Testing

@testable import ApusServer

@Suite struct HTTPFrontEndTests {
    struct Refusal: Sendable {
        var method = HTTPMethod.GET
        var path: String
        var headers: [String: String] = [:]
        var body: String?
        var token: String? = TestServer.token
        var code: Int
        var message: String
    }

    static let json = ["Content-Type": "application/json"]
    static let configMaps = "/api/v1/namespaces/default/configmaps"

    static let refusals = [
        Refusal(path: "/nothing", code: 404, message: "404 page not found\n"),
        Refusal(path: "/apis/none.example.com/v1/things", code: 404, message: "404 page not found\n"),
        Refusal(path: "/api/v1/things", code: 404, message: "the server could not find the requested resource"),
        Refusal(path: "/api/v1/pods/x", code: 404, message: "the server could not find the requested resource"),
        Refusal(
            path: "\(configMaps)/a/things", code: 404, message: "the server could not find the requested resource"),
        Refusal(
            method: .PUT, path: configMaps, headers: json, body: "{}", code: 405,
            message: "the server does not allow this method on the requested resource"),
        Refusal(
            path: configMaps, headers: ["Accept": "text/plain"], code: 406,
            message: "only the following media types are accepted: application/json, application/yaml, "
                + "application/vnd.kubernetes.protobuf"),
        Refusal(
            method: .POST, path: configMaps, headers: ["Content-Type": "text/plain"], body: "x", code: 415,
            message: "the body of the request was in an unknown format - accepted media types include: "
                + "application/json, application/yaml, application/vnd.kubernetes.protobuf"),
        Refusal(
            method: .PATCH, path: "\(configMaps)/a", headers: json, body: "{}", code: 415,
            message: "the body of the request was in an unknown format - accepted media types include: "
                + "application/json-patch+json, application/merge-patch+json, "
                + "application/strategic-merge-patch+json, application/apply-patch+yaml"),
        Refusal(path: configMaps, token: "wrong", code: 401, message: "Unauthorized"),
        Refusal(
            path: "\(configMaps)/a", token: nil, code: 403,
            message: "configmaps \"a\" is forbidden: User \"system:anonymous\" cannot get resource \"configmaps\" "
                + "in API group \"\" in the namespace \"default\""),
        Refusal(
            path: "/metrics", token: nil, code: 403,
            message: "forbidden: User \"system:anonymous\" cannot get path \"/metrics\""),
        Refusal(
            path: "\(configMaps)?limit=x", code: 400, message: "strconv.ParseInt: parsing \"x\": invalid syntax"),
        Refusal(
            path: "\(configMaps)?labelSelector=a==b==c", code: 400, message: ""),
        Refusal(
            path: "\(configMaps)?fieldSelector=spec.x=1", code: 400,
            message: "\"spec.x\" is not a known field selector: only \"metadata.name\", \"metadata.namespace\""),
        Refusal(
            path: "\(configMaps)?continue=x!", code: 400, message: ""),
    ]

    @Test func refusalsAreWordedAsUpstream() async throws {
        try await RawClient.run { client, _ in
            for refusal in Self.refusals {
                let answer = try await client.send(
                    refusal.method, refusal.path, refusal.headers, body: refusal.body, token: refusal.token)
                #expect(answer.code == refusal.code, "\(refusal.method) \(refusal.path)")
                let message = answer.json["message"].string ?? answer.text
                if !refusal.message.isEmpty { #expect(message == refusal.message) }
                if answer.json["kind"].string != nil {
                    #expect(answer.json["kind"].string == "Status")
                    #expect(answer.json["code"].int == Int64(refusal.code))
                }
                #expect(answer.headers.contains(name: "audit-id"))
            }
        }
    }

    @Test func unknownFieldsAreWarnedOfOrRefused() async throws {
        let body = """
            {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"},"data":{"k":"v"},"data":{"k":"w"},"extra":1}
            """
        try await RawClient.run { client, _ in
            let strict = try await client.send(
                .POST, "\(Self.configMaps)?fieldValidation=Strict", Self.json, body: body)
            #expect(strict.code == 400)
            #expect(
                strict.json["message"].string?.hasSuffix(
                    #"strict decoding error: duplicate field "data", unknown field "extra""#) == true)
            let warned = try await client.send(.POST, Self.configMaps, Self.json, body: body)
            #expect(warned.code == 201)
            let warnings = warned.headers["warning"].joined(separator: "\n")
            #expect(warnings.contains("299 - \"unknown field \\\"extra\\\"\""))
            #expect(warnings.contains("duplicate field"))
        }
    }

    @Test func yamlGoesInAndOut() async throws {
        let body = """
            apiVersion: v1
            kind: ConfigMap
            metadata:
              name: y
            data:
              on: "yes"
              lines: |
                a
                b

            """
        try await RawClient.run { client, _ in
            let made = try await client.send(
                .POST, Self.configMaps, ["Content-Type": "application/yaml", "Accept": "application/yaml"], body: body)
            #expect(made.code == 201)
            #expect(made.headers.first(name: "content-type") == "application/yaml")
            #expect(made.text.contains("lines: |\n    a\n    b\n"))
            let read = try await client.send(.GET, "\(Self.configMaps)/y").json
            #expect(read["data"]["on"].string == "yes")
            #expect(read["data"]["lines"].string == "a\nb\n")
        }
    }

    @Test func protobufGoesIn() async throws {
        // ConfigMap{metadata{name: "p"}, data{"k": "v"}} in its envelope.
        let object: [UInt8] = [0x0a, 3, 0x0a, 1, 0x70, 0x12, 6, 0x0a, 1, 0x6b, 0x12, 1, 0x76]
        let header = Array("v1".utf8), kind = Array("ConfigMap".utf8)
        let type: [UInt8] = [0x0a, UInt8(header.count)] + header + [0x12, UInt8(kind.count)] + kind
        let body: [UInt8] =
            [0x6b, 0x38, 0x73, 0, 0x0a, UInt8(type.count)] + type + [0x12, UInt8(object.count)] + object
        try await RawClient.run { client, _ in
            let made = try await client.send(
                .POST, Self.configMaps, ["Content-Type": "application/vnd.kubernetes.protobuf"], bytes: body)
            #expect(made.code == 201)
            #expect(made.json["metadata"]["name"].string == "p")
            #expect(made.json["data"] == ["k": "v"])
            let cut = try await client.send(
                .POST, Self.configMaps, ["Content-Type": "application/vnd.kubernetes.protobuf"],
                bytes: Array(body.dropLast(2)))
            #expect(cut.code == 400)
        }
    }

    @Test func tablesShowRows() async throws {
        try await RawClient.run { client, test in
            try await test.client.create(Resources.configMaps, namespace: "default", .configMap("a", data: ["k": "v"]))
            let table = try await client.send(
                .GET, Self.configMaps, ["Accept": "application/json;as=Table;v=v1;g=meta.k8s.io"]
            ).json
            #expect(table["kind"].string == "Table")
            #expect(table["columnDefinitions"].elements.compactMap { $0["name"].string } == ["Name", "Data", "Age"])
            #expect(table["rows"][0]["cells"][0].string == "a")
            #expect(table["rows"][0]["object"]["kind"].string == "PartialObjectMetadata")
            let bare = try await client.send(
                .GET, "\(Self.configMaps)/a?includeObject=None",
                ["Accept": "application/json;as=Table;v=v1;g=meta.k8s.io"]
            ).json
            #expect(bare["rows"].elements.count == 1)
            #expect(bare["rows"][0]["object"].isNull)
        }
    }

    @Test func partialObjectsHoldMetadataAlone() async throws {
        try await RawClient.run { client, test in
            try await test.client.create(Resources.configMaps, namespace: "default", .configMap("a", data: ["k": "v"]))
            let list = try await client.send(
                .GET, Self.configMaps, ["Accept": "application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io"]
            ).json
            #expect(list["kind"].string == "PartialObjectMetadataList")
            #expect(list["items"][0]["metadata"]["name"].string == "a")
            #expect(list["items"][0]["kind"] == "PartialObjectMetadata")
            #expect(list["items"][0]["apiVersion"] == "meta.k8s.io/v1")
            #expect(list["items"][0]["data"].isNull)
        }
    }

    @Test func listItemsLeaveTheirKindOut() async throws {
        try await RawClient.run { client, test in
            try await test.client.create(Resources.configMaps, namespace: "default", .configMap("a"))
            let list = try await client.send(.GET, Self.configMaps).json
            #expect(list["kind"].string == "ConfigMapList")
            #expect(list["items"][0]["kind"].isNull)
            #expect(list["items"][0]["metadata"]["resourceVersion"].string != nil)
        }
    }

    @Test func theServerTellsOfItself() async throws {
        try await RawClient.run { client, _ in
            let version = try await client.send(.GET, "/version", token: nil).json
            #expect(version["gitVersion"].string?.hasPrefix("v1.36.") == true)
            for path in ["/livez", "/readyz", "/healthz"] {
                let answer = try await client.send(.GET, path, token: nil)
                #expect(answer.code == 200 && answer.text == "ok")
            }
            let verbose = try await client.send(.GET, "/readyz?verbose&exclude=etcd").text
            #expect(verbose.contains("[+]ping ok\n"))
            #expect(verbose.contains("[+]etcd excluded: ok\n"))
            #expect(verbose.hasSuffix("readyz check passed\n"))
            _ = try await client.send(.GET, "/apis/made.up/v1/things")
            let metrics = try await client.send(.GET, "/metrics", ["Accept-Encoding": "identity"]).text
            #expect(!metrics.contains("made.up"))
            #expect(metrics.contains("apiserver_request_total{"))
            #expect(metrics.contains("process_resident_memory_bytes "))
            #expect(metrics.contains("apiserver_storage_objects{resource=\"namespaces\"} 4\n"))
        }
    }

    @Test func theRootListsThePaths() async throws {
        try await RawClient.run { client, _ in
            let paths = try await client.send(.GET, "/").json["paths"].elements.compactMap(\.string)
            #expect(paths.contains("/api/v1") && paths.contains("/apis/apps") && paths.contains("/readyz"))
        }
    }

    @Test func malformedYAMLNamesItsLine() async throws {
        try await RawClient.run { client, _ in
            let answer = try await client.send(
                .POST, Self.configMaps, ["Content-Type": "application/yaml"], body: "a: [b")
            #expect(answer.code == 400)
            #expect(answer.json["message"].string?.contains(": error converting YAML to JSON: yaml: line ") == true)
        }
    }

    @Test func whoAsksForTooMuchAtATimeIsToldToComeAgain() async throws {
        try await RawClient.run(change: { $0.maxReadsInFlight = 1 }) { client, _ in
            let gate = RequestGate(limit: 1)
            #expect(gate.enter())
            #expect(!gate.enter())
            gate.leave()
            #expect(gate.enter())
            for _ in 0..<5 {
                let code = try await client.send(.GET, Self.configMaps).code
                #expect(code == 200)
            }
        }
    }

    @Test func impersonationChangesWhoAsks() async throws {
        try await RawClient.run { client, _ in
            let answer = try await client.send(.GET, Self.configMaps, ["Impersonate-User": "jane"])
            #expect(answer.code == 403)
            #expect(answer.json["message"].string?.contains("User \"jane\" cannot list") == true)
        }
    }
}

import ApusAPI
import ApusClient
import ApusJSON
import NIOHTTP1
import Testing

@testable import ApusServer

/// What only HTTP shows of custom resources: forms, codes, headers, documents.
struct CustomResourceHTTPTests {
    private static let path = "/apis/stable.example.com/v1/namespaces/default/crontabs"
    private static let json = ["Content-Type": "application/json"]

    private func body(_ value: JSONValue) -> String { value.encoded().string }

    @Test func `a table has the columns of the definition`() async throws {
        try await RawClient.run { raw, test in
            try await test.establish()
            try await test.client.create(
                Resources.cronTabs, CronTabs.object("a", spec: ["cronSpec": "* * * * *", "replicas": 3]))
            let table = try await raw.send(
                .GET, Self.path, ["Accept": "application/json;as=Table;v=v1;g=meta.k8s.io"]
            ).json
            let columns = table["columnDefinitions"].elements
            #expect(columns.map { $0["name"] } == ["Name", "Spec", "Replicas", "Age"])
            #expect(columns.map { $0["priority"] } == [0, 0, 1, 0])
            let cells = table["rows"][0]["cells"].elements
            #expect(cells.prefix(3) == ["a", "* * * * *", 3])
            #expect(cells.last?.string?.hasSuffix("s") == true)
        }
    }

    @Test func `protobuf and strategic merge patches are refused`() async throws {
        try await RawClient.run { raw, test in
            try await test.establish()
            try await test.client.create(Resources.cronTabs, CronTabs.object("a"))
            let protobuf = "application/vnd.kubernetes.protobuf"
            #expect(try await raw.send(.GET, Self.path, ["Accept": protobuf]).code == 406)
            #expect(try await raw.send(.GET, Self.path, ["Accept": "\(protobuf),application/json"]).code == 200)
            let sent = try await raw.send(.POST, Self.path, ["Content-Type": protobuf], body: "k8s")
            #expect(sent.code == 415)
            let patched = try await raw.send(
                .PATCH, "\(Self.path)/a", ["Content-Type": "application/strategic-merge-patch+json"], body: "{}")
            #expect(patched.code == 415)
        }
    }

    @Test func `discovery and OpenAPI show a kind while it is defined`() async throws {
        try await RawClient.run { raw, test in
            try await test.establish()
            let found = try await raw.send(.GET, "/apis/stable.example.com/v1").json["resources"].elements
            #expect(found.map { $0["name"] } == ["crontabs", "crontabs/scale", "crontabs/status"])
            #expect(found[0]["shortNames"] == ["ct"])
            #expect(found[0]["categories"] == ["all"])
            let aggregated = try await raw.send(
                .GET, "/apis", ["Accept": "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList"])
            #expect(aggregated.text.contains("stable.example.com"))
            let type = "com.example.stable.v1.CronTab"
            let published = try await raw.send(.GET, "/openapi/v2").json["definitions"][type]
            #expect(published["properties"]["spec"]["required"] == ["cronSpec"])
            #expect(published["properties"]["spec"]["properties"]["note"] == [:])
            #expect(published["x-kubernetes-group-version-kind"][0]["kind"] == "CronTab")
            let third = try await raw.send(.GET, "/openapi/v3/apis/stable.example.com/v1").json
            let spec = third["components"]["schemas"][type]["properties"]["spec"]["properties"]
            #expect(spec["note"]["nullable"] == true)
            #expect(spec["jobs"]["x-kubernetes-list-map-keys"] == ["name"])
            try await test.client.delete(Resources.definitions, name: CronTabs.name)
            try await test.end(of: CronTabs.name)
            #expect(try await raw.send(.GET, "/apis/stable.example.com/v1").code == 404)
            #expect(try await raw.send(.GET, "/openapi/v2").json["definitions"].object?[type] == nil)
            #expect(try await raw.send(.GET, "/openapi/v3/apis/stable.example.com/v1").code == 404)
        }
    }

    @Test func `status and scale are written on their own paths`() async throws {
        try await RawClient.run { raw, test in
            try await test.establish()
            var object = try await test.client.create(
                Resources.cronTabs, CronTabs.object("a", spec: ["cronSpec": "* * * * *", "replicas": 2])
            ).value()
            object["status"] = ["phase": "Ready", "replicas": 1, "selector": "a=b"]
            let main = try await raw.send(.PUT, "\(Self.path)/a", Self.json, body: body(object)).json
            #expect(main["status"] == .null)
            let written = try await raw.send(.PUT, "\(Self.path)/a/status", Self.json, body: body(object)).json
            #expect(written["status"]["phase"] == "Ready")
            #expect(written["metadata"]["generation"] == 1)
            var scale = try await raw.send(.GET, "\(Self.path)/a/scale").json
            #expect(scale["kind"] == "Scale")
            #expect(scale["spec"] == ["replicas": 2])
            #expect(scale["status"] == ["replicas": 1, "selector": "a=b"])
            scale["spec"]["replicas"] = 5
            #expect(try await raw.send(.PUT, "\(Self.path)/a/scale", Self.json, body: body(scale)).code == 200)
            let scaled = try await raw.send(.GET, "\(Self.path)/a").json
            #expect(scaled["spec"]["replicas"] == 5)
            #expect(scaled["metadata"]["generation"] == 2)
            object["status"]["phase"] = "Lost"
            object["metadata"]["resourceVersion"] = scaled["metadata"]["resourceVersion"]
            let refused = try await raw.send(.PUT, "\(Self.path)/a/status", Self.json, body: body(object))
            #expect(refused.code == 422)
            #expect(
                refused.json["details"]["causes"][0]["message"]
                    == #"Unsupported value: "Lost": supported values: "Ready", "Waiting""#)
            #expect(refused.json["details"]["causes"][0]["field"] == "status.phase")
        }
    }

    @Test func `unknown fields are refused, told or dropped as the client asks`() async throws {
        try await RawClient.run { raw, test in
            try await test.establish()
            let object = CronTabs.object("a", spec: ["cronSpec": "* * * * *", "unknown": 1])
            let strict = try await raw.send(
                .POST, "\(Self.path)?fieldValidation=Strict", Self.json, body: body(object))
            #expect(strict.code == 400)
            #expect(
                strict.json["message"].string?.hasSuffix(#"strict decoding error: unknown field "spec.unknown""#)
                    == true)
            let warned = try await raw.send(.POST, "\(Self.path)?dryRun=All", Self.json, body: body(object))
            #expect(warned.code == 201)
            #expect(warned.headers["Warning"] == [#"299 - "unknown field \"spec.unknown\"""#])
            #expect(try await test.client.list(Resources.cronTabs).items.isEmpty)
        }
    }

    @Test func `selectable fields select, others are refused`() async throws {
        try await RawClient.run { raw, test in
            try await test.establish()
            for (name, image) in [("a", "x"), ("b", "y")] {
                try await test.client.create(
                    Resources.cronTabs,
                    CronTabs.object(name, spec: ["cronSpec": "* * * * *", "image": .string(image)]))
            }
            let selected = try await raw.send(.GET, "\(Self.path)?fieldSelector=spec.image%3Dy").json
            #expect(selected["items"].elements.map { $0["metadata"]["name"] } == ["b"])
            #expect(selected["items"][0]["kind"] == "CronTab")
            #expect(try await raw.send(.GET, "\(Self.path)?fieldSelector=spec.cronSpec%3Dy").code == 400)
        }
    }

    @Test func `configurations are applied by the schema's lists`() async throws {
        try await RawClient.run { raw, test in
            try await test.establish()
            func apply(_ manager: String, _ spec: JSONValue) async throws -> RawClient.Answer {
                var object = CronTabs.object("a", spec: spec)
                object["metadata"].remove("namespace")
                return try await raw.send(
                    .PATCH, "\(Self.path)/a?fieldManager=\(manager)", ["Content-Type": "application/apply-patch+yaml"],
                    body: body(object))
            }
            let made = try await apply("one", ["cronSpec": "* * * * *", "jobs": [["name": "x", "weight": 1]]])
            #expect(made.code == 201)
            let joined = try await apply("two", ["cronSpec": "* * * * *", "jobs": [["name": "y"]]])
            #expect(joined.json["spec"]["jobs"].elements.map { $0["name"] } == ["x", "y"])
            let conflict = try await apply("two", ["cronSpec": "1 1 1 1 1"])
            #expect(conflict.code == 409)
            #expect(conflict.json["details"]["causes"][0]["field"] == ".spec.cronSpec")
        }
    }

    @Test func `a deprecated version says so in every answer`() async throws {
        try await RawClient.run { raw, test in
            var definition = CronTabs.definition
            var old = CronTabs.version("v1beta1", storage: false)
            old["deprecated"] = true
            definition["spec"]["versions"] = [CronTabs.version("v1", storage: true), old]
            try await test.establish(definition)
            let answer = try await raw.send(
                .GET, "/apis/stable.example.com/v1beta1/namespaces/default/crontabs")
            #expect(
                answer.headers["Warning"] == [
                    #"299 - "stable.example.com/v1beta1 CronTab is deprecated; use stable.example.com/v1 CronTab""#
                ])
            #expect(try await raw.send(.GET, Self.path).headers["Warning"] == [])
        }
    }
}

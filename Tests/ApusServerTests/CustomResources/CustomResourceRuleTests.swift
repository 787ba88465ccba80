import ApusAPI
import ApusClient
import ApusJSON
import NIOHTTP1
import Testing

@testable import ApusServer

/// Rules in the Common Expression Language, through the server.
struct CustomResourceRuleTests {
    private static let path = "/apis/stable.example.com/v1/namespaces/default/crontabs"
    private static let json = ["Content-Type": "application/json"]

    private static var definition: JSONValue {
        var definition = CronTabs.definition
        var schema = definition["spec"]["versions"][0]["schema"]["openAPIV3Schema"]
        schema["properties"]["spec"]["x-kubernetes-validations"] = [
            [
                "rule": "!has(self.replicas) || self.replicas % 2 == 0",
                "messageExpression": "'%d is odd'.format([self.replicas])",
                "fieldPath": ".replicas",
            ],
            ["rule": "self.image == oldSelf.image", "message": "image is immutable", "reason": "FieldValueForbidden"],
        ]
        schema["properties"]["status"]["x-kubernetes-validations"] = [
            ["rule": "!has(self.phase) || self.phase != 'Ready' || has(self.replicas)"]
        ]
        schema["x-kubernetes-validations"] = [["rule": "self.metadata.name.size() < 10"]]
        definition["spec"]["versions"][0]["schema"]["openAPIV3Schema"] = schema
        return definition
    }

    private func body(_ value: JSONValue) -> String { value.encoded().string }

    private func message(_ answer: RawClient.Answer) -> String { answer.json["message"].string ?? "" }

    @Test func `objects that break rules are refused on create, update, patch and status`() async throws {
        try await RawClient.run { raw, test in
            try await test.establish(Self.definition)
            var object = CronTabs.object("a", spec: ["cronSpec": "* * * * *", "replicas": 3])
            let odd = try await raw.send(.POST, Self.path, Self.json, body: body(object))
            #expect(odd.code == 422)
            #expect(
                message(odd)
                    == #"CronTab.stable.example.com "a" is invalid: spec.replicas: Invalid value: "object": 3 is odd"#)
            #expect(odd.json["details"]["causes"][0]["field"] == "spec.replicas")
            object["spec"]["replicas"] = 4
            object = try await raw.send(.POST, Self.path, Self.json, body: body(object)).json
            object["spec"]["image"] = "other"
            let changed = try await raw.send(.PUT, "\(Self.path)/a", Self.json, body: body(object))
            #expect(changed.code == 422)
            #expect(message(changed).hasSuffix("is invalid: spec: Forbidden: image is immutable"))
            let patched = try await raw.send(
                .PATCH, "\(Self.path)/a", ["Content-Type": "application/merge-patch+json"],
                body: #"{"spec":{"replicas":5}}"#)
            #expect(patched.code == 422)
            let ready = try await raw.send(
                .PATCH, "\(Self.path)/a/status", ["Content-Type": "application/merge-patch+json"],
                body: #"{"status":{"phase":"Ready"}}"#)
            #expect(ready.code == 422)
            #expect(message(ready).contains(#"status: Invalid value: "object": failed rule: !has(self.phase)"#))
            let good = try await raw.send(
                .PATCH, "\(Self.path)/a/status", ["Content-Type": "application/merge-patch+json"],
                body: #"{"status":{"phase":"Ready","replicas":1}}"#)
            #expect(good.code == 200)
            let long = CronTabs.object("a-long-name", spec: ["cronSpec": "* * * * *"])
            let named = try await raw.send(.POST, Self.path, Self.json, body: body(long))
            #expect(message(named).contains("failed rule: self.metadata.name.size() < 10"))
        }
    }

    @Test func `rules wait until the object is what its schema says`() async throws {
        try await RawClient.run { raw, test in
            try await test.establish(Self.definition)
            let object = CronTabs.object("a", spec: ["replicas": 3])
            let answer = try await raw.send(.POST, Self.path, Self.json, body: body(object))
            #expect(answer.code == 422)
            #expect(
                message(answer)
                    == #"CronTab.stable.example.com "a" is invalid: [spec.cronSpec: Required value, <nil>: Invalid value: "#
                    + "null: some validation rules were not checked because the object was invalid; correct the existing "
                    + "errors to complete validation]")
        }
    }

    @Test func `OpenAPI shows the rules`() async throws {
        try await RawClient.run { raw, test in
            try await test.establish(Self.definition)
            let third = try await raw.send(.GET, "/openapi/v3/apis/stable.example.com/v1").json
            let type = third["components"]["schemas"]["com.example.stable.v1.CronTab"]
            #expect(type["properties"]["spec"]["x-kubernetes-validations"].elements.count == 2)
            #expect(type["x-kubernetes-validations"][0]["rule"] == "self.metadata.name.size() < 10")
        }
    }

    @Test func `a definition with a rule that does not compile is refused`() async throws {
        try await RawClient.run { raw, test in
            var definition = Self.definition
            definition["spec"]["versions"][0]["schema"]["openAPIV3Schema"]["x-kubernetes-validations"] = [
                ["rule": "self.nope"]
            ]
            let answer = try await raw.send(
                .POST, "/apis/apiextensions.k8s.io/v1/customresourcedefinitions", Self.json, body: body(definition))
            #expect(answer.code == 422)
            #expect(message(answer).contains("compilation failed: ERROR: <input>:1:5: undefined field 'nope'"))
        }
    }
}

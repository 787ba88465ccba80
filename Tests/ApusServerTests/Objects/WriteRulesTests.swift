import ApusAPI
import ApusClient
import ApusJSON
import NIOHTTP1
import Testing

@testable import ApusServer

/// What writes over HTTP answer with: codes, words and headers as upstream's.
@Suite struct WriteRulesTests {
    private static let maps = "/api/v1/namespaces/default/configmaps"

    private static func map(_ name: String, _ metadata: String = "") -> String {
        #"{"kind":"ConfigMap","apiVersion":"v1","metadata":{"name":"\#(name)"\#(metadata)},"data":{"a":"1"}}"#
    }

    struct Refusal: CustomTestStringConvertible, Sendable {
        let testDescription: String
        var method = "POST"
        var path = WriteRulesTests.maps
        var type = "application/json"
        var body = ""
        let code: Int
        let message: String
    }

    static let refusals = [
        Refusal(
            testDescription: "a wrong dryRun of a create", path: maps + "?dryRun=Some", body: map("x"), code: 422,
            message:
                #"CreateOptions.meta.k8s.io "" is invalid: dryRun: Unsupported value: ["Some"]: supported values: "All""#
        ),
        Refusal(
            testDescription: "a wrong dryRun of an update", method: "PUT", path: maps + "/old?dryRun=Some",
            body: map("old"), code: 422,
            message:
                #"UpdateOptions.meta.k8s.io "" is invalid: dryRun: Unsupported value: ["Some"]: supported values: "All""#
        ),
        Refusal(
            testDescription: "a wrong fieldValidation", path: maps + "?fieldValidation=Some", body: map("x"), code: 422,
            message:
                #"CreateOptions.meta.k8s.io "" is invalid: fieldValidation: Unsupported value: "Some": supported values: "", "Ignore", "Strict", "Warn""#
        ),
        Refusal(
            testDescription: "a long field manager",
            path: maps + "?fieldManager=" + String(repeating: "m", count: 129), body: map("x"), code: 422,
            message: #"CreateOptions.meta.k8s.io "" is invalid: fieldManager: Too long: may not be more than 128 bytes"#
        ),
        Refusal(
            testDescription: "force without apply", method: "PATCH", path: maps + "/old?force=true",
            type: "application/merge-patch+json", body: "{}", code: 422,
            message:
                #"PatchOptions.meta.k8s.io "" is invalid: force: Forbidden: may not be specified for non-apply patch"#),
        Refusal(
            testDescription: "apply without a manager", method: "PATCH", path: maps + "/old",
            type: "application/apply-patch+yaml", body: map("old"), code: 422,
            message:
                #"PatchOptions.meta.k8s.io "" is invalid: fieldManager: Required value: is required for apply patch"#),
        Refusal(
            testDescription: "apply of another kind", method: "PATCH", path: maps + "/old?fieldManager=m",
            type: "application/apply-patch+yaml", body: #"{"apiVersion":"v1","kind":"Pod"}"#, code: 400,
            message: "invalid object type: /v1, Kind=Pod"),
        Refusal(
            testDescription: "apply of another name", method: "PATCH", path: maps + "/old?fieldManager=m",
            type: "application/apply-patch+yaml", body: map("new"), code: 400,
            message: "the name of the object (new) does not match the name on the URL (old)"),
        Refusal(
            testDescription: "apply of an undeclared field", method: "PATCH", path: maps + "/old?fieldManager=m",
            type: "application/apply-patch+yaml",
            body: #"{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"old"},"foo":1}"#, code: 500,
            message:
                "failed to create typed patch object (/old; /v1, Kind=ConfigMap): .foo: field not declared in schema"),
        Refusal(
            testDescription: "an apply that would create an object with a uid", method: "PATCH",
            path: maps + "/none?fieldManager=m", type: "application/apply-patch+yaml",
            body: map("none", #","uid":"u""#), code: 409,
            message:
                #"Operation cannot be fulfilled on configmaps "none": uid mismatch: the provided object specified uid u, and no existing object was found"#
        ),
        Refusal(
            testDescription: "a patch of an unknown type", method: "PATCH", path: maps + "/old", type: "text/plain",
            body: "{}", code: 415,
            message:
                "the body of the request was in an unknown format - accepted media types include: application/json-patch+json, application/merge-patch+json, application/strategic-merge-patch+json, application/apply-patch+yaml"
        ),
        Refusal(
            testDescription: "a patch of the name", method: "PATCH", path: maps + "/old",
            type: "application/merge-patch+json", body: #"{"metadata":{"name":"new"}}"#, code: 400,
            message: "the name of the object (new) does not match the name on the URL (old)"),
        Refusal(
            testDescription: "a patch of the uid", method: "PATCH", path: maps + "/old",
            type: "application/merge-patch+json", body: #"{"metadata":{"uid":"u"}}"#, code: 422,
            message: #"ConfigMap "old" is invalid: metadata.uid: Invalid value: "u": field is immutable"#),
        Refusal(
            testDescription: "a patch of an old version", method: "PATCH", path: maps + "/old",
            type: "application/merge-patch+json", body: #"{"metadata":{"resourceVersion":"1"}}"#, code: 409,
            message:
                #"Operation cannot be fulfilled on configmaps "old": the object has been modified; please apply your changes to the latest version and try again"#
        ),
        Refusal(
            testDescription: "a patch of what is not there", method: "PATCH", path: maps + "/none",
            type: "application/merge-patch+json", body: "{}", code: 404, message: #"configmaps "none" not found"#),
        Refusal(
            testDescription: "a strict patch with an unknown field", method: "PATCH",
            path: maps + "/old?fieldValidation=Strict", type: "application/strategic-merge-patch+json",
            body: #"{"foo":1}"#, code: 422,
            message:
                #" "" is invalid: patch: Invalid value: "map[foo:1]": strict decoding error: unknown field "foo""#),
        Refusal(
            testDescription: "an update without a name", method: "PUT", path: maps + "/old",
            body: #"{"kind":"ConfigMap","apiVersion":"v1","metadata":{}}"#, code: 400,
            message: "the name of the object (old based on URL) was undeterminable: name must be provided"),
        Refusal(
            testDescription: "an update in another namespace", method: "PUT", path: maps + "/old",
            body: map("old", #","namespace":"other""#), code: 400,
            message: "the namespace of the provided object does not match the namespace sent on the request"),
        Refusal(
            testDescription: "both ways to orphan", method: "DELETE", path: maps + "/old",
            body: #"{"orphanDependents":true,"propagationPolicy":"Orphan"}"#, code: 422,
            message:
                #"DeleteOptions.meta.k8s.io "" is invalid: propagationPolicy: Invalid value: "Orphan": orphanDependents and deletionPropagation cannot be both set"#
        ),
        Refusal(
            testDescription: "an unknown propagation", method: "DELETE", path: maps + "/old?propagationPolicy=Some",
            code: 422,
            message:
                #"DeleteOptions.meta.k8s.io "" is invalid: propagationPolicy: Unsupported value: "Some": supported values: "Foreground", "Background", "Orphan", "nil""#
        ),
        Refusal(
            testDescription: "options of the wrong type", method: "DELETE", path: maps + "/old",
            body: #"{"gracePeriodSeconds":"x"}"#, code: 400,
            message:
                "json: cannot unmarshal string into Go struct field DeleteOptions.gracePeriodSeconds of type int64"),
        Refusal(
            testDescription: "a lease without a version", method: "PUT",
            path: "/apis/coordination.k8s.io/v1/namespaces/default/leases/old",
            body: #"{"kind":"Lease","apiVersion":"coordination.k8s.io/v1","metadata":{"name":"old"}}"#, code: 422,
            message:
                #"leases.coordination.k8s.io "old" is invalid: metadata.resourceVersion: Invalid value: 0: must be specified for an update"#
        ),
    ]

    @Test func writesAreRefusedInUpstreamsWords() async throws {
        try await RawClient.run { client, test in
            _ = try await client.send(.POST, Self.maps, body: Self.map("old"))
            _ = try await client.send(
                .POST, "/apis/coordination.k8s.io/v1/namespaces/default/leases",
                body: #"{"kind":"Lease","apiVersion":"coordination.k8s.io/v1","metadata":{"name":"old"}}"#)
            for refusal in Self.refusals {
                let answer = try await client.send(
                    .init(rawValue: refusal.method), refusal.path, ["Content-Type": refusal.type],
                    body: refusal.body.isEmpty ? nil : refusal.body)
                #expect(answer.code == refusal.code, "\(refusal.testDescription)")
                #expect(answer.json["message"].string == refusal.message, "\(refusal.testDescription)")
            }
        }
    }

    @Test func aBodyReplacesTheQueryOfADeletion() async throws {
        try await RawClient.run { client, _ in
            _ = try await client.send(.POST, Self.maps, body: Self.map("a"))
            let answer = try await client.send(
                .DELETE, Self.maps + "/a?propagationPolicy=Orphan", body: #"{"propagationPolicy":"Background"}"#)
            #expect(answer.json["kind"].string == "Status")
            #expect(answer.json["details"]["name"].string == "a")
        }
    }

    @Test func theOlderWayToDeleteDependentsIsAccepted() async throws {
        try await RawClient.run { client, _ in
            _ = try await client.send(.POST, Self.maps, body: Self.map("a", #","finalizers":["example.com/x"]"#))
            let answer = try await client.send(.DELETE, Self.maps + "/a", body: #"{"orphanDependents":false}"#)
            #expect(answer.code == 202)
            #expect(answer.json["metadata"]["deletionTimestamp"].string != nil)
            let again = try await client.send(.DELETE, Self.maps + "/a")
            #expect(again.code == 200)
            #expect(again.json["metadata"]["resourceVersion"] == answer.json["metadata"]["resourceVersion"])
            let taken = try await client.send(.POST, Self.maps, body: Self.map("a"))
            #expect(taken.json["message"].string == #"object is being deleted: configmaps "a" already exists"#)
        }
    }

    @Test func deletingAJobWarnsOfItsPods() async throws {
        try await RawClient.run { client, _ in
            let path = "/apis/batch/v1/namespaces/default/jobs"
            _ = try await client.send(
                .POST, path,
                body:
                    #"{"kind":"Job","apiVersion":"batch/v1","metadata":{"name":"j"},"spec":{"template":{"spec":{"restartPolicy":"Never","containers":[{"name":"c","image":"i"}]}}}}"#
            )
            let answer = try await client.send(.DELETE, path + "/j")
            #expect(answer.headers.first(name: "Warning")?.contains("child pods are preserved by default") == true)
            #expect(answer.json["metadata"]["finalizers"] == ["orphan"])
        }
    }

    @Test func doubledOwnersAreRemovedWithAWarning() async throws {
        try await RawClient.run { client, _ in
            let owner = #"{"apiVersion":"v1","kind":"Node","name":"n","uid":"u"}"#
            let answer = try await client.send(
                .POST, Self.maps, body: Self.map("a", #","ownerReferences":[\#(owner),\#(owner)]"#))
            #expect(answer.json["metadata"]["ownerReferences"].elements.count == 1)
            #expect(
                answer.headers.first(name: "Warning")
                    == #"299 - ".metadata.ownerReferences contains duplicate entries; API server dedups owner references in 1.20+, and may reject such requests as early as 1.24; please fix your requests; duplicate UID(s) observed: u""#
            )
        }
    }

    @Test func whatNobodyChangedIsNotWritten() async throws {
        try await RawClient.run { client, _ in
            let path = Self.maps + "/a?fieldManager=m"
            let headers = ["Content-Type": "application/apply-patch+yaml"]
            let made = try await client.send(.PATCH, path, headers, body: Self.map("a"))
            #expect(made.code == 201)
            let again = try await client.send(.PATCH, path, headers, body: Self.map("a"))
            #expect(again.code == 200)
            #expect(again.json == made.json)
        }
    }

    @Test func anUpdateOfWhatIsNotThereMayCreateIt() async throws {
        try await RawClient.run { client, _ in
            let path = "/api/v1/namespaces/default/endpoints/e"
            let made = try await client.send(
                .PUT, path,
                body: #"{"kind":"Endpoints","apiVersion":"v1","metadata":{"name":"e","resourceVersion":"9"}}"#)
            #expect(made.code == 201)
            let other = try await client.send(.PUT, Self.maps + "/e", body: Self.map("e"))
            #expect(other.code == 404)
        }
    }
}

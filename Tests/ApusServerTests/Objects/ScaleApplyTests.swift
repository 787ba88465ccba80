import ApusAPI
import ApusClient
import ApusJSON
import Testing

@testable import ApusServer

/// Server-side apply of the scale of an object, whose replicas then belong to who applied.
@Suite(.timeLimit(.minutes(5))) struct ScaleApplyTests {
    struct Kind: Sendable, CustomStringConvertible {
        let resource: GroupVersionResource
        let object: JSONValue
        var description: String { resource.resource }
    }

    static let kinds = [
        Kind(
            resource: Resources.deployments,
            object: [
                "kind": "Deployment", "apiVersion": "apps/v1", "metadata": ["name": "a", "namespace": "default"],
                "spec": [
                    "replicas": 1, "selector": ["matchLabels": ["app": "a"]],
                    "template": [
                        "metadata": ["labels": ["app": "a"]],
                        "spec": ["containers": [["name": "main", "image": "busybox"]]],
                    ],
                ],
            ]),
        Kind(
            resource: Resources.cronTabs, object: CronTabs.object("a", spec: ["cronSpec": "* * * * *", "replicas": 1])),
    ]

    private func apply(
        _ test: TestServer, _ kind: Kind, _ replicas: Int64, as manager: String, force: Bool? = nil
    ) async throws -> JSONValue {
        var request = APIRequest(
            .patch, kind.resource, namespace: "default", name: "a", subresource: "scale",
            body: .patch(
                .apply,
                [
                    "kind": "Scale", "apiVersion": "autoscaling/v1", "metadata": ["name": "a", "namespace": "default"],
                    "spec": ["replicas": .int(replicas)],
                ]))
        request.options.fieldManager = manager
        request.options.force = force
        return try await test.transport.send(request).value()
    }

    @Test(arguments: kinds) func replicasAreOwnedByWhoAppliesThem(_ kind: Kind) async throws {
        try await TestServer.run { test in
            if kind.resource == Resources.cronTabs { try await test.establish() }
            var options = APIOptions()
            options.fieldManager = "creator"
            try await test.client.create(kind.resource, namespace: "default", kind.object, options: options)
            // The creator owns the replicas.
            let refused = await statusError { _ = try await apply(test, kind, 5, as: "scaler") }
            #expect(refused?.code == 409)
            #expect(refused?.details?.causes.map(\.field) == [".spec.replicas"])
            let scaled = try await apply(test, kind, 5, as: "scaler", force: true)
            #expect(scaled["kind"] == "Scale")
            #expect(scaled["spec"]["replicas"] == 5)
            let object = try await test.client.get(kind.resource, namespace: "default", name: "a").value()
            #expect(object["spec"]["replicas"] == 5)
            let owners = object["metadata"]["managedFields"].elements.filter {
                !$0["fieldsV1"]["f:spec"]["f:replicas"].isNull
            }
            #expect(owners.map { $0["manager"] } == ["scaler"])
            #expect(owners.first?["subresource"] == "scale")
            #expect(owners.first?["operation"] == "Apply")
            #expect(owners.first?["apiVersion"].string == kind.object["apiVersion"].string)
            // The same again changes nothing; with others' force it is theirs.
            let again = try await apply(test, kind, 5, as: "scaler")
            #expect(again["metadata"]["resourceVersion"] == scaled["metadata"]["resourceVersion"])
            let other = try await apply(test, kind, 7, as: "other", force: true)
            #expect(other["spec"]["replicas"] == 7)
            let late = await statusError { _ = try await apply(test, kind, 5, as: "scaler") }
            #expect(late?.code == 409)
            #expect(
                late?.message.contains(#"conflict with "other" with subresource "scale""#) == true,
                "\(late?.message ?? "")")
        }
    }
}

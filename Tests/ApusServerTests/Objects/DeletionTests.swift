import ApusAPI
import ApusClient
import ApusJSON
import Testing

@testable import ApusServer

@Suite struct DeletionTests {
    private func exists(_ test: TestServer, _ name: String) async -> Bool {
        await statusError { _ = try await test.client.get(Resources.configMaps, namespace: "default", name: name) }
            == nil
    }

    @Test(arguments: Front.allCases) func deletingAnswersWithAStatus(_ front: Front) async throws {
        try await TestServer.run(front) { test in
            let made = try await test.client.create(Resources.configMaps, namespace: "default", .configMap("a"))
            let answer = try await test.transport.send(
                APIRequest(.delete, Resources.configMaps, namespace: "default", name: "a")
            ).value()
            #expect(answer["kind"].string == "Status")
            #expect(answer["status"].string == "Success")
            #expect(answer["details"]["uid"].string == made.uid)
            #expect(await !exists(test, "a"))
        }
    }

    @Test func finalizersHoldAnObjectUntilTheLastOneGoes() async throws {
        try await TestServer.run { test in
            var object = JSONValue.configMap("a")
            object["metadata"]["finalizers"] = ["example.com/hold"]
            try await test.client.create(Resources.configMaps, namespace: "default", object)
            let marked = try await test.transport.send(
                APIRequest(.delete, Resources.configMaps, namespace: "default", name: "a")
            ).value()
            #expect(marked["metadata"]["deletionTimestamp"].string != nil)
            #expect(marked["metadata"]["deletionGracePeriodSeconds"].int == 0)
            #expect(await exists(test, "a"))
            _ = try await test.transport.send(
                APIRequest(
                    .patch, Resources.configMaps, namespace: "default", name: "a",
                    body: .patch(.merge, ["metadata": ["finalizers": .null]])))
            #expect(await !exists(test, "a"))
        }
    }

    @Test(arguments: [("Orphan", "orphan"), ("Foreground", "foregroundDeletion")])
    func propagationSetsItsFinalizer(_ policy: String, _ finalizer: String) async throws {
        try await TestServer.run { test in
            try await test.client.create(Resources.configMaps, namespace: "default", .configMap("a"))
            var request = APIRequest(.delete, Resources.configMaps, namespace: "default", name: "a")
            request.options.propagationPolicy = policy
            let marked = try await test.transport.send(request).value()
            #expect(marked["metadata"]["finalizers"] == [.string(finalizer)])
        }
    }

    @Test func preconditionsMustHold() async throws {
        try await TestServer.run { test in
            try await test.client.create(Resources.configMaps, namespace: "default", .configMap("a"))
            var request = APIRequest(.delete, Resources.configMaps, namespace: "default", name: "a")
            request.options.preconditionUID = "other"
            let error = await statusError { _ = try await test.transport.send(request) }
            #expect(error?.code == 409)
            #expect(
                error?.message.hasPrefix(
                    "Operation cannot be fulfilled on ConfigMap \"a\": the UID in the precondition (other) does not match"
                )
                    == true)
            #expect(await exists(test, "a"))
        }
    }

    @Test func aCollectionIsDeletedBySelector() async throws {
        try await TestServer.run { test in
            for name in ["a", "b"] {
                try await test.client.create(
                    Resources.configMaps, namespace: "default", .configMap(name, labels: ["app": "x"]))
            }
            try await test.client.create(Resources.configMaps, namespace: "default", .configMap("c"))
            var request = APIRequest(.deletecollection, Resources.configMaps, namespace: "default")
            request.options.labelSelector = "app=x"
            _ = try await test.transport.send(request)
            let left = try await test.client.list(Resources.configMaps, namespace: "default").items.map(\.name)
            #expect(left == ["c"])
        }
    }

    @Test func aNamespaceIsMarkedAndTakesNothingNew() async throws {
        try await TestServer.run { test in
            try await test.client.create(
                Resources.namespaces, ["kind": "Namespace", "apiVersion": "v1", "metadata": ["name": "x"]])
            let marked = try await test.transport.send(APIRequest(.delete, Resources.namespaces, name: "x")).value()
            #expect(marked["status"]["phase"].string == "Terminating")
            let error = await statusError {
                try await test.client.create(Resources.configMaps, namespace: "x", .configMap("a"))
            }
            #expect(error?.code == 403)
            #expect(
                error?.message
                    == "configmaps \"a\" is forbidden: unable to create new content in namespace x because it is being terminated"
            )
            let immortal = await statusError {
                _ = try await test.transport.send(APIRequest(.delete, Resources.namespaces, name: "default"))
            }
            #expect(immortal?.message == "namespaces \"default\" is forbidden: this namespace may not be deleted")
        }
    }
}

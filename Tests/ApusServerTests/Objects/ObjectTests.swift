import ApusAPI
import ApusClient
import ApusJSON
import Testing

@testable import ApusServer

@Suite struct ObjectTests {
    @Test(arguments: Front.allCases) func createdObjectsCarryWhatTheServerSets(_ front: Front) async throws {
        try await TestServer.run(front) { test in
            let made = try await test.client.create(Resources.configMaps, namespace: "default", .configMap("a"))
            let object = try made.value()
            #expect(object["metadata"]["namespace"].string == "default")
            #expect(object["metadata"]["uid"].string?.utf8.count == 36)
            #expect(object["metadata"]["creationTimestamp"].string != nil)
            #expect(made.revision > 0)
            let read = try await test.client.get(Resources.configMaps, namespace: "default", name: "a")
            #expect(read.bytes == made.bytes && read.revision == made.revision)
        }
    }

    @Test(arguments: Front.allCases) func aSecondObjectOfTheSameNameIsRefused(_ front: Front) async throws {
        try await TestServer.run(front) { test in
            try await test.client.create(Resources.configMaps, namespace: "default", .configMap("a"))
            let error = await statusError {
                try await test.client.create(Resources.configMaps, namespace: "default", .configMap("a"))
            }
            #expect(error?.code == 409)
            #expect(error?.reason == .alreadyExists)
            #expect(error?.message == "configmaps \"a\" already exists")
        }
    }

    @Test func generatedNamesBeginAsAsked() async throws {
        try await TestServer.run { test in
            var object = JSONValue.configMap("")
            object["metadata"] = ["generateName": "job-"]
            let first = try await test.client.create(Resources.configMaps, namespace: "default", object)
            let second = try await test.client.create(Resources.configMaps, namespace: "default", object)
            #expect(first.name.hasPrefix("job-") && first.name.utf8.count == 9)
            #expect(first.name != second.name)
        }
    }

    @Test(arguments: Front.allCases) func aWriteThatChangesNothingKeepsItsResourceVersion(_ front: Front) async throws {
        try await TestServer.run(front) { test in
            let made = try await test.client.create(
                Resources.configMaps, namespace: "default", .configMap("a", data: ["k": "v"]))
            let same = try await test.transport.send(
                APIRequest(
                    .update, Resources.configMaps, namespace: "default", name: "a", body: .value(try made.value())))
            #expect(same.revision == made.revision)
            let patched = try await test.transport.send(
                APIRequest(
                    .patch, Resources.configMaps, namespace: "default", name: "a",
                    body: .patch(.merge, ["data": ["k": "v"]])))
            #expect(patched.revision == made.revision)
        }
    }

    @Test(arguments: Front.allCases) func anUpdateOfAnOldVersionConflicts(_ front: Front) async throws {
        try await TestServer.run(front) { test in
            let made = try await test.client.create(Resources.configMaps, namespace: "default", .configMap("a"))
            var first = try made.value()
            first["data"] = ["k": "1"]
            let request = APIRequest(
                .update, Resources.configMaps, namespace: "default", name: "a", body: .value(first))
            let updated = try await test.transport.send(request)
            #expect(updated.revision > made.revision)
            let error = await statusError { _ = try await test.transport.send(request) }
            #expect(error?.code == 409)
            #expect(error?.reason == .conflict)
            #expect(
                error?.message
                    == "Operation cannot be fulfilled on configmaps \"a\": the object has been modified; "
                    + "please apply your changes to the latest version and try again")
        }
    }

    @Test func whatIsMissingIsNotFound() async throws {
        try await TestServer.run { test in
            for request in [
                APIRequest(.get, Resources.configMaps, namespace: "default", name: "a"),
                APIRequest(.delete, Resources.configMaps, namespace: "default", name: "a"),
                APIRequest(
                    .patch, Resources.configMaps, namespace: "default", name: "a", body: .patch(.merge, ["data": [:]])),
            ] {
                let error = await statusError { _ = try await test.transport.send(request) }
                #expect(error?.message == "configmaps \"a\" not found")
                #expect(error?.code == 404)
            }
            let other = await statusError {
                _ = try await test.client.create(Resources.configMaps, namespace: "nowhere", .configMap("a"))
            }
            #expect(other?.message == "namespaces \"nowhere\" not found")
        }
    }

    static let patches: [(APIRequest.PatchType, JSONValue)] = [
        (.merge, ["data": ["a": .null, "b": "2"]]),
        (.strategicMerge, ["data": ["a": .null, "b": "2"]]),
        (.json, [["op": "remove", "path": "/data/a"], ["op": "add", "path": "/data/b", "value": "2"]]),
    ]

    @Test(arguments: patches) func patchesOfEachTypeApply(_ type: APIRequest.PatchType, _ patch: JSONValue) async throws
    {
        try await TestServer.run { test in
            try await test.client.create(
                Resources.configMaps, namespace: "default", .configMap("a", data: ["a": "1", "c": "3"]))
            let patched = try await test.transport.send(
                APIRequest(
                    .patch, Resources.configMaps, namespace: "default", name: "a", body: .patch(type, patch)))
            #expect(try patched.value()["data"] == ["b": "2", "c": "3"])
        }
    }

    @Test func concurrentPatchesAllHappen() async throws {
        try await TestServer.run { test in
            try await test.client.create(Resources.configMaps, namespace: "default", .configMap("a"))
            try await withThrowingTaskGroup(of: Void.self) { group in
                for index in 0..<20 {
                    group.addTask {
                        _ = try await test.transport.send(
                            APIRequest(
                                .patch, Resources.configMaps, namespace: "default", name: "a",
                                body: .patch(.merge, ["data": .object(.init([.init(key: "k\(index)", value: "v")]))])))
                    }
                }
                try await group.waitForAll()
            }
            let object = try await test.client.get(Resources.configMaps, namespace: "default", name: "a").value()
            #expect(object["data"].object?.count == 20)
        }
    }

    @Test func dryRunsStoreNothing() async throws {
        try await TestServer.run { test in
            var options = APIOptions()
            options.dryRun = true
            let made = try await test.client.create(
                Resources.configMaps, namespace: "default", .configMap("a"), options: options)
            #expect(made.name == "a")
            let error = await statusError {
                _ = try await test.client.get(Resources.configMaps, namespace: "default", name: "a")
            }
            #expect(error?.code == 404)
        }
    }
}

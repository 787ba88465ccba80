import ApusAPI
import ApusClient
import ApusJSON
import Testing

@testable import ApusServer

@Suite struct ApplyTests {
    private func apply(
        _ data: JSONValue, as manager: String?, force: Bool? = nil, _ test: TestServer
    ) async throws -> APIObject {
        let config: JSONValue = [
            "apiVersion": "v1", "kind": "ConfigMap", "metadata": ["name": "a"], "data": data,
        ]
        var request = APIRequest(
            .patch, Resources.configMaps, namespace: "default", name: "a", body: .patch(.apply, config))
        request.options.fieldManager = manager
        request.options.force = force
        return try await test.transport.send(request)
    }

    @Test(arguments: Front.allCases) func applyMakesMergesAndPrunes(_ front: Front) async throws {
        try await TestServer.run(front) { test in
            let made = try await apply(["x": "1", "y": "2"], as: "me", test)
            let entry = try made.value()["metadata"]["managedFields"][0]
            #expect(entry["manager"] == "me")
            #expect(entry["operation"] == "Apply")
            #expect(entry["fieldsV1"] == ["f:data": ["f:x": [:], "f:y": [:]]])
            let same = try await apply(["x": "1", "y": "2"], as: "me", test)
            #expect(same.revision == made.revision)
            let other = try await apply(["z": "3"], as: "you", test)
            #expect(try other.value()["data"] == ["x": "1", "y": "2", "z": "3"])
            let less = try await apply(["x": "1"], as: "me", test)
            #expect(try less.value()["data"] == ["x": "1", "z": "3"])
        }
    }

    @Test func `whoever applies first makes the object, and who comes at the same moment changes it`() async throws {
        try await TestServer.run { test in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<16 {
                    group.addTask { _ = try await apply(["k\(number)": "v"], as: "manager-\(number)", test) }
                }
                try await group.waitForAll()
            }
            let object = try await test.client.get(Resources.configMaps, namespace: "default", name: "a")
            #expect(try object.value()["data"].object?.count == 16)
        }
    }

    @Test(arguments: Front.allCases) func applyConflictsWithAnotherOwner(_ front: Front) async throws {
        try await TestServer.run(front) { test in
            _ = try await apply(["x": "1"], as: "me", test)
            do {
                _ = try await apply(["x": "2"], as: "you", test)
                Issue.record("was applied")
            } catch let error as StatusError {
                #expect(error.code == 409)
                #expect(error.message == #"Apply failed with 1 conflict: conflict with "me": .data.x"#)
            }
            let forced = try await apply(["x": "2"], as: "you", force: true, test)
            #expect(try forced.value()["data"] == ["x": "2"])
        }
    }

    @Test func applyNeedsAManager() async throws {
        try await TestServer.run { test in
            await #expect(throws: StatusError.self) { try await apply(["x": "1"], as: nil, test) }
        }
    }

    @Test(arguments: Front.allCases) func writesSayWhoOwnsWhat(_ front: Front) async throws {
        try await TestServer.run(front) { test in
            let made = try await test.client.create(
                Resources.configMaps, namespace: "default", .configMap("a", data: ["x": "1"]))
            #expect(try made.value()["metadata"]["managedFields"][0]["operation"] == "Update")
            var request = APIRequest(
                .patch, Resources.configMaps, namespace: "default", name: "a",
                body: .patch(.merge, ["data": ["k": "v"]]))
            request.options.fieldManager = "other"
            let entries = try await test.transport.send(request).value()["metadata"]["managedFields"].elements
            let entry = try #require(entries.first { $0["manager"] == "other" })
            #expect(entry["fieldsV1"]["f:data"]["f:k"] == [:])
        }
    }
}

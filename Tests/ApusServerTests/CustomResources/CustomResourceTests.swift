import ApusAPI
import ApusClient
import ApusJSON
import ApusStore
import Testing

@testable import ApusServer

struct CustomResourceTests {
    @Test(arguments: Front.allCases)
    func `objects of a definition are made, read, changed, listed, watched and deleted`(_ front: Front) async throws {
        try await TestServer.run(front) { test in
            let definition = try await test.establish()
            #expect(definition["spec"]["names"]["listKind"] == "CronTabList")
            #expect(definition["status"]["acceptedNames"]["singular"] == "crontab")
            #expect(definition["status"]["storedVersions"] == ["v1"])
            let made = try await test.client.create(
                Resources.cronTabs,
                CronTabs.object(
                    "a", spec: ["cronSpec": "* * * * *", "unknown": 1, "note": .null, "jobs": [["name": "x"]]])
            ).value()
            #expect(made["spec"]["image"] == "busybox")
            #expect(made["spec"]["unknown"] == .null)
            #expect(made["spec"].object?["note"] == .null)
            #expect(made["spec"]["jobs"][0]["weight"] == 7)
            #expect(made["metadata"]["generation"] == 1)
            let read = try await test.client.get(Resources.cronTabs, namespace: "default", name: "a").value()
            #expect(read == made)
            var changed = made
            changed["spec"]["replicas"] = 3
            let updated = try await test.client.update(Resources.cronTabs, changed).value()
            #expect(updated["metadata"]["generation"] == 2)
            let list = try await test.client.list(Resources.cronTabs, namespace: "default")
            #expect(list.items.map(\.name) == ["a"])
            var watch = APIRequest(.watch, Resources.cronTabs, namespace: "default")
            watch.options.resourceVersion = list.resourceVersion
            watch.options.timeoutSeconds = 10
            let stream = try await test.transport.watch(watch)
            try await test.client.delete(Resources.cronTabs, namespace: "default", name: "a")
            var kinds: [WatchEvent.Kind] = []
            for try await event in stream {
                kinds.append(event.kind)
                break
            }
            #expect(kinds == [.deleted])
        }
    }

    @Test func `a definition that goes takes its objects along, and is served no more`() async throws {
        try await TestServer.run { test in
            try await test.establish()
            for name in ["a", "b", "c"] { try await test.client.create(Resources.cronTabs, CronTabs.object(name)) }
            var held = CronTabs.object("held")
            held["metadata"]["finalizers"] = ["example.com/hold"]
            try await test.client.create(Resources.cronTabs, held)
            try await test.client.delete(Resources.definitions, name: CronTabs.name)
            let terminating = try await test.definition(CronTabs.name) {
                $0["status"]["conditions"].elements.contains { $0["reason"] == "InstanceDeletionInProgress" }
            }
            #expect(terminating["metadata"]["finalizers"] == ["customresourcecleanup.apiextensions.k8s.io"])
            let refused = await statusError {
                try await test.client.create(Resources.cronTabs, CronTabs.object("late"))
            }
            #expect(refused?.code == 403)
            #expect(
                refused?.message.hasSuffix("create not allowed while custom resource definition is terminating") == true
            )
            try await test.client.modify(Resources.cronTabs, namespace: "default", name: "held") { object in
                object["metadata"].remove("finalizers")
                return true
            }
            try await test.end(of: CronTabs.name)
            let gone = await statusError { _ = try await test.client.list(Resources.cronTabs) }
            #expect(gone?.code == 404)
            // The same name begins anew, without what was before.
            try await test.establish()
            #expect(try await test.client.list(Resources.cronTabs).items.isEmpty)
        }
    }

    @Test func `objects are there again after a restart, in the form of the definition`() async throws {
        let store = try MemoryStore()
        try await TestServer.run(store: store) { test in
            try await test.establish()
            try await test.client.create(Resources.cronTabs, CronTabs.object("a"))
        }
        try await TestServer.run(store: store) { test in
            let object = try await test.client.get(Resources.cronTabs, namespace: "default", name: "a").value()
            #expect(object["spec"]["image"] == "busybox")
        }
        await store.close()
    }

    @Test func `a changed schema holds for stored objects when they are read, at their revision`() async throws {
        try await TestServer.run { test in
            try await test.establish()
            let made = try await test.client.create(
                Resources.cronTabs, CronTabs.object("a", spec: ["cronSpec": "* * * * *", "replicas": 2]))
            try await test.client.modify(Resources.definitions, name: CronTabs.name) { definition in
                definition["spec"]["versions"][0]["schema"]["openAPIV3Schema"]["properties"]["spec"]["properties"]
                    .remove("replicas")
                definition["spec"]["versions"][0]["schema"]["openAPIV3Schema"]["properties"]["spec"]["properties"][
                    "speed"] =
                    ["type": "string", "default": "slow"]
                return true
            }
            // The change is live when a new object follows it.
            var probe = 0
            while true {
                probe += 1
                let object = try await test.client.create(Resources.cronTabs, CronTabs.object("probe-\(probe)")).value()
                if object["spec"]["speed"] == "slow" { break }
                try #require(probe < 1000)
            }
            let read = try await test.client.get(Resources.cronTabs, namespace: "default", name: "a")
            #expect(read.resourceVersion == made.resourceVersion)
            #expect(try read.value()["spec"]["speed"] == "slow")
            #expect(try read.value()["spec"]["replicas"] == .null)
        }
    }

    @Test func `names that another definition has are not given again until they are free`() async throws {
        try await TestServer.run { test in
            try await test.establish()
            var other = CronTabs.definition
            other["metadata"]["name"] = "others.stable.example.com"
            other["spec"]["names"] = ["plural": "others", "kind": "Other", "shortNames": ["ct"]]
            try await test.client.create(Resources.definitions, other)
            let refused = try await test.definition("others.stable.example.com") {
                !$0["status"]["conditions"].elements.isEmpty
            }
            let conditions = refused["status"]["conditions"]
            #expect(conditions[0]["type"] == "NamesAccepted")
            #expect(conditions[0]["reason"] == "ShortNamesConflict")
            #expect(conditions[0]["message"] == "\"ct\" is already in use")
            #expect(conditions[1]["reason"] == "NotAccepted")
            try await test.client.delete(Resources.definitions, name: CronTabs.name)
            try await test.definition("others.stable.example.com") {
                $0["status"]["conditions"].elements.contains { $0["type"] == "Established" && $0["status"] == "True" }
            }
        }
    }

    @Test func `versions show the same objects under their own apiVersion`() async throws {
        try await TestServer.run { test in
            var definition = CronTabs.definition
            var old = CronTabs.version("v1beta1", storage: false)
            old["deprecated"] = true
            definition["spec"]["versions"] = [CronTabs.version("v1", storage: true), old]
            try await test.establish(definition)
            try await test.client.create(Resources.cronTabs, CronTabs.object("a"))
            let beta = GroupVersionResource("stable.example.com", "v1beta1", "crontabs")
            let shown = try await test.client.get(beta, namespace: "default", name: "a").value()
            #expect(shown["apiVersion"] == "stable.example.com/v1beta1")
            try await test.client.create(beta, CronTabs.object("b", version: "v1beta1"))
            let stored = try await test.client.get(Resources.cronTabs, namespace: "default", name: "b").value()
            #expect(stored["apiVersion"] == "stable.example.com/v1")
            // Storage moves on.
            try await test.client.modify(Resources.definitions, name: CronTabs.name) { definition in
                definition["spec"]["versions"][0]["storage"] = false
                definition["spec"]["versions"][1]["storage"] = true
                return true
            }
            let moved = try await test.client.get(Resources.definitions, name: CronTabs.name).value()
            #expect(moved["status"]["storedVersions"] == ["v1", "v1beta1"])
            for name in ["a", "b"] {
                let object = try await test.client.get(Resources.cronTabs, namespace: "default", name: name).value()
                #expect(object["apiVersion"] == "stable.example.com/v1")
            }
        }
    }
}

import ApusAPI
import ApusJSON
import Testing

@Suite struct FieldManagerTests {
    let manager = FieldManager(TestSchema.resource)

    func writer(_ name: String, at seconds: Int64 = 0) -> FieldManager.Writer {
        FieldManager.Writer(manager: name, apiVersion: "v1", now: Timestamp(seconds: 1_700_000_000 + seconds))
    }

    func live(_ text: String, by name: String = "kubectl") throws -> JSONValue {
        var object = try TestSchema.json(text)
        manager.update(&object, old: .null, writer(name))
        return object
    }

    func owners(_ object: JSONValue) -> [String: JSONValue] {
        var result: [String: JSONValue] = [:]
        for entry in object["metadata"]["managedFields"].elements {
            result["\(entry["operation"].string ?? "") \(entry["manager"].string ?? "")"] = entry["fieldsV1"]
        }
        return result
    }

    static let object =
        #"{"metadata":{"name":"a","labels":{"x":"1"}},"spec":{"containers":[{"name":"c","image":"i"}],"priority":1}}"#

    @Test func whoCreatesOwnsEverything() throws {
        let object = try live(Self.object)
        #expect(
            owners(object) == [
                "Update kubectl": [
                    "f:metadata": ["f:labels": [".": [:], "f:x": [:]]],
                    "f:spec": [
                        "f:containers": [#"k:{"name":"c"}"#: [".": [:], "f:image": [:], "f:name": [:]]],
                        "f:priority": [:],
                    ],
                ]
            ])
        #expect(object["metadata"]["managedFields"][0]["time"] == "2023-11-14T22:13:20Z")
    }

    @Test func whoChangesTakesOver() throws {
        let old = try live(Self.object)
        var new = old
        new["spec"]["priority"] = 2
        new["metadata"]["labels"].remove("x")
        manager.update(&new, old: old, writer("other", at: 60))
        #expect(owners(new)["Update other"] == ["f:spec": ["f:priority": [:]]])
        #expect(owners(new)["Update kubectl"]?["f:spec"]["f:priority"] == .null)
        #expect(owners(new)["Update kubectl"]?["f:metadata"]["f:labels"]["f:x"] == .null)
    }

    @Test func whatChangesNothingKeepsTheEntries() throws {
        let old = try live(Self.object)
        var new = old
        new["metadata"].remove("managedFields")
        manager.update(&new, old: old, writer("other", at: 60))
        #expect(new == old)
        var again = old
        again["spec"]["priority"] = 1
        manager.update(&again, old: old, writer("kubectl", at: 60))
        #expect(again == old)
    }

    @Test func applyMakesMergesAndRemoves() throws {
        let config = try TestSchema.json(
            #"{"metadata":{"name":"a","labels":{"x":"1","y":"2"}},"spec":{"containers":[{"name":"c","image":"i"},{"name":"d","image":"j"}]}}"#
        )
        let made = try manager.apply(config, to: .null, force: false, writer("me"))
        #expect(owners(made)["Apply me"]?["f:metadata"] == ["f:labels": ["f:x": [:], "f:y": [:]]])
        var live = made
        live["spec"]["nodeName"] = "n"
        let less = try TestSchema.json(
            #"{"metadata":{"name":"a","labels":{"x":"1"}},"spec":{"containers":[{"name":"c","image":"i2"}]}}"#)
        let merged = try manager.apply(less, to: live, force: false, writer("me", at: 60))
        #expect(merged["metadata"]["labels"] == ["x": "1"])
        #expect(merged["spec"] == ["containers": [["name": "c", "image": "i2"]], "nodeName": "n"])
        let same = try manager.apply(less, to: merged, force: false, writer("me", at: 120))
        #expect(same == merged)
    }

    @Test func applyKeepsWhatOthersOwn() throws {
        let first = try TestSchema.json(#"{"metadata":{"name":"a"},"spec":{"containers":[{"name":"c","image":"i"}]}}"#)
        let made = try manager.apply(first, to: .null, force: false, writer("me"))
        let second = try TestSchema.json(#"{"metadata":{"name":"a"},"spec":{"containers":[{"name":"c","tty":true}]}}"#)
        let both = try manager.apply(second, to: made, force: false, writer("you"))
        #expect(both["spec"]["containers"] == [["name": "c", "image": "i", "tty": true]])
        let nothing = try TestSchema.json(#"{"metadata":{"name":"a"}}"#)
        let rest = try manager.apply(nothing, to: both, force: false, writer("me"))
        #expect(rest["spec"]["containers"] == [["name": "c", "tty": true]])
    }

    @Test func applyRefusesWhatAnotherOwnsUnlessForced() throws {
        let object = try live(Self.object)
        let config = try TestSchema.json(#"{"metadata":{"name":"a"},"spec":{"containers":[{"name":"c","image":"k"}]}}"#)
        do {
            _ = try manager.apply(config, to: object, force: false, writer("me"))
            Issue.record("was applied")
        } catch {
            #expect(error.code == 409)
            #expect(
                error.message
                    == #"Apply failed with 1 conflict: conflict with "kubectl" using v1: .spec.containers[name="c"].image"#
            )
            #expect(error.details?.causes.first?.reason == "FieldManagerConflict")
        }
        let forced = try manager.apply(config, to: object, force: true, writer("me"))
        #expect(forced["spec"]["containers"][0]["image"] == "k")
        #expect(owners(forced)["Update kubectl"]?["f:spec"]["f:containers"]["k:{\"name\":\"c\"}"]["f:image"] == .null)
        // Two may own a field while they agree.
        let agreeing = try TestSchema.json(#"{"metadata":{"name":"a"},"spec":{"priority":1}}"#)
        #expect(throws: Never.self) { try manager.apply(agreeing, to: object, force: false, writer("me")) }
    }

    @Test func managersAreNamedAfterTheirProgram() {
        #expect(FieldManager.name(nil, userAgent: "kubectl/v1.33 (linux/amd64)") == "kubectl")
        #expect(FieldManager.name("mine", userAgent: "kubectl/v1.33") == "mine")
    }
}

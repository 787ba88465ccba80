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

    func apply(
        _ config: JSONValue, to live: JSONValue, force: Bool = false, _ writer: FieldManager.Writer
    ) throws(StatusError) -> JSONValue {
        try manager.apply(config, to: live, force: force, writer).object
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
        let made = try apply(config, to: .null, writer("me"))
        #expect(owners(made)["Apply me"]?["f:metadata"] == ["f:labels": ["f:x": [:], "f:y": [:]]])
        var live = made
        live["spec"]["nodeName"] = "n"
        let less = try TestSchema.json(
            #"{"metadata":{"name":"a","labels":{"x":"1"}},"spec":{"containers":[{"name":"c","image":"i2"}]}}"#)
        let merged = try apply(less, to: live, writer("me", at: 60))
        #expect(merged["metadata"]["labels"] == ["x": "1"])
        #expect(merged["spec"] == ["containers": [["name": "c", "image": "i2"]], "nodeName": "n"])
        let same = try apply(less, to: merged, writer("me", at: 120))
        #expect(same == merged)
    }

    @Test func applyKeepsWhatOthersOwn() throws {
        let first = try TestSchema.json(#"{"metadata":{"name":"a"},"spec":{"containers":[{"name":"c","image":"i"}]}}"#)
        let made = try apply(first, to: .null, writer("me"))
        let second = try TestSchema.json(#"{"metadata":{"name":"a"},"spec":{"containers":[{"name":"c","tty":true}]}}"#)
        let both = try apply(second, to: made, writer("you"))
        #expect(both["spec"]["containers"] == [["name": "c", "image": "i", "tty": true]])
        let nothing = try TestSchema.json(#"{"metadata":{"name":"a"}}"#)
        let rest = try apply(nothing, to: both, writer("me"))
        #expect(rest["spec"]["containers"] == [["name": "c", "tty": true]])
    }

    @Test func applyRefusesWhatAnotherOwnsUnlessForced() throws {
        let object = try live(Self.object)
        let config = try TestSchema.json(#"{"metadata":{"name":"a"},"spec":{"containers":[{"name":"c","image":"k"}]}}"#)
        do {
            _ = try apply(config, to: object, writer("me"))
            Issue.record("was applied")
        } catch {
            #expect(error.code == 409)
            #expect(
                error.message
                    == #"Apply failed with 1 conflict: conflict with "kubectl" using v1: .spec.containers[name="c"].image"#
            )
            #expect(error.details?.causes.first?.reason == "FieldManagerConflict")
        }
        let forced = try apply(config, to: object, force: true, writer("me"))
        #expect(forced["spec"]["containers"][0]["image"] == "k")
        #expect(owners(forced)["Update kubectl"]?["f:spec"]["f:containers"]["k:{\"name\":\"c\"}"]["f:image"] == .null)
        // Two may own a field while they agree.
        let agreeing = try TestSchema.json(#"{"metadata":{"name":"a"},"spec":{"priority":1}}"#)
        #expect(throws: Never.self) { try apply(agreeing, to: object, writer("me")) }
    }

    // MARK: - Updates

    @Test func whoChangesAgainHasANewTime() throws {
        let old = try live(Self.object)
        var new = old
        new["spec"]["priority"] = 2
        manager.update(&new, old: old, writer("kubectl", at: 60))
        #expect(new["metadata"]["managedFields"].elements.count == 1)
        #expect(new["metadata"]["managedFields"][0]["time"] == "2023-11-14T22:14:20Z")
        #expect(owners(new)["Update kubectl"] == owners(old)["Update kubectl"])
    }

    @Test func aSubresourceHasAnEntryOfItsOwn() throws {
        let old = try live(Self.object)
        var new = old
        new["status"] = ["phase": "Running"]
        new["spec"]["priority"] = 9
        var status = writer("kubelet")
        status.subresource = "status"
        manager.update(&new, old: old, status)
        let entry = new["metadata"]["managedFields"].elements.first { $0["manager"] == "kubelet" }
        #expect(entry?["subresource"] == "status")
        // The spec is reset by such a write, so that nobody owns it by one.
        #expect(entry?["fieldsV1"] == ["f:status": ["f:phase": [:]]])
    }

    @Test(arguments: ["[]", "[{}]"]) func entriesAreReset(list: String) throws {
        let old = try live(Self.object)
        var new = old
        new["metadata"]["managedFields"] = try TestSchema.json(list)
        manager.update(&new, old: old, writer("other"))
        #expect(new["metadata"]["managedFields"].isNull)
        // What is not tracked stays so until the first apply.
        var later = new
        later["spec"]["priority"] = 7
        manager.update(&later, old: new, writer("other"))
        #expect(later["metadata"]["managedFields"].isNull)
    }

    @Test func malformedEntriesAreIgnored() throws {
        let old = try live(Self.object)
        var new = old
        new["metadata"]["managedFields"] = [["manager": "x", "operation": "Steal", "apiVersion": "v1"]]
        manager.update(&new, old: old, writer("other"))
        #expect(owners(new) == owners(old))
    }

    @Test func oldUpdatesBecomeOneEntry() throws {
        var object = try live(Self.object)
        for index in 0..<14 {
            let old = object
            object["metadata"]["labels"]["l\(index)"] = "x"
            manager.update(&object, old: old, writer("m\(index)", at: Int64(index + 1)))
        }
        let names = object["metadata"]["managedFields"].elements.compactMap { $0["manager"].string }
        #expect(names.count == 10)
        #expect(names.first == "ancient-changes")
        #expect(owners(object)["Update ancient-changes"]?["f:metadata"]["f:labels"]["f:l3"] == [:])
        #expect(names.last == "m13")
    }

    @Test func entriesOfVersionsThatAreGoneGo() throws {
        var old = try live(Self.object)
        old["metadata"]["managedFields"][0]["apiVersion"] = "v1alpha1"
        var new = old
        new["spec"]["priority"] = 3
        manager.update(&new, old: old, writer("other"))
        #expect(Array(owners(new).keys) == ["Update other"])
    }

    @Test func timesThatAloneChangeAreKept() throws {
        let old = try live(Self.object)
        var new = old
        new["metadata"]["managedFields"][0]["time"] = "2024-01-01T00:00:00Z"
        FieldManager.keepTimes(&new, old: old)
        #expect(new == old)
        new["metadata"]["managedFields"][0]["time"] = "2024-01-01T00:00:00Z"
        new["spec"]["priority"] = 5
        let changed = new
        FieldManager.keepTimes(&new, old: old)
        #expect(new == changed)
    }

    // MARK: - Apply

    @Test func theFirstApplyNotesWhoWasBefore() throws {
        let object = try TestSchema.json(#"{"kind":"Pod","apiVersion":"v1",\#(Self.object.dropFirst())"#)
        let config = try TestSchema.json(#"{"metadata":{"name":"a"},"spec":{"nodeName":"n"}}"#)
        let applied = try apply(config, to: object, writer("me"))
        #expect(owners(applied)["Apply me"] == ["f:spec": ["f:nodeName": [:]]])
        #expect(owners(applied)["Update before-first-apply"]?["f:spec"]["f:priority"] == [:])
    }

    @Test func anApplyThatChangesNothingChangesNothing() throws {
        let config = try TestSchema.json(#"{"metadata":{"name":"a"},"spec":{"containers":[{"name":"c","image":"i"}]}}"#)
        let made = try apply(config, to: .null, writer("me"))
        let again = try manager.apply(config, to: made, force: false, writer("me", at: 60))
        #expect(again.isUnchanged)
        #expect(again.object == made)
        // Another one who says the same owns it too.
        let other = try manager.apply(config, to: made, force: false, writer("you", at: 60))
        #expect(!other.isUnchanged)
        #expect(other.object["metadata"]["managedFields"].elements.count == 2)
    }

    @Test func nullsAndZeroValuesAreOwned() throws {
        let config = try TestSchema.json(
            #"{"metadata":{"name":"a","labels":null},"spec":{"containers":[{"name":"c","tty":false,"image":null}]}}"#)
        let made = try apply(config, to: .null, writer("me"))
        #expect(
            owners(made)["Apply me"] == [
                "f:metadata": ["f:labels": [:]],
                "f:spec": [
                    "f:containers": [
                        #"k:{"name":"c"}"#: [".": [:], "f:image": [:], "f:name": [:], "f:tty": [:]]
                    ]
                ],
            ])
    }

    struct Merge: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let live: String
        let config: String
        let names: [String]
    }

    static let merges = [
        Merge(testDescription: "new ones go behind", live: "ab", config: "c", names: ["a", "b", "c"]),
        Merge(
            testDescription: "the order of the configuration wins", live: "abc", config: "ca", names: ["b", "c", "a"]),
        Merge(testDescription: "others keep their places", live: "axb", config: "ab", names: ["a", "x", "b"]),
        Merge(testDescription: "a new one between", live: "ab", config: "acb", names: ["a", "c", "b"]),
        Merge(testDescription: "a new one before", live: "ab", config: "cab", names: ["c", "a", "b"]),
    ]

    @Test(arguments: merges) func listsMergeByKey(test: Merge) throws {
        func object(_ names: String) -> JSONValue {
            ["metadata": ["name": "a"], "spec": ["containers": .array(names.map { ["name": .string(String($0))] })]]
        }
        let live = try apply(object(test.live), to: .null, writer("other"))
        let merged = try apply(object(test.config), to: live, force: true, writer("me"))
        #expect(merged["spec"]["containers"].elements.compactMap { $0["name"].string } == test.names)
    }

    @Test func keysWithDefaultsAreFound() throws {
        let live = try live(
            #"{"metadata":{"name":"a"},"spec":{"containers":[{"name":"c","ports":[{"containerPort":80,"protocol":"TCP"}]}]}}"#
        )
        let config = try TestSchema.json(
            #"{"metadata":{"name":"a"},"spec":{"containers":[{"name":"c","ports":[{"containerPort":80,"name":"http"}]}]}}"#
        )
        let merged = try apply(config, to: live, writer("me"))
        #expect(
            merged["spec"]["containers"][0]["ports"] == [["containerPort": 80, "protocol": "TCP", "name": "http"]])
        let port = owners(merged)["Apply me"]?["f:spec"]["f:containers"][#"k:{"name":"c"}"#]["f:ports"]
        #expect(
            port == [
                #"k:{"containerPort":80,"protocol":"TCP"}"#: [".": [:], "f:containerPort": [:], "f:name": [:]]
            ])
    }

    @Test(arguments: [
        (#"{"spec":{"foo":1}}"#, ".spec.foo: field not declared in schema"),
        (#"{"spec":{"priority":"x"}}"#, ".spec.priority: expected numeric (int or float), got string"),
        (#"{"spec":[]}"#, ".spec: expected map, got &{[]}"),
        (
            #"{"spec":{"containers":[{"name":"a"},{"name":"a"}]}}"#,
            #".spec.containers: duplicate entries for key [name="a"]"#
        ),
        (
            #"{"spec":{"nodeName":1,"bar":2}}"#,
            "errors:\n  .spec.nodeName: expected string, got &value.valueUnstructured{Value:1}\n"
                + "  .spec.bar: field not declared in schema"
        ),
    ])
    func configurationsMustFitTheType(config: String, message: String) throws {
        var config = try TestSchema.json(config)
        config["kind"] = "Pod"
        config["apiVersion"] = "v1"
        config["metadata"]["name"] = "a"
        do {
            _ = try apply(config, to: .null, writer("me"))
            Issue.record("was applied")
        } catch {
            #expect(error.code == 500)
            #expect(error.message == "failed to create typed patch object (/a; /v1, Kind=Pod): \(message)")
        }
    }

    @Test func managedFieldsAreNotApplied() throws {
        let config = try TestSchema.json(#"{"metadata":{"name":"a","managedFields":[]}}"#)
        #expect(throws: StatusError.badRequest("metadata.managedFields must be nil")) {
            try apply(config, to: .null, writer("me"))
        }
    }

    @Test func severalConflictsAreListedByManager() throws {
        let first = try live(Self.object)
        var second = first
        second["spec"]["nodeName"] = "n"
        var status = writer("kubelet")
        status.subresource = "resize"
        manager.update(&second, old: first, status)
        let config = try TestSchema.json(
            #"{"metadata":{"name":"a","labels":{"x":"2"}},"spec":{"nodeName":"m","priority":4}}"#)
        do {
            _ = try apply(config, to: second, writer("me"))
            Issue.record("was applied")
        } catch {
            #expect(
                error.message == """
                    Apply failed with 3 conflicts: conflicts with "kubectl" using v1:
                    - .metadata.labels.x
                    - .spec.priority
                    conflicts with "kubelet" with subresource "resize" using v1:
                    - .spec.nodeName
                    """)
        }
    }

    // MARK: - From client-side apply

    private static let annotation = "kubectl.kubernetes.io/last-applied-configuration"

    @Test func kubectlTakesOverWhatItAppliedItself() throws {
        var object = try TestSchema.json(#"{"kind":"Pod","apiVersion":"v1",\#(Self.object.dropFirst())"#)
        object["metadata"]["annotations"][Self.annotation] =
            #"{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a","labels":{"x":"1"}},"spec":{"priority":5}}"#
        manager.update(&object, old: .null, writer("kubectl-client-side-apply"))
        let label = try TestSchema.json(#"{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a","labels":{"x":"2"}}}"#)
        let applied = try apply(label, to: object, writer("kubectl"))
        #expect(applied["metadata"]["labels"] == ["x": "2"])
        #expect(
            applied["metadata"]["annotations"][Self.annotation].string
                == #"{"apiVersion":"v1","kind":"Pod","metadata":{"labels":{"x":"2"},"name":"a"}}"# + "\n")
        #expect(throws: StatusError.self) { try apply(label, to: object, writer("other")) }
        // What was changed since belongs to who changed it.
        let priority = try TestSchema.json(
            #"{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a"},"spec":{"priority":6}}"#)
        #expect(throws: StatusError.self) { try apply(priority, to: object, writer("kubectl")) }
    }

    // MARK: - Scale

    @Test func scalingOwnsTheReplicas() throws {
        let fields = ScaleFields(paths: ["apps/v1": ["spec", "replicas"]], apiVersion: "apps/v1")
        func entry(_ manager: String, _ operation: String, _ version: String, _ sub: String, _ set: String) throws
            -> JSONValue
        {
            var value: JSONValue = [
                "manager": .string(manager), "operation": .string(operation), "apiVersion": .string(version),
                "fieldsType": "FieldsV1", "fieldsV1": try TestSchema.json(set),
            ]
            if !sub.isEmpty { value["subresource"] = .string(sub) }
            return value
        }
        let both = #"{"f:spec":{"f:replicas":{},"f:selector":{}}}"#
        let replicas = #"{"f:spec":{"f:replicas":{}}}"#
        let parent: JSONValue = [try entry("test", "Apply", "apps/v1", "", both)]
        let scale = fields.scaleEntries(of: parent)
        #expect(scale == [try entry("test", "Apply", "autoscaling/v1", "", replicas)])
        #expect(fields.parentEntries(of: parent, after: scale) == parent)
        let stolen: JSONValue = [try entry("hpa", "Update", "autoscaling/v1", "scale", replicas)]
        #expect(
            fields.parentEntries(of: parent, after: stolen) == [
                try entry("test", "Apply", "apps/v1", "", #"{"f:spec":{"f:selector":{}}}"#),
                try entry("hpa", "Update", "apps/v1", "scale", replicas),
            ])
    }

    @Test func managersAreNamedAfterTheirProgram() {
        #expect(FieldManager.name(nil, userAgent: "kubectl/v1.33 (linux/amd64)") == "kubectl")
        #expect(FieldManager.name("mine", userAgent: "kubectl/v1.33") == "mine")
    }
}

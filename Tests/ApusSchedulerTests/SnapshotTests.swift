import ApusJSON
import CApusPlugin
import Testing

@testable import ApusScheduler

@Suite struct SnapshotTests {
    private let ledger = PodLedger(ClusterSnapshot())
    private var snapshot: ClusterSnapshot { ledger.snapshot }

    private func value(_ column: Int32, _ resource: UInt32, _ name: String) -> Int64? {
        snapshot.rowsByName[name].map {
            snapshot.arena.pointer(column, as: Int64.self)[Int(resource) * snapshot.rows + $0]
        }
    }

    @discardableResult
    private func set(_ json: JSONValue) throws -> ClusterSnapshot.NodeChange {
        ledger.set(try #require(json.nodeFacts))
    }

    private func place(_ json: JSONValue, assumed: Bool = false) throws {
        let facts = try #require(json.podFacts)
        ledger.place(facts.uid, PodUsage(facts), on: facts.nodeName, isAssumed: assumed)
    }

    @Test func `requests are counted in and out, whatever comes first`() throws {
        try place(pod("early", cpu: "1", on: "a"))
        try set(node("a"))
        try place(pod("late", cpu: "500m", memory: "1Gi", on: "a"))
        #expect(value(APUS_SNAPSHOT_REQUESTED, APUS_RESOURCE_CPU, "a") == 1500)
        #expect(value(APUS_SNAPSHOT_REQUESTED, APUS_RESOURCE_PODS, "a") == 2)
        let memory: Int64 = 1224 * 1024 * 1024
        #expect(value(APUS_SNAPSHOT_NONZERO_REQUESTED, APUS_RESOURCE_MEMORY, "a") == memory)
        ledger.remove("uid-early")
        #expect(value(APUS_SNAPSHOT_REQUESTED, APUS_RESOURCE_CPU, "a") == 500)
        ledger.removeNode("a")
        try set(node("b"))
        #expect(value(APUS_SNAPSHOT_REQUESTED, APUS_RESOURCE_CPU, "b") == 0)
        try set(node("a"))
        #expect(value(APUS_SNAPSHOT_REQUESTED, APUS_RESOURCE_CPU, "a") == 500)
    }

    @Test func `an assumed Pod that is seen bound is not counted twice`() throws {
        try set(node("a"))
        try place(pod("p", cpu: "1", on: "a"), assumed: true)
        let generation = snapshot.generation
        try place(pod("p", cpu: "1", on: "a"))
        #expect(value(APUS_SNAPSHOT_REQUESTED, APUS_RESOURCE_CPU, "a") == 1000)
        #expect(snapshot.generation == generation)
        #expect(ledger["uid-p"]?.isAssumed == false)
        try place(pod("p", cpu: "2", on: "a"))
        #expect(value(APUS_SNAPSHOT_REQUESTED, APUS_RESOURCE_CPU, "a") == 2000)
    }

    @Test func `columns keep their values while the cluster grows`() throws {
        for number in 0..<500 {
            try set(
                node(
                    "n\(number)", cpu: "\(number + 1)", labels: ["number": "\(number)", "all": "same"],
                    extended: number % 100 == 7 ? ["example.com/\(number)": "3"] : [:]))
            try place(pod("p\(number)", cpu: "\(number)m", on: "n\(number)"))
        }
        #expect(snapshot.nodeCount == 500)
        for number in [0, 63, 64, 107, 499] {
            #expect(value(APUS_SNAPSHOT_ALLOCATABLE, APUS_RESOURCE_CPU, "n\(number)") == Int64(number + 1) * 1000)
            #expect(value(APUS_SNAPSHOT_REQUESTED, APUS_RESOURCE_CPU, "n\(number)") == Int64(number))
            #expect(labels("n\(number)") == ["all": "same", "number": "\(number)"])
        }
        let resource = try #require(snapshot.resources["example.com/107"])
        #expect(value(APUS_SNAPSHOT_ALLOCATABLE, UInt32(resource), "n107") == 3)
        #expect(value(APUS_SNAPSHOT_ALLOCATABLE, UInt32(resource), "n108") == 0)
    }

    @Test func `the strings of nodes that are gone are given up in time`() throws {
        for round in 0..<200 {
            for number in 0..<50 { try set(node("n\(round)-\(number)", labels: ["round": "\(round)-\(number)"])) }
            for number in 0..<50 { ledger.removeNode("n\(round)-\(number)") }
        }
        try set(node("last", labels: ["a": "b"]))
        #expect(snapshot.strings.count < 10_000)
        #expect(snapshot.block.pointee.epoch > 1)
        #expect(snapshot.rows == 64)
        #expect(labels("last") == ["a": "b"])
        #expect(snapshot.strings.id(of: "node.kubernetes.io/unschedulable") == APUS_STRING_UNSCHEDULABLE)
    }

    @Test func `only what differs counts as a change`() throws {
        #expect(try set(node("a")).contains(.added))
        #expect(try set(node("a")) == [])
        #expect(try set(node("a", labels: ["x": "y"])) == .labels)
        #expect(try set(node("a", cpu: "8", labels: ["x": "y"])) == .allocatable)
        #expect(try set(node("a", cpu: "8", taints: [taint("k", "", "NoSchedule")])) == [.labels, .taints])
        #expect(try set(node("a", cpu: "8", unschedulable: true)) == [.taints, .unschedulable])
    }

    @Test func `the rows that changed can be looked up by generation`() throws {
        for name in ["a", "b", "c"] { try set(node(name)) }
        let before = snapshot.generation
        try place(pod("p", on: "b"))
        try set(node("c", cpu: "1"))
        let changes = snapshot.arena.pointer(APUS_SNAPSHOT_CHANGES, as: UInt32.self)
        let rows = (before + 1...snapshot.generation).map { Int(changes[Int($0) % ClusterSnapshot.changesKept]) }
        #expect(rows == [snapshot.rowsByName["b"], snapshot.rowsByName["c"]])
    }

    @Test func `images are counted over the nodes`() throws {
        let image: JSONValue = ["names": ["app:1", "app@sha256:1"], "sizeBytes": 7]
        try set(node("a", images: [image]))
        try set(node("b", images: [image]))
        let number = try #require(snapshot.imageNumbers["app:1"])
        func nodes() -> UInt32 { snapshot.arena.pointer(APUS_SNAPSHOT_IMAGES, as: apus_image_draft.self)[number].nodes }
        #expect(nodes() == 2)
        try set(node("a"))
        #expect(nodes() == 1)
        ledger.removeNode("b")
        #expect(nodes() == 0)
    }

    private func labels(_ name: String) -> [String: String] {
        guard let row = snapshot.rowsByName[name] else { return [:] }
        let range = snapshot.arena.pointer(APUS_SNAPSHOT_NODE_LABELS, as: apus_range_draft.self)[row]
        let all = snapshot.arena.pointer(APUS_SNAPSHOT_LABELS, as: apus_label_draft.self) + Int(range.first)
        var result: [String: String] = [:]
        for index in 0..<Int(range.count) { result[string(all[index].key)] = string(all[index].value) }
        return result
    }

    private func string(_ id: UInt32) -> String {
        let range = snapshot.arena.pointer(APUS_SNAPSHOT_STRINGS, as: apus_range_draft.self)[Int(id)]
        let bytes = snapshot.arena.pointer(APUS_SNAPSHOT_STRING_BYTES, as: UInt8.self) + Int(range.first)
        return String(decoding: UnsafeBufferPointer(start: bytes, count: Int(range.count)), as: UTF8.self)
    }
}

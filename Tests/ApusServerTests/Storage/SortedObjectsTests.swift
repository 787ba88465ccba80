import ApusAPI
import ApusJSON
import Testing

@testable import ApusServer

@Suite struct SortedObjectsTests {
    private func object(_ namespace: String, _ name: String) -> APIObject {
        APIObject(["metadata": ["name": .string(name), "namespace": .string(namespace)]])
    }

    private func paths(_ objects: SortedObjects, _ namespace: String? = nil) -> [String] {
        ListItems(objects, range: objects.range(namespace: namespace), filter: nil).map { ObjectKey($0).path }
    }

    @Test func objectsStandInTheOrderOfTheirPaths() {
        var objects = SortedObjects()
        var expected: [String: Bool] = [:]
        var random = SplitMix(seed: 7)
        for _ in 0..<3000 {
            let namespace = ["a", "a-b", "a.b", "b"].randomElement(using: &random) ?? "a"
            let name = "n\(Int.random(in: 0..<800, using: &random))"
            if Int.random(in: 0..<3, using: &random) == 0 {
                let removed = objects.remove(ObjectKey(namespace, name)) != nil
                #expect(removed == (expected.removeValue(forKey: "\(namespace)/\(name)") != nil))
            } else {
                objects.insert(object(namespace, name))
                expected["\(namespace)/\(name)"] = true
            }
        }
        let sorted = expected.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        #expect(paths(objects) == sorted)
        #expect(objects.count == sorted.count)
        #expect(paths(objects, "a-b") == sorted.filter { $0.hasPrefix("a-b/") })
        #expect(objects.chunks.allSatisfy { $0.count > 0 && $0.count <= SortedObjects.chunkLimit })
        let range = objects.range(namespace: "a")
        #expect(objects.distance(range.lowerBound, range.upperBound) == sorted.filter { $0.hasPrefix("a/") }.count)
    }

    @Test func aSnapshotStaysWhatItWas() {
        var objects = SortedObjects(sorted: (0..<1000).map { object("x", "n\(1000 + $0)") })
        let snapshot = objects
        objects.remove(ObjectKey("x", "n1500"))
        objects.insert(object("x", "n15000"))
        #expect(paths(snapshot).count == 1000)
        #expect(snapshot[ObjectKey("x", "n1500")] != nil)
        #expect(objects[ObjectKey("x", "n1500")] == nil)
        #expect(objects[ObjectKey("x", "n15000")] != nil)
    }
}

/// A generator whose numbers follow from its seed.
struct SplitMix: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var value = state
        value = (value ^ (value >> 30)) &* 0xbf58_476d_1ce4_e5b9
        value = (value ^ (value >> 27)) &* 0x94d0_49bb_1331_11eb
        return value ^ (value >> 31)
    }
}

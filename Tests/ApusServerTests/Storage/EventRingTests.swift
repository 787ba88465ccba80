import ApusAPI
import ApusJSON
import NIOCore
import Testing

@testable import ApusServer

@Suite struct EventRingTests {
    private func event(_ revision: UInt64) -> CacheEvent {
        CacheEvent(
            revision: revision, object: APIObject(["metadata": ["name": .string("n\(revision)")]]), previous: nil)
    }

    @Test(
        arguments: [
            (10, 5, [6, 7, 8, 9, 10]), (10, 10, []), (10, 0, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]),
            (150, 140, Array(141...150)),
            (150, 49, nil), (150, 50, Array(51...150)),
        ] as [(UInt64, UInt64, [UInt64]?)])
    func changesAfterARevisionAreThereOrKnownToBeGone(
        _ last: UInt64, _ after: UInt64, _ expected: [UInt64]?
    ) {
        var ring = EventRing(capacity: 100, complete: 0)
        for revision in 1...last { ring.append(event(revision)) }
        #expect(ring.events(after: after)?.map(\.revision) == expected)
    }

    @Test func aFormIsEncodedOnceWhileItIsNew() throws {
        var ring = EventRing(capacity: 100, complete: 0)
        let first = event(1)
        ring.append(first)
        let form = WatchForm(version: GroupVersionKind("", "v1", "X"), rendering: Rendering())
        var made = 0
        func frame() throws(StatusError) -> ByteBuffer? {
            try first.frame(.added, form) { _ throws(StatusError) -> ByteBuffer in
                made += 1
                return ByteBuffer(string: "x")
            }
        }
        _ = try frame()
        _ = try frame()
        #expect(made == 1)
        for revision in 2...70 as ClosedRange<UInt64> { ring.append(event(revision)) }
        _ = try frame()
        #expect(made == 2)
    }
}

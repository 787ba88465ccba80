import ApusJSON
import Testing

@testable import ApusScheduler

@Suite struct QueueTests {
    private let queue = SchedulingQueue()

    private func add(_ name: String, priority: Int64 = 0, gated: Bool = false, at seconds: Int64 = 0) throws {
        let gates: JSONValue = gated ? [["name": "g"]] : []
        let facts = try #require(pod(name, priority: priority, spec: ["schedulingGates": gates]).podFacts)
        queue.set(facts, at: .seconds(seconds))
    }

    private func pop(at seconds: Double = 0) -> String? { queue.pop(at: .seconds(seconds))?.facts.name }

    @Test func `higher priorities come first, then older Pods`() throws {
        try add("old", at: 1)
        try add("new", at: 2)
        try add("important", priority: 10, at: 3)
        #expect([pop(at: 3), pop(at: 3), pop(at: 3), pop(at: 3)] == ["important", "old", "new", nil])
    }

    @Test func `a gated Pod waits until its gates are gone`() throws {
        try add("a", gated: true)
        #expect(pop() == nil)
        #expect(queue.gatedCount == 1)
        try add("a")
        #expect(pop() == "a")
        #expect(queue.gatedCount == 0)
    }

    @Test func `back-off doubles from 1 to 10 seconds`() throws {
        try add("a")
        var now = 0.0
        for wait in [1.0, 2, 4, 8, 10, 10] {
            let pod = try #require(queue.pop(at: .seconds(now)))
            queue.retryLater(pod, at: .seconds(now))
            #expect(pop(at: now + wait - 0.001) == nil)
            #expect(queue.nextReady == .seconds(now + wait))
            now += wait
        }
        #expect(pop(at: now) == "a")
    }

    struct Wake: Sendable {
        var plugin: String
        var cause: WakeCause
        var wakes: Bool
    }

    @Test(arguments: [
        Wake(plugin: "NodeResourcesFit", cause: .node(.added), wakes: true),
        Wake(plugin: "NodeResourcesFit", cause: .node(.allocatable), wakes: true),
        Wake(plugin: "NodeResourcesFit", cause: .node(.labels), wakes: false),
        Wake(plugin: "NodeResourcesFit", cause: .podRemoved, wakes: true),
        Wake(plugin: "NodeResourcesFit", cause: .podPlaced, wakes: false),
        Wake(plugin: "NodeAffinity", cause: .node(.labels), wakes: true),
        Wake(plugin: "NodeAffinity", cause: .podRemoved, wakes: false),
        Wake(plugin: "TaintToleration", cause: .node(.taints), wakes: true),
        Wake(plugin: "NodeUnschedulable", cause: .node(.unschedulable), wakes: true),
        Wake(plugin: "NodeName", cause: .node([.labels, .taints]), wakes: false),
        Wake(plugin: "NodePorts", cause: .podRemoved, wakes: true),
        Wake(plugin: "AcmeOwn", cause: .podPlaced, wakes: true),
    ])
    func `an unschedulable Pod waits for a change that may help`(test: Wake) throws {
        try add("a")
        let taken = try #require(queue.pop(at: .zero))
        queue.park(taken, rejectedBy: [test.plugin], at: .zero)
        #expect(queue.unschedulableCount == 1)
        queue.wake(test.cause, at: .seconds(5))
        #expect((pop(at: 5) != nil) == test.wakes)
    }

    @Test func `a Pod that is woken still waits for its back-off to end`() throws {
        try add("a")
        let taken = try #require(queue.pop(at: .zero))
        queue.park(taken, rejectedBy: ["NodeName"], at: .zero)
        queue.wake(.node(.added), at: .seconds(0.5))
        #expect(pop(at: 0.9) == nil)
        #expect(queue.backoffCount == 1)
        #expect(pop(at: 1) == "a")
    }

    @Test func `after five minutes an unschedulable Pod is tried again`() throws {
        try add("a")
        let taken = try #require(queue.pop(at: .zero))
        queue.park(taken, rejectedBy: ["NodeName"], at: .zero)
        #expect(queue.nextFlush == .seconds(300))
        queue.flushUnschedulable(at: .seconds(299))
        #expect(pop(at: 299) == nil)
        queue.flushUnschedulable(at: .seconds(300))
        #expect(pop(at: 300) == "a")
    }

    @Test func `a change of what the Pod asks for is worth another attempt`() throws {
        try add("a")
        let taken = try #require(queue.pop(at: .zero))
        queue.park(taken, rejectedBy: ["NodeName"], at: .zero)
        try add("a")
        #expect(pop(at: 10) == nil)
        queue.set(try #require(pod("a", spec: ["tolerations": [["operator": "Exists"]]]).podFacts), at: .seconds(10))
        #expect(pop(at: 10) == "a")
    }

    @Test func `a Pod that is gone is never given out`() throws {
        try add("a")
        try add("b")
        queue.remove("uid-a")
        #expect([pop(), pop()] == ["b", nil])
        #expect(queue.activeCount == 0)
        let gone = QueuedPod(try #require(pod("c").podFacts), at: .zero)
        queue.retryLater(gone, at: .zero)
        #expect(queue.backoffCount == 0)
    }
}

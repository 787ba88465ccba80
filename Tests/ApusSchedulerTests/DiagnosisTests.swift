import Testing

@testable import ApusScheduler

@Suite struct DiagnosisTests {
    struct Case: Sendable {
        var diagnosis: Diagnosis
        var message: String
    }

    @Test(arguments: [
        Case(diagnosis: Diagnosis(nodeCount: 0), message: "no nodes available to schedule pods"),
        Case(
            diagnosis: Diagnosis(
                nodeCount: 5,
                reasons: ["Insufficient cpu": 3, "node(s) had untolerated taint(s)": 2, "Insufficient memory": 3],
                resolvableNodes: 3),
            message: "0/5 nodes are available: 2 node(s) had untolerated taint(s), 3 Insufficient cpu, "
                + "3 Insufficient memory. no new claims to deallocate, preemption: 0/5 nodes are available: "
                + "2 Preemption is not helpful for scheduling, 3 No preemption victims found for incoming pod."),
        Case(
            diagnosis: Diagnosis(nodeCount: 2, preFilterMessage: "pod affinity terms conflict"),
            message: "0/2 nodes are available: pod affinity terms conflict. no new claims to deallocate, preemption: "
                + "0/2 nodes are available: 2 Preemption is not helpful for scheduling."),
        Case(
            diagnosis: Diagnosis(nodeCount: 1, reasons: ["Too many pods": 1], resolvableNodes: 1, neverPreempts: true),
            message: "0/1 nodes are available: 1 Too many pods. no new claims to deallocate, preemption: "
                + "not eligible due to preemptionPolicy=Never."),
    ])
    func `the message is upstream's`(test: Case) { #expect(test.diagnosis.message == test.message) }
}

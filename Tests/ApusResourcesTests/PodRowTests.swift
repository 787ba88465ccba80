import ApusAPI
import ApusJSON
import ApusResources
import Testing

/// What the column STATUS says of Pods, and what stands beside it.
@Suite struct PodRowTests {
    struct Status: Sendable {
        var spec: JSONValue = [:]
        var status: JSONValue
        var isGoing = false
        var ready: JSONValue
        var word: JSONValue
        var restarts: JSONValue = "0"
    }

    private static let waiting: JSONValue = ["waiting": ["reason": "PodInitializing"]]
    private static let done: JSONValue = ["terminated": ["exitCode": 0, "reason": "Completed"]]
    private static let sidecar: JSONValue = [
        "initContainers": [["name": "s", "restartPolicy": "Always"], ["name": "i"]]
    ]

    static let statuses: [Status] = [
        Status(status: ["phase": "Pending"], ready: "0/1", word: "Pending"),
        Status(
            status: [
                "phase": "Pending",
                "conditions": [["type": "PodScheduled", "status": "False", "reason": "SchedulingGated"]],
            ], ready: "0/1", word: "SchedulingGated"),
        Status(status: ["phase": "Failed", "reason": "Evicted"], ready: "0/1", word: "Evicted"),
        Status(
            status: ["phase": "Pending", "containerStatuses": [["name": "c", "state": waiting]]], ready: "0/1",
            word: "PodInitializing"),
        Status(
            status: [
                "phase": "Running",
                "containerStatuses": [
                    ["name": "c", "ready": false, "restartCount": 2, "state": ["terminated": ["exitCode": 137]]]
                ],
            ], ready: "0/1", word: "ExitCode:137", restarts: "2"),
        Status(
            status: [
                "phase": "Running",
                "containerStatuses": [["name": "c", "state": ["terminated": ["exitCode": 0, "signal": 9]]]],
            ], ready: "0/1", word: "Signal:9"),
        Status(
            spec: ["containers": [["name": "a"], ["name": "b"]]],
            status: [
                "phase": "Running", "conditions": [["type": "Ready", "status": "True"]],
                "containerStatuses": [
                    ["name": "a", "state": done], ["name": "b", "ready": true, "state": ["running": [:]]],
                ],
            ], ready: "1/2", word: "Running"),
        Status(
            spec: ["containers": [["name": "a"], ["name": "b"]]],
            status: [
                "phase": "Running",
                "containerStatuses": [
                    ["name": "a", "state": done], ["name": "b", "ready": true, "state": ["running": [:]]],
                ],
            ], ready: "1/2", word: "NotReady"),
        Status(
            status: ["phase": "Succeeded", "containerStatuses": [["name": "c", "state": done]]], ready: "0/1",
            word: "Completed"),
        Status(
            spec: ["initContainers": [["name": "i"], ["name": "j"]]],
            status: [
                "phase": "Pending",
                "initContainerStatuses": [["name": "i", "state": done], ["name": "j", "state": ["running": [:]]]],
            ], ready: "0/1", word: "Init:1/2"),
        Status(
            spec: ["initContainers": [["name": "i"]]],
            status: [
                "phase": "Pending",
                "initContainerStatuses": [
                    [
                        "name": "i", "restartCount": 4, "state": ["waiting": ["reason": "CrashLoopBackOff"]],
                        "lastState": ["terminated": ["exitCode": 1, "finishedAt": "2023-11-14T22:17:20Z"]],
                    ]
                ],
            ], ready: "0/1", word: "Init:CrashLoopBackOff", restarts: "4 (60s ago)"),
        Status(
            spec: ["initContainers": [["name": "i"]]],
            status: [
                "phase": "Pending",
                "initContainerStatuses": [["name": "i", "state": ["terminated": ["exitCode": 3]]]],
            ], ready: "0/1", word: "Init:ExitCode:3"),
        Status(
            spec: sidecar,
            status: [
                "phase": "Running",
                "initContainerStatuses": [
                    ["name": "s", "started": true, "ready": true, "restartCount": 1, "state": ["running": [:]]],
                    ["name": "i", "restartCount": 5, "state": done],
                ],
                "containerStatuses": [["name": "c", "ready": true, "restartCount": 2, "state": ["running": [:]]]],
            ], ready: "2/2", word: "Running", restarts: "3"),
        Status(status: ["phase": "Running"], isGoing: true, ready: "0/1", word: "Terminating"),
        Status(status: ["phase": "Running", "reason": "NodeLost"], isGoing: true, ready: "0/1", word: "Unknown"),
        Status(status: ["phase": "Succeeded"], isGoing: true, ready: "0/1", word: "Succeeded"),
    ]

    private func row(_ status: Status) throws -> JSONValue {
        var pod: JSONValue = ["metadata": ["name": "p"], "spec": ["containers": [["name": "c"]]]]
        for member in status.spec.object ?? JSONObject() { pod["spec"][member.key] = member.value }
        pod["status"] = status.status
        if status.isGoing { pod["metadata"]["deletionTimestamp"] = "2023-11-14T22:17:20Z" }
        return Table.row(of: pod, try Kinds.resource("", "v1", "Pod"), including: .none, TableRowTests.context)
    }

    @Test(arguments: statuses) func aPodSaysHowItIs(_ status: Status) throws {
        let cells = try row(status)["cells"].elements
        #expect(Array(cells[1...3]) == [status.ready, status.word, status.restarts])
    }

    @Test func aPodThatEndedIsMarked() throws {
        let conditions = try row(Status(status: ["phase": "Failed"], ready: "", word: ""))["conditions"]
        #expect(
            conditions == [["type": "Completed", "status": "True", "reason": "Failed", "message": "The pod failed."]])
        let running = try row(Status(status: ["phase": "Running"], ready: "", word: ""))
        #expect(running["conditions"].isNull)
    }

    @Test func readinessGatesAreCounted() throws {
        let cells = try row(
            Status(
                spec: ["readinessGates": [["conditionType": "a"], ["conditionType": "b"]]],
                status: [
                    "phase": "Running", "nominatedNodeName": "n2", "conditions": [["type": "a", "status": "True"]],
                ], ready: "", word: ""))["cells"].elements
        #expect(Array(cells[6...8]) == ["<none>", "n2", "1/2"])
    }
}

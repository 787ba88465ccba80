import ApusAPI
import ApusJSON
import ApusResources
import Testing

@Suite struct TableTests {
    let context = TableContext(now: Timestamp(seconds: 1_700_000_300))

    func cells(_ manifest: String, _ change: (inout JSONValue) -> Void = { _ in }) throws -> [JSONValue] {
        var (resource, object) = try Kinds.create(manifest)
        change(&object)
        return try #require(resource.strategy.tableCells(object, context))
    }

    @Test func everyKindHasAsManyCellsAsColumns() throws {
        for resource in Kinds.resources where resource.definition.verbs.contains("list") {
            let object: JSONValue = ["metadata": ["name": "a", "creationTimestamp": "2023-11-14T22:13:20Z"]]
            let row = Table.row(of: object, resource, including: .none, context)
            #expect(
                row["cells"].elements.count == Table.columns(of: resource).count, "\(resource.definition.gvk)")
        }
    }

    @Test func podsShowReadinessReasonAndRestarts() throws {
        let row = try cells(ValidationTests.pod) { pod in
            pod["spec"]["nodeName"] = "n1"
            pod["status"] = [
                "phase": "Running", "podIP": "10.0.0.1",
                "containerStatuses": [
                    [
                        "name": "c", "ready": false, "restartCount": 3,
                        "state": ["waiting": ["reason": "CrashLoopBackOff"]],
                        "lastState": ["terminated": ["exitCode": 1, "finishedAt": "2023-11-14T22:17:20Z"]],
                    ]
                ],
            ]
        }
        #expect(
            row == [
                "a", "0/1", "CrashLoopBackOff", "3 (60s ago)", "5m", "10.0.0.1", "n1", "<none>", "<none>",
            ])
    }

    @Test func podsThatInitializeOrGoSaySo() throws {
        let initializing = try cells(ValidationTests.pod) { pod in
            pod["spec"]["initContainers"] = [["name": "i", "image": "x"]]
            pod["status"] = [
                "phase": "Pending",
                "initContainerStatuses": [["name": "i", "state": ["running": [:]], "restartCount": 0]],
            ]
        }
        #expect(initializing[2] == "Init:0/1")
        let going = try cells(ValidationTests.pod) { pod in
            pod["metadata"]["deletionTimestamp"] = "2023-11-14T22:17:20Z"
            pod["status"]["phase"] = "Running"
        }
        #expect(going[2] == "Terminating")
    }

    @Test func deploymentsAndServices() throws {
        let deployment = try cells(ValidationTests.deployment) { object in
            object["status"] = ["readyReplicas": 1, "updatedReplicas": 1, "availableReplicas": 1]
        }
        #expect(deployment == ["a", "1/1", 1, 1, "5m", "c", "i:1", "a=b"])
        let service = try cells(ValidationTests.service) { object in
            object["spec"]["clusterIP"] = "10.96.0.1"
            object["spec"]["clusterIPs"] = ["10.96.0.1"]
            object["spec"]["type"] = "NodePort"
            object["spec"]["ports"][0]["nodePort"] = 30001
        }
        #expect(service == ["a", "NodePort", "10.96.0.1", "<none>", "80:30001/TCP", "5m", "a=b"])
    }

    @Test func nodesShowRolesAndReadiness() throws {
        let row = try cells(
            #"{"apiVersion":"v1","kind":"Node","metadata":{"name":"n","labels":{"node-role.kubernetes.io/control-plane":""}},"spec":{"unschedulable":true},"status":{"conditions":[{"type":"Ready","status":"True"}],"addresses":[{"type":"InternalIP","address":"10.0.0.2"}],"nodeInfo":{"kubeletVersion":"v1.36.0"}}}"#
        )
        #expect(
            row == [
                "n", "Ready,SchedulingDisabled", "control-plane", "5m", "v1.36.0", "10.0.0.2", "<none>", "<unknown>",
                "<unknown>", "<unknown>",
            ])
    }
}

import ApusAPI
import ApusClient
import ApusJSON

@testable import ApusScheduler

/// A node with 4 cores, 8 GiB and room for 110 Pods, unless said otherwise.
func node(
    _ name: String, cpu: String = "4", memory: String = "8Gi", pods: String = "110", labels: [String: String] = [:],
    taints: [JSONValue] = [], unschedulable: Bool = false, extended: [String: String] = [:], images: [JSONValue] = []
) -> JSONValue {
    var allocatable: JSONValue = ["cpu": .string(cpu), "memory": .string(memory), "pods": .string(pods)]
    for (name, value) in extended { allocatable[name] = .string(value) }
    var node: JSONValue = [
        "metadata": ["name": .string(name), "uid": .string("node-\(name)")],
        "spec": ["taints": .array(taints)],
        "status": ["allocatable": allocatable, "images": .array(images)],
    ]
    for (key, value) in labels { node["metadata"]["labels"][key] = .string(value) }
    if unschedulable { node["spec"]["unschedulable"] = true }
    return node
}

func taint(_ key: String, _ value: String, _ effect: String) -> JSONValue {
    ["key": .string(key), "value": .string(value), "effect": .string(effect)]
}

/// A pending Pod with one container; members of `spec` are added to it.
func pod(
    _ name: String = "pod", cpu: String? = nil, memory: String? = nil, requests: [String: String] = [:],
    on nodeName: String? = nil, priority: Int64 = 0, image: String = "app:1", spec members: JSONValue = [:]
) -> JSONValue {
    var container: JSONValue = ["name": "c", "image": .string(image)]
    for (name, value) in [("cpu", cpu), ("memory", memory)] {
        if let value { container["resources"]["requests"][name] = .string(value) }
    }
    for (name, value) in requests { container["resources"]["requests"][name] = .string(value) }
    var spec: JSONValue = [
        "schedulerName": "default-scheduler", "priority": .int(priority), "containers": .array([container]),
    ]
    if let nodeName { spec["nodeName"] = .string(nodeName) }
    for member in members.object?.members ?? [] { spec[member.key] = member.value }
    return [
        "metadata": ["name": .string(name), "namespace": "default", "uid": .string("uid-\(name)")], "spec": spec,
        "status": ["phase": "Pending"],
    ]
}

extension JSONValue {
    var nodeFacts: NodeFacts? { NodeFacts(APIObject(self)) }
    var podFacts: PodFacts? { PodFacts(APIObject(self)) }
}

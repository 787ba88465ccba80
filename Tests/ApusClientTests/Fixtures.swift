import ApusAPI
import ApusJSON
import Logging

enum Resources {
    static let pods = GroupVersionResource("", "v1", "pods")
    static let configMaps = GroupVersionResource("", "v1", "configmaps")
    static let events = GroupVersionResource("", "v1", "events")
    static let leases = GroupVersionResource("coordination.k8s.io", "v1", "leases")
}

let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

func pod(_ name: String, labels: [String: String] = [:], node: String? = nil) -> JSONValue {
    var value: JSONValue = [
        "apiVersion": "v1", "kind": "Pod", "metadata": ["namespace": "default", "name": .string(name)],
        "spec": ["containers": [["name": "c", "image": "i"]]],
    ]
    for (key, label) in labels { value["metadata"]["labels"][key] = .string(label) }
    if let node { value["spec"]["nodeName"] = .string(node) }
    return value
}

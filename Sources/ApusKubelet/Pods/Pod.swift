import ApusAPI
import ApusClient
import ApusJSON

/// A Pod as the kubelet reads it.
struct Pod: Sendable {
    let value: JSONValue

    init(_ value: JSONValue) { self.value = value }

    var metadata: JSONValue { value["metadata"] }
    var spec: JSONValue { value["spec"] }
    var status: JSONValue { value["status"] }
    var name: String { metadata["name"].string ?? "" }
    var namespace: String { metadata["namespace"].string ?? "" }
    var uid: String { metadata["uid"].string ?? "" }
    var key: String { "\(namespace)/\(name)" }
    var containers: [JSONValue] { spec["containers"].elements }
    var initContainers: [JSONValue] { spec["initContainers"].elements }
    var restartPolicy: String { spec["restartPolicy"].string ?? "Always" }
    var isHostNetwork: Bool { spec["hostNetwork"].bool ?? false }
    var isDeleted: Bool { metadata["deletionTimestamp"].string != nil }
    var resourceVersion: UInt64 { metadata["resourceVersion"].string.flatMap { UInt64($0) } ?? 0 }

    /// Seconds that the containers have from SIGTERM to SIGKILL.
    var gracePeriod: Int64 {
        metadata["deletionGracePeriodSeconds"].int ?? spec["terminationGracePeriodSeconds"].int ?? 30
    }

    /// `name_namespace(uid)`, as events and messages name a pod.
    var description: String { "\(name)_\(namespace)(\(uid))" }

    var isTerminal: Bool { ["Succeeded", "Failed"].contains(status["phase"].string ?? "") }

    var reference: ObjectReference { ObjectReference(GroupVersionKind("", "v1", "Pod"), value) }

    /// A reference to one of its containers.
    func reference(to container: String) -> ObjectReference {
        let list = initContainers.contains { $0["name"].string == container } ? "initContainers" : "containers"
        return ObjectReference(
            GroupVersionKind("", "v1", "Pod"), value, fieldPath: "spec.\(list){\(container)}")
    }

    func container(_ name: String) -> JSONValue? {
        (initContainers + containers).first { $0["name"].string == name }
    }
}

extension JSONValue {
    /// The member `name`, "" where it is absent.
    func text(_ name: String) -> String { self[name].string ?? "" }

    /// Whether this is an init container that runs beside the others ("sidecar").
    var isSidecar: Bool { self["restartPolicy"].string == "Always" }

    /// An object's members with string values.
    var stringMap: [String: String] {
        var map: [String: String] = [:]
        for member in object?.members ?? [] { map[member.key] = member.value.string }
        return map
    }

    init(_ map: [String: String]) {
        self = .object(
            JSONObject(map.sorted { $0.key < $1.key }.map { .init(key: $0.key, value: .string($0.value)) }))
    }

    init(_ strings: [String]) { self = .array(strings.map { .string($0) }) }
}

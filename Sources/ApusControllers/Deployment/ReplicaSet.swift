import ApusAPI
import ApusJSON

/// A ReplicaSet as a Deployment sees it.
struct ReplicaSet: Sendable {
    static let revisionAnnotation = "deployment.kubernetes.io/revision"
    static let historyAnnotation = "deployment.kubernetes.io/revision-history"
    static let desiredAnnotation = "deployment.kubernetes.io/desired-replicas"
    static let maxAnnotation = "deployment.kubernetes.io/max-replicas"
    static let hashLabel = "pod-template-hash"

    var value: JSONValue

    init(_ value: JSONValue) { self.value = value }

    var name: String { value.name }
    /// `spec.replicas`.
    var size: Int64 { value["spec"]["replicas"].int ?? 1 }
    var replicas: Int64 { value["status"]["replicas"].int ?? 0 }
    var ready: Int64 { value["status"]["readyReplicas"].int ?? 0 }
    var available: Int64 { value["status"]["availableReplicas"].int ?? 0 }
    /// Those that stay available once the ReplicaSet has its size: its status may still count what is yet to go.
    var availableWithinSize: Int64 { min(available, size) }
    var revision: Int64 { annotation(Self.revisionAnnotation) ?? 0 }
    var desired: Int64? { annotation(Self.desiredAnnotation) }
    var maximum: Int64? { annotation(Self.maxAnnotation) }

    private func annotation(_ name: String) -> Int64? { value.annotations[name].flatMap { Int64($0) } }

    /// Whether its Pods are those of `template`, the hash label aside.
    func hasTemplate(_ template: JSONValue) -> Bool {
        Self.withoutHash(value["spec"]["template"]) == Self.withoutHash(template)
    }

    private static func withoutHash(_ template: JSONValue) -> JSONValue {
        var template = template
        template["metadata"]["labels"].remove(hashLabel)
        if template["metadata"]["creationTimestamp"].isNull { template["metadata"].remove("creationTimestamp") }
        return template
    }

    static func olderFirst(_ a: ReplicaSet, _ b: ReplicaSet) -> Bool {
        (a.value.creationTime, a.name) < (b.value.creationTime, b.name)
    }

    static func sizeThenOlder(_ a: ReplicaSet, _ b: ReplicaSet) -> Bool {
        a.size == b.size ? olderFirst(a, b) : a.size > b.size
    }

    static func sizeThenNewer(_ a: ReplicaSet, _ b: ReplicaSet) -> Bool {
        a.size == b.size ? olderFirst(b, a) : a.size > b.size
    }

    static func byRevision(_ a: ReplicaSet, _ b: ReplicaSet) -> Bool {
        a.revision == b.revision ? olderFirst(a, b) : a.revision < b.revision
    }
}

extension [ReplicaSet] {
    /// The sum of `spec.replicas`.
    var totalSize: Int64 { reduce(0) { $0 + $1.size } }
    var totalReplicas: Int64 { reduce(0) { $0 + $1.replicas } }
    var totalReady: Int64 { reduce(0) { $0 + $1.ready } }
    var totalAvailable: Int64 { reduce(0) { $0 + $1.available } }
    var totalAvailableWithinSize: Int64 { reduce(0) { $0 + $1.availableWithinSize } }
    var active: [ReplicaSet] { filter { $0.size > 0 } }
}

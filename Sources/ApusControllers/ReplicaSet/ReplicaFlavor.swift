import ApusAPI
import ApusJSON

/// ReplicaSets and ReplicationControllers are one thing under two names.
enum ReplicaFlavor: Sendable {
    case replicaSet
    case replicationController

    var kind: GroupVersionKind { self == .replicaSet ? Kinds.replicaSet : Kinds.replicationController }
    var resource: GroupVersionResource {
        self == .replicaSet ? Resources.replicaSets : Resources.replicationControllers
    }

    func selector(of object: JSONValue) throws -> LabelSelector {
        switch self {
        case .replicaSet: try LabelSelector(object["spec"]["selector"])
        case .replicationController:
            object["spec"]["selector"].object.map { _ in LabelSelector(matching: object["spec"]["selector"].texts) }
                ?? .nothing
        }
    }
}

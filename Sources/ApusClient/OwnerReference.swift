public import ApusAPI
public import ApusJSON

/// An entry of `metadata.ownerReferences` (meta/v1).
public struct OwnerReference: Sendable, Hashable {
    public var apiVersion: String
    public var kind: String
    public var name: String
    public var uid: String
    /// Whether this owner manages the object; at most one does.
    public var controller: Bool
    public var blockOwnerDeletion: Bool

    public init(
        apiVersion: String, kind: String, name: String, uid: String, controller: Bool = false,
        blockOwnerDeletion: Bool = false
    ) {
        self.apiVersion = apiVersion
        self.kind = kind
        self.name = name
        self.uid = uid
        self.controller = controller
        self.blockOwnerDeletion = blockOwnerDeletion
    }

    public init(_ value: JSONValue) {
        self.init(
            apiVersion: value["apiVersion"].string ?? "", kind: value["kind"].string ?? "",
            name: value["name"].string ?? "", uid: value["uid"].string ?? "",
            controller: value["controller"].bool ?? false,
            blockOwnerDeletion: value["blockOwnerDeletion"].bool ?? false)
    }

    /// The reference by which `owner` manages what it makes (`metav1.NewControllerRef`).
    public static func controller(_ kind: GroupVersionKind, _ owner: JSONValue) -> OwnerReference {
        OwnerReference(
            apiVersion: kind.apiVersion, kind: kind.kind, name: owner["metadata"]["name"].string ?? "",
            uid: owner["metadata"]["uid"].string ?? "", controller: true, blockOwnerDeletion: true)
    }

    public var value: JSONValue {
        var value: JSONValue = [
            "apiVersion": .string(apiVersion), "kind": .string(kind), "name": .string(name), "uid": .string(uid),
        ]
        if controller { value["controller"] = true }
        if blockOwnerDeletion { value["blockOwnerDeletion"] = true }
        return value
    }
}

extension JSONValue {
    /// `metadata.ownerReferences` of an object.
    public var ownerReferences: [OwnerReference] {
        self["metadata"]["ownerReferences"].elements.map { OwnerReference($0) }
    }

    /// The owner that manages the object.
    public var controllerReference: OwnerReference? { ownerReferences.first(where: \.controller) }
}

extension APIObject {
    /// `metadata.ownerReferences`; reads nothing else of the object.
    public var ownerReferences: [OwnerReference] {
        metadata["ownerReferences"].elements.map { OwnerReference($0) }
    }

    /// The owner that manages the object.
    public var controllerReference: OwnerReference? { ownerReferences.first(where: \.controller) }
}

public import ApusAPI
public import ApusJSON

/// What an Event is about (`ObjectReference` of core/v1).
public struct ObjectReference: Sendable, Hashable {
    public var apiVersion: String
    public var kind: String
    public var namespace: String
    public var name: String
    public var uid: String
    public var resourceVersion: String
    /// Which part, as `spec.containers{web}`; "" for the whole.
    public var fieldPath: String

    public init(
        apiVersion: String, kind: String, namespace: String = "", name: String, uid: String = "",
        resourceVersion: String = "", fieldPath: String = ""
    ) {
        self.apiVersion = apiVersion
        self.kind = kind
        self.namespace = namespace
        self.name = name
        self.uid = uid
        self.resourceVersion = resourceVersion
        self.fieldPath = fieldPath
    }

    /// `object`, whose kind the caller knows: items of lists do not say it.
    public init(_ kind: GroupVersionKind, _ object: APIObject, fieldPath: String = "") {
        self.init(
            apiVersion: kind.apiVersion, kind: kind.kind, namespace: object.namespace, name: object.name,
            uid: object.uid, resourceVersion: object.revision > 0 ? object.resourceVersion : "", fieldPath: fieldPath)
    }

    public init(_ kind: GroupVersionKind, _ object: JSONValue, fieldPath: String = "") {
        let metadata = object["metadata"]
        self.init(
            apiVersion: kind.apiVersion, kind: kind.kind, namespace: metadata["namespace"].string ?? "",
            name: metadata["name"].string ?? "", uid: metadata["uid"].string ?? "",
            resourceVersion: metadata["resourceVersion"].string ?? "", fieldPath: fieldPath)
    }

    /// As JSON, empty members left out.
    public var value: JSONValue {
        let members = [
            ("kind", kind), ("namespace", namespace), ("name", name), ("uid", uid), ("apiVersion", apiVersion),
            ("resourceVersion", resourceVersion), ("fieldPath", fieldPath),
        ]
        return .object(
            JSONObject(members.filter { !$0.1.isEmpty }.map { .init(key: $0.0, value: .string($0.1)) }))
    }
}

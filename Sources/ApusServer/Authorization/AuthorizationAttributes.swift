/// What somebody wants to do (upstream's `authorizer.Attributes`).
public struct AuthorizationAttributes: Sendable, Hashable {
    public var verb: String
    /// Whether a resource is meant; else a path.
    public var isResource: Bool
    public var group = ""
    public var version = ""
    public var resource = ""
    public var subresource = ""
    /// "" for cluster-scoped resources, and for requests across all namespaces.
    public var namespace = ""
    /// "" where no object is named.
    public var name = ""
    /// The path of a request that names no resource.
    public var path = ""
    /// The field selector of a list, watch or deletion of a collection, as it was asked; only nodes are judged by it.
    public var fieldSelector = ""

    /// Access to a resource.
    public init(
        verb: String, group: String, version: String = "", resource: String, subresource: String = "",
        namespace: String = "", name: String = ""
    ) {
        self.verb = verb
        isResource = true
        self.group = group
        self.version = version
        self.resource = resource
        self.subresource = subresource
        self.namespace = namespace
        self.name = name
    }

    /// Access to a path that is no resource, `/healthz`.
    public init(verb: String, path: String) {
        self.verb = verb
        isResource = false
        self.path = path
    }

    /// `pods`, or `pods/log`: how rules name it.
    var combinedResource: String { subresource.isEmpty ? resource : "\(resource)/\(subresource)" }
}

/// What an authorizer says.
public struct AuthorizationDecision: Sendable, Equatable {
    public var isAllowed: Bool
    /// Why it is allowed; "" where nothing allows it.
    public var reason: String

    public init(isAllowed: Bool, reason: String = "") {
        self.isAllowed = isAllowed
        self.reason = reason
    }
}

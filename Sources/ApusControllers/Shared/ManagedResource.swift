public import ApusAPI

/// A resource that the controllers that look at everything (namespaces, garbage) look at.
public struct ManagedResource: Sendable, Hashable {
    public var resource: GroupVersionResource
    public var kind: String
    public var isNamespaced: Bool
    public var verbs: Set<String>
    /// Whether it is the version that its objects are stored in: a resource that is served in several is looked at
    /// once.
    public var isStored: Bool

    public init(
        _ resource: GroupVersionResource, kind: String, isNamespaced: Bool, verbs: Set<String>, isStored: Bool = true
    ) {
        self.resource = resource
        self.kind = kind
        self.isNamespaced = isNamespaced
        self.verbs = verbs
        self.isStored = isStored
    }

    public init(_ definition: Definition) {
        self.init(
            definition.gvr, kind: definition.kind, isNamespaced: definition.isNamespaced,
            verbs: Set(definition.verbs), isStored: definition.storage == definition.gvk)
    }

    func supports(_ verbs: String...) -> Bool { self.verbs.isSuperset(of: verbs) }
}

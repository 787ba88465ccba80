public import ApusAPI

/// A resource that the controllers that look at everything (namespaces, garbage) look at.
public struct ManagedResource: Sendable, Hashable {
    public var resource: GroupVersionResource
    public var kind: String
    public var isNamespaced: Bool
    public var verbs: Set<String>

    public init(_ resource: GroupVersionResource, kind: String, isNamespaced: Bool, verbs: Set<String>) {
        self.resource = resource
        self.kind = kind
        self.isNamespaced = isNamespaced
        self.verbs = verbs
    }

    public init(_ definition: Definition) {
        self.init(
            definition.gvr, kind: definition.kind, isNamespaced: definition.isNamespaced,
            verbs: Set(definition.verbs))
    }

    func supports(_ verbs: String...) -> Bool { self.verbs.isSuperset(of: verbs) }
}

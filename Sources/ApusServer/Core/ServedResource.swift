import ApusAPI
import ApusResources

/// One resource in one version, as the server serves it.
final class ServedResource: Sendable {
    /// The kind as clients of this version see it, with its strategy.
    let resource: Resource
    /// The kind in the version that is stored; the same object where that is this version.
    let storage: Resource
    /// Nil for kinds that are not stored: reviews and the like.
    let cache: ResourceCache?
    /// What clients are told of a kind or version that is deprecated.
    let deprecation: String?

    init(resource: Resource, storage: Resource, cache: ResourceCache?) {
        self.resource = resource
        self.storage = storage
        self.cache = cache
        deprecation = resource.definition.custom?.deprecationWarning ?? DeprecatedKinds.warning(resource.definition)
    }

    var definition: Definition { resource.definition }
    var gvr: GroupVersionResource { resource.definition.gvr }

    /// Whether what it or its `subresource` answers has rows in tables: reviews and the like have none.
    func convertsToTable(_ subresource: String) -> Bool {
        guard let kind = definition.subresource(subresource)?.kind.kind else { return definition.verbs.contains("get") }
        return kind == definition.kind || kind == "Scale"
    }

    /// Whether stored objects are shown as they are, without conversion.
    var isStorageVersion: Bool { resource.definition === storage.definition }
}

import ApusAPI
import ApusJSON
import ApusResources
import ApusStore

/// Puts what CustomResourceDefinitions define into the catalog, the caches and the documents, and takes it out again.
///
/// Called by one task only, the controller's, which waits for each call.
actor CustomResourceServing {
    private let catalog: Catalog
    private let caches: ObjectCaches
    private let documents: APIDocuments

    private struct Served {
        let uid: String
        let spec: JSONValue
        let names: JSONValue
        let isTerminating: Bool
        let fingerprint: UInt64
        let selectable: [Definition.SelectableField]
        let storage: Resource
        let cache: ResourceCache
    }

    private var served: [String: Served] = [:]

    init(catalog: Catalog, caches: ObjectCaches, documents: APIDocuments) {
        self.catalog = catalog
        self.caches = caches
        self.documents = documents
    }

    /// Serves the resources of `definition` under `names`, as it is from now on.
    func serve(_ definition: JSONValue, names: JSONValue) async throws(StoreError) {
        let name = definition["metadata"]["name"].string ?? ""
        let uid = definition["metadata"]["uid"].string ?? ""
        let isTerminating = !definition["metadata"]["deletionTimestamp"].isNull
        let old = served[name]
        if let old, old.uid == uid, old.spec == definition["spec"], old.names == names,
            old.isTerminating == isTerminating
        {
            return
        }
        guard let resources = CustomResources(definition, names: names), !isBuiltIn(resources) else { return }
        let fingerprint = resources.storage.definition.fingerprint
        let selectable = resources.storage.definition.selectableFields
        let cache: ResourceCache
        if let old, old.uid == uid, old.fingerprint == fingerprint, old.selectable == selectable {
            cache = old.cache
        } else {
            cache = try await caches.open(resources.storage)
        }
        served[name] = Served(
            uid: uid, spec: definition["spec"], names: names, isTerminating: isTerminating, fingerprint: fingerprint,
            selectable: selectable, storage: resources.storage, cache: cache)
        catalog.replace(
            group: resources.group, resource: resources.resource,
            with: resources.versions.map { ServedResource(resource: $0.served, storage: $0.storage, cache: cache) })
        documents.update(catalog.all.map(\.definition))
        if let old, old.cache !== cache { caches.drop(old.cache) }
    }

    /// A built-in resource of the same name goes on being served.
    private func isBuiltIn(_ resources: CustomResources) -> Bool {
        catalog.stored(resources.group, resources.resource)?.definition.isBuiltIn ?? false
    }

    /// Stops serving what the definition with `name` defined.
    func remove(_ name: String) {
        guard let old = served.removeValue(forKey: name) else { return }
        let definition = old.storage.definition
        catalog.replace(group: definition.group, resource: definition.resource, with: [])
        documents.update(catalog.all.map(\.definition))
        caches.drop(old.cache)
    }

    /// The resource in the form in which it is stored, served or not; nil where it never was.
    func stored(_ name: String) -> ServedResource? {
        served[name].map { ServedResource(resource: $0.storage, storage: $0.storage, cache: $0.cache) }
    }
}

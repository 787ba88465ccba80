import ApusAPI
import ApusJSON
import ApusResources

extension ServedResource {
    /// A tree of the served version in the version that is stored.
    func toStorage(_ object: consuming JSONValue) throws(StatusError) -> JSONValue {
        guard !isStorageVersion else { return object }
        return try convert(object, from: resource, to: storage)
    }

    /// A stored tree in the version that is served.
    func fromStorage(_ object: JSONValue) throws(StatusError) -> JSONValue {
        isStorageVersion ? object : try convert(object, from: storage, to: resource)
    }

    /// A stored object in the version that is served.
    func converted(_ object: APIObject) throws(StatusError) -> APIObject {
        guard !isStorageVersion else { return object }
        return resource.encode(try fromStorage(object.tree())).at(object.revision)
    }

    private func convert(_ object: JSONValue, from: Resource, to: Resource) throws(StatusError) -> JSONValue {
        guard to.definition.isBuiltIn else {
            var converted = object
            to.recast(&converted)
            return converted
        }
        return VersionConversion.convert(object, to: to.definition.gvk)
    }
}

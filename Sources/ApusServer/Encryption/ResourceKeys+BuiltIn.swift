import ApusAPI
import ApusStoreEncryption

extension ResourceKeys {
    /// The keys of a server's store. A resource that is served in two groups is of the one that it is stored in:
    /// Events are of the core group.
    static func all(root: String) -> ResourceKeys {
        var known: [String: EncryptedResource] = [:]
        for resource in BuiltInResources.all {
            let definition = resource.definition
            guard definition.gvk == definition.storage || known[definition.storagePrefix] == nil else { continue }
            known[definition.storagePrefix] = EncryptedResource(
                group: definition.group, resource: definition.resource)
        }
        known[""] = nil
        return ResourceKeys(root: root, known: known)
    }
}

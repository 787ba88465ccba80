import ApusAPI
import ApusJSON

extension ResourceHandlers {
    /// Keeps the managed fields of the request's version.
    func fieldManager(_ call: Call) -> FieldManager {
        FieldManager(call.resource.resource, versions: ServedVersions(catalog: catalog, resource: call.resource))
    }

    /// Notes in `object` what its writer owns. `old` is null on create; both are in the version that is stored.
    func own(_ object: inout JSONValue, old: JSONValue, _ call: Call) throws(StatusError) {
        let fields = fieldManager(call)
        guard !call.resource.isStorageVersion else { return fields.update(&object, old: old, call.writer) }
        var shown = try call.resource.fromStorage(object)
        let before = old.isNull ? .null : try call.resource.fromStorage(old)
        fields.update(&shown, old: before, call.writer)
        if let entries = shown["metadata"].remove("managedFields") {
            object["metadata"]["managedFields"] = entries
        } else {
            object["metadata"].remove("managedFields")
        }
    }

    /// Takes doubled owner references out, and tells the client.
    func removeDoubledOwners(_ object: inout JSONValue, _ call: Call, afterAdmission: Bool) {
        guard case .array(let owners) = object["metadata"]["ownerReferences"], owners.count > 1 else { return }
        var kept: [JSONValue] = []
        var doubled: [String] = []
        for owner in owners {
            if kept.contains(owner) { doubled.append(owner["uid"].string ?? "") } else { kept.append(owner) }
        }
        guard !doubled.isEmpty else { return }
        object["metadata"]["ownerReferences"] = .array(kept)
        let place = afterAdmission ? " after mutating admission happens" : ""
        call.context.warnings.add([
            ".metadata.ownerReferences contains duplicate entries\(place); API server dedups owner references in 1.20+, "
                + "and may reject such requests as early as 1.24; please fix your requests; duplicate UID(s) observed: "
                + doubled.joined(separator: ", ")
        ])
    }
}

/// The versions in which a resource is served, for managed fields that were written in another one.
struct ServedVersions: FieldVersions {
    let catalog: Catalog
    let resource: ServedResource

    func object(_ object: JSONValue, in apiVersion: String) -> (object: JSONValue, schema: Schema)? {
        let version = GroupVersionKind(apiVersion: apiVersion, kind: "")
        let gvr = GroupVersionResource(version.group, version.version, resource.definition.resource)
        guard let other = catalog[gvr], let stored = try? resource.toStorage(object),
            let shown = try? other.fromStorage(stored)
        else { return nil }
        return (shown, other.definition.schema)
    }
}

import ApusAPI
import Synchronization

/// What the server serves, by group, version and resource.
final class Catalog: Sendable {
    private struct Entries: Sendable {
        var served: [GroupVersionResource: ServedResource] = [:]
        var stored: [GroupResource: ServedResource] = [:]
        var groupVersions: Set<String> = []
        var order: [ServedResource] = []
    }

    struct GroupResource: Hashable, Sendable {
        var group: String
        var resource: String
    }

    private let entries = Mutex(Entries())

    init() {}

    func insert(_ resource: ServedResource) {
        let definition = resource.definition
        entries.withLock { entries in
            if entries.served.updateValue(resource, forKey: definition.gvr) == nil { entries.order.append(resource) }
            entries.groupVersions.insert(definition.apiVersion)
            let key = GroupResource(group: definition.group, resource: definition.resource)
            if resource.cache != nil, resource.isStorageVersion || entries.stored[key] == nil {
                entries.stored[key] = resource
            }
        }
    }

    /// Serves `resources` in place of all versions of a custom resource that were served before; none: it is gone.
    func replace(group: String, resource: String, with resources: [ServedResource]) {
        entries.withLock { entries in
            func isOld(_ served: ServedResource) -> Bool {
                served.definition.group == group && served.definition.resource == resource
            }
            entries.order.removeAll(where: isOld)
            entries.order += resources
            entries.served = entries.served.filter { !isOld($0.value) }
            for served in resources { entries.served[served.gvr] = served }
            let key = GroupResource(group: group, resource: resource)
            entries.stored[key] = resources.first(where: \.isStorageVersion) ?? resources.first
            entries.groupVersions = Set(entries.order.map(\.definition.apiVersion))
        }
    }

    subscript(gvr: GroupVersionResource) -> ServedResource? { entries.withLock { $0.served[gvr] } }

    /// The stored resource of a group, in the version that is stored where that is served.
    func stored(_ group: String, _ resource: String) -> ServedResource? {
        entries.withLock { $0.stored[GroupResource(group: group, resource: resource)] }
    }

    /// Whether anything is served below `/apis/<groupVersion>` (or `/api/v1`).
    func hasGroupVersion(_ groupVersion: String) -> Bool {
        entries.withLock { $0.groupVersions.contains(groupVersion) }
    }

    /// In the order in which they were put in: that of upstream's groups and resources.
    var all: [ServedResource] { entries.withLock { $0.order } }
}

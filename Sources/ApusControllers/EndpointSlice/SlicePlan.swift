import ApusJSON

/// Which EndpointSlices to write so that they hold the wanted endpoints, with as few writes as possible: what stays
/// true stays where it is, new endpoints go where something changes anyway, then where there is room.
struct SlicePlan: Sendable {
    static let capacity = 100

    var created: [JSONValue] = []
    var updated: [JSONValue] = []
    var deleted: [JSONValue] = []

    /// Plans the slices of one address family; `groups` are the endpoints by their ports.
    mutating func add(_ groups: [PortSet: [JSONValue]], existing: [JSONValue], template: JSONValue) {
        var groups = groups
        // A Service without any endpoint keeps one empty slice, so that it is known to have none.
        if groups.isEmpty { groups[PortSet([])] = [] }
        var left = existing
        for (set, endpoints) in groups.sorted(by: { $0.key.text < $1.key.text }) {
            let mine = left.filter { PortSet($0["ports"].elements) == set }
            left.removeAll { PortSet($0["ports"].elements) == set }
            plan(endpoints, set.ports, mine, template)
        }
        deleted += left
    }

    private mutating func plan(
        _ endpoints: [JSONValue], _ ports: [JSONValue], _ existing: [JSONValue], _ template: JSONValue
    ) {
        var wanted: [String: JSONValue] = [:]
        for endpoint in endpoints { wanted[identity(endpoint)] = endpoint }

        var changed: [(slice: JSONValue, endpoints: [JSONValue])] = []
        var unchanged: [(slice: JSONValue, endpoints: [JSONValue])] = []
        for slice in existing.sorted(by: { $0.name < $1.name }) {
            let current = slice["endpoints"].elements
            let kept = current.compactMap { wanted.removeValue(forKey: identity($0)) }
            if kept == current { unchanged.append((slice, kept)) } else { changed.append((slice, kept)) }
        }
        var new = wanted.values.sorted { identity($0) < identity($1) }
        for index in changed.indices { fill(&changed[index].endpoints, from: &new) }
        // The fullest slice that takes all that is left.
        if !new.isEmpty,
            let index = unchanged.indices.filter({ unchanged[$0].endpoints.count + new.count <= Self.capacity })
                .max(by: { unchanged[$0].endpoints.count < unchanged[$1].endpoints.count })
        {
            var entry = unchanged.remove(at: index)
            fill(&entry.endpoints, from: &new)
            changed.append(entry)
        }
        var isEmpty = unchanged.isEmpty
        for entry in changed {
            // An empty slice stays only where it is the last.
            if entry.endpoints.isEmpty, !(endpoints.isEmpty && isEmpty) {
                deleted.append(entry.slice)
                continue
            }
            isEmpty = false
            updated.append(described(entry.slice, template, entry.endpoints, ports))
        }
        for entry in unchanged {
            let slice = described(entry.slice, template, entry.endpoints, ports)
            if slice != entry.slice { updated.append(slice) }
        }
        while !new.isEmpty || (isEmpty && endpoints.isEmpty) {
            var part: [JSONValue] = []
            fill(&part, from: &new)
            isEmpty = false
            created.append(described(template, template, part, ports))
        }
    }

    private func fill(_ endpoints: inout [JSONValue], from new: inout [JSONValue]) {
        let count = min(Self.capacity - endpoints.count, new.count)
        guard count > 0 else { return }
        endpoints += new.prefix(count)
        new.removeFirst(count)
    }

    private func described(
        _ slice: JSONValue, _ template: JSONValue, _ endpoints: [JSONValue], _ ports: [JSONValue]
    ) -> JSONValue {
        var slice = slice
        slice["metadata"]["labels"] = template["metadata"]["labels"]
        slice["metadata"]["ownerReferences"] = template["metadata"]["ownerReferences"]
        slice["endpoints"] = .array(endpoints)
        slice["ports"] = .array(ports)
        return slice
    }

    private func identity(_ endpoint: JSONValue) -> String {
        "\(endpoint["addresses"][0].string ?? "") \(endpoint["targetRef"]["uid"].string ?? "")"
    }
}

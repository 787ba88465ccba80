import ApusAPI
import ApusJSON
import Crypto

/// The discovery documents that every client understands: `/api`, `/apis`, `/apis/GROUP` and `/apis/GROUP/VERSION`.
struct LegacyDiscovery {
    let groups: ServedGroups
    /// `ADDRESS:PORT` that clients reach the server at.
    let serverAddress: String

    /// `/api`.
    var versions: JSONValue {
        [
            "kind": "APIVersions", "versions": .array(groups.core?.versions.map { .string($0.name) } ?? []),
            "serverAddressByClientCIDRs": [["clientCIDR": "0.0.0.0/0", "serverAddress": .string(serverAddress)]],
        ]
    }

    /// `/apis`.
    var groupList: JSONValue {
        ["kind": "APIGroupList", "apiVersion": "v1", "groups": .array(groups.groups.map { .object(describe($0)) })]
    }

    /// `/apis/GROUP`.
    func group(_ name: String) -> JSONValue? {
        groups.groups.first { $0.name == name }.map { group in
            let header: JSONObject = ["kind": "APIGroup", "apiVersion": "v1"]
            return .object(JSONObject(header.members + describe(group).members))
        }
    }

    /// `/api/v1` and `/apis/GROUP/VERSION`.
    func resources(_ group: String, _ version: String) -> JSONValue? {
        guard let served = groups.version(group, version) else { return nil }
        var list: JSONValue = ["kind": "APIResourceList"]
        if !group.isEmpty { list["apiVersion"] = "v1" }
        list["groupVersion"] = .string(served.groupVersion)
        list["resources"] = .array(served.definitions.flatMap(resources))
        return list
    }

    private func describe(_ group: ServedGroups.Group) -> JSONObject {
        let versions: [JSONValue] = group.versions.map {
            ["groupVersion": .string($0.groupVersion), "version": .string($0.name)]
        }
        return [
            "name": .string(group.name), "versions": .array(versions), "preferredVersion": versions.first ?? .null,
        ]
    }

    private func resources(_ definition: Definition) -> [JSONValue] {
        var resource: JSONValue = [
            "name": .string(definition.resource), "singularName": .string(definition.singular),
            "namespaced": .bool(definition.isNamespaced), "kind": .string(definition.kind),
            "verbs": .array(definition.verbs.sorted().map { .string($0) }),
        ]
        if !definition.shortNames.isEmpty { resource["shortNames"] = .array(definition.shortNames.map { .string($0) }) }
        if !definition.categories.isEmpty { resource["categories"] = .array(definition.categories.map { .string($0) }) }
        if let hash = LegacyDiscovery.storageVersionHash(definition) { resource["storageVersionHash"] = .string(hash) }
        return [resource] + definition.subresources.sorted { $0.name < $1.name }.map { subresource($0, of: definition) }
    }

    private func subresource(_ subresource: Definition.Subresource, of definition: Definition) -> JSONValue {
        let kind = subresource.kind
        var value: JSONValue = [
            "name": .string("\(definition.resource)/\(subresource.name)"), "singularName": "",
            "namespaced": .bool(definition.isNamespaced),
        ]
        if kind.group != definition.group || kind.version != definition.version {
            if !kind.group.isEmpty { value["group"] = .string(kind.group) }
            value["version"] = .string(kind.version)
        }
        value["kind"] = .string(kind.kind)
        value["verbs"] = .array(subresource.discoveryVerbs.map { .string($0) })
        return value
    }

    /// Eight bytes of the SHA-256 of the storage version's name, as upstream makes it; nil for what is not stored.
    static func storageVersionHash(_ definition: Definition) -> String? {
        guard definition.verbs.contains("list"), !definition.storagePrefix.isEmpty else { return nil }
        let storage = definition.storage
        let digest = SHA256.hash(data: Array("\(storage.group)/\(storage.version)/\(storage.kind)".utf8))
        return Base64.encode(Array(digest.prefix(8)))
    }
}

extension Definition.Subresource {
    /// Its verbs as discovery names them: a subresource that is connected to is created, whatever the method.
    var discoveryVerbs: [String] {
        var result: Set<String> = []
        for verb in verbs {
            switch verb {
            case "post": result.insert("create")
            case "put": result.insert("update")
            case "head", "options": break
            default: result.insert(verb)
            }
        }
        return result.sorted()
    }
}

import ApusAPI
import ApusJSON

/// The document that shows all groups, versions and resources at once (KEP 3352, `apidiscovery.k8s.io`): under `/api`
/// the core group, under `/apis` all others.
enum AggregatedDiscovery {
    /// `version` is `v2` or `v2beta1`, which have the same fields.
    static func document(_ groups: [ServedGroups.Group], version: String) -> JSONValue {
        [
            "kind": "APIGroupDiscoveryList", "apiVersion": .string("apidiscovery.k8s.io/\(version)"), "metadata": [:],
            "items": .array(groups.map(group)),
        ]
    }

    private static func group(_ group: ServedGroups.Group) -> JSONValue {
        [
            "metadata": group.name.isEmpty ? [:] : ["name": .string(group.name)],
            "versions": .array(group.versions.map(version)),
        ]
    }

    private static func version(_ version: ServedGroups.Version) -> JSONValue {
        [
            "version": .string(version.name), "resources": .array(version.definitions.map(resource)),
            "freshness": "Current",
        ]
    }

    private static func resource(_ definition: Definition) -> JSONValue {
        var value: JSONValue = [
            "resource": .string(definition.resource), "responseKind": kind(definition.gvk),
            "scope": definition.isNamespaced ? "Namespaced" : "Cluster",
            "singularResource": .string(definition.singular),
            "verbs": .array(definition.verbs.sorted().map { .string($0) }),
        ]
        if !definition.shortNames.isEmpty { value["shortNames"] = .array(definition.shortNames.map { .string($0) }) }
        if !definition.categories.isEmpty { value["categories"] = .array(definition.categories.map { .string($0) }) }
        if !definition.subresources.isEmpty {
            value["subresources"] = .array(
                definition.subresources.sorted { $0.name < $1.name }.map { subresource in
                    [
                        "subresource": .string(subresource.name), "responseKind": kind(subresource.kind),
                        "verbs": .array(subresource.discoveryVerbs.map { .string($0) }),
                    ]
                })
        }
        return value
    }

    private static func kind(_ kind: GroupVersionKind) -> JSONValue {
        ["group": .string(kind.group), "version": .string(kind.version), "kind": .string(kind.kind)]
    }
}

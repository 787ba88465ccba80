public import ApusAPI
public import ApusJSON

/// Brings objects of built-in kinds from one version into another, both ways without loss.
public enum VersionConversion {
    /// `object` in the version `kind`; only the header changes where the versions have the same content.
    public static func convert(_ object: JSONValue, to kind: GroupVersionKind) -> JSONValue {
        let from = GroupVersionKind(apiVersion: object["apiVersion"].string ?? "", kind: object["kind"].string ?? "")
        guard from != kind else { return object }
        var converted = object
        switch (from.group, from.version, kind.group, kind.version, kind.kind) {
        case ("events.k8s.io", "v1", "", "v1", "Event"): EventConversion.toCore(&converted)
        case ("", "v1", "events.k8s.io", "v1", "Event"): EventConversion.toEvents(&converted)
        case ("autoscaling", "v1", "autoscaling", "v2", _): AutoscalerConversion.toV2(&converted)
        case ("autoscaling", "v2", "autoscaling", "v1", _): AutoscalerConversion.toV1(&converted)
        default: break
        }
        converted["kind"] = .string(kind.kind)
        converted["apiVersion"] = .string(kind.apiVersion)
        return converted
    }
}

/// `v1 Event` and `events.k8s.io/v1 Event` have the same fields under other names (`pkg/apis/events/v1/conversion.go`).
enum EventConversion {
    /// Core's name and that of `events.k8s.io`.
    private static let names = [
        ("involvedObject", "regarding"), ("message", "note"), ("reportingComponent", "reportingController"),
        ("source", "deprecatedSource"), ("firstTimestamp", "deprecatedFirstTimestamp"),
        ("lastTimestamp", "deprecatedLastTimestamp"), ("count", "deprecatedCount"),
    ]

    static func toCore(_ event: inout JSONValue) { rename(&event, names.map { ($0.1, $0.0) }) }
    static func toEvents(_ event: inout JSONValue) { rename(&event, names) }

    private static func rename(_ event: inout JSONValue, _ names: [(from: String, to: String)]) {
        guard case .object(var object) = event else { return }
        for index in object.members.indices {
            if let name = names.first(where: { $0.from == object.members[index].key }) {
                object.members[index].key = name.to
            }
        }
        event = .object(object)
    }
}

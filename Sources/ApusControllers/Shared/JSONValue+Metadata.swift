import ApusAPI
import ApusJSON

/// Short ways to what every object has.
extension JSONValue {
    var name: String { self["metadata"]["name"].string ?? "" }
    var namespace: String { self["metadata"]["namespace"].string ?? "" }
    var uid: String { self["metadata"]["uid"].string ?? "" }
    var key: String { namespace.isEmpty ? name : "\(namespace)/\(name)" }
    var generation: Int64 { self["metadata"]["generation"].int ?? 0 }
    var labels: [String: String] { self["metadata"]["labels"].texts }
    var annotations: [String: String] { self["metadata"]["annotations"].texts }
    var finalizers: [String] { self["metadata"]["finalizers"].elements.compactMap(\.string) }
    var isBeingDeleted: Bool { !self["metadata"]["deletionTimestamp"].isNull }
    var creationTime: Timestamp { self["metadata"]["creationTimestamp"].timestamp ?? Timestamp(seconds: 0) }

    /// A map of texts, as labels are.
    var texts: [String: String] {
        var result: [String: String] = [:]
        for member in object?.members ?? [] { result[member.key] = member.value.string ?? "" }
        return result
    }

    var timestamp: Timestamp? { string.flatMap { Timestamp(rfc3339: $0) } }

    init(texts: [String: String]) {
        self = .object(
            JSONObject(texts.sorted { $0.key < $1.key }.map { .init(key: $0.key, value: .string($0.value)) }))
    }

    /// Sets a member, or takes it away where the value is 0, as Go's `omitempty` does.
    mutating func set(_ key: String, unlessZero value: Int64) {
        if value == 0 { remove(key) } else { self[key] = .int(value) }
    }

    /// Sets a member, or takes it away where there is nothing in it.
    mutating func set(_ key: String, unlessEmpty value: [JSONValue]) {
        if value.isEmpty { remove(key) } else { self[key] = .array(value) }
    }
}

/// The condition of a type in a list of conditions.
extension [JSONValue] {
    func condition(_ type: String) -> JSONValue? { first { $0["type"].string == type } }

    mutating func removeCondition(_ type: String) { removeAll { $0["type"].string == type } }
}

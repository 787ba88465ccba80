import ApusAPI
import ApusJSON
import ApusResources
import Testing

/// What the tests of strategies share: the kinds, and writes as the server does them.
struct Kinds {
    static let now = Timestamp(seconds: 1_700_000_000)
    static let resources = BuiltInStrategies.resources

    static func resource(_ group: String, _ version: String, _ kind: String) throws -> Resource {
        try #require(resources.first { $0.definition.gvk == GroupVersionKind(group, version, kind) })
    }

    static func json(_ text: String) throws -> JSONValue { try JSONValue(parsing: Bytes(text)) }

    /// Decodes an object that says its own kind.
    static func decode(_ text: String) throws -> (Resource, JSONValue) {
        let value = try json(text)
        let kind = GroupVersionKind(apiVersion: value["apiVersion"].string ?? "", kind: value["kind"].string ?? "")
        let resource = try resource(kind.group, kind.version, kind.kind)
        let (object, warnings) = try resource.decode(Bytes(text), validation: .strict)
        #expect(warnings.isEmpty)
        return (resource, object)
    }

    /// Decodes and prepares an object that is created in `default`.
    static func create(_ text: String) throws -> (Resource, JSONValue) {
        var (resource, object) = try decode(text)
        var random = SystemRandomNumberGenerator()
        try resource.prepareForCreate(
            &object, namespace: "default", uid: "11111111-1111-1111-1111-111111111111", StrategyContext(now: now),
            random: &random)
        return (resource, object)
    }

    /// What is wrong with an object that is created: `field: text`.
    static func problems(_ text: String) throws -> [String] {
        let (resource, object) = try create(text)
        do {
            _ = try resource.validateCreate(object, StrategyContext(now: now))
            return []
        } catch {
            return error.details?.causes.map { "\($0.field): \($0.message)" } ?? []
        }
    }

    /// What is wrong with an update from what `old` creates, changed by `change`.
    static func updateProblems(
        _ old: String, subresource: String = "", _ change: (inout JSONValue) throws -> Void
    ) throws -> [String] {
        let (resource, before) = try create(old)
        var stored = before
        stored["metadata"]["resourceVersion"] = "5"
        var new = stored
        try change(&new)
        let context = StrategyContext(now: now, subresource: subresource)
        resource.applyDefaults(&new)
        do {
            try resource.prepareForUpdate(&new, old: stored, namespace: "default", context)
            _ = try resource.validateUpdate(new, old: stored, context)
            return []
        } catch {
            return error.details?.causes.map { "\($0.field): \($0.message)" } ?? [error.message]
        }
    }
}

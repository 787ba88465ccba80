import ApusAPI
import ApusJSON
import ApusResources

/// `scale`: how many replicas a workload has and is to have, in the same form for all kinds (`autoscaling/v1` `Scale`).
struct ScaleSubresource: SubresourceHandler {
    private static let apiVersion = "autoscaling/v1"
    private static let typeName = "io.k8s.api.autoscaling.v1.Scale"

    func handle(_ call: Call, _ handlers: ResourceHandlers, _ reply: @escaping Reply) throws(StatusError) {
        let key = try call.key
        switch call.request.verb {
        case .get:
            let cache = try call.cache
            guard let object = cache.object(key) else { throw cache.missing(key, call.resource.gvr) }
            let workload = object.tree()
            let definition = call.resource.definition
            if let path = definition.custom?.scale?.specReplicas, path.first(in: workload) == nil {
                throw .internalError(
                    "Internal error occurred: the spec replicas field \(GoText.quoted(path.description)) does not exist"
                )
            }
            reply(.success(.document(ScaleSubresource.scale(of: workload, definition))))
        case .update: try update(key, call, handlers, reply)
        case .patch: try patch(key, call, handlers, reply)
        default: throw .methodNotAllowed
        }
    }

    private func update(
        _ key: ObjectKey, _ call: Call, _ handlers: ResourceHandlers, _ reply: @escaping Reply
    ) throws(StatusError) {
        _ = try call.writeOptions("UpdateOptions")
        let wanted = try call.object
        try handlers.checkName(wanted, key)
        try SystemFields.checkNamespace(wanted["metadata"], key.namespace)
        let fields = ScaleSubresource.fields
        try change(key, call, handlers, reply) { scale throws(StatusError) -> JSONValue in
            var new = wanted
            fields?.update(&new, old: scale, ScaleSubresource.writer(call))
            return new
        }
    }

    private func patch(
        _ key: ObjectKey, _ call: Call, _ handlers: ResourceHandlers, _ reply: @escaping Reply
    ) throws(StatusError) {
        guard case .patch(let type, let body) = call.request.body,
            let schema = BuiltInDefinitions.types.schema(named: ScaleSubresource.typeName)
        else { throw .badRequest("a patch is required") }
        _ = try call.patchOptions(type)
        let fields = FieldManager(schema: schema)
        let writer = ScaleSubresource.writer(call)
        let force = call.request.options.force ?? false
        if type == .apply {
            let found = GroupVersionKind(apiVersion: body["apiVersion"].string ?? "", kind: body["kind"].string ?? "")
            guard found == GroupVersionKind("autoscaling", "v1", "Scale") else {
                throw .badRequest("invalid object type: \(found.group)/\(found.version), Kind=\(found.kind)")
            }
        }
        let patch = ObjectPatch(type, body)
        try change(key, call, handlers, reply) { scale throws(StatusError) -> JSONValue in
            if type == .apply { return try fields.apply(body, to: scale, force: force, writer).object }
            var new = try patch.apply(to: scale, schema: schema)
            try handlers.checkName(new, key)
            fields.update(&new, old: scale, writer)
            return new
        }
    }

    private static var fields: FieldManager? {
        BuiltInDefinitions.types.schema(named: typeName).map(FieldManager.init(schema:))
    }

    private static func writer(_ call: Call) -> FieldManager.Writer {
        var writer = call.writer
        writer.apiVersion = apiVersion
        return writer
    }

    /// Sets the replicas that `make` asks for, given the current scale.
    private func change(
        _ key: ObjectKey, _ call: Call, _ handlers: ResourceHandlers, _ reply: @escaping Reply,
        make: @escaping @Sendable (JSONValue) throws(StatusError) -> JSONValue
    ) throws(StatusError) {
        // The workload itself is updated, so that its generation rises.
        let main = call.withoutSubresource
        let definition = call.resource.definition
        let version = call.resource.storage.definition.apiVersion
        let path = definition.custom?.scale?.specReplicas.names ?? ["spec", "replicas"]
        let owners = ScaleFields(paths: [version: path], apiVersion: version)
        let answer: Reply = { result in
            reply(
                result.map { answer in
                    guard case .object(let object, _) = answer else { return answer }
                    return .document(ScaleSubresource.scale(of: object.tree(), definition))
                })
        }
        handlers.change(key, try call.cache, main, answer) {
            current, old throws(StatusError) -> ResourceHandlers.Prepared? in
            var scale = ScaleSubresource.scale(of: old, definition)
            let entries = old["metadata"]["managedFields"]
            let shown = owners.scaleEntries(of: entries)
            if !shown.isNull { scale["metadata"]["managedFields"] = shown }
            let wanted = try make(scale)
            var object = old
            let replicas = JSONValue.int(try ScaleSubresource.replicas(of: wanted, key))
            if let custom = definition.custom?.scale {
                custom.specReplicas.set(replicas, in: &object)
            } else {
                object["spec"]["replicas"] = replicas
            }
            for name in ["resourceVersion", "uid"] {
                if let text = wanted["metadata"][name].string, !text.isEmpty {
                    object["metadata"][name] = .string(text)
                }
            }
            let merged = owners.parentEntries(of: entries, after: wanted["metadata"]["managedFields"])
            if merged.isNull {
                object["metadata"].remove("managedFields")
            } else {
                object["metadata"]["managedFields"] = merged
            }
            try handlers.checkIdentity(&object, current, call)
            return try handlers.finish(&object, old: old, current, main, isApplied: true)
        }
    }

    private static func replicas(of scale: JSONValue, _ key: ObjectKey) throws(StatusError) -> Int64 {
        let replicas = scale["spec"]["replicas"].int ?? 0
        guard replicas < 0 else { return replicas }
        var errors = FieldErrors()
        errors.invalid(FieldPath("spec")["replicas"], .int(replicas), "must be greater than or equal to 0")
        throw .invalid(group: "autoscaling", kind: "Scale", name: key.name, errors)
    }

    static func scale(of workload: JSONValue, _ definition: Definition) -> JSONValue {
        var metadata: JSONValue = [:]
        for key in ["name", "namespace", "uid", "resourceVersion", "creationTimestamp"] {
            let value = workload["metadata"][key]
            if !value.isNull { metadata[key] = value }
        }
        if let custom = definition.custom?.scale {
            return scale(
                metadata, spec: custom.specReplicas.first(in: workload)?.int,
                status: custom.statusReplicas.first(in: workload)?.int,
                selector: custom.labelSelector?.first(in: workload)?.string ?? "")
        }
        let selector = workload["spec"]["selector"]
        let text: String
        if selector["matchLabels"].isNull, selector["matchExpressions"].isNull {
            // The plain map of a ReplicationController.
            let pairs = (selector.object?.members ?? []).map { ($0.key, $0.value.string ?? "") }
            text = pairs.sorted { $0.0 < $1.0 }.map { "\($0.0)=\($0.1)" }.joined(separator: ",")
        } else {
            text = (try? LabelSelector(selector))?.description ?? ""
        }
        return scale(
            metadata, spec: workload["spec"]["replicas"].int, status: workload["status"]["replicas"].int,
            selector: text)
    }

    private static func scale(_ metadata: JSONValue, spec: Int64?, status: Int64?, selector: String) -> JSONValue {
        var current: JSONValue = ["replicas": .int(status ?? 0)]
        if !selector.isEmpty { current["selector"] = .string(selector) }
        return [
            "kind": "Scale", "apiVersion": "autoscaling/v1", "metadata": metadata,
            "spec": ["replicas": .int(spec ?? 0)], "status": current,
        ]
    }
}

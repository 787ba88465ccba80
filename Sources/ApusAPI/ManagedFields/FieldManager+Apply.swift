public import ApusJSON

extension FieldManager {
    private static let annotation = "kubectl.kubernetes.io/last-applied-configuration"
    /// The one manager whose client-side configurations are taken over.
    private static let clientSide = "kubectl"

    /// What an apply makes of an object.
    public struct Applied: Sendable {
        /// The object with its managed fields, before defaults and validation. It may hold nulls and zero values that
        /// the configuration says.
        public var object: JSONValue
        /// Whether it is the live object, managed fields and all.
        public var isUnchanged = false
    }

    /// Applies `config` to `live`, both of the writer's version.
    ///
    /// - Parameter live: The object; null where it does not exist yet.
    /// - Throws: 409 with a cause for each field that another manager owns with another value, unless `force`; 400 and
    ///   500 worded as upstream for a configuration that does not fit the type.
    public func apply(
        _ config: JSONValue, to live: JSONValue, force: Bool, _ writer: Writer
    ) throws(StatusError) -> Applied {
        guard config["metadata"]["managedFields"].isNull else {
            throw .badRequest("metadata.managedFields must be nil")
        }
        var reader = ConfigurationReader()
        let config = try reader.read(config, schema, gvk: resourceKind(config))
        let fields = reset(writer).filter(FieldManager.stripped(FieldSet(of: config, schema)))
        if isUnchanged(live, by: config, fields, writer) { return Applied(object: live, isUnchanged: true) }
        let bare: JSONValue = live.isNull ? ["kind": config["kind"], "apiVersion": config["apiVersion"]] : live
        guard var managed = ManagedFields(bare["metadata"]["managedFields"]) else {
            throw StatusError(
                code: 500, reason: .unknown, message: "failed to decode managed fields: malformed entry", details: nil)
        }
        let object = FieldManager.withoutEntries(bare)
        if managed.isEmpty { managed = tracked(object, writer) }
        var result: (object: JSONValue, managed: ManagedFields)
        do {
            result = try merge(config, fields, into: object, managed, force: force, writer)
        } catch {
            guard writer.manager == FieldManager.clientSide, let allowed = lastApplied(to: object) else {
                throw error.status
            }
            let rest = error.without(allowed)
            guard rest.isEmpty else { throw rest.status }
            result = try forced(config, fields, into: object, managed, writer)
        }
        if writer.manager == FieldManager.clientSide { updateAnnotation(of: &result.object, config) }
        if let list = result.managed.value { result.object["metadata"]["managedFields"] = list }
        return Applied(object: result.object)
    }

    private func forced(
        _ config: JSONValue, _ fields: FieldSet, into live: JSONValue, _ managed: ManagedFields, _ writer: Writer
    ) throws(StatusError) -> (object: JSONValue, managed: ManagedFields) {
        do {
            return try merge(config, fields, into: live, managed, force: true, writer)
        } catch {
            throw error.status
        }
    }

    /// Whether the manager applied just this before and the object still has it, which is found out without a merge.
    private func isUnchanged(
        _ live: JSONValue, by config: JSONValue, _ fields: FieldSet, _ writer: Writer
    ) -> Bool {
        guard !live.isNull else { return false }
        let own = live["metadata"]["managedFields"].elements.first {
            $0["operation"].string == ManagedFieldsEntry.apply && $0["manager"].string == writer.manager
                && ($0["subresource"].string ?? "") == writer.subresource
                && $0["apiVersion"].string == writer.apiVersion
        }
        guard let own, own["fieldsV1"] == fields.value,
            writer.manager != FieldManager.clientSide
                || live["metadata"]["annotations"][FieldManager.annotation].isNull
        else { return false }
        return ApplyMerge.isContained(config, in: live, schema)
    }

    private func merge(
        _ config: JSONValue, _ fields: FieldSet, into live: JSONValue, _ managed: ManagedFields, force: Bool,
        _ writer: Writer
    ) throws(ApplyConflicts) -> (object: JSONValue, managed: ManagedFields) {
        var managed = managed
        var mine = entry(writer, ManagedFieldsEntry.apply, fields, time: "")
        var last: ManagedFieldsEntry?
        if let index = managed.index(of: mine) {
            last = managed.entries.remove(at: index)
            mine.time = last?.time ?? ""
        }
        var merged = ApplyMerge.merge(config, into: live, schema)
        if let last, !last.fields.isSubset(of: fields) {
            let prune = ApplyPrune(schema: schema, apiVersion: writer.apiVersion)
            merged = prune.prune(merged, last: last, mine: mine, others: managed.entries)
        }
        let comparison = FieldComparison(live, merged, schema).filtered(reset(writer))
        var comparisons = Comparisons(self, live, merged, writer, comparison)
        var conflicts = ApplyConflicts()
        for index in managed.entries.indices {
            guard let change = comparisons[managed.entries[index].apiVersion] else {
                managed.entries[index].fields = FieldSet()
                continue
            }
            guard !change.isSame else { continue }
            let taken = managed.entries[index].fields.intersection(change.changed)
            if !taken.isEmpty { conflicts.add(managed.entries[index], taken) }
            managed.entries[index].fields = managed.entries[index].fields.subtracting(taken)
                .subtracting(change.removed)
        }
        if !force, !conflicts.isEmpty { throw conflicts }
        if live != merged { mine.time = writer.now.rfc3339 }
        if !mine.fields.isEmpty { managed.entries.append(mine) }
        return (merged, managed)
    }

    private func resourceKind(_ config: JSONValue) -> GroupVersionKind {
        GroupVersionKind(apiVersion: config["apiVersion"].string ?? "", kind: config["kind"].string ?? "")
    }

    // MARK: - Client-side apply

    /// The fields that `kubectl apply` set on the client's side and that nobody has changed since; nil where there is no
    /// such configuration of this version.
    private func lastApplied(to live: JSONValue) -> FieldSet? {
        guard let text = live["metadata"]["annotations"][FieldManager.annotation].string, !text.isEmpty,
            let config = try? JSONValue(parsing: Bytes(text)), config["apiVersion"] == live["apiVersion"]
        else { return nil }
        var reader = ConfigurationReader()
        guard let typed = try? reader.read(config, schema, gvk: resourceKind(config)) else { return nil }
        let comparison = FieldComparison(typed, live, schema)
        return FieldSet(of: typed, schema).subtracting(comparison.changed).subtracting(comparison.removed)
    }

    /// Keeps the annotation of an object that `kubectl` applied on the client's side before.
    private func updateAnnotation(of object: inout JSONValue, _ config: JSONValue) {
        guard let old = object["metadata"]["annotations"][FieldManager.annotation].string, !old.isEmpty else { return }
        var config = config
        if config["metadata"]["annotations"].isNull {
            config["metadata"].remove("annotations")
        } else {
            config["metadata"]["annotations"].remove(FieldManager.annotation)
        }
        let text = config.encoded(order: .canonical).string + "\n"
        object["metadata"]["annotations"][FieldManager.annotation] = .string(text)
        var errors = FieldErrors()
        MetadataRules.validateAnnotationsSize(object["metadata"]["annotations"], FieldPath("annotations"), &errors)
        if !errors.isEmpty { object["metadata"]["annotations"].remove(FieldManager.annotation) }
    }
}

/// The fields that an apply wants to change and others own.
struct ApplyConflicts: Error {
    private var found: [(manager: ManagedFieldsEntry, path: [String])] = []

    var isEmpty: Bool { found.isEmpty }

    mutating func add(_ manager: ManagedFieldsEntry, _ fields: FieldSet) {
        fields.forEachMember { found.append((manager, $0)) }
    }

    /// Those that `allowed` does not hold.
    func without(_ allowed: FieldSet) -> ApplyConflicts {
        var rest = ApplyConflicts()
        rest.found = found.filter { !allowed.contains($0.path) }
        return rest
    }

    /// 409 with a cause for each.
    var status: StatusError {
        let sorted = Dictionary(grouping: found) { $0.manager.identifier }.sorted { $0.key < $1.key }
        let all = sorted.flatMap(\.value)
        let causes = all.map { conflict in
            StatusError.Cause(
                reason: "FieldManagerConflict", message: "conflict with \(conflict.manager.text)",
                field: FieldSet.text(conflict.path))
        }
        if all.count == 1, let only = all.first {
            return .applyConflict(
                causes,
                "Apply failed with 1 conflict: conflict with \(only.manager.text): \(FieldSet.text(only.path))")
        }
        var lines: [String] = []
        for (_, conflicts) in sorted {
            guard let first = conflicts.first else { continue }
            lines.append("conflicts with \(first.manager.text):")
            lines += conflicts.map { "- \(FieldSet.text($0.path))" }
        }
        return .applyConflict(
            causes, "Apply failed with \(all.count) conflicts: \(lines.joined(separator: "\n"))")
    }
}

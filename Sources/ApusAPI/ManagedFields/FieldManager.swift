public import ApusJSON

/// Keeps `metadata.managedFields` of every write, and applies configurations (server-side apply; Kubernetes
/// documentation, "Server-Side Apply"; structured-merge-diff).
public struct FieldManager: Sendable {
    /// Who writes, and through what.
    public struct Writer: Sendable {
        public var manager: String
        /// The version in which the object was sent.
        public var apiVersion: String
        /// "" for the resource itself.
        public var subresource: String
        public var now: Timestamp

        public init(manager: String, apiVersion: String, subresource: String = "", now: Timestamp) {
            self.manager = manager
            self.apiVersion = apiVersion
            self.subresource = subresource
            self.now = now
        }
    }

    /// The metadata that nobody owns.
    private static let unowned: Set<String> = [
        "name", "namespace", "creationTimestamp", "selfLink", "uid", "generation", "managedFields", "resourceVersion",
        "deletionTimestamp", "deletionGracePeriodSeconds",
    ]

    private let schema: Schema
    private let separatesStatus: Bool

    public init(_ resource: Resource) {
        schema = resource.definition.schema
        separatesStatus = resource.strategy.traits.separatesStatus
    }

    /// The name of a manager that did not give one: the client's program name, the part of `userAgent` before the
    /// slash.
    public static func name(_ option: String?, userAgent: String) -> String {
        if let option, !option.isEmpty { return option }
        let program = userAgent.prefix { $0 != "/" }
        return String(program.prefix(128))
    }

    // MARK: - Create and update

    /// Notes in `object` what the writer owns by this create or update. `old` is null on create.
    public func update(_ object: inout JSONValue, old: JSONValue, _ writer: Writer) {
        let sent = object["metadata"]["managedFields"]
        if old.isNull {
            var owned = JSONValue.null
            swap(&owned, &object)
            let fields = FieldSet(of: reduced(owned, writer), schema, marksMaps: true)
            swap(&owned, &object)
            let entries = fields.isEmpty ? [] : [entry(writer, "Update", fields)]
            write(entries, to: &object)
            return
        }
        if sent == [[:]] {
            object["metadata"].remove("managedFields")
            return
        }
        let comparison = FieldComparison(reduced(old, writer), reduced(object, writer), schema)
        let entries = (sent.elements.isEmpty ? old["metadata"]["managedFields"] : sent).elements
        guard !comparison.isSame else {
            if entries.isEmpty {
                object["metadata"].remove("managedFields")
            } else {
                object["metadata"]["managedFields"] = .array(entries)
            }
            return
        }
        var mine = entry(writer, "Update", comparison.changed)
        var others: [ManagedFieldsEntry] = []
        for value in entries {
            var other = ManagedFieldsEntry(value)
            if other.isSameManager(as: mine) {
                let before = other.fields
                mine.fields.formUnion(other.fields)
                mine.fields = mine.fields.subtracting(comparison.removed)
                if mine.fields == before { mine.time = other.time }
            } else {
                other.fields = other.fields.subtracting(comparison.changed).subtracting(comparison.removed)
                if !other.fields.isEmpty { others.append(other) }
            }
        }
        if !mine.fields.isEmpty { others.append(mine) }
        write(others, to: &object)
    }

    // MARK: - Apply

    /// The object that an apply of `config` makes of `live`, with its managed fields, before defaults and validation.
    /// The result equals `live` where nothing changes.
    ///
    /// - Parameter live: The object; null where it does not exist yet.
    /// - Throws: 409 with a cause for each field that another manager owns with another value, unless `force`.
    public func apply(
        _ config: JSONValue, to live: JSONValue, force: Bool, _ writer: Writer
    ) throws(StatusError) -> JSONValue {
        var config = config
        config["metadata"].remove("managedFields")
        let applied = FieldSet(of: reduced(config, writer), schema, marksMaps: false)
        var mine = entry(writer, "Apply", applied)
        guard !live.isNull else {
            var object = config
            write([mine], to: &object)
            return object
        }
        var others = live["metadata"]["managedFields"].elements.map(ManagedFieldsEntry.init)
        if others.isEmpty {
            let all = FieldSet(of: reduced(live, writer), schema, marksMaps: true)
            others = [
                ManagedFieldsEntry(
                    manager: "before-first-apply", operation: "Update", apiVersion: writer.apiVersion, subresource: "",
                    time: writer.now.rfc3339, fields: all)
            ]
        }
        var last: ManagedFieldsEntry?
        if let index = others.firstIndex(where: { $0.isSameManager(as: mine) }) { last = others.remove(at: index) }
        var merged = ApplyMerge.merge(config, into: live, schema)
        if let last {
            var kept = applied
            for other in others { kept.formUnion(other.fields) }
            let gone = last.fields.subtracting(kept)
            if !gone.isEmpty { merged = ApplyMerge.remove(gone, keeping: kept, from: merged, schema) }
        }
        merged["metadata"]["managedFields"] = live["metadata"]["managedFields"]
        let comparison = FieldComparison(reduced(live, writer), reduced(merged, writer), schema)
        try resolve(&others, comparison, force: force)
        if let last, last.fields == mine.fields, comparison.isSame { mine.time = last.time }
        others = others.map { other in
            var other = other
            other.fields = other.fields.subtracting(comparison.removed)
            return other
        }.filter { !$0.fields.isEmpty }
        if !mine.fields.isEmpty { others.append(mine) }
        write(others, to: &merged)
        return merged
    }

    /// Takes from others what this apply changed, or says who owns it.
    private func resolve(
        _ others: inout [ManagedFieldsEntry], _ comparison: FieldComparison, force: Bool
    ) throws(StatusError) {
        var conflicts: [(manager: String, path: String)] = []
        for index in others.indices {
            let taken = others[index].fields.intersection(comparison.changed)
            guard !taken.isEmpty else { continue }
            taken.forEachMember { conflicts.append((others[index].text, FieldSet.text($0))) }
            others[index].fields = others[index].fields.subtracting(taken)
        }
        guard !force, !conflicts.isEmpty else { return }
        let causes = conflicts.map { conflict in
            StatusError.Cause(
                reason: "FieldManagerConflict", message: "conflict with \(conflict.manager)", field: conflict.path)
        }
        if conflicts.count == 1 {
            throw .applyConflict(
                causes, "Apply failed with 1 conflict: conflict with \(conflicts[0].manager): \(conflicts[0].path)")
        }
        var lines: [String] = []
        for manager in Set(conflicts.map(\.manager)).sorted() {
            lines.append("conflicts with \(manager):")
            lines += conflicts.filter { $0.manager == manager }.map { "- \($0.path)" }
        }
        throw .applyConflict(
            causes, "Apply failed with \(conflicts.count) conflicts: \(lines.joined(separator: "\n"))")
    }

    // MARK: - Parts

    private func entry(_ writer: Writer, _ operation: String, _ fields: FieldSet) -> ManagedFieldsEntry {
        ManagedFieldsEntry(
            manager: writer.manager, operation: operation, apiVersion: writer.apiVersion,
            subresource: writer.subresource, time: writer.now.rfc3339, fields: fields)
    }

    private func write(_ entries: [ManagedFieldsEntry], to object: inout JSONValue) {
        if entries.isEmpty {
            object["metadata"].remove("managedFields")
        } else {
            let sorted = entries.count < 2 ? entries : entries.sorted(by: ManagedFieldsEntry.precedes)
            object["metadata"]["managedFields"] = .array(sorted.map(\.value))
        }
    }

    /// The object without what nobody owns: its header, system fields, and a status that this write does not set.
    private func reduced(_ object: JSONValue, _ writer: Writer) -> JSONValue {
        guard case .object(var members) = object else { return object }
        members.members.removeAll { member in
            switch member.key {
            case "kind", "apiVersion": true
            case "status": separatesStatus && writer.subresource != "status"
            default: false
            }
        }
        if let index = members.index(of: "metadata"), case .object(var metadata) = members.members[index].value {
            metadata.members.removeAll { FieldManager.unowned.contains($0.key) }
            if metadata.isEmpty {
                members.members.remove(at: index)
            } else {
                members.members[index].value = .object(metadata)
            }
        }
        return .object(members)
    }
}

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
            self.manager = manager.isEmpty ? "unknown" : manager
            self.apiVersion = apiVersion
            self.subresource = subresource
            self.now = now
        }
    }

    /// The metadata that nobody owns.
    static let unowned: Set<String> = [
        "name", "namespace", "creationTimestamp", "selfLink", "uid", "clusterName", "generation", "managedFields",
        "resourceVersion",
    ]

    let schema: Schema
    let versions: any FieldVersions
    private let resource: Resource?

    /// - Parameter versions: The other versions of the kind; nil: it has none.
    public init(_ resource: Resource, versions: (any FieldVersions)? = nil) {
        schema = resource.definition.schema
        self.versions = versions ?? OneVersion()
        self.resource = resource
    }

    /// For what is no resource, as `Scale` is: no field of it is reset.
    public init(schema: Schema) {
        self.schema = schema
        versions = OneVersion()
        resource = nil
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
    ///
    /// Comes before admission and the strategy, so that nobody owns what they fill in.
    public func update(_ object: inout JSONValue, old: JSONValue, _ writer: Writer) {
        let sent = object["metadata"].remove("managedFields") ?? .null
        if old.isNull, sent.isNull {
            if let fields = CreatedFields(schema: schema, reset: reset(writer)).value(of: object) {
                object["metadata"]["managedFields"] = [
                    ManagedFieldsEntry.value(
                        manager: writer.manager, operation: ManagedFieldsEntry.update, apiVersion: writer.apiVersion,
                        subresource: writer.subresource, time: writer.now.rfc3339, fields: fields)
                ]
            }
            return
        }
        let stored = old["metadata"]["managedFields"]
        var managed: ManagedFields
        if !writer.subresource.isEmpty {
            managed = ManagedFields(stored) ?? ManagedFields()
        } else if ManagedFields.isReset(sent) {
            managed = ManagedFields()
        } else if let wanted = ManagedFields(sent), !wanted.isEmpty {
            managed = wanted
        } else {
            managed = ManagedFields(stored) ?? ManagedFields()
        }
        // What is not tracked is not tracked before the first apply.
        if managed.isEmpty, !old.isNull { return }
        update(&managed, old: old.isNull ? [:] : FieldManager.withoutEntries(old), new: object, writer)
        if let list = managed.value { object["metadata"]["managedFields"] = list }
    }

    private func update(_ managed: inout ManagedFields, old: JSONValue, new: JSONValue, _ writer: Writer) {
        let comparison = FieldComparison(old, new, schema).filtered(reset(writer))
        var comparisons = Comparisons(self, old, new, writer, comparison)
        for index in managed.entries.indices {
            guard let change = comparisons[managed.entries[index].apiVersion] else {
                managed.entries[index].fields = FieldSet()
                continue
            }
            guard !change.isSame else { continue }
            managed.entries[index].fields = managed.entries[index].fields.subtracting(change.changed)
                .subtracting(change.removed)
        }
        let changed = FieldManager.stripped(comparison.changed)
        if !changed.isEmpty {
            managed.add(entry(writer, ManagedFieldsEntry.update, changed, time: writer.now.rfc3339))
        }
        managed.limitUpdates()
    }

    /// The entries of an object that has none, before somebody applies to it.
    func tracked(_ object: JSONValue, _ writer: Writer) -> ManagedFields {
        var first = writer
        first.manager = "before-first-apply"
        var managed = ManagedFields()
        update(&managed, old: ["kind": object["kind"], "apiVersion": object["apiVersion"]], new: object, first)
        return managed
    }

    /// Whether an object that a client sent asks for the end of all entries by an empty list, which is gone once the
    /// object is decoded.
    public static func resets(_ sent: JSONValue) -> Bool {
        if case .array(let list) = sent["metadata"]["managedFields"] { list.isEmpty } else { false }
    }

    /// Gives the entries of an object that changed in nothing but their times the old times again, so that nothing
    /// is written.
    public static func keepTimes(_ object: inout JSONValue, old: JSONValue) {
        let new = object["metadata"]["managedFields"].elements
        let before = old["metadata"]["managedFields"].elements
        guard new.count == before.count, !new.isEmpty, new != before else { return }
        func timeless(_ entries: [JSONValue]) -> [JSONValue] {
            entries.map { entry in
                var entry = entry
                entry.remove("time")
                return entry
            }
        }
        var rest = timeless(before)
        for entry in timeless(new) {
            guard let index = rest.firstIndex(of: entry) else { return }
            rest.remove(at: index)
        }
        guard withoutEntries(object) == withoutEntries(old) else { return }
        object["metadata"]["managedFields"] = .array(before)
    }

    // MARK: - Parts

    func reset(_ writer: Writer) -> ResetFields {
        guard let resource else { return .none }
        return resource.strategy.resetFields(writer.subresource, resource.traits)
    }

    func entry(_ writer: Writer, _ operation: String, _ fields: FieldSet, time: String) -> ManagedFieldsEntry {
        ManagedFieldsEntry(
            manager: writer.manager, operation: operation, apiVersion: writer.apiVersion,
            subresource: writer.subresource, time: time, fields: fields)
    }

    static func withoutEntries(_ object: JSONValue) -> JSONValue {
        guard !object["metadata"]["managedFields"].isNull else { return object }
        var object = object
        object["metadata"].remove("managedFields")
        return object
    }

    /// Without the header and the metadata that nobody owns.
    static func stripped(_ fields: FieldSet) -> FieldSet {
        var result = FieldSet()
        for child in fields.children {
            switch child.element {
            case "f:kind", "f:apiVersion": continue
            case "f:metadata":
                var metadata = FieldSet()
                for inner in child.set.children where !unowned.contains(String(inner.element.dropFirst(2))) {
                    metadata.insert(inner.element, inner.set)
                }
                result.insert(child.element, metadata)
            default: result.insert(child.element, child.set)
            }
        }
        return result
    }
}

/// The changes of one write, as they look in the versions in which entries were written.
struct Comparisons {
    private let manager: FieldManager
    private let old: JSONValue
    private let new: JSONValue
    private let reset: ResetFields
    private var known: [String: FieldComparison?]

    init(
        _ manager: FieldManager, _ old: JSONValue, _ new: JSONValue, _ writer: FieldManager.Writer,
        _ own: FieldComparison
    ) {
        self.manager = manager
        self.old = old
        self.new = new
        reset = manager.reset(writer)
        known = [writer.apiVersion: own]
    }

    /// Nil where the version is not served any more.
    subscript(apiVersion: String) -> FieldComparison? {
        mutating get {
            if let comparison = known[apiVersion] { return comparison }
            var comparison: FieldComparison?
            if let before = manager.versions.object(old, in: apiVersion),
                let after = manager.versions.object(new, in: apiVersion)
            {
                comparison = FieldComparison(before.object, after.object, before.schema).filtered(reset)
            }
            known[apiVersion] = .some(comparison)
            return comparison
        }
    }
}

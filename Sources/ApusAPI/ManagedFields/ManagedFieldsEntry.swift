import ApusJSON

/// One entry of `metadata.managedFields`.
struct ManagedFieldsEntry {
    var manager: String
    /// `Apply` or `Update`.
    var operation: String
    var apiVersion: String
    var subresource: String
    var time: String
    var fields: FieldSet

    init(
        manager: String, operation: String, apiVersion: String, subresource: String, time: String, fields: FieldSet
    ) {
        self.manager = manager
        self.operation = operation
        self.apiVersion = apiVersion
        self.subresource = subresource
        self.time = time
        self.fields = fields
    }

    init(_ value: JSONValue) {
        self.init(
            manager: value["manager"].string ?? "", operation: value["operation"].string ?? "",
            apiVersion: value["apiVersion"].string ?? "", subresource: value["subresource"].string ?? "",
            time: value["time"].string ?? "", fields: FieldSet(fieldsV1: value["fieldsV1"]))
    }

    var value: JSONValue {
        var object: JSONValue = [
            "manager": .string(manager), "operation": .string(operation), "apiVersion": .string(apiVersion),
        ]
        if !time.isEmpty { object["time"] = .string(time) }
        object["fieldsType"] = "FieldsV1"
        object["fieldsV1"] = fields.value
        if !subresource.isEmpty { object["subresource"] = .string(subresource) }
        return object
    }

    /// Whether this is the entry of the same manager: appliers are the same in all versions.
    func isSameManager(as other: ManagedFieldsEntry) -> Bool {
        manager == other.manager && operation == other.operation && subresource == other.subresource
            && (operation == "Apply" || apiVersion == other.apiVersion)
    }

    /// How a conflict names the manager.
    var text: String {
        var text = GoText.quoted(manager)
        if !subresource.isEmpty { text += " with subresource \(GoText.quoted(subresource))" }
        return operation == "Update" ? "\(text) using \(apiVersion)" : text
    }

    /// Upstream's order: appliers first, then by time and name.
    static func precedes(_ a: ManagedFieldsEntry, _ b: ManagedFieldsEntry) -> Bool {
        (a.operation, a.time, a.manager, a.apiVersion, a.subresource)
            < (b.operation, b.time, b.manager, b.apiVersion, b.subresource)
    }
}

import ApusJSON

/// One entry of `metadata.managedFields`.
struct ManagedFieldsEntry: Sendable {
    static let apply = "Apply"
    static let update = "Update"

    var manager: String
    /// `Apply` or `Update`.
    var operation: String
    var apiVersion: String
    var subresource: String
    var time: String
    var fields: FieldSet { didSet { encodedFields = nil } }
    /// `fieldsV1` as it was read, while it still says the same.
    private var encodedFields: JSONValue?

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

    /// Nil for an entry that does not say what it has to.
    init?(_ value: JSONValue) {
        let operation = value["operation"].string ?? ""
        let apiVersion = value["apiVersion"].string ?? ""
        guard operation == ManagedFieldsEntry.apply || operation == ManagedFieldsEntry.update, !apiVersion.isEmpty,
            value["fieldsType"].string == "FieldsV1"
        else { return nil }
        let fields = value["fieldsV1"]
        self.init(
            manager: value["manager"].string ?? "", operation: operation, apiVersion: apiVersion,
            subresource: value["subresource"].string ?? "", time: value["time"].string ?? "",
            fields: FieldSet(fieldsV1: fields))
        encodedFields = fields
    }

    var isApplied: Bool { operation == ManagedFieldsEntry.apply }

    var value: JSONValue {
        ManagedFieldsEntry.value(
            manager: manager, operation: operation, apiVersion: apiVersion, subresource: subresource, time: time,
            fields: encodedFields ?? fields.value)
    }

    static func value(
        manager: String, operation: String, apiVersion: String, subresource: String, time: String, fields: JSONValue
    ) -> JSONValue {
        var members: [JSONObject.Member] = []
        members.reserveCapacity(7)
        members.append(.init(key: "apiVersion", value: .string(apiVersion)))
        members.append(.init(key: "fieldsType", value: "FieldsV1"))
        members.append(.init(key: "fieldsV1", value: fields))
        members.append(.init(key: "manager", value: .string(manager)))
        members.append(.init(key: "operation", value: .string(operation)))
        if !subresource.isEmpty { members.append(.init(key: "subresource", value: .string(subresource))) }
        if !time.isEmpty { members.append(.init(key: "time", value: .string(time))) }
        return .object(JSONObject(members))
    }

    /// Whether this is the entry of the same manager: appliers are the same in all versions.
    func isSameManager(as other: ManagedFieldsEntry) -> Bool {
        manager == other.manager && operation == other.operation && subresource == other.subresource
            && (isApplied || apiVersion == other.apiVersion)
    }

    /// What orders managers where upstream orders their identifiers.
    var identifier: String {
        var text = "{\"manager\":\(GoText.json(.string(manager))),\"operation\":\"\(operation)\""
        if !isApplied { text += ",\"apiVersion\":\"\(apiVersion)\"" }
        if !subresource.isEmpty { text += ",\"subresource\":\"\(subresource)\"" }
        return text + "}"
    }

    /// How a conflict names the manager.
    var text: String {
        var text = GoText.quoted(manager)
        if !subresource.isEmpty { text += " with subresource \(GoText.quoted(subresource))" }
        return isApplied ? text : "\(text) using \(apiVersion)"
    }

    /// Upstream's order: appliers first, then by time and name.
    static func precedes(_ a: ManagedFieldsEntry, _ b: ManagedFieldsEntry) -> Bool {
        (a.operation, a.time, a.manager, a.apiVersion, a.subresource)
            < (b.operation, b.time, b.manager, b.apiVersion, b.subresource)
    }
}

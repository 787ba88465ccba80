public import ApusJSON

extension APIObject {
    /// The object whose canonical bytes a store keeps.
    ///
    /// - Parameter selectable: The fields whose values are kept beside the bytes.
    /// - Throws: `JSONError` where the bytes are not JSON.
    public convenience init(
        stored bytes: Bytes, revision: UInt64, selectable: [Definition.SelectableField] = []
    ) throws(JSONError) {
        let document = try Document(parsing: bytes)
        let root = Cursor(document)
        let metadata = root["metadata"]
        var labels: [String: String] = [:]
        metadata["labels"].forEachMember { key, value in labels[key.string ?? ""] = value.string ?? "" }
        var values: [String] = []
        for field in selectable { values.append(field.value(at: root)) }
        self.init(
            bytes: bytes, layout: Layout(scanning: bytes), revision: revision,
            namespace: metadata["namespace"].string ?? "", name: metadata["name"].string ?? "",
            uid: metadata["uid"].string ?? "", labels: labels, fields: FieldValues(selectable, values))
    }

    /// The object as it came over the wire: the bytes become canonical, resourceVersion leaves them.
    ///
    /// - Throws: `JSONError` where the bytes are not JSON.
    public convenience init(
        wire bytes: Bytes, selectable: [Definition.SelectableField] = []
    ) throws(JSONError) {
        self.init(try JSONValue(parsing: bytes), selectable: selectable)
    }

    /// The object that a tree describes; `metadata.resourceVersion` becomes its revision.
    ///
    /// - Parameter header: What kind and apiVersion become where they are absent, as in the items of a list.
    public convenience init(
        _ value: JSONValue, header: GroupVersionKind? = nil, selectable: [Definition.SelectableField] = []
    ) {
        var value = value
        if let header {
            if value["kind"].string == nil { value["kind"] = .string(header.kind) }
            if value["apiVersion"].string == nil { value["apiVersion"] = .string(header.apiVersion) }
        }
        var revision: UInt64 = 0
        if let text = value["metadata"]["resourceVersion"].string { revision = UInt64(text) ?? 0 }
        let encoded = EncodedObject(value, selectable: selectable)
        self.init(
            bytes: encoded.bytes, layout: encoded.layout, revision: revision, namespace: encoded.namespace,
            name: encoded.name, uid: encoded.uid, labels: encoded.labels, fields: encoded.fields)
    }

    /// The object as a tree, with its resourceVersion.
    ///
    /// - Throws: `JSONError` where the bytes are not JSON.
    public func value() throws(JSONError) -> JSONValue {
        var value = try JSONValue(parsing: bytes)
        if revision != 0 { value["metadata"]["resourceVersion"] = .string(String(revision)) }
        return value
    }

    /// The kind and apiVersion that the bytes begin with.
    ///
    /// - Throws: `JSONError` where the bytes are not JSON.
    public func header() throws(JSONError) -> GroupVersionKind {
        let document = try Document(parsing: bytes)
        let root = Cursor(document)
        return GroupVersionKind(apiVersion: root["apiVersion"].string ?? "", kind: root["kind"].string ?? "")
    }
}

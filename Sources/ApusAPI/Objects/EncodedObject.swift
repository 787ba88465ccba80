public import ApusJSON

/// An object in its canonical bytes, before a store has given it a revision: what a write hands to the store, and what
/// the store hands back beside the value, so that nothing is read again.
public final class EncodedObject: Sendable {
    public let bytes: Bytes
    public let layout: APIObject.Layout
    public let namespace: String
    public let name: String
    public let uid: String
    public let labels: [String: String]
    /// The values of the selectable fields of its kind.
    public let fields: FieldValues

    init(
        bytes: Bytes, layout: APIObject.Layout, namespace: String, name: String, uid: String,
        labels: [String: String], fields: FieldValues
    ) {
        self.bytes = bytes
        self.layout = layout
        self.namespace = namespace
        self.name = name
        self.uid = uid
        self.labels = labels
        self.fields = fields
    }

    /// Encodes `value`: header, metadata in upstream's order without resourceVersion, then the rest by name. Equal
    /// objects give equal bytes.
    ///
    /// - Parameter selectable: The fields whose values are kept beside the bytes.
    public convenience init(_ value: JSONValue, selectable: [Definition.SelectableField] = []) {
        var encoder = ObjectEncoder()
        let (bytes, layout) = encoder.encode(value)
        let metadata = value["metadata"]
        var labels: [String: String] = [:]
        if case .object(let object) = metadata["labels"] {
            labels.reserveCapacity(object.count)
            for member in object.members { labels[member.key] = member.value.string ?? "" }
        }
        let fields = FieldValues(selectable, selectable.map { $0.value(in: value) })
        self.init(
            bytes: bytes, layout: layout, namespace: metadata["namespace"].string ?? "",
            name: metadata["name"].string ?? "", uid: metadata["uid"].string ?? "", labels: labels, fields: fields)
    }

    /// The object at the revision that the store gave it.
    public func at(_ revision: UInt64) -> APIObject {
        APIObject(
            bytes: bytes, layout: layout, revision: revision, namespace: namespace, name: name, uid: uid,
            labels: labels, fields: fields)
    }
}

extension Definition.SelectableField {
    /// What a selector compares with in `object`.
    public func value(in object: JSONValue) -> String {
        for place in places {
            var value = object
            for component in place { value = value[component] }
            switch value {
            case .string(let text) where !text.isEmpty: return text
            case .bool(let flag): return flag ? "true" : "false"
            case .int(let number): return String(number)
            default: continue
            }
        }
        return absentValue
    }

    /// What a selector compares with in the object at `cursor`.
    func value(at cursor: borrowing Cursor) -> String {
        func walk(_ cursor: borrowing Cursor, _ place: [String], _ depth: Int) -> String? {
            if depth < place.count { return walk(cursor.member(named: place[depth]), place, depth + 1) }
            if let text = cursor.string { return text.isEmpty ? nil : text }
            if let flag = cursor.bool { return flag ? "true" : "false" }
            return cursor.int.map(String.init)
        }
        for place in places {
            if let value = walk(cursor, place, 0) { return value }
        }
        return absentValue
    }
}

import ApusJSON

/// Writes an object in canonical form and notes where its parts lie.
struct ObjectEncoder {
    /// The members of metadata before and behind the place of resourceVersion, as upstream orders them.
    static let before = ["name", "generateName", "namespace", "uid"]
    static let behind = [
        "generation", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds", "labels", "annotations",
        "ownerReferences", "finalizers",
    ]

    mutating func encode(_ value: JSONValue) -> (Bytes, APIObject.Layout) {
        guard case .object(let object) = value else {
            let bytes = value.encoded(order: .canonical)
            return (
                bytes, APIObject.Layout(header: 1..<1, metadata: 1..<1, resourceVersion: 1, managedFields: 1..<1)
            )
        }
        var writer = JSONWriter(capacity: 2048)
        writer.append(byte: UInt8(ascii: "{"))
        if let kind = object["kind"]?.string { append("kind", .string(kind), to: &writer) }
        if let version = object["apiVersion"]?.string { append("apiVersion", .string(version), to: &writer) }
        var layout = APIObject.Layout(header: 1..<1, metadata: 1..<1, resourceVersion: 1, managedFields: 1..<1)
        let headerEnd = writer.count
        var rest = object
        rest.members.removeAll { $0.key == "kind" || $0.key == "apiVersion" || $0.key == "metadata" }
        let hasMetadata: Bool
        if case .object(let metadata)? = object["metadata"] {
            writer.append(key: "metadata")
            let start = writer.count
            (layout.resourceVersion, layout.managedFields) = encode(metadata, to: &writer)
            layout.metadata = start..<writer.count
            hasMetadata = true
        } else {
            hasMetadata = false
        }
        writer.append(membersOf: rest, order: .canonical, isFirst: writer.count == 1)
        writer.append(byte: UInt8(ascii: "}"))
        let hasMore = hasMetadata || !rest.isEmpty
        layout.header = headerEnd > 1 ? 1..<(hasMore ? headerEnd + 1 : headerEnd) : 1..<1
        return (writer.bytes(), layout)
    }

    /// Where resourceVersion goes, and where managedFields lie with their comma.
    private func encode(_ metadata: JSONObject, to writer: inout JSONWriter) -> (Int, Range<Int>) {
        writer.append(byte: UInt8(ascii: "{"))
        let start = writer.count
        for key in ObjectEncoder.before {
            if let value = metadata[key] { append(key, value, to: &writer) }
        }
        var resourceVersion = writer.count
        for key in ObjectEncoder.behind {
            if let value = metadata[key] { append(key, value, to: &writer) }
        }
        if metadata.count > ObjectEncoder.before.count, metadata.members.contains(where: isOther) {
            var others = metadata
            others.members.removeAll { !isOther($0) }
            writer.append(membersOf: others, order: .canonical, isFirst: writer.count == start)
        }
        var managedFields = writer.count..<writer.count
        if let value = metadata["managedFields"] {
            let from = writer.count
            append("managedFields", value, to: &writer)
            managedFields = from..<writer.count
        }
        // The place is behind the comma, where there is one.
        if resourceVersion > start, resourceVersion < writer.count { resourceVersion += 1 }
        writer.append(byte: UInt8(ascii: "}"))
        return (resourceVersion, managedFields)
    }

    private func isOther(_ member: JSONObject.Member) -> Bool {
        member.key != "managedFields" && member.key != "resourceVersion" && !ObjectEncoder.behind.contains(member.key)
            && !ObjectEncoder.before.contains(member.key)
    }

    private func append(_ key: String, _ value: JSONValue, to writer: inout JSONWriter) {
        writer.append(key: key)
        writer.append(value, order: .canonical)
    }
}

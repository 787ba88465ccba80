public import ApusAPI
public import ApusJSON

extension APIObject {
    /// An object from a tree as it came over the wire; `selectableFields` are the paths of its kind's fields.
    ///
    /// The header comes first and the resourceVersion leaves the bytes, as in every object at rest.
    public convenience init(wire value: JSONValue, selectableFields: [String] = []) {
        var writer = JSONWriter(capacity: 2048)
        writer.append(byte: UInt8(ascii: "{"))
        let headerStart = writer.count
        for key in ["kind", "apiVersion"] where value[key].string != nil {
            writer.append(key: key)
            writer.append(value[key])
        }
        var header = headerStart..<writer.count

        let source = value["metadata"]
        var metadata = 0..<0
        var managedFields = 0..<0
        var resourceVersion = 0
        if source.object != nil {
            writer.append(key: "metadata")
            if !header.isEmpty { header = headerStart..<headerStart + header.count + 1 }
            let start = writer.count
            writer.append(byte: UInt8(ascii: "{"))
            resourceVersion = writer.count
            for member in source.object?.members ?? [] where member.key != "resourceVersion" {
                let before = writer.count
                writer.append(key: member.key)
                writer.append(member.value)
                if member.key == "managedFields" { managedFields = before..<writer.count }
            }
            writer.append(byte: UInt8(ascii: "}"))
            metadata = start..<writer.count
        }
        for member in value.object?.members ?? [] where !["kind", "apiVersion", "metadata"].contains(member.key) {
            writer.append(key: member.key)
            writer.append(member.value)
        }
        writer.append(byte: UInt8(ascii: "}"))

        var fields: [String: String] = [:]
        for path in selectableFields { fields[path] = value.field(path) }
        var labels: [String: String] = [:]
        for member in source["labels"].object?.members ?? [] { labels[member.key] = member.value.string ?? "" }
        self.init(
            bytes: writer.bytes(),
            layout: Layout(
                header: header, metadata: metadata, resourceVersion: resourceVersion, managedFields: managedFields),
            revision: UInt64(source["resourceVersion"].string ?? "") ?? 0, namespace: source["namespace"].string ?? "",
            name: source["name"].string ?? "", uid: source["uid"].string ?? "", labels: labels, fields: fields)
    }
}

extension JSONValue {
    /// The scalar at a dotted path as field selectors compare it; "" where it is absent.
    fileprivate func field(_ path: String) -> String {
        var value = self
        for part in path.split(separator: ".") { value = value[String(part)] }
        return switch value {
        case .string(let text): text
        case .bool(let flag): flag ? "true" : "false"
        case .int(let number): String(number)
        default: ""
        }
    }
}

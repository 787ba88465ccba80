public import ApusJSON

extension APIObject {
    /// Appends the object as it is served, resourceVersion spliced in.
    ///
    /// - Parameters:
    ///   - header: Whether kind and apiVersion come along; items of lists of built-in kinds leave them out.
    ///   - managedFields: Whether `metadata.managedFields` comes along.
    public func append(to writer: inout JSONWriter, header: Bool = true, managedFields: Bool = true) {
        let start = header || layout.header.isEmpty ? 0 : layout.header.upperBound
        if start > 0 { writer.append(byte: UInt8(ascii: "{")) }
        guard !layout.metadata.isEmpty else {
            writer.append(raw: bytes, start..<bytes.count)
            return
        }
        let leaves = !managedFields && !layout.managedFields.isEmpty
        // Where the splice comes, and where the bytes go on: behind managedFields, where they leave and nothing lies
        // between.
        let splice = leaves ? min(layout.resourceVersion, layout.managedFields.lowerBound) : layout.resourceVersion
        let resume = leaves && splice == layout.managedFields.lowerBound ? layout.managedFields.upperBound : splice
        writer.append(raw: bytes, start..<splice)
        if revision != 0 {
            let (before, behind) = bytes.withUnsafeBytes { ($0[splice - 1], $0[resume]) }
            if before != UInt8(ascii: "{"), before != UInt8(ascii: ",") { writer.append(byte: UInt8(ascii: ",")) }
            writer.append(raw: "\"resourceVersion\":\"")
            writer.append(revision)
            writer.append(byte: UInt8(ascii: "\""))
            if behind != UInt8(ascii: "}") { writer.append(byte: UInt8(ascii: ",")) }
        }
        if leaves, resume < layout.managedFields.lowerBound {
            writer.append(raw: bytes, resume..<layout.managedFields.lowerBound)
            writer.append(raw: bytes, layout.managedFields.upperBound..<bytes.count)
        } else {
            writer.append(raw: bytes, resume..<bytes.count)
        }
    }

    /// The object as it is served.
    public func served(header: Bool = true, managedFields: Bool = true) -> Bytes {
        var writer = JSONWriter(capacity: bytes.count + 48)
        append(to: &writer, header: header, managedFields: managedFields)
        return writer.bytes()
    }
}

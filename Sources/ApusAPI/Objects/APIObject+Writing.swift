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
        let leaves = !managedFields && !layout.managedFields.isEmpty
        var (splice, isLast) = self.splice
        if leaves, splice.offset > layout.managedFields.lowerBound {
            // managedFields are all that is behind: the comma in front of them leaves too.
            (splice, isLast) = ((layout.managedFields.lowerBound, true), true)
        }
        writer.append(raw: bytes, start..<splice.offset)
        if revision != 0, !layout.metadata.isEmpty {
            if splice.needsComma { writer.append(byte: UInt8(ascii: ",")) }
            writer.append(raw: "\"resourceVersion\":\"")
            writer.append(revision)
            writer.append(byte: UInt8(ascii: "\""))
            if !isLast { writer.append(byte: UInt8(ascii: ",")) }
        }
        if !leaves {
            writer.append(raw: bytes, splice.offset..<bytes.count)
        } else {
            writer.append(raw: bytes, splice.offset..<layout.managedFields.lowerBound)
            writer.append(raw: bytes, layout.managedFields.upperBound..<bytes.count)
        }
    }

    /// The object as it is served.
    public func served(header: Bool = true, managedFields: Bool = true) -> Bytes {
        var writer = JSONWriter(capacity: bytes.count + 48)
        append(to: &writer, header: header, managedFields: managedFields)
        return writer.bytes()
    }

    /// Where resourceVersion goes, whether a comma comes before it, and whether it is the last member.
    private var splice: ((offset: Int, needsComma: Bool), isLast: Bool) {
        let offset = layout.resourceVersion
        return bytes.withUnsafeBytes { buffer in
            guard offset < buffer.count, buffer[offset] == UInt8(ascii: "}"), offset > 0 else {
                return ((offset, false), false)
            }
            return ((offset, buffer[offset - 1] != UInt8(ascii: "{")), true)
        }
    }
}

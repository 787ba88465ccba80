extension JSONWriter {
    /// Appends the value at `cursor`, compact, its members in their order.
    public mutating func append(_ cursor: borrowing Cursor) {
        switch cursor.kind {
        case .absent, .null: append(raw: "null")
        case .bool: append(cursor.bool == true)
        case .int: append(cursor.int ?? 0)
        case .double: append(cursor.double ?? 0)
        case .string: append(text: cursor)
        case .array:
            append(byte: UInt8(ascii: "["))
            var isFirst = true
            var elements = cursor.elements
            while let element = elements.next() {
                if !isFirst { append(byte: UInt8(ascii: ",")) }
                isFirst = false
                append(element)
            }
            append(byte: UInt8(ascii: "]"))
        case .object:
            append(byte: UInt8(ascii: "{"))
            var isFirst = true
            var members = cursor.members
            while let member = members.next() {
                if !isFirst { append(byte: UInt8(ascii: ",")) }
                isFirst = false
                append(text: member.key)
                append(byte: UInt8(ascii: ":"))
                append(member.value)
            }
            append(byte: UInt8(ascii: "}"))
        }
    }

    private mutating func append(text cursor: borrowing Cursor) {
        _ = cursor.withUTF8 { append(quoting: UnsafeRawBufferPointer($0)) }
    }
}

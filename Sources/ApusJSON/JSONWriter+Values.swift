extension JSONWriter {
    /// Appends a value, compact.
    public mutating func append(_ value: JSONValue, order: Order = .asIs) {
        switch value {
        case .null: append(raw: "null")
        case .bool(let bool): append(bool)
        case .int(let int): append(int)
        case .double(let double): append(double)
        case .string(let string): append(string)
        case .array(let elements):
            append(byte: UInt8(ascii: "["))
            var isFirst = true
            for element in elements {
                if !isFirst { append(byte: UInt8(ascii: ",")) }
                isFirst = false
                append(element, order: order)
            }
            append(byte: UInt8(ascii: "]"))
        case .object(let object): append(object, order: order)
        }
    }

    /// Appends an object, compact.
    public mutating func append(_ object: JSONObject, order: Order = .asIs) {
        append(byte: UInt8(ascii: "{"))
        append(membersOf: object, order: order, isFirst: true)
        append(byte: UInt8(ascii: "}"))
    }

    /// Appends `"key":value,…`, behind a comma unless `isFirst`: for an object whose other members are written apart.
    public mutating func append(membersOf object: JSONObject, order: Order, isFirst: Bool) {
        let inOrder = order == .asIs || object.isSortedByKey
        let indices = inOrder ? [] : object.indicesSortedByKey
        object.members.withUnsafeBufferPointer { members in
            for position in members.indices {
                if position > 0 || !isFirst { append(byte: UInt8(ascii: ",")) }
                append(members[inOrder ? position : indices[position]], order: order)
            }
        }
    }

    private mutating func append(_ member: JSONObject.Member, order: Order) {
        append(member.key)
        append(byte: UInt8(ascii: ":"))
        append(member.value, order: order)
    }

    /// Appends a value over several lines, each level two spaces further in, as API servers answer to `?pretty=true`.
    public mutating func append(pretty value: JSONValue, order: Order = .asIs, indentation: Int = 0) {
        switch value {
        case .array(let elements) where !elements.isEmpty:
            append(byte: UInt8(ascii: "["))
            for (index, element) in elements.enumerated() {
                if index > 0 { append(byte: UInt8(ascii: ",")) }
                newLine(indentation + 1)
                append(pretty: element, order: order, indentation: indentation + 1)
            }
            newLine(indentation)
            append(byte: UInt8(ascii: "]"))
        case .object(let object) where !object.isEmpty:
            append(byte: UInt8(ascii: "{"))
            let indices = order == .asIs ? Array(object.members.indices) : object.indicesSortedByKey
            for (position, index) in indices.enumerated() {
                if position > 0 { append(byte: UInt8(ascii: ",")) }
                newLine(indentation + 1)
                append(object.members[index].key)
                append(raw: ": ")
                append(pretty: object.members[index].value, order: order, indentation: indentation + 1)
            }
            newLine(indentation)
            append(byte: UInt8(ascii: "}"))
        default: append(value, order: order)
        }
    }

    private mutating func newLine(_ indentation: Int) {
        append(byte: UInt8(ascii: "\n"))
        for _ in 0..<indentation { append(raw: "  ") }
    }
}

extension JSONValue {
    /// The value as compact JSON.
    public func encoded(order: JSONWriter.Order = .asIs) -> Bytes {
        var writer = JSONWriter()
        writer.append(self, order: order)
        return writer.bytes()
    }
}

extension JSONObject {
    /// Whether the keys come in the order of their bytes already, as they do in what was canonical before.
    var isSortedByKey: Bool {
        members.withUnsafeBufferPointer { members in
            members.indices.dropFirst().allSatisfy { members[$0 - 1].key.isBelow(members[$0].key) }
        }
    }

    /// Small objects, which are nearly all, are sorted by insertion.
    var indicesSortedByKey: [Int] {
        members.withUnsafeBufferPointer { members in
            guard members.count <= 16 else {
                return members.indices.sorted { members[$0].key.isBelow(members[$1].key) }
            }
            var sorted = Array(members.indices)
            for next in sorted.indices.dropFirst() {
                var place = next
                while place > 0, members[next].key.isBelow(members[sorted[place - 1]].key) {
                    sorted[place] = sorted[place - 1]
                    place -= 1
                }
                sorted[place] = next
            }
            return sorted
        }
    }
}

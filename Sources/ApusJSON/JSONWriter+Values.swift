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
        let indices = order == .asIs ? nil : object.indicesSortedByKey
        object.members.withUnsafeBufferPointer { members in
            for position in members.indices {
                if position > 0 || !isFirst { append(byte: UInt8(ascii: ",")) }
                append(members[indices?[position] ?? position], order: order)
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
            let indices = order == .asIs ? nil : object.indicesSortedByKey
            for position in object.members.indices {
                if position > 0 { append(byte: UInt8(ascii: ",")) }
                newLine(indentation + 1)
                let member = object.members[indices?[position] ?? position]
                append(member.key)
                append(raw: ": ")
                append(pretty: member.value, order: order, indentation: indentation + 1)
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
    /// A member's place, beside the first eight bytes of its key, which decide nearly every comparison.
    private struct Place {
        let prefix: UInt64
        let index: Int
    }

    /// The members' indices in the order of the bytes of their keys; nil where that is the order that they are in.
    var indicesSortedByKey: [Int]? {
        withUnsafeTemporaryAllocation(of: Place.self, capacity: members.count) { places in
            members.withUnsafeBufferPointer { members in
                func isBelow(_ a: Place, _ b: Place) -> Bool {
                    a.prefix != b.prefix ? a.prefix < b.prefix : members[a.index].key.isBelow(members[b.index].key)
                }
                var inOrder = true
                for index in members.indices {
                    let place = Place(prefix: members[index].key.firstBytes, index: index)
                    places.initializeElement(at: index, to: place)
                    if index > 0, !isBelow(places[index - 1], place) { inOrder = false }
                }
                if inOrder { return nil }
                let sorted = UnsafeMutableBufferPointer(rebasing: places[..<members.count])
                // Small objects, which are nearly all, are sorted by insertion.
                guard members.count <= 16 else { return sorted.sorted(by: isBelow).map(\.index) }
                for next in sorted.indices.dropFirst() {
                    let moved = sorted[next]
                    var place = next
                    while place > 0, isBelow(moved, sorted[place - 1]) {
                        sorted[place] = sorted[place - 1]
                        place -= 1
                    }
                    sorted[place] = moved
                }
                return sorted.map(\.index)
            }
        }
    }
}

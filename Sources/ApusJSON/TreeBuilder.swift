/// Makes a tree of a tape, in one pass over it.
struct TreeBuilder {
    /// Objects with more members than this find repeated keys by hash, smaller ones by comparing words.
    private static let smallObject = 32
    /// As many as upstream's decoder collects.
    private static let reported = 100

    private enum Step {
        case key(Int)
        case element(Int)
    }

    private let tape: UnsafePointer<UInt64>
    private let strings: UnsafePointer<UInt8>
    private var index: Int
    private var path: [Step] = []
    /// A word for each member of the objects that are being built; an inner object's lie behind the outer's.
    private var signatures: [UInt64] = []
    /// The paths of repeated keys, each once.
    private(set) var duplicates: [String] = []

    /// The builder must not outlive the cursor's document; callers keep it in the same scope.
    init(_ cursor: borrowing Cursor) {
        tape = cursor.tape
        strings = cursor.strings
        index = cursor.index
    }

    mutating func build() -> JSONValue {
        let word = tape[index]
        let start = index
        index += 1
        switch UInt8(truncatingIfNeeded: word >> 56) {
        case Cursor.Tag.string: return .string(string(at: start))
        case Cursor.Tag.object: return .object(object(word))
        case Cursor.Tag.array: return .array(array(word))
        case Cursor.Tag.true: return .bool(true)
        case Cursor.Tag.false: return .bool(false)
        case Cursor.Tag.int:
            index += 1
            return .int(Int64(bitPattern: tape[start + 1]))
        case Cursor.Tag.uint:
            index += 1
            return .double(Double(tape[start + 1]))
        case Cursor.Tag.double:
            index += 1
            return .double(Double(bitPattern: tape[start + 1]))
        default: return .null
        }
    }

    private mutating func array(_ word: UInt64) -> [JSONValue] {
        let end = Int(truncatingIfNeeded: word & 0xFFFF_FFFF) - 1
        var elements: [JSONValue] = []
        elements.reserveCapacity(Int(truncatingIfNeeded: (word >> 32) & 0xFF_FFFF))
        path.append(.element(0))
        while index < end {
            path[path.count - 1] = .element(elements.count)
            elements.append(build())
        }
        path.removeLast()
        index = end + 1
        return elements
    }

    private mutating func object(_ word: UInt64) -> JSONObject {
        let end = Int(truncatingIfNeeded: word & 0xFFFF_FFFF) - 1
        let count = Int(truncatingIfNeeded: (word >> 32) & 0xFF_FFFF)
        var members: [JSONObject.Member] = []
        members.reserveCapacity(count)
        let first = signatures.count
        var byKey: [String: Int] = [:]
        if count > TreeBuilder.smallObject { byKey.reserveCapacity(count) }
        path.append(.key(index))
        while index < end {
            let keyIndex = index
            path[path.count - 1] = .key(keyIndex)
            let key = string(at: keyIndex)
            let known: Int?
            if count > TreeBuilder.smallObject {
                known = byKey.updateValue(members.count, forKey: key)
                if let known { byKey[key] = known }
            } else {
                known = position(of: key, at: keyIndex, in: members, from: first)
            }
            index += 1
            let value = build()
            if let known {
                report()
                members[known].value = value
            } else {
                members.append(JSONObject.Member(key: key, value: value))
            }
        }
        path.removeLast()
        signatures.removeSubrange(first...)
        index = end + 1
        return JSONObject(members)
    }

    /// Where `members` has `key` already; else notes its signature.
    private mutating func position(
        of key: String, at keyIndex: Int, in members: [JSONObject.Member], from first: Int
    ) -> Int? {
        let signature = signature(at: keyIndex)
        for index in first..<signatures.count where signatures[index] == signature {
            if members[index - first].key.isSame(as: key) { return index - first }
        }
        signatures.append(signature)
        return nil
    }

    /// The length with the first and the last eight bytes, mixed: equal keys have equal ones.
    private func signature(at index: Int) -> UInt64 {
        let start = UnsafeRawPointer(strings) + Int(truncatingIfNeeded: tape[index] & 0x00FF_FFFF_FFFF_FFFF)
        let count = Int(start.loadUnaligned(as: UInt32.self))
        let head = (start + 4).loadUnaligned(as: UInt64.self)
        guard count > 8 else {
            let mask: UInt64 = count == 8 ? .max : (1 << UInt64(8 * count)) &- 1
            return (head & mask) ^ (UInt64(count) << 56)
        }
        let tail = (start + 4 + count - 8).loadUnaligned(as: UInt64.self)
        return head ^ (tail << 17 | tail >> 47) ^ (UInt64(count) &* 0x9E37_79B9_7F4A_7C15)
    }

    private func string(at index: Int) -> String {
        let start = strings + Int(truncatingIfNeeded: tape[index] & 0x00FF_FFFF_FFFF_FFFF)
        let count = Int(UnsafeRawPointer(start).loadUnaligned(as: UInt32.self))
        return String(decoding: UnsafeBufferPointer(start: start + 4, count: count), as: UTF8.self)
    }

    private mutating func report() {
        guard duplicates.count < TreeBuilder.reported else { return }
        var text = ""
        for step in path {
            switch step {
            case .key(let index):
                if !text.isEmpty { text += "." }
                text += string(at: index)
            case .element(let position):
                text += "[\(position)]"
            }
        }
        if !duplicates.contains(text) { duplicates.append(text) }
    }
}

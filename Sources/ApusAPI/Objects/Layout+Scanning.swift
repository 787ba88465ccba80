import ApusJSON

extension APIObject.Layout {
    /// Finds the parts in canonical bytes, which are known to be JSON and to begin with kind, apiVersion and metadata.
    init(scanning bytes: Bytes) {
        self.init(header: 1..<1, metadata: 1..<1, resourceVersion: 1, managedFields: 1..<1)
        bytes.withUnsafeBytes { buffer in
            var scanner = MemberScanner(buffer, from: 1)
            while let member = scanner.next() {
                if scanner.isKey(member, "metadata") {
                    metadata = member.value
                    break
                }
                guard scanner.isKey(member, "kind") || scanner.isKey(member, "apiVersion") else { break }
                let end = member.value.upperBound
                header = 1..<(end < buffer.count && buffer[end] == UInt8(ascii: ",") ? end + 1 : end)
            }
            guard !metadata.isEmpty else { return }
            let start = metadata.lowerBound + 1
            resourceVersion = start
            var members = MemberScanner(buffer, from: start)
            while let member = members.next() {
                if members.isKey(member, "name") || members.isKey(member, "generateName")
                    || members.isKey(member, "namespace") || members.isKey(member, "uid")
                {
                    let end = member.value.upperBound
                    resourceVersion = buffer[end] == UInt8(ascii: ",") ? end + 1 : end
                }
                if members.isKey(member, "managedFields") {
                    let comma = member.key.lowerBound > start ? 1 : 0
                    managedFields = (member.key.lowerBound - comma)..<member.value.upperBound
                }
            }
            if managedFields.lowerBound < start {
                managedFields = (metadata.upperBound - 1)..<(metadata.upperBound - 1)
            }
        }
    }
}

/// Steps over the members of an object in bytes that are known to be compact JSON.
private struct MemberScanner {
    struct Member {
        /// With the quotes.
        var key: Range<Int>
        var value: Range<Int>
    }

    private let buffer: UnsafeRawBufferPointer
    private var position: Int

    /// `start` lies behind the brace.
    init(_ buffer: UnsafeRawBufferPointer, from start: Int) {
        self.buffer = buffer
        position = start
    }

    mutating func next() -> Member? {
        if position < buffer.count, buffer[position] == UInt8(ascii: ",") { position += 1 }
        guard position < buffer.count, buffer[position] == UInt8(ascii: "\"") else { return nil }
        let key = position
        skipString()
        let keyEnd = position
        guard position < buffer.count, buffer[position] == UInt8(ascii: ":") else { return nil }
        position += 1
        let value = position
        skipValue()
        return Member(key: key..<keyEnd, value: value..<position)
    }

    func isKey(_ member: Member, _ name: StaticString) -> Bool {
        let count = name.utf8CodeUnitCount
        guard member.key.count == count + 2 else { return false }
        return UnsafeRawBufferPointer(rebasing: buffer[(member.key.lowerBound + 1)..<(member.key.upperBound - 1)])
            .elementsEqual(UnsafeBufferPointer(start: name.utf8Start, count: count))
    }

    private mutating func skipString() {
        position += 1
        while position < buffer.count, buffer[position] != UInt8(ascii: "\"") {
            position += buffer[position] == UInt8(ascii: "\\") ? 2 : 1
        }
        position = min(position + 1, buffer.count)
    }

    private mutating func skipValue() {
        var depth = 0
        while position < buffer.count {
            switch buffer[position] {
            case UInt8(ascii: "\""):
                skipString()
                if depth == 0 { return }
                continue
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                if depth == 0 { return }
                depth -= 1
                if depth == 0 {
                    position += 1
                    return
                }
            case UInt8(ascii: ","): if depth == 0 { return }
            default: break
            }
            position += 1
        }
    }
}

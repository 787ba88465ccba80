import ApusJSON

/// Writes the wire format of protobuf (protobuf.dev, "Encoding"): fields of messages, one after the other.
public struct ProtobufWriter: Sendable {
    /// What was written.
    public private(set) var bytes: [UInt8] = []

    /// - Parameter capacity: How many bytes are expected; it grows.
    public init(capacity: Int = 0) { bytes.reserveCapacity(capacity) }

    /// Forgets what was written and keeps the room.
    public mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

    /// Appends a string or a byte string in field `number`.
    public mutating func bytes(_ number: Int, _ content: UnsafeRawBufferPointer) {
        tag(number, wireType: 2)
        varint(UInt64(content.count))
        bytes.append(contentsOf: content)
    }

    /// Appends a byte string in field `number`.
    public mutating func bytes(_ number: Int, _ content: [UInt8]) {
        content.withUnsafeBytes { bytes(number, $0) }
    }

    /// Appends a string in field `number`, also an empty one.
    public mutating func string(_ number: Int, _ text: String) {
        tag(number, wireType: 2)
        varint(UInt64(text.utf8.count))
        bytes.append(contentsOf: text.utf8)
    }

    /// Appends an integer, an enumeration or a boolean in field `number`.
    public mutating func varint(_ number: Int, _ value: UInt64) {
        tag(number, wireType: 0)
        varint(value)
    }

    /// Appends a double in field `number`.
    public mutating func double(_ number: Int, _ value: Double) {
        tag(number, wireType: 1)
        var bits = value.bitPattern
        for _ in 0..<8 {
            bytes.append(UInt8(truncatingIfNeeded: bits))
            bits >>= 8
        }
    }

    /// A message that was begun and not ended.
    public struct OpenMessage {
        fileprivate let start: Int
    }

    /// Begins a message in field `number`; what is appended until `end` is its content.
    public mutating func begin(_ number: Int) -> OpenMessage {
        tag(number, wireType: 2)
        bytes.append(0)  // the length, which most messages have room for in one byte
        return OpenMessage(start: bytes.count)
    }

    /// Ends `message`: its length is known now, and its content makes room for it.
    public mutating func end(_ message: OpenMessage) {
        let count = bytes.count - message.start
        guard count >= 0x80 else { return bytes[message.start - 1] = UInt8(count) }
        let more = ProtobufWriter.size(ofVarint: UInt64(count)) - 1
        for _ in 0..<more { bytes.append(0) }
        bytes.withUnsafeMutableBytes { bytes in
            let content = UnsafeRawBufferPointer(rebasing: bytes[message.start..<message.start + count])
            UnsafeMutableRawBufferPointer(rebasing: bytes[(message.start + more)...]).copyMemory(from: content)
            var rest = count
            for place in (message.start - 1)..<(message.start + more - 1) {
                bytes[place] = UInt8(truncatingIfNeeded: rest) | 0x80
                rest >>= 7
            }
            bytes[message.start + more - 1] = UInt8(rest)
        }
    }

    /// Appends a message in field `number`.
    public mutating func message(_ number: Int, _ body: (inout ProtobufWriter) -> Void) {
        let message = begin(number)
        body(&self)
        end(message)
    }

    /// Appends bytes that are fields already.
    public mutating func append(raw content: [UInt8]) { bytes += content }

    /// How many bytes `value` takes.
    public static func size(ofVarint value: UInt64) -> Int { (70 - (value | 1).leadingZeroBitCount) / 7 }

    /// Appends what stands before the content of a string, a byte string or a message of `count` bytes.
    public mutating func head(_ number: Int, count: Int) {
        tag(number, wireType: 2)
        varint(UInt64(count))
    }

    private mutating func tag(_ number: Int, wireType: UInt64) { varint(UInt64(number) << 3 | wireType) }

    private mutating func varint(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }
}

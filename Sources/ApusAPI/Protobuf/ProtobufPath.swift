/// Where a field lies in the protobuf form of its type: its number, behind the numbers of the messages around it where
/// Go embeds a struct that JSON does not show (`Volume.hostPath` is field 1 of message 2).
public struct ProtobufPath: Sendable, Hashable {
    /// The numbers from the highest byte but one down; no type has one beyond 255, or more than three.
    private var numbers: UInt32 = 0

    /// A field that protobuf does not have: `kind` and `apiVersion`, which the envelope holds.
    public static let none = ProtobufPath()

    private init() {}

    /// Reads `2` or `2.1`; nil for anything else.
    public init?(parsing text: String) {
        var path = ProtobufPath()
        for part in text.split(separator: ".", omittingEmptySubsequences: false) {
            guard let number = Int(part), let next = path.appending(number) else { return nil }
            path = next
        }
        self = path
    }

    var isNone: Bool { numbers == 0 }
    /// How many numbers it has.
    var depth: Int { numbers == 0 ? 0 : numbers & 0xffff == 0 ? 1 : numbers & 0xff == 0 ? 2 : 3 }

    /// The number at `position`; 0 behind the last one.
    subscript(position: Int) -> Int { Int(numbers >> UInt32(16 - 8 * position) & 0xff) }

    /// The path of a field inside of this message; nil where no type has such a field.
    func appending(_ number: Int) -> ProtobufPath? {
        let depth = depth
        guard depth < 3, (1...255).contains(number) else { return nil }
        var path = self
        path.numbers |= UInt32(number) << UInt32(16 - 8 * depth)
        return path
    }

    /// Whether it lies inside of `message`.
    func isInside(_ message: ProtobufPath) -> Bool {
        let depth = message.depth
        guard depth < 3, numbers != message.numbers else { return false }
        let mask = ~(UInt32.max >> UInt32(8 + 8 * depth))
        return numbers & mask == message.numbers
    }
}

extension ProtobufPath: ExpressibleByIntegerLiteral {
    /// The path of a field that lies directly in its type's message; 0: none.
    public init(integerLiteral value: UInt8) { numbers = UInt32(value) << 16 }
}

extension SchemaTable {
    /// What a number means among the fields of a type.
    enum ProtobufMember {
        /// The field at this position in `fields`.
        case field(Int)
        /// A message that only protobuf has: its fields are fields of the type.
        case message(ProtobufPath)
    }

    /// What `number` means in the message at `path` of a type; nil: nothing.
    func protobufMember(_ number: Int, at path: ProtobufPath, of node: SchemaNode) -> ProtobufMember? {
        guard let wanted = path.appending(number) else { return nil }
        var isMessage = false
        for position in node.fieldRange {
            let found = fields[position].protobuf
            if found == wanted { return .field(position) }
            if found.isInside(wanted) { isMessage = true }
        }
        return isMessage ? .message(wanted) : nil
    }
}

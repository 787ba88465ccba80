import ApusJSON

/// The fields of a protobuf message, read independently of the writer.
struct WireFields {
    private var fields: [(number: Int, bytes: ArraySlice<UInt8>)] = []

    init(_ bytes: Bytes) { self.init(bytes.withUnsafeBytes { Array($0) }[...]) }

    init(_ bytes: ArraySlice<UInt8>) {
        var rest = bytes
        func varint() -> UInt64 {
            var value: UInt64 = 0
            var shift: UInt64 = 0
            while let byte = rest.popFirst() {
                value |= UInt64(byte & 0x7f) << shift
                shift += 7
                if byte < 0x80 { break }
            }
            return value
        }
        while !rest.isEmpty {
            let key = varint()
            guard key & 7 == 2 else {
                _ = varint()
                continue
            }
            let count = Int(varint())
            fields.append((Int(key >> 3), rest.prefix(count)))
            rest = rest.dropFirst(count)
        }
    }

    func messages(_ number: Int) -> [ArraySlice<UInt8>] { fields.filter { $0.number == number }.map(\.bytes) }
    func message(_ number: Int) -> ArraySlice<UInt8> { messages(number).first ?? [] }
    func text(_ number: Int) -> String { String(decoding: message(number), as: UTF8.self) }
}

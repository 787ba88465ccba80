/// What objects in protobuf lie in: four magic bytes and a message that names their kind (apimachinery's
/// `runtime.Unknown`).
public struct ProtobufEnvelope: Sendable {
    /// What comes before the envelope of every object.
    private static let magic: [UInt8] = [0x6b, 0x38, 0x73, 0x00]
    /// Two empty fields, encoding and type of the content, which upstream writes behind it.
    public static let tail: [UInt8] = [0x1a, 0, 0x22, 0]

    public let gvk: GroupVersionKind
    let raw: ArraySlice<UInt8>

    /// Opens the envelope around an object.
    public init(_ bytes: [UInt8]) throws(ProtobufError) {
        guard bytes.starts(with: ProtobufEnvelope.magic) else {
            throw .notProtobuf
        }
        guard bytes.count > ProtobufEnvelope.magic.count else { throw .empty }
        var apiVersion = ""
        var kind = ""
        var raw: ArraySlice<UInt8> = []
        var reader = ProtobufReader(bytes.dropFirst(ProtobufEnvelope.magic.count))
        while let (number, payload) = try reader.next() {
            guard case .bytes(let bytes) = payload else { continue }
            switch number {
            case 1:
                var header = ProtobufReader(bytes)
                while let (number, payload) = try header.next() {
                    guard case .bytes(let bytes) = payload else { continue }
                    if number == 1 { apiVersion = String(decoding: bytes, as: UTF8.self) }
                    if number == 2 { kind = String(decoding: bytes, as: UTF8.self) }
                }
            case 2: raw = bytes
            default: break
            }
        }
        gvk = GroupVersionKind(apiVersion: apiVersion, kind: kind)
        self.raw = raw
    }

    /// What stands before an object of `count` bytes; `tail` stands behind it.
    public static func head(kind: String, apiVersion: String, count: Int) -> [UInt8] {
        var writer = ProtobufWriter(capacity: 64)
        writer.append(raw: magic)
        writer.message(1) { header in
            header.string(1, apiVersion)
            header.string(2, kind)
        }
        writer.head(2, count: count)
        return writer.bytes
    }
}

/// Why bytes are no object in protobuf, worded as upstream words it.
public enum ProtobufError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The magic bytes are missing.
    case notProtobuf
    /// Nothing follows the magic bytes.
    case empty
    case malformed(String)

    public var description: String {
        switch self {
        case .notProtobuf: "provided data does not appear to be a protobuf message, expected prefix [107 56 115 0]"
        case .empty: "empty body"
        case .malformed(let why): "proto: \(why)"
        }
    }
}

/// A key to look up in a tape, with what makes the look-up fast: its length and its first eight bytes as a word.
///
/// Made from a literal: `cursor["metadata"]`.
public struct JSONKey: Sendable, ExpressibleByStringLiteral {
    @usableFromInline let text: StaticString
    @usableFromInline let prefix: UInt64

    @inlinable
    public init(stringLiteral text: StaticString) {
        self.text = text
        prefix = JSONKey.prefix(of: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    /// `prefix` is the first eight bytes of `text` as a little-endian word, zeros behind a shorter text: for generated
    /// code, which has it at hand.
    @inlinable
    public init(_ text: StaticString, prefix: UInt64) {
        self.text = text
        self.prefix = prefix
    }

    /// The first eight bytes of `bytes` as a little-endian word, zeros behind a shorter text.
    @inlinable
    public static func prefix(of bytes: UnsafeBufferPointer<UInt8>) -> UInt64 {
        var word: UInt64 = 0
        for index in 0..<min(8, bytes.count) { word |= UInt64(bytes[index]) << UInt64(8 * index) }
        return word
    }
}

/// A key compared and hashed by its UTF-8 bytes: `String`'s own comparison is by canonical equivalence, which is
/// another order, and holds different keys for equal.
package struct StoreKey: Hashable, Comparable, Sendable {
    package let string: String

    package init(_ string: String) { self.string = string }

    package static func == (a: StoreKey, b: StoreKey) -> Bool { a.string.utf8.elementsEqual(b.string.utf8) }

    package static func < (a: StoreKey, b: StoreKey) -> Bool {
        a.string.utf8.lexicographicallyPrecedes(b.string.utf8)
    }

    package func hash(into hasher: inout Hasher) {
        var copy = string
        copy.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    }
}

extension String {
    /// Whether the UTF-8 bytes begin with those of `prefix`.
    package func hasKeyPrefix(_ prefix: String) -> Bool { utf8.starts(with: prefix.utf8) }
}

extension RangeRequest {
    /// Whether the range has no upper end: an empty `end`, as the range of the empty prefix has.
    package var isOpen: Bool { end.isEmpty }
}

import Glibc

extension UnsafeRawBufferPointer {
    func isSame(as other: UnsafeRawBufferPointer) -> Bool { count == other.count && order(against: other) == 0 }

    /// Below, at or above zero, as the bytes come before, equal or come behind those of `other`.
    func order(against other: UnsafeRawBufferPointer) -> Int {
        if let a = baseAddress, let b = other.baseAddress {
            let order = memcmp(a, b, Swift.min(count, other.count))
            if order != 0 { return Int(order) }
        }
        return count - other.count
    }
}

extension String {
    /// Whether the UTF-8 of both is the same. `==` also equates what Unicode calls canonically equivalent, which are
    /// different keys and different values in JSON.
    func isSame(as other: String) -> Bool {
        // The underscore's successor, `isTriviallyIdentical(to:)`, is not in Swift 6.3. Keys of up to 15 bytes end here.
        _isIdentical(to: other) || utf8.count == other.utf8.count && self == other && order(against: other) == 0
    }

    /// Whether its UTF-8 comes before that of `other`.
    func isBelow(_ other: String) -> Bool { order(against: other) < 0 }

    /// Its first eight bytes as a number that orders as they do; shorter ones are filled up with zeros.
    var firstBytes: UInt64 {
        withBytes { bytes in
            guard bytes.count < 8 else { return UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self)) }
            return bytes.reduce(0) { $0 << 8 | UInt64($1) } << UInt64(8 * (8 - bytes.count))
        }
    }

    private func order(against other: String) -> Int {
        withBytes { a in other.withBytes { b in a.order(against: b) } }
    }

    /// Calls `body` with the UTF-8. (`utf8Span` does the same twenty times slower in Swift 6.3.)
    @inline(__always)
    func withBytes<R>(_ body: (UnsafeRawBufferPointer) -> R) -> R {
        if let result = utf8.withContiguousStorageIfAvailable({ body(UnsafeRawBufferPointer($0)) }) { return result }
        return Array(utf8).withUnsafeBytes(body)
    }
}

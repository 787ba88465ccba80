public import CApusPlugin

extension String {
    /// Copies a string of the ABI; bytes that are not UTF-8 become replacement characters.
    public init(_ string: apus_str) {
        self =
            string.ptr.map { String(decoding: UnsafeRawBufferPointer(start: $0, count: string.len), as: UTF8.self) }
            ?? ""
    }

    /// Calls `body` with this string as one of the ABI, which is valid until `body` returns.
    public func withPluginString<R>(_ body: (apus_str) throws -> R) rethrows -> R {
        var copy = self
        return try copy.withUTF8 { utf8 in
            try utf8.withMemoryRebound(to: CChar.self) { try body(apus_str(ptr: $0.baseAddress, len: $0.count)) }
        }
    }
}

extension [UInt8] {
    /// Copies the bytes of a string of the ABI.
    public init(_ string: apus_str) {
        self = string.ptr.map { [UInt8](UnsafeRawBufferPointer(start: $0, count: string.len)) } ?? []
    }

    /// Calls `body` with these bytes as a string of the ABI, which is valid until `body` returns.
    public func withPluginString<R>(_ body: (apus_str) throws -> R) rethrows -> R {
        try withUnsafeBytes { bytes in
            try body(apus_str(ptr: bytes.assumingMemoryBound(to: CChar.self).baseAddress, len: bytes.count))
        }
    }
}

/// Calls `body` with `strings` as an array of the ABI, which is valid until `body` returns.
func withPluginStrings<R>(_ strings: [String], _ body: (UnsafePointer<apus_str>?, Int) -> R) -> R {
    // One buffer for all bytes: nested borrows would go as deep as the list is long.
    var bytes: [UInt8] = []
    var ends: [Int] = []
    for string in strings {
        bytes.append(contentsOf: string.utf8)
        ends.append(bytes.count)
    }
    return bytes.withPluginString { all in
        withUnsafeTemporaryAllocation(of: apus_str.self, capacity: max(ends.count, 1)) { list in
            var start = 0
            for (index, end) in ends.enumerated() {
                list[index] = apus_str(ptr: all.ptr.map { $0 + start }, len: end - start)
                start = end
            }
            return body(list.baseAddress.map { UnsafePointer($0) }, ends.count)
        }
    }
}

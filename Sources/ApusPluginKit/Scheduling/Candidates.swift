/// The rows that take part in a call, as a bit mask. Valid until the call returns.
public struct Candidates {
    @usableFromInline let words: UnsafeMutablePointer<UInt64>
    @usableFromInline let rows: Int

    @usableFromInline
    init(words: UnsafeMutablePointer<UInt64>, rows: Int) {
        self.words = words
        self.rows = rows
    }

    /// Calls `body` with each row, growing.
    @inlinable
    public func forEach(_ body: (_ row: Int) throws -> Void) rethrows {
        for index in 0..<(rows + 63) / 64 {
            var word = words[index]
            while word != 0 {
                try body(index * 64 + word.trailingZeroBitCount)
                word &= word &- 1
            }
        }
    }

    @inlinable
    public func contains(_ row: Int) -> Bool { words[row / 64] & (1 << UInt64(row % 64)) != 0 }

    public var count: Int { (0..<(rows + 63) / 64).reduce(0) { $0 + words[$1].nonzeroBitCount } }

    /// Keeps the rows alone for which `keep` holds. Only in `preFilter`.
    @inlinable
    public func narrow(to keep: (_ row: Int) throws -> Bool) rethrows {
        try forEach { row in
            if try !keep(row) { words[row / 64] &= ~(1 << UInt64(row % 64)) }
        }
    }
}

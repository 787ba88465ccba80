import CApusPlugin

/// What one scheduling attempt works on: the blocks, and a mask, a verdict and a score per row.
///
/// Belongs to the scheduling thread and serves one attempt after another, so that an attempt allocates next to nothing.
final class CycleContext {
    private(set) var rows = 0
    private(set) var snapshot: UnsafePointer<apus_block_draft>
    private(set) var pod: UnsafePointer<apus_block_draft>
    /// Bit n % 64 of element n / 64: row n takes part.
    private(set) var candidates: UnsafeMutablePointer<UInt64>
    /// 0 in every row that takes part, between two filters.
    private(set) var codes: UnsafeMutablePointer<UInt8>
    private(set) var reasonIDs: UnsafeMutablePointer<UInt32>
    private(set) var scores: UnsafeMutablePointer<Int64>
    private(set) var totals: UnsafeMutablePointer<Int64>
    let reasons = ReasonTable()

    init() {
        // An empty block until the first attempt begins.
        let empty = UnsafeMutablePointer<apus_block_draft>.allocate(capacity: 1)
        empty.initialize(to: apus_block_draft())
        placeholder = UnsafePointer(empty)
        snapshot = placeholder
        pod = placeholder
        candidates = .allocate(capacity: 1)
        codes = .allocate(capacity: 1)
        reasonIDs = .allocate(capacity: 1)
        scores = .allocate(capacity: 1)
        totals = .allocate(capacity: 1)
    }

    private let placeholder: UnsafePointer<apus_block_draft>

    deinit {
        placeholder.deallocate()
        deallocateRows()
    }

    /// The number of words in the mask.
    var words: Int { (rows + 63) / 64 }

    /// Begins an attempt: all nodes take part.
    func begin(_ cluster: ClusterSnapshot, pod: UnsafePointer<apus_block_draft>) {
        if cluster.rows != rows { allocateRows(cluster.rows) }
        snapshot = cluster.currentBlock()
        self.pod = pod
        cluster.present.withUnsafeBufferPointer { present in
            if let address = present.baseAddress { candidates.update(from: address, count: words) }
        }
        // A plugin may have written verdicts on rows that took no part, or failed in the middle.
        codes.update(repeating: 0, count: rows)
        reasons.removeAll()
    }

    var candidateCount: Int { (0..<words).reduce(0) { $0 + candidates[$1].nonzeroBitCount } }

    /// Calls `body` with each row that takes part.
    @inline(__always)
    func forEachCandidate(_ body: (Int) throws -> Void) rethrows {
        let candidates = candidates
        for index in 0..<words {
            var word = candidates[index]
            while word != 0 {
                try body(index * 64 + word.trailingZeroBitCount)
                word &= word &- 1
            }
        }
    }

    func clearScores() { scores.update(repeating: 0, count: rows) }
    func clearTotals() { totals.update(repeating: 0, count: rows) }

    private func allocateRows(_ count: Int) {
        deallocateRows()
        rows = count
        candidates = .allocate(capacity: max(1, words))
        codes = .allocate(capacity: count)
        codes.initialize(repeating: 0, count: count)
        reasonIDs = .allocate(capacity: count)
        reasonIDs.initialize(repeating: 0, count: count)
        scores = .allocate(capacity: count)
        totals = .allocate(capacity: count)
    }

    private func deallocateRows() {
        candidates.deallocate()
        codes.deallocate()
        reasonIDs.deallocate()
        scores.deallocate()
        totals.deallocate()
    }
}

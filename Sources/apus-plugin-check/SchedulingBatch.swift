import ApusPluginHost
import CApusPlugin

/// The memory of the calls for one Pod, and the checks of what a plugin writes there. One thread.
final class SchedulingBatch {
    private let cluster: SampleCluster
    private var rows: UInt32 { UInt32(cluster.rows) }
    private var candidates: [UInt64]
    private var codes: [UInt8]
    private var reasonIDs: [UInt32]
    private var scores: [Int64]
    private var reasons: [[String]] = []
    private var cycle: OpaquePointer?

    init(_ cluster: SampleCluster) {
        self.cluster = cluster
        candidates = Array(repeating: 0, count: max(1, (cluster.rows + 63) / 64))
        for row in 0..<cluster.rows { candidates[row / 64] |= 1 << UInt64(row % 64) }
        codes = Array(repeating: 0, count: max(1, cluster.rows))
        reasonIDs = Array(repeating: 0, count: max(1, cluster.rows))
        scores = Array(repeating: 0, count: max(1, cluster.rows))
    }

    var verdictCodes: [UInt8] { codes }
    var reasonTexts: [String] {
        reasonIDs.map { $0 == 0 ? "" : reasons[Int($0) - 1].joined(separator: "|") }
    }
    var scoreValues: [Int64] { scores }

    /// The state of the last `prepare`, which the caller frees.
    func takeCycle() -> OpaquePointer? {
        defer { cycle = nil }
        return cycle
    }

    func prepare(
        _ name: String, _ body: (UnsafeMutablePointer<apus_prepare_call_draft>) -> Int32?
    ) throws(Flaw) {
        let before = candidates
        var code: Int32?
        var made: OpaquePointer?
        var reason: UInt32 = 0
        let message = withReasons { table, error in
            candidates.withUnsafeMutableBufferPointer { words in
                var call = apus_prepare_call_draft(
                    size: UInt32(MemoryLayout<apus_prepare_call_draft>.size), rows: rows,
                    snapshot: cluster.snapshot.block, pod: cluster.pod.block, candidates: words.baseAddress,
                    reasons: table, reason: 0, reserved: 0, cycle: nil, error: error)
                code = body(&call)
                made = call.cycle
                reason = call.reason
            }
        }
        cycle = made
        if zip(before, candidates).contains(where: { $1 & ~$0 != 0 }) { throw Flaw("\(name): added candidates") }
        switch code {
        case APUS_SCHEDULE_SUCCESS, APUS_SCHEDULE_SKIP: break
        case APUS_SCHEDULE_UNSCHEDULABLE, APUS_SCHEDULE_UNSCHEDULABLE_AND_UNRESOLVABLE:
            guard reasons.indices.contains(Int(reason) - 1) else {
                throw Flaw("\(name): reason \(reason) is not known")
            }
        case APUS_SCHEDULE_ERROR where message != nil: break
        case let code: throw Flaw("\(name): gave code \(code ?? 0) and no message")
        }
    }

    func filter(_ body: (UnsafePointer<apus_filter_call_draft>) -> Int32?) throws(Flaw) {
        var code: Int32?
        let message = withReasons { table, error in
            codes.withUnsafeMutableBufferPointer { codes in
                reasonIDs.withUnsafeMutableBufferPointer { ids in
                    var call = apus_filter_call_draft(
                        size: UInt32(MemoryLayout<apus_filter_call_draft>.size), rows: rows,
                        snapshot: cluster.snapshot.block, pod: cluster.pod.block, cycle: cycle, candidates: nil,
                        codes: codes.baseAddress, reason_ids: ids.baseAddress, reasons: table, error: error)
                    candidates.withUnsafeBufferPointer { words in
                        call.candidates = words.baseAddress
                        code = body(&call)
                    }
                }
            }
        }
        if code != APUS_SCHEDULE_SUCCESS, message == nil { throw Flaw("filter: gave code \(code ?? 0) and no message") }
        for row in 0..<cluster.rows {
            switch Int32(codes[row]) {
            case APUS_SCHEDULE_SUCCESS: break
            case APUS_SCHEDULE_UNSCHEDULABLE, APUS_SCHEDULE_UNSCHEDULABLE_AND_UNRESOLVABLE:
                guard reasons.indices.contains(Int(reasonIDs[row]) - 1) else {
                    throw Flaw("filter: row \(row) is rejected with reason \(reasonIDs[row]), which is not known")
                }
            case let code: throw Flaw("filter: row \(row) has code \(code)")
            }
        }
    }

    func score(_ name: String, _ body: (UnsafePointer<apus_score_call_draft>) -> Int32?) throws(Flaw) {
        var code: Int32?
        let message = withReasons { _, error in
            scores.withUnsafeMutableBufferPointer { scores in
                candidates.withUnsafeBufferPointer { words in
                    var call = apus_score_call_draft(
                        size: UInt32(MemoryLayout<apus_score_call_draft>.size), rows: rows,
                        snapshot: cluster.snapshot.block, pod: cluster.pod.block, cycle: cycle,
                        candidates: words.baseAddress, scores: scores.baseAddress, error: error)
                    code = body(&call)
                }
            }
        }
        if code != APUS_SCHEDULE_SUCCESS, message == nil {
            throw Flaw("\(name): gave code \(code ?? 0) and no message")
        }
    }

    func checkScores() throws(Flaw) {
        for row in 0..<cluster.rows where !(0...100).contains(scores[row]) {
            throw Flaw("row \(row) has score \(scores[row]), which is not from 0 to 100")
        }
    }

    /// Calls `body` with this batch's table of reasons and an `apus_error`; gives the message.
    private func withReasons(
        _ body: (UnsafePointer<apus_reasons_draft>, UnsafePointer<apus_error>) -> Void
    ) -> String? {
        var table = apus_reasons_draft(
            size: UInt32(MemoryLayout<apus_reasons_draft>.size), reserved: 0,
            context: Unmanaged.passUnretained(self).toOpaque(),
            reason: { table, texts, count in
                guard let context = table?.pointee.context else { return 0 }
                let batch = Unmanaged<SchedulingBatch>.fromOpaque(context).takeUnretainedValue()
                let list = UnsafeBufferPointer(start: texts, count: texts == nil ? 0 : count).map { String($0) }
                if let known = batch.reasons.firstIndex(of: list) { return UInt32(known) + 1 }
                batch.reasons.append(list)
                return UInt32(batch.reasons.count)
            })
        return ErrorReport.withMessage { error in body(&table, error) }
    }
}

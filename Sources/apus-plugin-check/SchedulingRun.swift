import ApusPluginHost
import CApusPlugin

/// One Pod taken through all scheduling interfaces of an instance, and what came out.
struct SchedulingRun: Sendable {
    static let interfaces = [
        APUS_SCHEDULER_PRE_FILTER_DRAFT_1, APUS_SCHEDULER_FILTER_DRAFT_1, APUS_SCHEDULER_PRE_SCORE_DRAFT_1,
        APUS_SCHEDULER_SCORE_DRAFT_1, APUS_SCHEDULER_NORMALIZE_DRAFT_1,
    ]

    struct Result: Sendable, Equatable {
        var codes: [UInt8]
        var reasons: [String]
        var scores: [Int64]
    }

    let instance: PluginInstance
    let cluster: SampleCluster
    private let threads = HostThreads(maximum: 1)

    init(_ instance: PluginInstance, _ cluster: SampleCluster) {
        self.instance = instance
        self.cluster = cluster
    }

    /// Makes the calls on a thread of their own and checks what they give.
    @discardableResult
    func run() async throws -> Result {
        let answer = await threads.run { () -> Swift.Result<Result, Flaw> in
            do throws(Flaw) {
                return .success(try schedule())
            } catch {
                return .failure(error)
            }
        }
        return try answer.get()
    }

    private func schedule() throws(Flaw) -> Result {
        let batch = SchedulingBatch(cluster)
        let answer = instance.call { pointer -> Swift.Result<Result, Flaw> in
            do throws(Flaw) {
                if let table = instance.table(.preFilter) {
                    try batch.prepare("pre_filter") { table.pointee.pre_filter?(pointer, $0) }
                }
                defer { instance.table(.preFilter)?.pointee.free_cycle?(pointer, batch.takeCycle()) }
                if let table = instance.table(.filter) { try batch.filter { table.pointee.filter?(pointer, $0) } }
                let verdicts = (batch.verdictCodes, batch.reasonTexts)
                if let table = instance.table(.preScore) {
                    try batch.prepare("pre_score") { table.pointee.pre_score?(pointer, $0) }
                }
                defer { instance.table(.preScore)?.pointee.free_cycle?(pointer, batch.takeCycle()) }
                if let table = instance.table(.score) {
                    try batch.score("score") { table.pointee.score?(pointer, $0) }
                    if let normalize = instance.table(.normalize) {
                        try batch.score("normalize") { normalize.pointee.normalize?(pointer, $0) }
                    }
                    try batch.checkScores()
                }
                return .success(Result(codes: verdicts.0, reasons: verdicts.1, scores: batch.scoreValues))
            } catch {
                return .failure(error)
            }
        }
        guard let answer else { throw Flaw("the instance is closed") }
        return try answer.get()
    }
}

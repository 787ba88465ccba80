import ApusPluginHost
import CApusPlugin

/// A plain C function that a manifest binds as a filter or a score.
final class BoundFunctionPlugin: SchedulingPlugin {
    let name: String
    let weight: Int64
    private let function: BoundFunction
    private let call: BoundCall
    private let snapshot: ClusterSnapshot
    /// Terminated copies of strings, by id, as long as the snapshot's epoch is the same.
    private var texts: [UInt32: UnsafeMutablePointer<CChar>] = [:]
    private var epoch: UInt64 = 0

    init(_ function: BoundFunction, weight: Int64, snapshot: ClusterSnapshot) {
        name = function.binding.name
        self.weight = weight
        self.function = function
        self.snapshot = snapshot
        call = BoundCall(function)
    }

    deinit { texts.values.forEach { $0.deallocate() } }

    var hasFilter: Bool { function.binding.kind == .filter }
    var hasScore: Bool { function.binding.kind == .score }

    func preFilter(_ context: CycleContext) -> PreFilterOutcome { .proceed }
    func preScore(_ context: CycleContext) -> Bool { true }
    func endAttempt() {}

    func filter(_ context: CycleContext) {
        let reason = context.reasons.id(of: ["node(s) were rejected by function \(name)"])
        forEachResult(context) { row, result in
            guard result.isZero else { return }
            context.codes[row] = UInt8(APUS_SCHEDULE_UNSCHEDULABLE)
            context.reasonIDs[row] = reason
        }
    }

    func score(_ context: CycleContext) {
        var least = Int64.max
        var greatest = Int64.min
        forEachResult(context) { row, result in
            context.scores[row] = result.score
            least = min(least, result.score)
            greatest = max(greatest, result.score)
        }
        guard least < 0 || greatest > 100 else { return }
        // What is no score yet is spread over 0 to 100, the least at 0.
        let span = max(1, Double(greatest) - Double(least))
        context.forEachCandidate { row in
            context.scores[row] = Int64((Double(context.scores[row]) - Double(least)) / span * 100)
        }
    }

    private func forEachResult(_ context: CycleContext, _ body: (Int, BoundNumber) -> Void) {
        if epoch != context.snapshot.pointee.epoch {
            epoch = context.snapshot.pointee.epoch
            texts.values.forEach { $0.deallocate() }
            texts = [:]
            call.forget()
        }
        var podCount = 0
        let requests = apus_block_column(context.pod, UInt32(APUS_POD_REQUESTS), &podCount)?
            .assumingMemoryBound(to: Int64.self)
        var perRow: [(index: Int, read: (Int) -> BoundCall.Argument)] = []
        for (index, parameter) in function.binding.signature.parameters.enumerated() {
            switch parameter.field {
            case .constant(let value): call.set(index, to: .integer(value))
            case .podRequest(let name):
                let number = snapshot.resources[name] ?? podCount
                call.set(index, to: .integer(number < podCount ? requests?[number] ?? 0 : 0))
            case .nodeAllocatable(let name): perRow.append((index, amount(APUS_SNAPSHOT_ALLOCATABLE, name)))
            case .nodeRequested(let name): perRow.append((index, amount(APUS_SNAPSHOT_REQUESTED, name)))
            case .nodeName: perRow.append((index, { .text(self.text(self.snapshot.nodes[$0]?.name ?? "")) }))
            case .nodeLabel(let key):
                perRow.append((index, { .text(self.text(self.snapshot.nodes[$0]?.labels[key] ?? "")) }))
            }
        }
        context.forEachCandidate { row in
            for argument in perRow { call.set(argument.index, to: argument.read(row)) }
            body(row, call.call())
        }
    }

    private func amount(_ column: Int32, _ name: String) -> (Int) -> BoundCall.Argument {
        guard let number = snapshot.resources[name] else { return { _ in .integer(0) } }
        let values = snapshot.arena.pointer(column, as: Int64.self) + number * snapshot.rows
        return { .integer(values[$0]) }
    }

    /// A terminated copy of `string`, the same pointer for the same string.
    private func text(_ string: String) -> UnsafePointer<CChar> {
        let id = snapshot.strings.id(of: string)
        if let known = texts[id] { return UnsafePointer(known) }
        let bytes = Array(string.utf8CString)
        let copy = UnsafeMutablePointer<CChar>.allocate(capacity: bytes.count)
        copy.initialize(from: bytes, count: bytes.count)
        texts[id] = copy
        return UnsafePointer(copy)
    }
}

import ApusPluginHost
import CApusPlugin

/// A plugin behind the ABI's vtables.
final class TablePlugin: SchedulingPlugin {
    let name: String
    let weight: Int64
    private let instance: PluginInstance
    private let preFilterTable: UnsafePointer<apus_scheduler_pre_filter_draft>?
    private let filterTable: UnsafePointer<apus_scheduler_filter_draft>?
    private let preScoreTable: UnsafePointer<apus_scheduler_pre_score_draft>?
    private let scoreTable: UnsafePointer<apus_scheduler_score_draft>?
    private let normalizeTable: UnsafePointer<apus_scheduler_normalize_draft>?
    /// What the plugin's own `pre_filter` and `pre_score` made for this attempt.
    private var filterCycle: OpaquePointer?
    private var scoreCycle: OpaquePointer?
    private var meters: [String: CallMeter] = [:]
    private var attempts: UInt64 = 0

    /// One attempt in so many is measured, as upstream measures one in ten.
    private static let sampling: UInt64 = 8
    /// A call that takes longer is counted and logged: upstream traces attempts from here on.
    private static let budget: Duration = .milliseconds(100)

    init(_ instance: PluginInstance, weight: Int64) {
        name = instance.component
        self.weight = weight
        self.instance = instance
        preFilterTable = instance.table(.preFilter)
        filterTable = instance.table(.filter)
        preScoreTable = instance.table(.preScore)
        scoreTable = instance.table(.score)
        normalizeTable = instance.table(.normalize)
    }

    var hasFilter: Bool { filterTable != nil || preFilterTable != nil }
    var hasScore: Bool { scoreTable != nil }

    func preFilter(_ context: CycleContext) throws(SchedulingFailure) -> PreFilterOutcome {
        guard let function = preFilterTable?.pointee.pre_filter else { return .proceed }
        var reason: UInt32 = 0
        let code = try call("PreFilter") { pointer, error in
            var call = prepareCall(context, error)
            let code = function(pointer, &call)
            filterCycle = call.cycle
            reason = call.reason
            return code
        }
        switch code {
        case APUS_SCHEDULE_SUCCESS: return .proceed
        case APUS_SCHEDULE_SKIP: return .skip
        case APUS_SCHEDULE_UNSCHEDULABLE: return .unschedulable(reason: reason, isResolvable: true)
        case APUS_SCHEDULE_UNSCHEDULABLE_AND_UNRESOLVABLE: return .unschedulable(reason: reason, isResolvable: false)
        default: throw SchedulingFailure(description: "running PreFilter plugin \"\(name)\": unknown status \(code)")
        }
    }

    func filter(_ context: CycleContext) throws(SchedulingFailure) {
        guard let function = filterTable?.pointee.filter else { return }
        let code = try call("Filter") { pointer, error in
            var call = apus_filter_call_draft(
                size: UInt32(MemoryLayout<apus_filter_call_draft>.size), rows: UInt32(context.rows),
                snapshot: context.snapshot, pod: context.pod, cycle: filterCycle, candidates: context.candidates,
                codes: context.codes, reason_ids: context.reasonIDs, reasons: context.reasons.pointer, error: error)
            return function(pointer, &call)
        }
        if code != APUS_SCHEDULE_SUCCESS {
            throw SchedulingFailure(description: "running \"\(name)\" filter plugin: unknown status \(code)")
        }
    }

    func preScore(_ context: CycleContext) throws(SchedulingFailure) -> Bool {
        guard let function = preScoreTable?.pointee.pre_score else { return true }
        let code = try call("PreScore") { pointer, error in
            var call = prepareCall(context, error)
            let code = function(pointer, &call)
            scoreCycle = call.cycle
            return code
        }
        return code != APUS_SCHEDULE_SKIP
    }

    func score(_ context: CycleContext) throws(SchedulingFailure) {
        guard let function = scoreTable?.pointee.score else { return }
        let code = try call("Score") { pointer, error in
            var call = scoreCall(context, error)
            let code = function(pointer, &call)
            guard code == APUS_SCHEDULE_SUCCESS, let normalize = normalizeTable?.pointee.normalize else { return code }
            return normalize(pointer, &call)
        }
        if code != APUS_SCHEDULE_SUCCESS {
            throw SchedulingFailure(description: "plugin \"\(name)\" failed with: unknown status \(code)")
        }
    }

    func endAttempt() {
        attempts &+= 1
        if let cycle = filterCycle {
            filterCycle = nil
            _ = instance.call { preFilterTable?.pointee.free_cycle?($0, cycle) }
        }
        if let cycle = scoreCycle {
            scoreCycle = nil
            _ = instance.call { preScoreTable?.pointee.free_cycle?($0, cycle) }
        }
    }

    private func prepareCall(
        _ context: CycleContext, _ error: UnsafePointer<apus_error>
    ) -> apus_prepare_call_draft {
        apus_prepare_call_draft(
            size: UInt32(MemoryLayout<apus_prepare_call_draft>.size), rows: UInt32(context.rows),
            snapshot: context.snapshot, pod: context.pod, candidates: context.candidates,
            reasons: context.reasons.pointer, reason: 0, reserved: 0, cycle: nil, error: error)
    }

    private func scoreCall(_ context: CycleContext, _ error: UnsafePointer<apus_error>) -> apus_score_call_draft {
        apus_score_call_draft(
            size: UInt32(MemoryLayout<apus_score_call_draft>.size), rows: UInt32(context.rows),
            snapshot: context.snapshot, pod: context.pod, cycle: scoreCycle, candidates: context.candidates,
            scores: context.scores, error: error)
    }

    private func meter(_ point: String) -> CallMeter {
        if let known = meters[point] { return known }
        let made = instance.meter(point, budget: Self.budget)
        meters[point] = made
        return made
    }

    /// Makes a call; an error of the plugin becomes a failure of the attempt.
    private func call(
        _ point: String, _ body: (OpaquePointer, UnsafePointer<apus_error>) -> Int32
    ) throws(SchedulingFailure) -> Int32 {
        var code: Int32?
        let meter = attempts.isMultiple(of: Self.sampling) ? meter(point) : nil
        let message = ErrorReport.withMessage { error in
            code = instance.call { pointer in
                meter?.measure { body(pointer, error) } ?? body(pointer, error)
            }
        }
        guard let code else {
            throw SchedulingFailure(description: "running \(point) plugin \"\(name)\": the instance has been destroyed")
        }
        if code == APUS_SCHEDULE_ERROR {
            throw SchedulingFailure(
                description: "running \(point) plugin \"\(name)\": \(message ?? "failed without a message")")
        }
        return code
    }
}

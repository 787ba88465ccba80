import CApusPlugin

/// Runs a scheduling call and turns what it throws into a message for the host.
private func scheduling(_ error: UnsafePointer<apus_error>?, _ body: () throws -> Int32?) -> Int32 {
    var code = APUS_SCHEDULE_ERROR
    let status = reporting(to: error) {
        guard let result = try body() else { throw Failure(.invalidArgument, "the host's call is incomplete") }
        code = result
    }
    return status == APUS_OK ? code : APUS_SCHEDULE_ERROR
}

/// A cycle state is an object that does not change: a copy is another reference.
private func cloneCycle(_: OpaquePointer?, _ cycle: OpaquePointer?) -> OpaquePointer? {
    cycle.map { OpaquePointer(Unmanaged<AnyObject>.fromOpaque(UnsafeRawPointer($0)).retain().toOpaque()) }
}

private func freeCycle(_: OpaquePointer?, _ cycle: OpaquePointer?) {
    if let cycle { Unmanaged<AnyObject>.fromOpaque(UnsafeRawPointer(cycle)).release() }
}

let preFilterTable = apus_scheduler_pre_filter_draft(
    size: UInt32(MemoryLayout<apus_scheduler_pre_filter_draft>.size), reserved: 0,
    pre_filter: { pointer, raw in
        scheduling(raw?.pointee.error) {
            guard let call = PrepareCall(raw), let target = Instance.at(pointer)?.preFilter else { return nil }
            return call.finish(try target.preFilter(call))
        }
    }, clone_cycle: cloneCycle, free_cycle: freeCycle)

let filterTable = apus_scheduler_filter_draft(
    size: UInt32(MemoryLayout<apus_scheduler_filter_draft>.size), reserved: 0,
    filter: { pointer, raw in
        scheduling(raw?.pointee.error) {
            guard let call = FilterCall(raw), let target = Instance.at(pointer)?.filter else { return nil }
            try target.filter(call)
            return APUS_SCHEDULE_SUCCESS
        }
    })

let preScoreTable = apus_scheduler_pre_score_draft(
    size: UInt32(MemoryLayout<apus_scheduler_pre_score_draft>.size), reserved: 0,
    pre_score: { pointer, raw in
        scheduling(raw?.pointee.error) {
            guard let call = PrepareCall(raw), let target = Instance.at(pointer)?.preScore else { return nil }
            return call.finish(try target.preScore(call))
        }
    }, clone_cycle: cloneCycle, free_cycle: freeCycle)

let scoreTable = apus_scheduler_score_draft(
    size: UInt32(MemoryLayout<apus_scheduler_score_draft>.size), reserved: 0,
    score: { pointer, raw in
        scheduling(raw?.pointee.error) {
            guard let call = ScoreCall(raw), let target = Instance.at(pointer)?.score else { return nil }
            try target.score(call)
            return APUS_SCHEDULE_SUCCESS
        }
    })

let normalizeTable = apus_scheduler_normalize_draft(
    size: UInt32(MemoryLayout<apus_scheduler_normalize_draft>.size), reserved: 0,
    normalize: { pointer, raw in
        scheduling(raw?.pointee.error) {
            guard let call = ScoreCall(raw), let target = Instance.at(pointer)?.normalize else { return nil }
            try target.normalize(call)
            return APUS_SCHEDULE_SUCCESS
        }
    })

public import CApusPlugin

/// The id of a list of reasons. Good for one call.
public struct ReasonID: Sendable {
    @usableFromInline let raw: UInt32
}

/// Makes `texts` a reason of this call.
private func reasonID(_ texts: [String], in reasons: UnsafePointer<apus_reasons_draft>?) -> UInt32 {
    guard let reasons, let make = reasons.pointee.reason else { return 0 }
    return withPluginStrings(texts) { make(reasons, $0, $1) }
}

/// One call of `preFilter` or `preScore`.
public struct PrepareCall {
    let raw: UnsafeMutablePointer<apus_prepare_call_draft>
    public let snapshot: Snapshot
    public let pod: PodColumns
    public let candidates: Candidates

    init?(_ raw: UnsafeMutablePointer<apus_prepare_call_draft>?) {
        guard let raw, let snapshot = raw.pointee.snapshot, let pod = raw.pointee.pod,
            let words = raw.pointee.candidates
        else { return nil }
        self.raw = raw
        self.snapshot = Snapshot(snapshot, rows: Int(raw.pointee.rows))
        self.pod = PodColumns(pod)
        candidates = Candidates(words: words, rows: Int(raw.pointee.rows))
    }

    func finish(_ preparation: Preparation) -> Int32 {
        switch preparation {
        case .proceed(let cycle):
            raw.pointee.cycle = cycle.map { OpaquePointer(Unmanaged.passRetained($0).toOpaque()) }
            return APUS_SCHEDULE_SUCCESS
        case .skip:
            return APUS_SCHEDULE_SKIP
        case .unschedulable(let reason, let resolvable):
            raw.pointee.reason = reasonID([reason], in: raw.pointee.reasons)
            return resolvable ? APUS_SCHEDULE_UNSCHEDULABLE : APUS_SCHEDULE_UNSCHEDULABLE_AND_UNRESOLVABLE
        }
    }
}

/// One call of `filter`.
public struct FilterCall {
    @usableFromInline let codes: UnsafeMutablePointer<UInt8>
    @usableFromInline let reasonIDs: UnsafeMutablePointer<UInt32>
    private let raw: UnsafePointer<apus_filter_call_draft>
    public let snapshot: Snapshot
    public let pod: PodColumns
    public let candidates: Candidates

    init?(_ raw: UnsafePointer<apus_filter_call_draft>?) {
        guard let raw, let snapshot = raw.pointee.snapshot, let pod = raw.pointee.pod,
            let words = raw.pointee.candidates, let codes = raw.pointee.codes, let ids = raw.pointee.reason_ids
        else { return nil }
        self.raw = raw
        self.codes = codes
        reasonIDs = ids
        self.snapshot = Snapshot(snapshot, rows: Int(raw.pointee.rows))
        self.pod = PodColumns(pod)
        candidates = Candidates(words: UnsafeMutablePointer(mutating: words), rows: Int(raw.pointee.rows))
    }

    /// What `preFilter` of the same component made.
    public func cycle<State: AnyObject>(as type: State.Type) -> State? { cycleState(raw.pointee.cycle, as: type) }

    /// The id of a list of reasons, in upstream's wording where it has one: `Insufficient cpu`.
    public func reason(_ texts: String...) -> ReasonID { reason(texts) }
    public func reason(_ texts: [String]) -> ReasonID { ReasonID(raw: reasonID(texts, in: raw.pointee.reasons)) }

    /// The node of `row` cannot take the Pod. `resolvable` is false where removing other Pods could not help.
    @inlinable
    public func reject(_ row: Int, _ reason: ReasonID, resolvable: Bool) {
        let code = resolvable ? APUS_SCHEDULE_UNSCHEDULABLE : APUS_SCHEDULE_UNSCHEDULABLE_AND_UNRESOLVABLE
        codes[row] = UInt8(code)
        reasonIDs[row] = reason.raw
    }
}

/// One call of `score` or `normalize`.
public struct ScoreCall {
    private let raw: UnsafePointer<apus_score_call_draft>
    public let snapshot: Snapshot
    public let pod: PodColumns
    public let candidates: Candidates
    /// Per row; 0 before `score`, 0 to 100 at the end.
    public let scores: UnsafeMutablePointer<Int64>

    init?(_ raw: UnsafePointer<apus_score_call_draft>?) {
        guard let raw, let snapshot = raw.pointee.snapshot, let pod = raw.pointee.pod,
            let words = raw.pointee.candidates, let scores = raw.pointee.scores
        else { return nil }
        self.raw = raw
        self.scores = scores
        self.snapshot = Snapshot(snapshot, rows: Int(raw.pointee.rows))
        self.pod = PodColumns(pod)
        candidates = Candidates(words: UnsafeMutablePointer(mutating: words), rows: Int(raw.pointee.rows))
    }

    /// What `preScore` of the same component made.
    public func cycle<State: AnyObject>(as type: State.Type) -> State? { cycleState(raw.pointee.cycle, as: type) }

    /// Scales the candidates' scores so that the greatest becomes 100, or, `reversed`, so that it becomes 0 and 0
    /// becomes 100 (the scheduling framework's default normalization).
    public func normalizeByMaximum(reversed: Bool = false) {
        var maximum: Int64 = 0
        candidates.forEach { maximum = max(maximum, scores[$0]) }
        candidates.forEach { row in
            let scaled = maximum == 0 ? 0 : scores[row] * 100 / maximum
            scores[row] = reversed ? 100 - scaled : scaled
        }
    }
}

private func cycleState<State: AnyObject>(_ pointer: OpaquePointer?, as type: State.Type) -> State? {
    pointer.flatMap { Unmanaged<AnyObject>.fromOpaque(UnsafeRawPointer($0)).takeUnretainedValue() as? State }
}

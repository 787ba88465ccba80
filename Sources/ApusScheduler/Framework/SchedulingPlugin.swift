/// A plugin of a profile, at the extension points that it has. Called on the scheduling thread.
protocol SchedulingPlugin: AnyObject {
    var name: String { get }
    /// What its scores are multiplied by.
    var weight: Int64 { get }
    var hasFilter: Bool { get }
    var hasScore: Bool { get }

    /// Looks at the Pod; may narrow the candidates.
    func preFilter(_ context: CycleContext) throws(SchedulingFailure) -> PreFilterOutcome
    /// Writes verdicts into `context.codes` and `context.reasonIDs`.
    func filter(_ context: CycleContext) throws(SchedulingFailure)
    /// Looks at the nodes that fit; false leaves out `score`.
    func preScore(_ context: CycleContext) throws(SchedulingFailure) -> Bool
    /// Writes scores from 0 to 100 into `context.scores`, which are 0 before.
    func score(_ context: CycleContext) throws(SchedulingFailure)
    /// Frees what the attempt made; called at its end, whatever came of it.
    func endAttempt()
}

enum PreFilterOutcome {
    case proceed
    /// The plugin's filter is left out.
    case skip
    /// The Pod fits nowhere; `reason` is an id of the context's reasons.
    case unschedulable(reason: UInt32, isResolvable: Bool)
}

/// An attempt that could not be carried out: tried again after a pause.
struct SchedulingFailure: Error, CustomStringConvertible {
    var description: String
}

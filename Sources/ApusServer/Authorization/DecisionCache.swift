import Synchronization

/// The decisions that were made for one user, as long as no role or binding changes.
final class DecisionCache: Sendable {
    /// What the user may do with a kind of object.
    enum Verdict: Sendable {
        /// Whatever the object's name, for this reason.
        case allowed(String)
        /// Only the objects with these names, for the reason beside each; else not, for the reason behind them.
        case named([String: String], otherwise: String)
    }

    private struct State {
        var generation: UInt64 = 0
        var verdicts: [AuthorizationAttributes: Verdict] = [:]
    }

    private let state = Mutex(State())
    private static let limit = 4096

    /// The verdict on `attributes` (without a name) at `generation`, if it is known.
    func verdict(on attributes: AuthorizationAttributes, generation: UInt64) -> Verdict? {
        state.withLock { $0.generation == generation ? $0.verdicts[attributes] : nil }
    }

    func remember(_ verdict: Verdict, on attributes: AuthorizationAttributes, generation: UInt64) {
        state.withLock { state in
            if state.generation != generation || state.verdicts.count >= DecisionCache.limit {
                state.generation = generation
                state.verdicts.removeAll(keepingCapacity: true)
            }
            state.verdicts[attributes] = verdict
        }
    }
}

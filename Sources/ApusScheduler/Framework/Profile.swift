import CApusPlugin

/// The plugins for one scheduler name, and how they decide together.
final class Profile {
    let schedulerName: String
    private let filters: [any SchedulingPlugin]
    private let scores: [any SchedulingPlugin]
    private let plugins: [any SchedulingPlugin]

    init(schedulerName: String, plugins: [any SchedulingPlugin]) {
        self.schedulerName = schedulerName
        self.plugins = plugins
        filters = plugins.filter(\.hasFilter)
        scores = plugins.filter { $0.hasScore && $0.weight != 0 }
    }

    enum Outcome {
        /// The row to put the Pod on.
        case row(Int, feasible: Int)
        case unschedulable(Diagnosis)
    }

    /// Finds the best node for the Pod in `context`; among equals, a random one.
    func schedule(
        _ context: CycleContext, nodeCount: Int, random: inout some RandomNumberGenerator
    ) throws(SchedulingFailure) -> Outcome {
        var diagnosis = Diagnosis(nodeCount: nodeCount)
        guard nodeCount > 0 else { return .unschedulable(diagnosis) }
        defer { for plugin in plugins { plugin.endAttempt() } }
        try runFilters(context, &diagnosis)
        let feasible = diagnosis.preFilterMessage == nil ? context.candidateCount : 0
        if feasible == 0 { return .unschedulable(diagnosis) }
        if feasible > 1 { try runScores(context) } else { context.clearTotals() }
        return .row(select(context, &random), feasible: feasible)
    }

    private func runFilters(_ context: CycleContext, _ diagnosis: inout Diagnosis) throws(SchedulingFailure) {
        var active: [any SchedulingPlugin] = []
        active.reserveCapacity(filters.count)
        var narrowing: [String] = []
        for plugin in filters {
            let before = context.candidateCount
            switch try plugin.preFilter(context) {
            case .proceed: active.append(plugin)
            case .skip: continue
            case .unschedulable(let reason, let isResolvable):
                diagnosis.preFilterMessage = (context.reasons[reason] ?? ["rejected by \(plugin.name)"])
                    .joined(separator: ", ")
                diagnosis.plugins.insert(plugin.name)
                diagnosis.resolvableNodes = isResolvable ? diagnosis.nodeCount : 0
                return
            }
            if context.candidateCount < before { narrowing.append(plugin.name) }
        }
        if !narrowing.isEmpty {
            let left = context.candidateCount
            let names = narrowing.sorted().joined(separator: " ")
            diagnosis.plugins.formUnion(narrowing)
            diagnosis.reasons["node(s) didn't satisfy plugin(s) [\(names)]"] = diagnosis.nodeCount - left
        }
        for plugin in active {
            try plugin.filter(context)
            try collectVerdicts(of: plugin, context, &diagnosis)
        }
    }

    /// Takes the rows that `plugin` rejected out of the candidates, and counts the reasons.
    private func collectVerdicts(
        of plugin: any SchedulingPlugin, _ context: CycleContext, _ diagnosis: inout Diagnosis
    ) throws(SchedulingFailure) {
        var counts: [UInt32: Int] = [:]
        // Rows that fail alike mostly follow each other: they are counted together.
        var run: (id: UInt32, count: Int) = (0, 0)
        let (candidates, codes, reasonIDs) = (context.candidates, context.codes, context.reasonIDs)
        for index in 0..<context.words where candidates[index] != 0 {
            // 64 verdicts at a time: nearly always all are "yes".
            let eights = UnsafeRawPointer(codes + index * 64).assumingMemoryBound(to: UInt64.self)
            var any: UInt64 = 0
            for eight in 0..<8 { any |= eights[eight] }
            guard any != 0 else { continue }
            var word = candidates[index]
            while word != 0 {
                let bit = word & (0 &- word)
                let row = index * 64 + word.trailingZeroBitCount
                word &= ~bit
                let code = Int32(codes[row])
                guard code != APUS_SCHEDULE_SUCCESS else { continue }
                switch code {
                case APUS_SCHEDULE_UNSCHEDULABLE: diagnosis.resolvableNodes += 1
                case APUS_SCHEDULE_UNSCHEDULABLE_AND_UNRESOLVABLE: break
                default:
                    throw SchedulingFailure(
                        description: "running \"\(plugin.name)\" filter plugin: unknown status \(code)")
                }
                if reasonIDs[row] != run.id {
                    counts[run.id, default: 0] += run.count
                    run = (reasonIDs[row], 0)
                }
                run.count += 1
                candidates[index] &= ~bit
            }
            // Verdicts on rows that take no part are ignored, and must not be there for the next filter.
            (codes + index * 64).update(repeating: 0, count: 64)
        }
        if run.count > 0 { counts[run.id, default: 0] += run.count }
        counts = counts.filter { $0.value > 0 }
        guard !counts.isEmpty else { return }
        diagnosis.plugins.insert(plugin.name)
        for (id, count) in counts {
            for reason in context.reasons[id] ?? ["node(s) were rejected by \(plugin.name)"] {
                diagnosis.reasons[reason, default: 0] += count
            }
        }
    }

    private func runScores(_ context: CycleContext) throws(SchedulingFailure) {
        context.clearTotals()
        for plugin in scores {
            guard try plugin.preScore(context) else { continue }
            context.clearScores()
            try plugin.score(context)
            let weight = plugin.weight
            let scores = context.scores
            let totals = context.totals
            var outside = 0
            context.forEachCandidate { row in
                let score = scores[row]
                outside |= UInt64(bitPattern: score) > 100 ? row + 1 : 0
                totals[row] &+= score &* weight
            }
            if outside > 0 { throw invalidScore(of: plugin, context) }
        }
    }

    private func invalidScore(of plugin: any SchedulingPlugin, _ context: CycleContext) -> SchedulingFailure {
        var wrong: Int64 = 0
        context.forEachCandidate { row in
            if !(0...100).contains(context.scores[row]) { wrong = context.scores[row] }
        }
        return SchedulingFailure(
            description: "plugin \"\(plugin.name)\" returns an invalid score \(wrong), "
                + "it should in the range of [0, 100] after normalizing")
    }

    /// A random one of the rows with the highest total.
    private func select(_ context: CycleContext, _ random: inout some RandomNumberGenerator) -> Int {
        var best = Int64.min
        var chosen = 0
        var equals: UInt64 = 0
        let totals = context.totals
        context.forEachCandidate { row in
            let total = totals[row]
            if total > best {
                (best, chosen, equals) = (total, row, 1)
            } else if total == best {
                equals += 1
            }
        }
        guard equals > 1 else { return chosen }
        var left = UInt64.random(in: 0..<equals, using: &random)
        var found: Int?
        context.forEachCandidate { row in
            guard found == nil, totals[row] == best else { return }
            if left == 0 { found = row } else { left -= 1 }
        }
        return found ?? chosen
    }
}

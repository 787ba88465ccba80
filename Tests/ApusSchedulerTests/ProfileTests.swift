import ApusJSON
import CApusPlugin
import Testing

@testable import ApusScheduler

/// A plugin that does what a test says.
private final class ScriptedPlugin: SchedulingPlugin {
    let name: String
    let weight: Int64
    var preFilters: (CycleContext) -> PreFilterOutcome = { _ in .proceed }
    var filters: ((CycleContext) throws(SchedulingFailure) -> Void)?
    var scores: ((CycleContext) -> Void)?
    private(set) var ended = 0

    init(_ name: String, weight: Int64 = 1) {
        self.name = name
        self.weight = weight
    }

    var hasFilter: Bool { filters != nil }
    var hasScore: Bool { scores != nil }

    func preFilter(_ context: CycleContext) -> PreFilterOutcome { preFilters(context) }
    func filter(_ context: CycleContext) throws(SchedulingFailure) { try filters?(context) }
    func preScore(_ context: CycleContext) -> Bool { true }
    func score(_ context: CycleContext) { scores?(context) }
    func endAttempt() { ended += 1 }
}

@Suite struct ProfileTests {
    private let cluster = ClusterSnapshot()
    private let context = CycleContext()
    private let block = PodBlock()

    init() throws {
        for number in 0..<130 { _ = cluster.set(try #require(node("n\(number)").nodeFacts)) }
    }

    private func schedule(_ plugins: [ScriptedPlugin], seed: UInt64 = 1) throws -> Profile.Outcome {
        context.begin(cluster, pod: block.compile(try #require(pod().podFacts), for: cluster))
        var random = SplitMix(seed: seed)
        return try Profile(schedulerName: "test", plugins: plugins)
            .schedule(context, nodeCount: cluster.nodeCount, random: &random)
    }

    private func rejecting(
        _ name: String, _ reasons: [String], code: Int32 = APUS_SCHEDULE_UNSCHEDULABLE,
        where matches: @escaping (Int) -> Bool
    ) -> ScriptedPlugin {
        let plugin = ScriptedPlugin(name)
        plugin.filters = { context in
            let id = context.reasons.id(of: reasons)
            for row in 0..<context.rows where matches(row) {
                context.codes[row] = UInt8(code)
                context.reasonIDs[row] = id
            }
        }
        return plugin
    }

    private func row(_ outcome: Profile.Outcome) -> Int? {
        if case .row(let row, _) = outcome { row } else { nil }
    }

    @Test func `a row that one filter rejects is not asked of the next, and each reason counts`() throws {
        let first = rejecting("A", ["too small"]) { $0 < 100 }
        let second = rejecting("B", ["x", "y"], code: APUS_SCHEDULE_UNSCHEDULABLE_AND_UNRESOLVABLE) { _ in true }
        guard case .unschedulable(let diagnosis) = try schedule([first, second]) else {
            Issue.record("it was placed")
            return
        }
        #expect(diagnosis.reasons == ["too small": 100, "x": 30, "y": 30])
        #expect(diagnosis.plugins == ["A", "B"])
        #expect(diagnosis.resolvableNodes == 100)
        #expect([first.ended, second.ended] == [1, 1])
    }

    @Test func `verdicts on rows that take no part leave no trace`() throws {
        let narrow = rejecting("B", ["no"]) { $0 != 5 }
        narrow.preFilters = { context in
            for index in 0..<context.words { context.candidates[index] = index == 0 ? 1 << 5 : 0 }
            return .proceed
        }
        #expect(row(try schedule([narrow])) == 5)
        let harmless = ScriptedPlugin("C")
        harmless.filters = { _ in }
        guard case .row(_, let feasible) = try schedule([harmless]) else {
            Issue.record("it was not placed")
            return
        }
        #expect(feasible == 130)
    }

    @Test func `narrowed nodes are named in the message`() throws {
        let plugin = rejecting("NodeAffinity", ["no match"]) { _ in true }
        plugin.preFilters = { context in
            for index in 1..<context.words { context.candidates[index] = 0 }
            return .proceed
        }
        guard case .unschedulable(let diagnosis) = try schedule([plugin]) else {
            Issue.record("it was placed")
            return
        }
        #expect(diagnosis.reasons == ["no match": 64, "node(s) didn't satisfy plugin(s) [NodeAffinity]": 66])
    }

    @Test func `scores are weighted and added; equals are chosen among at random, by the seed`() throws {
        let low = ScriptedPlugin("A", weight: 1)
        low.scores = { context in for row in 0..<130 { context.scores[row] = row == 7 ? 100 : 0 } }
        let high = ScriptedPlugin("B", weight: 2)
        high.scores = { context in for row in 0..<130 { context.scores[row] = row >= 120 ? 80 : 0 } }
        let chosen = try (0..<200).map { try #require(row(try schedule([low, high], seed: $0))) }
        #expect(Set(chosen) == Set(120..<130))
        #expect(try row(schedule([low, high], seed: 3)) == row(schedule([low, high], seed: 3)))
    }

    @Test func `a score outside of 0 to 100 and an unknown verdict fail the attempt`() throws {
        let score = ScriptedPlugin("S")
        score.scores = { $0.scores[3] = 101 }
        let wrong = #expect(throws: SchedulingFailure.self) { try schedule([score]) }
        #expect(
            wrong?.description
                == "plugin \"S\" returns an invalid score 101, it should in the range of [0, 100] after normalizing")
        let filter = rejecting("F", ["?"], code: 77) { $0 == 1 }
        let unknown = #expect(throws: SchedulingFailure.self) { try schedule([filter]) }
        #expect(unknown?.description == "running \"F\" filter plugin: unknown status 77")
    }

    @Test func `a plugin that rejects the Pod at once ends the attempt`() throws {
        let plugin = rejecting("P", []) { _ in false }
        plugin.preFilters = { .unschedulable(reason: $0.reasons.id(of: ["not here"]), isResolvable: false) }
        guard case .unschedulable(let diagnosis) = try schedule([plugin]) else {
            Issue.record("it was placed")
            return
        }
        #expect(diagnosis.message.hasPrefix("0/130 nodes are available: not here. "))
    }
}

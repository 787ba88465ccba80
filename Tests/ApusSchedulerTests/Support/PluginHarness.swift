import ApusJSON
import ApusPluginHost
import FoundationEssentials
import Logging
import Testing

@testable import ApusScheduler

/// Calls one component of `Plugins/SchedulerDefaults` through the ABI, as the scheduler does.
struct PluginHarness {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().path
    /// Where the build put the libraries: beside the test program.
    static let products =
        (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
        .map { URL(filePath: $0).deletingLastPathComponent().path } ?? ""

    static func host(_ directories: [String] = ["\(root)/Plugins/SchedulerDefaults"]) -> PluginHost {
        PluginHost(
            directories: PluginDirectories(directories, libraryPaths: [products]),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    var component: String
    var nodes: [JSONValue]
    /// Pods that have a node.
    var placed: [JSONValue] = []

    /// What a component thinks of a Pod.
    struct Opinion: Sendable, Equatable {
        /// By node: "" where the Pod fits; a `!` before reasons that no other Pod's leaving would lift.
        var verdicts: [String: String] = [:]
        /// Set when the whole Pod was rejected or left alone at once.
        var preFilter: String?
        var scores: [String: Int64] = [:]
    }

    func ask(_ pod: JSONValue) async throws -> Opinion {
        let plugin = try await Self.host().plugin("scheduler-defaults")
        let instance = try await plugin.makeInstance(of: component)
        let nodes = try nodes.map { try #require($0.nodeFacts) }
        let placed = try placed.map { try #require($0.podFacts) }
        let pod = try #require(pod.podFacts)
        let answer = await HostThreads(maximum: 1).run { () -> Result<Opinion, SchedulingFailure> in
            do throws(SchedulingFailure) {
                return .success(try judge(pod, TablePlugin(instance, weight: 1), nodes, placed))
            } catch {
                return .failure(error)
            }
        }
        await instance.destroy()
        return try answer.get()
    }

    private func judge(
        _ pod: PodFacts, _ plugin: TablePlugin, _ nodes: [NodeFacts], _ placed: [PodFacts]
    ) throws(SchedulingFailure) -> Opinion {
        let snapshot = ClusterSnapshot()
        let ledger = PodLedger(snapshot)
        for node in nodes { _ = ledger.set(node) }
        for pod in placed { ledger.place(pod.uid, PodUsage(pod), on: pod.nodeName, isAssumed: false) }
        let context = CycleContext()
        let block = PodBlock()
        context.begin(snapshot, pod: block.compile(pod, for: snapshot))
        defer { plugin.endAttempt() }
        var opinion = Opinion()
        switch try plugin.preFilter(context) {
        case .proceed:
            if plugin.hasFilter { try plugin.filter(context) }
        case .skip: opinion.preFilter = "skip"
        case .unschedulable(let reason, let isResolvable):
            opinion.preFilter = (isResolvable ? "" : "!") + (context.reasons[reason] ?? []).joined(separator: ", ")
            return opinion
        }
        for (name, row) in snapshot.rowsByName {
            let reasons = (context.reasons[context.reasonIDs[row]] ?? []).joined(separator: ", ")
            let narrowed = context.candidates[row / 64] & 1 << UInt64(row % 64) == 0
            switch context.codes[row] {
            case _ where narrowed: opinion.verdicts[name] = "!narrowed"
            case 0: opinion.verdicts[name] = ""
            case 3: opinion.verdicts[name] = "!\(reasons)"
            default: opinion.verdicts[name] = reasons
            }
        }
        context.begin(snapshot, pod: block.compile(pod, for: snapshot))
        if plugin.hasScore, try plugin.preScore(context) {
            context.clearScores()
            try plugin.score(context)
            for (name, row) in snapshot.rowsByName { opinion.scores[name] = context.scores[row] }
        }
        return opinion
    }
}

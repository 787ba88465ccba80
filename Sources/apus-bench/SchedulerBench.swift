import ApusPluginHost
import ApusScheduler
import ArgumentParser
import Logging

struct SchedulerBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "scheduler",
        abstract: "Places Pods on nodes in memory: from a Pod's bytes over the queue and the plugins to the decision.")

    @Option(help: "The folder of plugins; SchedulerDefaults must be there.") var pluginDir: String
    @Option(help: "How many nodes.") var nodes = 5000
    @Option(help: "How many Pods.") var pods = 10_000
    @Flag(help: "Each Pod must be in one of ten zones.") var nodeAffinity = false

    func run() async throws {
        var benchmark = SchedulingBenchmark()
        benchmark.nodes = nodes
        benchmark.pods = pods
        benchmark.withNodeAffinity = nodeAffinity
        var logger = Logger(label: "apus-bench")
        logger.logLevel = .error
        let result = try await benchmark.run(
            plugins: PluginHost(directories: PluginDirectories([pluginDir]), logger: logger))
        guard result.unschedulable == 0 else {
            throw ValidationError("\(result.unschedulable) Pods found no node")
        }
        let name = nodeAffinity ? "schedule_affinity" : "schedule"
        report("\(name)_rate", result.podsPerSecond, "pods/s")
        report("\(name)_median", result.medianMicroseconds, "us")
        report("\(name)_p99", result.p99Microseconds, "us")
        report("\(name)_columns", Double(result.snapshotBytes) / 1e6, "MB")
    }
}

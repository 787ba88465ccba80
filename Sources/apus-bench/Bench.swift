import ArgumentParser

/// `apus-bench AREA …`: prints one figure a line, `name value unit`.
@main
struct Bench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "apus-bench",
        abstract: "Measures Apus; prints one figure a line: name value unit.",
        discussion: """
            Areas that take --server measure a running Kubernetes API server, Apus or another; with --pid they also say
            what it cost that process. docs/benchmarks.md says how each figure of the project is made.
            """,
        subcommands: [
            JSONBench.self, StoreBench.self, WatchBench.self, SlowListBench.self, FillBench.self,
            PodStartBench.self, PipelineBench.self, SchedulerBench.self,
        ])
}

/// Prints `name value unit`, the value with as many decimals as it needs.
func report(_ name: String, _ value: Double, _ unit: String) {
    let text = value >= 100 ? "\(Int(value.rounded()))" : "\((value * 100).rounded() / 100)"
    print("\(name) \(text) \(unit)")
}

extension Array where Element == Double {
    /// The value below which `share` of the elements lie; 0 for none.
    func quantile(_ share: Double) -> Double {
        guard !isEmpty else { return 0 }
        let sorted = self.sorted()
        return sorted[Swift.min(sorted.count - 1, Int(Double(sorted.count) * share))]
    }
}

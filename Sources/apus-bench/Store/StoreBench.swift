import ArgumentParser

/// What a store costs; each figure stands beside the raw limit of the machine, measured in the same run.
struct StoreBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "store", abstract: "Measures the store.",
        subcommands: [
            CommitBench.self, StoreHistoryBench.self, StoreReadBench.self, StoreWatchBench.self, StoreFillBench.self,
        ], defaultSubcommand: CommitBench.self)
}

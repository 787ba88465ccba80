public import ApusAPI

extension BuiltInStrategies {
    /// The built-in kinds with their strategies, in the order of `BuiltInDefinitions.all`.
    public static var resources: [Resource] {
        BuiltInDefinitions.all.map { Resource($0, strategy(for: $0.gvk)) }
    }
}

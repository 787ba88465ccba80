public import ApusAPI

extension BuiltInStrategies {
    /// The built-in kinds with their strategies, in the order of `BuiltInDefinitions.all`.
    public static var resources: [Resource] {
        BuiltInDefinitions.all.map { definition in
            let strategy = strategy(for: definition.gvk)
            return Resource(definition, strategy, traits: WriteTraits.traits(of: definition, strategy))
        }
    }
}

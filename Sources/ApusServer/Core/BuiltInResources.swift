import ApusAPI
import ApusResources

/// The built-in kinds with their strategies.
enum BuiltInResources {
    static var all: [Resource] { BuiltInDefinitions.all.map { Resource($0, strategy(of: $0)) } }

    private static func strategy(of definition: Definition) -> any Strategy {
        GenericStrategy(definition.hasStatus ? .controlled : StrategyTraits())
    }
}

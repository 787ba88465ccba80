import ApusAPI
import ApusResources

/// The built-in kinds with their strategies.
enum BuiltInResources {
    static var all: [Resource] { BuiltInDefinitions.all.map { Resource($0, strategy(of: $0)) } }

    private static func strategy(of definition: Definition) -> any Strategy {
        var traits = definition.hasStatus ? StrategyTraits.controlled : StrategyTraits()
        if definition.group == "rbac.authorization.k8s.io" { traits.nameRule = .pathSegment }
        return GenericStrategy(traits)
    }
}

import ApusAPI
import ApusResources

/// The built-in kinds with their strategies.
enum BuiltInResources {
    static var all: [Resource] {
        BuiltInDefinitions.all.map { Resource($0, BuiltInStrategies.strategy(for: $0.gvk)) }
    }
}

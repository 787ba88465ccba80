import ApusAPI
import ApusResources

/// The built-in kinds with their strategies, and with what upstream's stores allow for them.
enum BuiltInResources {
    static var all: [Resource] { BuiltInStrategies.resources }
}

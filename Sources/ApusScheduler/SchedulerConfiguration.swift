public import ApusPluginHost

/// How a scheduler works. The defaults are upstream's.
public struct SchedulerConfiguration: Sendable {
    /// A plugin that a profile uses: a component, or a bound function, by name.
    public struct PluginEntry: Sendable {
        public var name: String
        /// What its scores are multiplied by; 0 leaves them out.
        public var weight: Int64
        /// A JSON object, checked against the schema in its `plugin.json`.
        public var configuration: ConfigurationValue

        public init(_ name: String, weight: Int64 = 1, configuration: ConfigurationValue = .object([:])) {
            self.name = name
            self.weight = weight
            self.configuration = configuration
        }
    }

    /// What Pods of one `spec.schedulerName` are scheduled by.
    public struct Profile: Sendable {
        public var schedulerName: String
        /// In the order in which they filter.
        public var plugins: [PluginEntry]

        public init(schedulerName: String = "default-scheduler", plugins: [PluginEntry] = Profile.defaultPlugins) {
            self.schedulerName = schedulerName
            self.plugins = plugins
        }

        /// The plugins of `Plugins/SchedulerDefaults`, with upstream's weights.
        public static let defaultPlugins = [
            PluginEntry("NodeUnschedulable"), PluginEntry("NodeName"), PluginEntry("TaintToleration", weight: 3),
            PluginEntry("NodeAffinity", weight: 2), PluginEntry("NodePorts"), PluginEntry("NodeResourcesFit"),
            PluginEntry("NodeResourcesBalancedAllocation"), PluginEntry("ImageLocality"),
        ]
    }

    /// Only one of several schedulers works at a time.
    public struct Election: Sendable {
        public var namespace = "kube-system"
        public var name = "kube-scheduler"
        /// Tells this process from all others: `<host>_<uuid>`.
        public var identity: String

        public init(identity: String) { self.identity = identity }
    }

    public var profiles = [Profile()]
    /// Nil to work without asking.
    public var election: Election?
    public var initialBackoff: Duration = .seconds(1)
    public var maximumBackoff: Duration = .seconds(10)
    /// After that long an unschedulable Pod is tried again, whatever has happened.
    public var unschedulableLimit: Duration = .seconds(300)
    /// How many bindings may be on their way to the API at a time.
    public var parallelBindings = 32
    /// How many Pods may be placed and not yet bound; scheduling waits beyond.
    public var mostUnbound = 2000
    /// For choices among equally good nodes; nil for different ones each time.
    public var seed: UInt64?

    public init() {}
}

public import Logging

/// Finds, loads and holds plugins. A plugin is loaded once; its instances are the caller's to destroy.
public actor PluginHost {
    private let directories: PluginDirectories
    private let environment: HostEnvironment
    private var loading: [String: Task<Result<Plugin, PluginError>, Never>] = [:]

    /// What instances record, and what the host measures of their calls.
    public nonisolated var metrics: MetricRegistry { environment.metrics }

    public init(
        directories: PluginDirectories, logger: Logger, metrics: MetricRegistry = MetricRegistry(),
        clock: HostClock = .system
    ) {
        self.directories = directories
        environment = HostEnvironment(logger: logger, metrics: metrics, clock: clock)
    }

    /// What the configured folders hold now.
    public nonisolated func contents() -> PluginDirectories.Contents { directories.read() }

    /// The plugin `id`, loaded if it is not yet. A failure is tried anew by the next call.
    public func plugin(_ id: String) async throws(PluginError) -> Plugin {
        if let task = loading[id] { return try await task.value.get() }
        let contents = directories.read()
        guard let manifest = contents.manifests[id] else {
            let related = contents.problems.map(\.description).joined(separator: "; ")
            throw PluginError(
                .notFound, plugin: id,
                "not found in \(directories.paths.joined(separator: ", "))" + (related.isEmpty ? "" : " (\(related))"))
        }
        guard let path = directories.library(of: manifest) else {
            let library = manifest.library ?? "a library"
            throw PluginError(.library, plugin: id, "\(manifest.directory): \(library) is not there")
        }
        let environment = environment
        let task = Task { () -> Result<Plugin, PluginError> in
            let control = HostThreads(maximum: 1)
            do throws(PluginError) {
                return .success(
                    try await control.run { () throws(PluginError) in
                        try Plugin(manifest, path: path, control: control, environment: environment)
                    })
            } catch {
                return .failure(error)
            }
        }
        loading[id] = task
        let result = await task.value
        if case .failure = result { loading[id] = nil }
        return try result.get()
    }
}

/// What the instances of a host share.
struct HostEnvironment: Sendable {
    var logger: Logger
    var metrics: MetricRegistry
    var clock: HostClock
}

import ApusPluginHost

/// The profiles of a scheduler with the plugin instances behind them.
struct LoadedProfiles {
    var profiles: [Profile] = []
    private(set) var instances: [PluginInstance] = []

    /// Loads every plugin of `configuration`. Nothing is left behind when one cannot be had.
    init(
        _ configuration: SchedulerConfiguration, from host: PluginHost, snapshot: ClusterSnapshot
    ) async throws(PluginError) {
        let contents = host.contents()
        do throws(PluginError) {
            for profile in configuration.profiles {
                var plugins: [any SchedulingPlugin] = []
                for entry in profile.plugins { plugins.append(try await load(entry, from: host, contents, snapshot)) }
                profiles.append(Profile(schedulerName: profile.schedulerName, plugins: plugins))
            }
        } catch {
            await destroy()
            throw error
        }
    }

    private mutating func load(
        _ entry: SchedulerConfiguration.PluginEntry, from host: PluginHost,
        _ contents: PluginDirectories.Contents, _ snapshot: ClusterSnapshot
    ) async throws(PluginError) -> any SchedulingPlugin {
        guard let manifest = contents.manifest(offering: entry.name) else {
            let problems = contents.problems.map { "; \($0)" }.joined()
            throw PluginError(
                .notFound, plugin: entry.name, "no plugin directory holds exactly one plugin with it\(problems)")
        }
        if let binding = manifest.functions.first(where: { $0.name == entry.name }) {
            let function = try BoundFunction(binding, plugin: manifest)
            return BoundFunctionPlugin(function, weight: entry.weight, snapshot: snapshot)
        }
        let plugin = try await host.plugin(manifest.id)
        let instance = try await plugin.makeInstance(of: entry.name, configuration: entry.configuration)
        instances.append(instance)
        return TablePlugin(instance, weight: entry.weight)
    }

    func destroy() async {
        for instance in instances { await instance.destroy() }
    }
}

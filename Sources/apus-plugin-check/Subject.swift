import ApusPluginHost
import Logging

/// The plugin under check.
struct Subject: Sendable {
    var path: String
    var libraryPaths: [String]
    /// Given configurations, by component.
    var configurations: [String: [UInt8]]

    var directories: PluginDirectories { PluginDirectories([path], libraryPaths: libraryPaths) }

    func manifest() throws -> PluginManifest { try PluginManifest(directory: path) }

    func libraryPath() throws -> String {
        let manifest = try manifest()
        guard manifest.library != nil else { throw Skipped(reason: "the plugin only binds functions") }
        guard let path = directories.library(of: manifest) else {
            throw Flaw("\(manifest.library ?? "") is neither beside plugin.json nor in a --library-path")
        }
        return path
    }

    func load() async throws -> Plugin {
        _ = try libraryPath()
        var logger = Logger(label: "apus-plugin-check") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = .critical
        return try await PluginHost(directories: directories, logger: logger).plugin(manifest().id)
    }

    /// The configuration to make a component with: the one given, or one that fits its schema.
    func configuration(of component: PluginManifest.Component) throws -> ConfigurationValue {
        guard let text = configurations[component.name] else { return component.configuration.sample }
        return try ConfigurationValue(json: text)
    }

    /// Makes an instance of each component that has one of `interfaces`, or of all, and calls `body` with it; destroys
    /// it afterwards.
    func forEachInstance(
        with interfaces: [String]? = nil, _ body: (PluginInstance) async throws -> Void
    ) async throws {
        let plugin = try await load()
        var made = 0
        var refusals: [String] = []
        for component in plugin.manifest.components {
            if let interfaces, !interfaces.contains(where: component.interfaces.contains) { continue }
            let instance: PluginInstance
            do {
                instance = try await plugin.makeInstance(
                    of: component.name, configuration: configuration(of: component))
            } catch let error as PluginError where error.code == .call {
                if error.message.contains("no message") { throw Flaw("\(component.name): \(error.message)") }
                refusals.append("\(component.name): \(error.message)")
                continue
            }
            made += 1
            do {
                try await body(instance)
            } catch {
                throw Flaw("\(component.name): \(error)")
            }
            await instance.destroy()
        }
        if made == 0 {
            throw Skipped(reason: refusals.isEmpty ? "no component to look at" : refusals.joined(separator: "; "))
        }
    }
}

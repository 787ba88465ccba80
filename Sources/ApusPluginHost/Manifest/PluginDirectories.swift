import FoundationEssentials

/// The folders that plugins are loaded from; nothing is loaded from anywhere else.
public struct PluginDirectories: Sendable {
    /// What the folders hold.
    public struct Contents: Sendable {
        /// By id; where two folders hold the same id, the first folder wins.
        public var manifests: [String: PluginManifest] = [:]
        public var problems: [PluginError] = []

        /// The plugin with a component or function of this name; nil where none or more than one has it.
        public func manifest(offering name: String) -> PluginManifest? {
            let offering = manifests.values.filter { manifest in
                manifest.component(name) != nil || manifest.functions.contains { $0.name == name }
            }
            return offering.count == 1 ? offering.first : nil
        }
    }

    /// Each holds plugins as subfolders with a `plugin.json`, or is such a folder itself. Earlier ones win.
    public var paths: [String]
    /// Where a library is looked for when it does not lie beside its `plugin.json` (a build folder).
    public var libraryPaths: [String]

    public init(_ paths: [String], libraryPaths: [String] = []) {
        self.paths = paths
        self.libraryPaths = libraryPaths
    }

    /// Reads all manifests. A manifest that is wrong is a problem and leaves the others alone; a folder that does not
    /// exist holds nothing.
    public func read() -> Contents {
        var contents = Contents()
        for path in paths {
            for folder in Self.pluginFolders(in: path) {
                do throws(PluginError) {
                    let manifest = try PluginManifest(directory: folder)
                    if let other = contents.manifests[manifest.id] {
                        contents.problems.append(
                            PluginError(
                                .manifest, plugin: manifest.id,
                                "\(folder): ignored, because \(other.directory) has the same id"))
                    } else {
                        contents.manifests[manifest.id] = manifest
                    }
                } catch {
                    contents.problems.append(error)
                }
            }
        }
        return contents
    }

    /// The path of `manifest`'s library; nil where there is none.
    public func library(of manifest: PluginManifest) -> String? {
        guard let library = manifest.library else { return nil }
        return ([manifest.directory] + libraryPaths).map { "\($0)/\(library)" }
            .first { FileManager.default.fileExists(atPath: $0) }
    }

    private static func pluginFolders(in path: String) -> [String] {
        if FileManager.default.fileExists(atPath: "\(path)/plugin.json") { return [path] }
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        return names.sorted().map { "\(path)/\($0)" }
            .filter { FileManager.default.fileExists(atPath: "\($0)/plugin.json") }
    }
}

import CApusPlugin
import Glibc

/// A plugin whose library is mapped and whose handshake has succeeded.
///
/// The library stays mapped until the process ends: code of a Swift plugin can be referred to from anywhere.
public final class Plugin: @unchecked Sendable {  // the descriptor and all vtables never change
    public let manifest: PluginManifest
    /// The library's path.
    public let path: String
    let descriptor: UnsafePointer<apus_plugin>
    /// The plugin's control thread.
    let control: HostThreads
    let environment: HostEnvironment

    /// Maps the library and shakes hands. On `control`.
    init(
        _ manifest: PluginManifest, path: String, control: HostThreads, environment: HostEnvironment
    ) throws(PluginError) {
        guard let handle = dlopen(path, RTLD_NOW | RTLD_LOCAL) else {
            throw PluginError(.library, plugin: manifest.id, lastLinkerError(path))
        }
        guard let symbol = dlsym(handle, APUS_PLUGIN_MAIN) else {
            throw PluginError(.library, plugin: manifest.id, "\(path): does not export \(APUS_PLUGIN_MAIN)")
        }
        typealias Main = @convention(c) () -> UnsafePointer<apus_plugin>?
        guard let descriptor = unsafeBitCast(symbol, to: Main.self)() else {
            throw PluginError(.handshake, plugin: manifest.id, "\(APUS_PLUGIN_MAIN) returned no description")
        }
        self.manifest = manifest
        self.path = path
        self.descriptor = descriptor
        self.control = control
        self.environment = environment
        try shakeHands()
        for component in manifest.components {
            for id in component.interfaces { try check(id, of: component.name) }
        }
    }

    deinit { control.shutdown() }

    private func shakeHands() throws(PluginError) {
        func refuse(_ reason: String) -> PluginError { PluginError(.handshake, plugin: manifest.id, reason) }
        let host = "\(APUS_ABI_MAJOR).\(APUS_ABI_MINOR)"
        let size = Int(descriptor.pointee.size)
        guard size >= MemoryLayout<apus_plugin>.size else {
            throw refuse("the description has \(size) bytes, not \(MemoryLayout<apus_plugin>.size)")
        }
        let plugin = descriptor.pointee
        guard plugin.abi_major == APUS_ABI_MAJOR, plugin.abi_minor <= APUS_ABI_MINOR else {
            throw refuse("needs ABI \(plugin.abi_major).\(plugin.abi_minor); this host has \(host)")
        }
        for (field, said, found) in [
            ("id", manifest.id, String(plugin.id)), ("version", manifest.version, String(plugin.version)),
        ] where said != found {
            throw refuse("plugin.json says \(field) \"\(said)\", the library says \"\(found)\"")
        }
        for (name, missing) in [
            ("interface", plugin.interface == nil), ("create", plugin.create == nil),
            ("destroy", plugin.destroy == nil),
        ] where missing {
            throw refuse("function \(name) is missing")
        }
    }

    private func check(_ id: String, of component: String) throws(PluginError) {
        // A plugin may offer what only newer hosts know.
        guard let shape = InterfaceShape.known[id] else { return }
        guard let table = table(id, of: component) else {
            throw PluginError(
                .interface, plugin: "\(manifest.id)/\(component)",
                "interface \(id): claimed by plugin.json, not offered")
        }
        if let flaw = shape.flaw(of: table) {
            throw PluginError(.interface, plugin: "\(manifest.id)/\(component)", flaw)
        }
    }

    /// The vtable that the plugin gives for an id, unchecked. On `control`.
    private func table(_ id: String, of component: String) -> UnsafeRawPointer? {
        component.withPluginString { component in
            id.withPluginString { id in descriptor.pointee.interface?(component, id) }
        }
    }

    /// The ids of the interfaces of `component` that this host knows.
    public func interfaces(of component: String) -> [String] {
        (manifest.component(component)?.interfaces ?? []).filter { InterfaceShape.known[$0] != nil }
    }

    /// The checked vtables of `component`. On `control`.
    func tables(of component: String) -> [String: UnsafeRawPointer] {
        Dictionary(
            interfaces(of: component).compactMap { id in table(id, of: component).map { (id, $0) } },
            uniquingKeysWith: { first, _ in first })
    }

    /// Makes an instance of a component; `configuration` is a JSON object, checked against the manifest's schema and
    /// completed with its defaults.
    public func makeInstance(
        of component: String, configuration: ConfigurationValue = .object([:])
    ) async throws(PluginError) -> PluginInstance {
        let name = "\(manifest.id)/\(component)"
        guard let description = manifest.component(component) else {
            throw PluginError(.notFound, plugin: manifest.id, "component \"\(component)\" not found")
        }
        let completed: ConfigurationValue
        do throws(ConfigurationSchema.Violation) {
            completed = try description.configuration.completed(configuration, path: "configuration")
        } catch {
            throw PluginError(.configuration, plugin: name, error.description)
        }
        return try await control.run { [self] () throws(PluginError) in
            try PluginInstance(self, component: component, configuration: completed)
        }
    }
}

extension Plugin {
    /// Makes an instance with a configuration that nothing has checked; for `apus-plugin-check`.
    package func makeInstance(of component: String, unchecked text: [UInt8]) async throws(PluginError) -> PluginInstance
    {
        let configuration = (try? ConfigurationValue(json: text)) ?? .null
        return try await control.run { [self] () throws(PluginError) in
            try PluginInstance(self, component: component, configuration: configuration, text: text)
        }
    }

    /// Whether the plugin gives a vtable for an id of a component, claimed or not; for `apus-plugin-check`.
    package func offers(_ id: String, of component: String) async -> Bool {
        await control.run { [self] in table(id, of: component) != nil }
    }
}

/// What the dynamic linker says about the last failure on this thread.
func lastLinkerError(_ path: String) -> String {
    dlerror().map { String(cString: $0) } ?? "\(path): cannot be loaded"
}

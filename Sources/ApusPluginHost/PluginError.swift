/// Why something about a plugin failed. The description names the plugin and the reason.
public struct PluginError: Error, Sendable, Equatable, CustomStringConvertible {
    public enum Code: String, Sendable, CaseIterable {
        /// `plugin.json` is missing, unreadable or wrong.
        case manifest
        /// No plugin, component or interface of that name.
        case notFound
        /// The library cannot be mapped, or has not the ABI's one symbol.
        case library
        /// Plugin and host do not agree on the ABI, or the library is not what its manifest says.
        case handshake
        /// A vtable is missing, too short, or lacks a function.
        case interface
        /// The configuration does not fit the manifest's schema.
        case configuration
        /// A call gave something else than `APUS_OK`; `status` says what.
        case call
        /// The instance has been destroyed.
        case closed
    }

    public var code: Code
    /// The plugin's id, `id/component`, or the path of its folder before the id is known.
    public var plugin: String
    /// One line.
    public var message: String
    /// `apus_status` of a failed call (gRPC's numbers); 0 otherwise.
    public var status: Int32

    public init(_ code: Code, plugin: String, _ message: String, status: Int32 = 0) {
        self.code = code
        self.plugin = plugin
        self.message = message
        self.status = status
    }

    public var description: String { "plugin \(plugin): \(message)" }
}

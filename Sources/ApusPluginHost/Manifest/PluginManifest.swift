/// What `plugin.json` says about a plugin: all that the host knows before it loads the library.
public struct PluginManifest: Sendable, Equatable {
    /// One thing that the library offers.
    public struct Component: Sendable, Equatable {
        public var name: String
        /// The ids of its interfaces, as in `apus_plugin.h` and `apus_plugin_draft.h`.
        public var interfaces: [String]
        public var configuration: ConfigurationSchema
    }

    /// A version of the ABI.
    public struct ABIVersion: Sendable, Equatable, CustomStringConvertible {
        public var major: UInt16
        public var minor: UInt16
        public var description: String { "\(major).\(minor)" }
    }

    public var id: String
    public var version: String
    /// The ABI that the plugin needs: an equal major, and at least this minor.
    public var abi: ABIVersion
    /// The library's file name; nil for a plugin that only binds functions of other libraries.
    public var library: String?
    public var components: [Component]
    /// Functions that are bound by signature instead of through a vtable.
    public var functions: [FunctionBinding]
    /// The folder that `plugin.json` lies in.
    public var directory: String

    /// The component `name`.
    public func component(_ name: String) -> Component? { components.first { $0.name == name } }
}

/// A C function that a manifest binds by its signature.
public struct FunctionBinding: Sendable, Equatable {
    public enum Kind: String, Sendable, CaseIterable {
        /// Not 0: the node can take the Pod.
        case filter
        /// A number, brought into 0 to 100 over all candidates unless it lies there.
        case score
    }

    /// The name under which it is enabled, like a component's.
    public var name: String
    public var kind: Kind
    /// A path, a name beside `plugin.json`, or a name that the dynamic linker finds, as `libm.so.6`.
    public var library: String
    public var symbol: String
    public var signature: FunctionSignature
    /// Whether equal arguments always give equal results, so that results may be remembered.
    public var pure: Bool
}

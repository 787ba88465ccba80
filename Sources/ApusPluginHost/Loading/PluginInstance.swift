import CApusPlugin
import Synchronization

/// An instance of a component. Calls go through `call`, so that `destroy` can wait for those under way.
public final class PluginInstance: @unchecked Sendable {  // `pointer` and `tables` never change; `state` has its lock
    public let plugin: Plugin
    public let component: String
    /// The instance's name in messages and metrics: `plugin/component`.
    public var name: String { "\(plugin.manifest.id)/\(component)" }

    private let pointer: OpaquePointer
    private let context: HostContext
    private let tables: [String: UnsafeRawPointer]
    private let state = Mutex(State())

    private struct State {
        var calls = 0
        var closed = false
        /// Resumed when the last call has ended.
        var drained: CheckedContinuation<Void, Never>?
    }

    /// Creates it. On the plugin's control thread. `text` stands in for the configuration's own JSON in checks that
    /// pass what a host never would.
    init(
        _ plugin: Plugin, component: String, configuration: ConfigurationValue, text: [UInt8]? = nil
    ) throws(PluginError) {
        let name = "\(plugin.manifest.id)/\(component)"
        let context = HostContext(plugin: plugin, component: component, configuration: configuration)
        var instance: OpaquePointer?
        let failure = ErrorReport.collect { error in
            component.withPluginString { component in
                (text ?? configuration.json).withPluginString { json in
                    plugin.descriptor.pointee.create?(context.host, component, json, &instance, error)
                        ?? APUS_UNIMPLEMENTED
                }
            }
        }
        if let failure {
            throw PluginError(.call, plugin: name, "create: \(failure.message)", status: failure.status)
        }
        guard let instance else {
            throw PluginError(.call, plugin: name, "create: gave APUS_OK and no instance", status: APUS_INTERNAL)
        }
        self.context = context
        pointer = instance
        self.plugin = plugin
        self.component = component
        tables = plugin.tables(of: component)
    }

    /// The vtable of an interface, valid for the life of the process; nil where the component does not offer it.
    public func table<Table>(_ interface: PluginInterface<Table>) -> UnsafePointer<Table>? {
        tables[interface.id]?.assumingMemoryBound(to: Table.self)
    }

    /// The vtable of an interface that must be there.
    public func requiredTable<Table>(
        _ interface: PluginInterface<Table>
    ) throws(PluginError) -> UnsafePointer<Table> {
        guard let table = table(interface) else {
            throw PluginError(.notFound, plugin: name, "interface \(interface.id) is not offered")
        }
        return table
    }

    /// Calls `body` with the `apus_instance`, for calls through a vtable.
    ///
    /// The caller is on a host thread and keeps the function's thread tag: for `[serial]` ones, one call at a time.
    public func call<R, E: Error>(_ body: (OpaquePointer) throws(E) -> R) throws(E) -> R? {
        let entered = state.withLock { state in
            if state.closed { return false }
            state.calls += 1
            return true
        }
        guard entered else { return nil }
        defer {
            let drained = state.withLock { state -> CheckedContinuation<Void, Never>? in
                state.calls -= 1
                guard state.calls == 0 else { return nil }
                defer { state.drained = nil }
                return state.drained
            }
            drained?.resume()
        }
        return try body(pointer)
    }

    /// The error of a call that came after `destroy`.
    var closedError: PluginError { PluginError(.closed, plugin: name, "the instance has been destroyed") }

    /// Refuses further calls, waits for those under way, and destroys the instance. Blocking calls must have been
    /// cancelled by the interface's own means. A second call does nothing.
    public func destroy() async {
        let first = state.withLock { state in
            defer { state.closed = true }
            return !state.closed
        }
        guard first else { return }
        await withCheckedContinuation { continuation in
            let idle = state.withLock { state in
                if state.calls == 0 { return true }
                state.drained = continuation
                return false
            }
            if idle { continuation.resume() }
        }
        await plugin.control.run { [self] in plugin.descriptor.pointee.destroy?(pointer) }
    }
}

/// Something that a plugin offers under a name: a filter, a runtime, …
///
/// What it offers is what it conforms to: `FilterComponent`, `ScoreComponent`, `RuntimeComponent`, …; the kit makes the
/// vtables. An instance lives from `init` until `close` has returned and nothing else holds it.
public protocol Component: AnyObject, Sendable {
    /// The component's name, as in `plugin.json`; the plugin's id where that lists no components.
    static var name: String { get }

    /// Makes an instance. On the control thread; may block.
    ///
    /// `configuration` is a JSON object that fits the schema in `plugin.json`.
    init(host: Host, configuration: [UInt8]) throws

    /// Ends what the instance started, such as threads; no other call is under way. On the control thread; may block.
    func close()
}

extension Component {
    public func close() {}
}

/// What stands behind an `apus_instance`: the component, once by each thing it can do, so that calls need no casts.
final class Instance {
    let component: any Component
    let host: Host
    let preFilter: (any PreFilterComponent)?
    let filter: (any FilterComponent)?
    let preScore: (any PreScoreComponent)?
    let score: (any ScoreComponent)?
    let normalize: (any NormalizeComponent)?
    let runtime: (any RuntimeComponent)?
    let imageStore: (any ImageStoreComponent)?

    init(_ component: any Component, host: Host) {
        self.component = component
        self.host = host
        preFilter = component as? any PreFilterComponent
        filter = component as? any FilterComponent
        preScore = component as? any PreScoreComponent
        score = component as? any ScoreComponent
        normalize = component as? any NormalizeComponent
        runtime = component as? any RuntimeComponent
        imageStore = component as? any ImageStoreComponent
    }

    /// The instance that `pointer` stands for; the host passes back only what `create` gave.
    static func at(_ pointer: OpaquePointer?) -> Instance? {
        pointer.map { Unmanaged<Instance>.fromOpaque(UnsafeRawPointer($0)).takeUnretainedValue() }
    }
}

import ApusAPI
import ApusClient
import ApusJSON
import Synchronization

/// The resources that the controllers that look at everything (namespaces, garbage) look at: those that are always
/// there, and those of the CustomResourceDefinitions that there are at the moment.
final class ResourceSet: Sendable {
    enum Change: Sendable {
        case added(ManagedResource)
        case removed(ManagedResource)
    }

    private struct State {
        /// By the name of the definition.
        var custom: [String: ManagedResource] = [:]
        var handlers: [@Sendable (Change) -> Void] = []
    }

    private let fixed: [ManagedResource]
    private let definitions: Informer
    private let state = Mutex(State())

    init(_ context: ControllerContext, fixed: [ManagedResource]) {
        self.fixed = fixed
        definitions = context.informers.informer(Resources.customResourceDefinitions)
        definitions.addHandler { [weak self] change in
            switch change {
            case .added(let object, _), .updated(_, let object):
                self?.put(object.name, ManagedResource(definition: object.tree))
            case .deleted(let object): self?.put(object.name, nil)
            }
        }
    }

    var all: [ManagedResource] { fixed + custom }

    /// Those of CustomResourceDefinitions.
    var custom: [ManagedResource] { state.withLock { Array($0.custom.values) } }

    /// Calls `handler` with the custom resources that there are, and with each that comes or goes.
    func onChange(_ handler: @escaping @Sendable (Change) -> Void) {
        let known = state.withLock { state in
            state.handlers.append(handler)
            return Array(state.custom.values)
        }
        for resource in known { handler(.added(resource)) }
    }

    /// Returns when the definitions that exist are known, or the task is cancelled.
    func waitForSync() async { await definitions.waitForSync() }

    private func put(_ name: String, _ resource: ManagedResource?) {
        let (old, handlers) = state.withLock { state in
            let old = state.custom[name]
            state.custom[name] = resource
            return (old, state.handlers)
        }
        guard old != resource else { return }
        for handler in handlers {
            if let old { handler(.removed(old)) }
            if let resource { handler(.added(resource)) }
        }
    }
}

extension ManagedResource {
    private static let verbs: Set<String> = [
        "create", "delete", "deletecollection", "get", "list", "patch", "update", "watch",
    ]

    /// The resource of a CustomResourceDefinition, in the version that is stored where that is served; nil where it is
    /// not served.
    init?(definition: JSONValue) {
        let isEstablished = definition["status"]["conditions"].elements.contains {
            $0["type"].string == "Established" && $0["status"].string == "True"
        }
        let spec = definition["spec"]
        let served = spec["versions"].elements.filter { $0["served"].bool == true }
        guard isEstablished, let group = spec["group"].string, let plural = spec["names"]["plural"].string,
            let version = (served.first { $0["storage"].bool == true } ?? served.first)?["name"].string
        else { return nil }
        self.init(
            GroupVersionResource(group, version, plural), kind: spec["names"]["kind"].string ?? "",
            isNamespaced: spec["scope"].string == "Namespaced", verbs: Self.verbs)
    }
}

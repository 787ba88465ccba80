import ApusAPI
import ApusClient
import Synchronization

/// The informers of custom resources, which come and go while the garbage collector runs.
final class CustomInformers: Sendable {
    private struct State {
        var tasks: [ManagedResource: Task<Void, Never>] = [:]
        var isOver = false
    }

    private let make: @Sendable (ManagedResource) -> Informer
    private let state = Mutex(State())

    /// - Parameter make: Makes the informer of a resource, with its handler.
    init(_ make: @escaping @Sendable (ManagedResource) -> Informer) { self.make = make }

    func apply(_ change: ResourceSet.Change) {
        switch change {
        case .added(let resource):
            let informer = make(resource)
            state.withLock { state in
                guard !state.isOver, state.tasks[resource] == nil else { return }
                state.tasks[resource] = Task { await informer.run() }
            }
        case .removed(let resource): state.withLock { $0.tasks.removeValue(forKey: resource) }?.cancel()
        }
    }

    func stop() {
        let tasks = state.withLock { state in
            state.isOver = true
            defer { state.tasks = [:] }
            return Array(state.tasks.values)
        }
        for task in tasks { task.cancel() }
    }
}

import ApusAPI
import ApusClient
import Synchronization

/// The informers of custom resources, which come and go while a controller runs.
final class CustomInformers: Sendable {
    private struct State {
        var running: [ManagedResource: (informer: Informer, task: Task<Void, Never>)] = [:]
        var isOver = false
    }

    private let make: @Sendable (ManagedResource) -> Informer
    private let state = Mutex(State())

    /// - Parameter make: Makes the informer of a resource, with its handler.
    init(_ make: @escaping @Sendable (ManagedResource) -> Informer) { self.make = make }

    func apply(_ change: ResourceSet.Change) {
        switch change {
        case .added(let resource): follow(resource)
        case .removed(let resource): state.withLock { $0.running.removeValue(forKey: resource) }?.task.cancel()
        }
    }

    /// The informer of `resource`, which runs from now on; nil when all of them were stopped.
    @discardableResult
    func follow(_ resource: ManagedResource) -> Informer? {
        state.withLock { state in
            if let running = state.running[resource] { return running.informer }
            guard !state.isOver else { return nil }
            let informer = make(resource)
            state.running[resource] = (informer, Task { await informer.run() })
            return informer
        }
    }

    func stop() {
        let running = state.withLock { state in
            state.isOver = true
            defer { state.running = [:] }
            return Array(state.running.values)
        }
        for (_, task) in running { task.cancel() }
    }
}

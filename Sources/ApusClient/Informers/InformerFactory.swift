public import ApusAPI
public import Logging
import Synchronization

/// The informers of a process: one per resource and selectors, shared by everyone who asks.
///
/// Ask for what you need first, then `run()`; an informer that is asked for later starts at once.
public final class InformerFactory: Sendable {
    private struct State {
        var informers: [InformerScope: Informer] = [:]
        var waiting: [Informer] = []
        var starts: AsyncStream<Informer>.Continuation?
    }

    private let transport: any APITransport
    private let time: TimeSource
    private let logger: Logger
    private let state = Mutex(State())

    public init(transport: any APITransport, time: TimeSource = .system, logger: Logger) {
        self.transport = transport
        self.time = time
        self.logger = logger
    }

    /// The informer of `scope`, made when it is first asked for; it gets the indexers that it does not have yet.
    public func informer(_ scope: InformerScope, indexers: [Indexer] = []) -> Informer {
        state.withLock { state in
            if let informer = state.informers[scope] {
                for indexer in indexers { informer.cache.add(indexer) }
                return informer
            }
            let informer = Informer(scope, transport: transport, indexers: indexers, time: time, logger: logger)
            state.informers[scope] = informer
            if let starts = state.starts { starts.yield(informer) } else { state.waiting.append(informer) }
            return informer
        }
    }

    public func informer(_ resource: GroupVersionResource, indexers: [Indexer] = []) -> Informer {
        informer(InformerScope(resource), indexers: indexers)
    }

    /// Runs every informer until the task is cancelled.
    public func run() async {
        let (stream, continuation) = AsyncStream.makeStream(of: Informer.self)
        let waiting = state.withLock { state in
            state.starts = continuation
            defer { state.waiting = [] }
            return state.waiting
        }
        await withTaskGroup { group in
            for informer in waiting { group.addTask { await informer.run() } }
            for await informer in stream { group.addTask { await informer.run() } }
            group.cancelAll()
        }
    }

    /// Returns when every informer that was asked for so far has synced, or the task is cancelled.
    public func waitForSync() async {
        for informer in state.withLock({ Array($0.informers.values) }) { await informer.waitForSync() }
    }
}

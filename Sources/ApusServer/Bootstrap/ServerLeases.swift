import ApusAPI
import ApusJSON
import ApusStore
import Logging
import Synchronization

/// Which servers of a shared store live: each keeps a key `masterleases/<address>` on a lease, as upstream's servers do
/// beside it (`pkg/controlplane/reconcilers/lease.go`), and makes the Service `kubernetes` lead to all whose keys are
/// there.
final class ServerLeases: Sendable {
    /// Upstream's figures.
    private static let ttl: Int64 = 15
    private static let interval = Duration.seconds(10)

    private let address: String
    private let prefix: String
    private let store: any Store
    private let logger: Logger
    private let publish: @Sendable ([String]) async throws(StatusError) -> Void
    private let state = Mutex(State())

    private struct State: Sendable {
        var lease: Int64 = 0
        var work: Task<Void, Never>?
    }

    /// - Parameters:
    ///   - prefix: What the servers' keys begin with.
    ///   - publish: Makes the Service lead to these addresses.
    init(
        address: String, prefix: String, store: any Store, logger: Logger,
        publish: @escaping @Sendable ([String]) async throws(StatusError) -> Void
    ) {
        self.address = address
        self.prefix = prefix
        self.store = store
        self.logger = logger
        self.publish = publish
    }

    /// Joins the others, and follows who comes and goes.
    func begin() async {
        await reconcile()
        let task = Task { await follow() }
        state.withLock { $0.work = task }
    }

    /// Leaves the others, who then take this server out of the Service.
    func stop() async {
        let work = state.withLock { $0.work }
        work?.cancel()
        await work?.value
        let lease = state.withLock { $0.lease }
        if lease != 0 { try? await store.revoke(lease: lease) }
    }

    /// Looks again whenever a key changes, and in each interval, which also keeps the own key.
    private func follow() async {
        let (looks, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let watch = store.watch(
            prefix: prefix, from: 0,
            deliver: { events in
                // A server that keeps its key by writing it anew, as upstream's do, tells nothing new.
                if events.contains(where: { $0.value == nil || $0.previous == nil }) { continuation.yield() }
            }, end: { _ in })
        // Somebody may have come or gone before the watch was open.
        continuation.yield()
        let timer = Task {
            while true {
                try await Task.sleep(for: ServerLeases.interval)
                continuation.yield()
            }
        }
        await withTaskCancellationHandler {
            for await _ in looks { await reconcile() }
        } onCancel: {
            continuation.finish()
        }
        timer.cancel()
        watch.cancel()
    }

    private func reconcile() async {
        do throws(StoreError) {
            try await keep()
            let addresses = try await store.range(RangeRequest(prefix: prefix)).items.compactMap { item in
                try? JSONValue(parsing: item.value)["subsets"][0]["addresses"][0]["ip"].string
            }
            // The own key is there: an empty list is a mistake that must not take all servers out of the Service.
            guard !addresses.isEmpty else { return }
            do throws(StatusError) { try await publish(addresses.sorted()) } catch {
                logger.error(
                    "the endpoints of the Service kubernetes cannot be written", metadata: ["error": "\(error)"])
            }
        } catch {
            logger.warning("the server's lease cannot be kept", metadata: ["error": "\(error)"])
        }
    }

    /// Makes the own key, or lets it live on.
    private func keep() async throws(StoreError) {
        let known = state.withLock { $0.lease }
        if known != 0 {
            do throws(StoreError) { return try await store.keepAlive(lease: known) } catch {
                guard case .leaseNotFound = error else { throw error }
            }
        }
        let lease = try await store.grantLease(ttl: ServerLeases.ttl)
        let object: JSONValue = [
            "kind": "Endpoints", "apiVersion": "v1", "metadata": ["creationTimestamp": nil],
            "subsets": [["addresses": [["ip": .string(address)]]]],
        ]
        _ = try await store.commit(
            Transaction([], [.put(key: prefix + address, value: object.encoded(), lease: lease)]))
        state.withLock { $0.lease = lease }
    }
}

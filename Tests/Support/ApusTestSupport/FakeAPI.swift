public import ApusAPI
import ApusClient
public import ApusJSON
import Synchronization

/// An API in memory for tests of components: one revision that grows, optimistic concurrency, watches from any
/// revision, graceful deletion, finalizers. It defaults, validates and authorizes nothing.
///
/// Of every object `status` is written apart from the rest, as for nearly all kinds that have one.
public final class FakeAPI: APITransport {
    struct Stored {
        var value: JSONValue
        var object: APIObject
    }

    struct Watcher {
        var id: UInt64
        var request: APIRequest
        var channel: WeakChannel
    }

    /// Weak, so that a stream that is let go of ends its watch.
    struct WeakChannel {
        weak var channel: WatchChannel?
    }

    struct Change {
        var resource: GroupVersionResource
        var revision: UInt64
        var old: APIObject?
        var new: APIObject?
    }

    struct State {
        var revision: UInt64 = 1
        var nextUID: UInt64 = 1
        var objects: [GroupVersionResource: [String: Stored]] = [:]
        var history: [Change] = []
        /// Watches from below this revision are refused as expired.
        var oldest: UInt64 = 0
        var watchers: [Watcher] = []
        var nextWatcher: UInt64 = 1
        var requests: [APIRequest] = []
        var reactors: [Reactor] = []
        var observers: [UInt64: @Sendable () -> Void] = [:]
        var nextObserver: UInt64 = 1
    }

    /// Answers a request in the API's place, or refuses it; nil lets it through.
    public typealias Reactor = @Sendable (APIRequest) throws(StatusError) -> JSONValue?

    let state = Mutex(State())
    let now: @Sendable () -> Timestamp

    /// `now` is what goes into creation and deletion timestamps.
    public init(now: @escaping @Sendable () -> Timestamp = { FakeAPI.start }) { self.now = now }

    /// 2026-01-01T00:00:00Z, where tests begin.
    public static let start = Timestamp(seconds: 1_767_225_600)

    // MARK: - APITransport

    public func send(_ request: APIRequest) async throws(StatusError) -> APIObject {
        if let answer = try react(to: request) { return APIObject(answer) }
        return try mutate { state throws(StatusError) in
            switch request.verb {
            case .get: try state.find(request).object
            case .create: try state.create(request, now: now())
            case .update: try state.update(request, now: now())
            case .patch: try state.patch(request, now: now())
            case .delete: try state.delete(request, now: now())
            case .deletecollection: try state.deleteAll(request, now: now())
            case .list, .watch: throw StatusError(code: 405, reason: .methodNotAllowed, message: "use list or watch")
            }
        }
    }

    public func list(_ request: APIRequest) async throws(StatusError) -> APIList {
        _ = try react(to: request)
        return try state.withLock { state throws(StatusError) in
            let filter = try Filter(request)
            let items = (state.objects[request.resource] ?? [:]).values.map(\.object).filter(filter.matches)
            return APIList(resourceVersion: String(state.revision), items: items.sorted { $0.key < $1.key })
        }
    }

    public func watch(_ request: APIRequest) async throws(StatusError) -> WatchStream {
        _ = try react(to: request)
        let filter = try Filter(request)
        return try state.withLock { state throws(StatusError) in
            let id = state.nextWatcher
            state.nextWatcher += 1
            let channel = WatchChannel { [weak self] in self?.removeWatcher(id) }
            let start = request.options.resourceVersion.flatMap { UInt64($0) } ?? 0
            if start == 0 {
                for stored in (state.objects[request.resource] ?? [:]).values where filter.matches(stored.object) {
                    channel.offer(WatchEvent(.added, stored.object))
                }
            } else {
                guard start >= state.oldest else {
                    throw .tooOld(start, oldest: state.oldest)
                }
                for change in state.history where change.resource == request.resource && change.revision > start {
                    if let event = filter.event(for: change) { channel.offer(event) }
                }
            }
            state.watchers.append(Watcher(id: id, request: request, channel: WeakChannel(channel: channel)))
            return WatchStream(channel)
        }
    }

    // MARK: -

    private func react(to request: APIRequest) throws(StatusError) -> JSONValue? {
        let reactors = state.withLock { state in
            state.requests.append(request)
            return state.reactors
        }
        defer { notify() }
        for reactor in reactors {
            if let answer = try reactor(request) { return answer }
        }
        return nil
    }

    func mutate<R>(_ body: (inout State) throws(StatusError) -> R) throws(StatusError) -> R {
        defer { notify() }
        return try state.withLock { state throws(StatusError) in try body(&state) }
    }

    func notify() {
        let observers = state.withLock { state in
            defer { state.observers = [:] }
            return state.observers.values
        }
        for observer in observers { observer() }
    }

    private func removeWatcher(_ id: UInt64) {
        // May be called while the lock is held by the last reference's release: hand over to a task.
        Task { [weak self] in self?.state.withLock { $0.watchers.removeAll { $0.id == id } } }
    }
}

extension StatusError {
    static func tooOld(_ revision: UInt64, oldest: UInt64) -> StatusError {
        StatusError(code: 410, reason: .expired, message: "too old resource version: \(revision) (\(oldest))")
    }
}

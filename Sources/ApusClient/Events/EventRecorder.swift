public import ApusAPI
import ApusJSON
public import Logging
import Synchronization

/// `type` of an Event.
public enum EventType: String, Sendable {
    case normal = "Normal"
    case warning = "Warning"
}

/// Writes core/v1 Events for one component: repeated ones are counted on the first, similar ones combined, and too
/// many about one object dropped (client-go's `record.EventRecorder` and its correlator).
///
/// `record` never waits: when the API server is away, at most `capacity` events are kept for it.
public final class EventRecorder: Sendable {
    /// An event that has not been correlated yet.
    struct Occurrence: Sendable {
        var about: ObjectReference
        var type: EventType
        var reason: String
        var message: String
        var annotations: [String: String]
        var time: Timestamp
    }

    static let capacity = 1000
    static let attempts = 12
    static let retryDelay: Duration = .seconds(10)

    public let component: String
    public let host: String
    private let client: APIClient
    private let time: TimeSource
    private let logger: Logger
    private let stream: AsyncStream<Occurrence>
    private let queue: AsyncStream<Occurrence>.Continuation
    private let correlator: Mutex<EventCorrelator>

    /// `component` becomes `source.component` and `reportingComponent`; `host`, where it is not empty, `source.host`.
    public init(
        transport: any APITransport, component: String, host: String = "", time: TimeSource = .system, logger: Logger
    ) {
        self.component = component
        self.host = host
        client = APIClient(transport)
        self.time = time
        self.logger = logger
        correlator = Mutex(EventCorrelator(component: component, host: host))
        (stream, queue) = AsyncStream.makeStream(bufferingPolicy: .bufferingOldest(Self.capacity))
    }

    /// Notes that something happened to `about`. `reason` is one CamelCase word, `message` a sentence for people.
    public func record(
        _ about: ObjectReference, _ type: EventType, reason: String, message: String,
        annotations: [String: String] = [:]
    ) {
        let occurrence = Occurrence(
            about: about, type: type, reason: reason, message: message, annotations: annotations, time: time.now)
        if case .dropped = queue.yield(occurrence) {
            logger.warning("unable to record event, the queue is full: \(about.kind) \(about.name) \(reason)")
        }
    }

    /// Sends what is recorded until the task is cancelled.
    public func run() async {
        for await occurrence in stream {
            let action = correlator.withLock { $0.correlate(occurrence, now: time.elapsed) }
            guard let action else { continue }
            await send(action)
        }
    }

    private func send(_ action: EventCorrelator.Action) async {
        for attempt in 1...Self.attempts {
            do {
                let stored = try await write(action)
                correlator.withLock { $0.stored(action.key, name: stored.name) }
                return
            } catch let error {
                // Refusals that would only repeat: the namespace is going away, the event is not accepted, …
                guard error.code == 429 || error.code >= 500 else {
                    logger.debug("server rejected event \(action.name) (will not retry): \(error.message)")
                    return
                }
                guard attempt < Self.attempts else { break }
                let delay = attempt == 1 ? Self.retryDelay * Double.random(in: 0..<1) : Self.retryDelay
                do { try await time.sleep(for: delay) } catch { return }
            }
        }
        logger.warning("unable to write event \(action.name) (retry limit exceeded)")
    }

    private func write(_ action: EventCorrelator.Action) async throws(StatusError) -> APIObject {
        let events = GroupVersionResource("", "v1", "events")
        if let patch = action.patch {
            do {
                return try await client.patch(
                    events, namespace: action.namespace, name: action.name, .strategicMerge, patch)
            } catch  where error.reason == .notFound {
                // It outlived its time on the server: make it anew, with what has been counted.
            }
        }
        return try await client.create(events, namespace: action.namespace, action.event)
    }
}

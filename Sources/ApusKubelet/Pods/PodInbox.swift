import ApusJSON
import Synchronization

/// What has happened to a pod since its worker last looked.
final class PodInbox: Sendable {
    struct News: Sendable {
        /// The newest state that the API told.
        var pod: Pod?
        /// The API has the pod no more.
        var isGone = false
        /// The runtime reported something about the pod.
        var hasRuntimeChanged = false
        /// A ConfigMap or Secret that the pod refers to changed.
        var haveSourcesChanged = false
        var probes: [(kind: ProbeKind, containerID: String, succeeded: Bool)] = []
        /// A task of the worker's that stops containers has ended.
        var hasStopped = false

        /// Whether all that is new is the status of the pod.
        func isOnlyStatus(since old: Pod) -> Bool {
            guard let pod, !isGone, !hasRuntimeChanged, !haveSourcesChanged, probes.isEmpty, !hasStopped, !isWoken
            else {
                return false
            }
            func essence(_ pod: Pod) -> (JSONValue, JSONValue) {
                var metadata = pod.metadata
                for name in ["resourceVersion", "managedFields"] { metadata.remove(name) }
                return (metadata, pod.spec)
            }
            return essence(pod) == essence(old)
        }

        /// The worker asked itself to look again.
        var isWoken = false
    }

    /// One element for any number of news.
    let signals: AsyncStream<Void>
    private let signal: AsyncStream<Void>.Continuation
    private let news = Mutex(News())

    init() {
        (signals, signal) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    func post(_ change: (inout News) -> Void) {
        news.withLock { change(&$0) }
        signal.yield()
    }

    /// Makes the worker look again without news.
    func wake() { post { $0.isWoken = true } }

    func take() -> News {
        news.withLock { news in
            defer { news = News() }
            return news
        }
    }

    func finish() { signal.finish() }
}

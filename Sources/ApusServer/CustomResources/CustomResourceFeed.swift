import ApusAPI
import Synchronization

/// The names of CustomResourceDefinitions that changed, in order.
final class CustomResourceFeed: Watcher {
    let filter = ObjectFilter()
    let names: AsyncStream<String>
    private let continuation: AsyncStream<String>.Continuation

    init() { (names, continuation) = AsyncStream.makeStream(of: String.self) }

    func receive(_ event: CacheEvent, as kind: WatchEvent.Kind) {
        if let object = event.object ?? event.previous { add(object.name) }
    }

    /// Has the definition looked at.
    func add(_ name: String) { continuation.yield(name) }

    func end() { continuation.finish() }
}

/// Has a definition looked at again while its objects go: once, however many go meanwhile.
final class EmptyingWatcher: Watcher {
    let filter = ObjectFilter()
    private let name: String
    private let feed: CustomResourceFeed
    private let expected = Atomic<Bool>(true)

    init(_ name: String, _ feed: CustomResourceFeed) {
        self.name = name
        self.feed = feed
    }

    /// Whether the next deletion is to be told.
    var isExpected: Bool {
        get { expected.load(ordering: .acquiring) }
        set { expected.store(newValue, ordering: .releasing) }
    }

    func receive(_ event: CacheEvent, as kind: WatchEvent.Kind) {
        guard kind == .deleted, expected.exchange(false, ordering: .acquiringAndReleasing) else { return }
        feed.add(name)
    }
}

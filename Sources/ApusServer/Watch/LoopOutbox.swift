import ApusAPI
import ApusStore
import NIOConcurrencyHelpers
import NIOCore

/// What waits to be handed to the watchers of one event loop. However many changes and watchers there are, one hop
/// brings them all over.
final class LoopOutbox: Sendable {
    enum Item: Sendable {
        case event(CacheEvent, WatchEvent.Kind)
        /// Everything up to the revision lies before it.
        case bookmark(Revision)
    }

    let eventLoop: any EventLoop
    private let waiting = NIOLockedValueBox<[(HTTPWatch, Item)]>([])

    init(eventLoop: any EventLoop) { self.eventLoop = eventLoop }

    /// Hands `item` to `watch` on the event loop, behind everything that was given here before.
    func append(_ watch: HTTPWatch, _ item: Item) {
        let isFirst = waiting.withLockedValue { waiting in
            waiting.append((watch, item))
            return waiting.count == 1
        }
        if isFirst { eventLoop.execute { self.drain() } }
    }

    private func drain() {
        let items = waiting.withLockedValue { waiting in
            let items = waiting
            waiting = []
            waiting.reserveCapacity(min(items.count, 4096))
            return items
        }
        for (watch, item) in items { watch.take(item) }
    }
}

/// The outbox of each event loop that has watchers.
final class LoopOutboxes: Sendable {
    private let outboxes = NIOLockedValueBox<[ObjectIdentifier: LoopOutbox]>([:])

    func outbox(of eventLoop: any EventLoop) -> LoopOutbox {
        outboxes.withLockedValue { outboxes in
            let key = ObjectIdentifier(eventLoop)
            if let outbox = outboxes[key] { return outbox }
            let outbox = LoopOutbox(eventLoop: eventLoop)
            outboxes[key] = outbox
            return outbox
        }
    }
}

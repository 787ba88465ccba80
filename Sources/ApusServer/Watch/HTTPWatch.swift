import ApusAPI
import ApusHTTP
import ApusStore
import NIOCore

/// A watch over HTTP: first what exists, as fast as the client reads it, then the changes.
final class HTTPWatch: EndableWatcher, @unchecked Sendable {  // state is touched on the writer's event loop
    /// What a client may leave unread before it is cut off.
    static let pendingLimit = 8 << 20
    /// How many changes wait while the client still reads what existed at first.
    static let backlogLimit = 16_384
    /// How much of what exists is handed to the connection at a time.
    private static let batch = 128 << 10

    let filter: ObjectFilter
    private let options: WatchOptions
    private var encoder: ObjectEncoder
    private var form: WatchForm
    private let cache: ResourceCache
    private let caches: ObjectCaches
    private let writer: HTTPBodyWriter
    private let outbox: LoopOutbox
    private let metrics: WatchMetrics.Series
    /// How long it waits for a revision that was not reached yet.
    private let freshnessLimit: Duration
    private let onEnd: @Sendable () -> Void

    private var initial: ListItems?
    private var initialRevision: Revision = 0
    /// What is not behind it is not sent: the revision that a watch begins at, where it was not reached yet.
    private var floor: Revision = 0
    private var backlog: [LoopOutbox.Item] = []
    private var isOver = false
    private var timers: [Scheduled<Void>] = []
    private var bookmarks: RepeatedTask?
    private var replay: StoreReplay?

    init(
        options: WatchOptions, encoder: ObjectEncoder, cache: ResourceCache, caches: ObjectCaches,
        writer: HTTPBodyWriter, outbox: LoopOutbox, metrics: WatchMetrics.Series, freshnessLimit: Duration,
        onEnd: @escaping @Sendable () -> Void
    ) {
        filter = options.filter
        self.options = options
        self.encoder = encoder
        form = WatchForm(
            version: encoder.resource.definition.gvk, rendering: encoder.rendering, showsColumns: encoder.showsColumns)
        self.cache = cache
        self.caches = caches
        self.writer = writer
        self.outbox = outbox
        self.metrics = metrics
        self.freshnessLimit = freshnessLimit
        self.onEnd = onEnd
    }

    /// Begins, on the event loop. `seconds`: after which time the watch ends.
    func start(seconds: Int64) {
        writer.onClose { [self] in end() }
        writer.onDrain { [self] in sendInitial() }
        timers.append(writer.eventLoop.scheduleTask(in: .seconds(seconds)) { [self] in finish() })
        if options.allowsBookmarks, seconds > Bookmarks.beforeEnd {
            // So that the client resumes from where the watch really was.
            timers.append(
                writer.eventLoop.scheduleTask(in: .seconds(seconds - Bookmarks.beforeEnd)) { [self] in bookmark() })
        }
        if options.isConsistent, caches.isShared {
            return caches.whenCurrent(upTo: freshnessLimit) { [self] error in
                writer.eventLoop.execute { [self] in
                    if let error { fail(error) } else { begin() }
                }
            }
        }
        let revision = options.notOlderThan
        guard revision > caches.progress.revision else { return begin() }
        caches.wait(for: revision, upTo: freshnessLimit) { [self] isReached in
            writer.eventLoop.execute { [self] in
                if isReached { return begin() }
                fail(.resourceVersionTooLarge(revision, current: caches.progress.revision))
            }
        }
    }

    private func begin() {
        guard !isOver else { return }
        cache.watch(self, from: options.from) { start in
            switch start {
            case .snapshot(let snapshot):
                initialRevision = snapshot.revision
                let objects = snapshot.objects
                initial =
                    options.sendsInitialEvents
                    ? ListItems(objects, range: objects.range(namespace: filter.namespace), filter: filter)
                    : ListItems([])
            case .changes(let events):
                for event in events {
                    if let kind = event.kind(for: filter) { backlog.append(.event(event, kind)) }
                }
            case .tooOld:
                replay = StoreReplay(cache: cache, caches: caches, watcher: self, after: options.from ?? 0)
            case .later: floor = options.from ?? 0
            }
        }
        guard !isOver else { return }
        if options.allowsBookmarks {
            bookmarks = writer.eventLoop.scheduleRepeatedTask(
                initialDelay: Bookmarks.interval, delay: Bookmarks.interval
            ) { [self] _ in bookmark() }
        }
        if let replay {
            return replay.start { [self] error in
                writer.eventLoop.execute { [self] in
                    if let error, !isOver { fail(error) } else { finish() }
                }
            }
        }
        if initial == nil { sendBacklog() } else { sendInitial() }
    }

    private func bookmark() { outbox.append(self, .bookmark(replay?.revision ?? caches.progress.revision)) }

    func receive(_ event: CacheEvent, as kind: WatchEvent.Kind) { outbox.append(self, .event(event, kind)) }

    func endWatch() { writer.eventLoop.execute { [self] in finish() } }

    // MARK: - On the event loop

    func take(_ item: LoopOutbox.Item) {
        guard !isOver else { return }
        if initial != nil {
            guard backlog.count < HTTPWatch.backlogLimit else { return cutOff() }
            backlog.append(item)
        } else {
            send(item)
        }
    }

    /// Sends of what exists as much as the connection takes, then what came meanwhile.
    private func sendInitial() {
        guard !isOver, var items = initial else { return }
        var size = 0
        while size < HTTPWatch.batch {
            guard let object = items.next() else {
                initial = nil
                if options.marksInitialEvents {
                    write(encoder.bookmark(initialRevision, endsInitialEvents: true))
                }
                return sendBacklog()
            }
            do {
                let frame = try encoder.frame(WatchEvent(.added, object))
                size += frame.readableBytes
                write(frame)
            } catch {
                return fail(error)
            }
        }
        initial = items
        // The rest when the connection has taken this, at once or with `onDrain`.
        writer.flush()
        if writer.pendingBytes == 0 { writer.eventLoop.execute { [self] in sendInitial() } }
    }

    private func sendBacklog() {
        let items = backlog
        backlog = []
        for item in items { send(item) }
    }

    private func send(_ item: LoopOutbox.Item) {
        guard !isOver else { return }
        switch item {
        case .bookmark(let revision):
            guard revision >= floor else { return }
            write(encoder.bookmark(revision, endsInitialEvents: false))
        case .event(let event, let kind):
            guard event.revision > floor else { return }
            do {
                guard let frame = try event.frame(kind, form, encode: encoder.frame) else { return }
                write(frame)
            } catch {
                return fail(error)
            }
        }
        if writer.pendingBytes > HTTPWatch.pendingLimit { cutOff() }
    }

    private func write(_ frame: ByteBuffer) {
        metrics.add(bytes: frame.readableBytes)
        writer.write(frame)
        guard encoder.showsColumns, encoder.rendering.shape.isTable else { return }
        // The columns of a table come with the first event alone.
        encoder.showsColumns = false
        form.showsColumns = false
    }

    /// Tells the client why the watch cannot go on, and ends it.
    private func fail(_ error: StatusError) {
        if let frame = try? encoder.frame(WatchEvent(.error, error.object)) { writer.write(frame) }
        finish()
    }

    private func finish() {
        end()
        writer.finish()
    }

    private func cutOff() {
        end()
        writer.abort()
    }

    private func end() {
        guard !isOver else { return }
        isOver = true
        for timer in timers { timer.cancel() }
        timers = []
        bookmarks?.cancel()
        bookmarks = nil
        initial = nil
        backlog = []
        replay?.cancel()
        // Not here: `fail` may have been called by the cache while it holds its lock.
        let (cache, onEnd) = (cache, onEnd)
        writer.eventLoop.execute {
            cache.remove(self)
            onEnd()
        }
    }
}

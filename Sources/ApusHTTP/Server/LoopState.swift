import NIOCore

/// What the connections of one event loop share: who they are, the writers to flush, and the date.
final class LoopState: @unchecked Sendable {  // used on `eventLoop` only
    let eventLoop: any EventLoop
    private var channels: [ObjectIdentifier: any Channel] = [:]
    private var isDraining = false
    private var drained: EventLoopPromise<Void>?
    private var dirty: [HTTPBodyWriter] = []
    private var isScheduled = false
    private var nextFlush = NIODeadline.uptimeNanoseconds(0)
    private var dateText = ""
    private var dateExpires = NIODeadline.uptimeNanoseconds(0)

    init(eventLoop: any EventLoop) { self.eventLoop = eventLoop }

    // MARK: - Connections

    /// Keeps `channel` until it closes, so that it can be drained.
    func add(_ channel: any Channel) {
        let id = ObjectIdentifier(channel)
        channels[id] = channel
        channel.closeFuture.assumeIsolated().whenComplete { _ in
            self.channels[id] = nil
            if self.channels.isEmpty { self.drained?.succeed() }
        }
        if isDraining { channel.close(promise: nil) }
    }

    /// Asks all connections to end when their requests have; the future comes when they have.
    func drain() -> EventLoopFuture<Void> {
        isDraining = true
        let promise = drained ?? eventLoop.makePromise(of: Void.self)
        drained = promise
        for channel in channels.values {
            channel.pipeline.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent())
        }
        if channels.isEmpty { promise.succeed() }
        return promise.futureResult
    }

    func closeAll() {
        for channel in channels.values { channel.close(promise: nil) }
    }

    // MARK: - Flushing

    /// Flushes `writer` with all others that became dirty: at the end of this turn, or under load a little later.
    ///
    /// A pass may take at most a quarter of the loop's time: after one that took `t`, the next waits `3t`, up to 20 ms.
    /// So a lone event leaves at once, and a flood of them is joined into few records and system calls.
    func flushLater(_ writer: HTTPBodyWriter) {
        writer.isDirty = true
        dirty.append(writer)
        guard !isScheduled else { return }
        isScheduled = true
        if NIODeadline.now() >= nextFlush {
            eventLoop.assumeIsolated().execute { self.flushAll() }
        } else {
            eventLoop.assumeIsolated().scheduleTask(deadline: nextFlush) { self.flushAll() }
        }
    }

    private func flushAll() {
        let begin = NIODeadline.now()
        let writers = dirty
        dirty.removeAll(keepingCapacity: true)
        isScheduled = false
        for writer in writers {
            writer.isDirty = false
            writer.flushNow()
        }
        let end = NIODeadline.now()
        nextFlush = end + min((end - begin) * 3, .milliseconds(20))
    }

    // MARK: - Date

    /// The value of the `Date` header, made once a second.
    func date() -> String {
        let now = NIODeadline.now()
        if now >= dateExpires {
            dateText = HTTPDate.now()
            dateExpires = now + .milliseconds(500)
        }
        return dateText
    }
}

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
    /// A pass may take at most a sixth of the loop's time: after one that took `t`, the next waits `5t`, up to 40 ms.
    /// So a lone event leaves at once, and a flood of them is joined into few records and system calls.
    func flushLater(_ writer: HTTPBodyWriter) {
        writer.isDirty = true
        dirty.append(writer)
        if !isScheduled { schedulePass() }
    }

    private func schedulePass() {
        isScheduled = true
        if NIODeadline.now() >= nextFlush {
            eventLoop.assumeIsolated().execute { self.flush(Pass(writers: self.takeDirty())) }
        } else {
            eventLoop.assumeIsolated().scheduleTask(deadline: nextFlush) {
                self.flush(Pass(writers: self.takeDirty()))
            }
        }
    }

    private struct Pass {
        var writers: [HTTPBodyWriter]
        var position = 0
        var spent = TimeAmount.zero
    }

    private func takeDirty() -> [HTTPBodyWriter] {
        defer { dirty = [] }
        return dirty
    }

    /// Goes on with a pass for half a millisecond; then the loop's other connections have their turn.
    private func flush(_ current: Pass) {
        var pass = current
        let begin = NIODeadline.now()
        var now = begin
        while pass.position < pass.writers.count, now - begin < LoopState.slice {
            let writer = pass.writers[pass.position]
            pass.position += 1
            writer.isDirty = false
            writer.flushNow()
            now = .now()
        }
        pass.spent = pass.spent + (now - begin)
        if pass.position < pass.writers.count {
            // A task that is due now would run before the loop looks at its connections again.
            let rest = pass
            eventLoop.assumeIsolated().scheduleTask(deadline: now + .microseconds(10)) { self.flush(rest) }
            return
        }
        nextFlush = now + min(pass.spent * 5, LoopState.longestWait)
        isScheduled = false
        if !dirty.isEmpty { schedulePass() }
    }

    private static let slice = TimeAmount.microseconds(500)
    private static let longestWait = TimeAmount.milliseconds(40)

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

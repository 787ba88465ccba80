import NIOCore

/// What the connections of one event loop share: the writers to flush, and the date. Used on that loop only.
final class LoopState: @unchecked Sendable {  // used on `eventLoop` only
    let eventLoop: any EventLoop
    private var dirty: [HTTPBodyWriter] = []
    private var isScheduled = false
    private var nextFlush = NIODeadline.uptimeNanoseconds(0)
    private var dateLine: String = ""
    private var dateExpires = NIODeadline.uptimeNanoseconds(0)

    init(eventLoop: any EventLoop) { self.eventLoop = eventLoop }

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
            eventLoop.execute { self.flushAll() }
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
}

import NIOCore

/// One deadline that may be moved often: a move to later costs nothing, the scheduled callback finds it when it comes.
final class DeadlineTimer {
    private let eventLoop: any EventLoop
    private let expired: () -> Void
    private var deadline: NIODeadline?
    private var scheduled: (at: NIODeadline, callback: NIOScheduledCallback)?

    init(eventLoop: any EventLoop, expired: @escaping () -> Void) {
        self.eventLoop = eventLoop
        self.expired = expired
    }

    /// Sets the deadline to `amount` from now; nil: none.
    func set(_ amount: TimeAmount?) {
        guard let amount else {
            deadline = nil
            return
        }
        let new = NIODeadline.now() + amount
        deadline = new
        if let scheduled {
            guard new < scheduled.at else { return }
            scheduled.callback.cancel()
        }
        schedule(new)
    }

    func cancel() {
        deadline = nil
        scheduled?.callback.cancel()
        scheduled = nil
    }

    private func schedule(_ at: NIODeadline) {
        let handler = Handler(timer: NIOLoopBound(self, eventLoop: eventLoop))
        // A loop that is shutting down takes no callbacks; its connections end anyway.
        scheduled = (try? eventLoop.scheduleCallback(at: at, handler: handler)).map { (at, $0) }
    }

    private struct Handler: NIOScheduledCallbackHandler, Sendable {
        let timer: NIOLoopBound<DeadlineTimer>

        func handleScheduledCallback(eventLoop: some EventLoop) { timer.value.fire() }
    }

    private func fire() {
        scheduled = nil
        guard let deadline else { return }
        if deadline <= .now() {
            self.deadline = nil
            expired()
        } else {
            schedule(deadline)
        }
    }
}

import DequeModule
import HeapModule
import Synchronization

/// A queue of keys for controllers, with the promises of client-go's `workqueue`: a key that is queued is queued once;
/// a key is with one worker at a time; a key that is added while a worker has it comes again when the worker is done;
/// failed keys come again after an exponential back-off.
public final class WorkQueue<Item: Hashable & Sendable>: Sendable {
    fileprivate struct Delayed: Comparable {
        var deadline: Duration
        var item: Item
        static func < (a: Delayed, b: Delayed) -> Bool { a.deadline < b.deadline }
        static func == (a: Delayed, b: Delayed) -> Bool { a.deadline == b.deadline }
    }

    fileprivate struct State {
        var ready: Deque<Item> = []
        /// Queued, or to be queued as soon as its worker is done.
        var dirty: Set<Item> = []
        var processing: Set<Item> = []
        var waiters: Deque<(id: UInt64, continuation: CheckedContinuation<Item?, Never>)> = []
        var nextWaiter: UInt64 = 0
        var cancelledWaiters: Set<UInt64> = []
        var limiter = RateLimiter<Item>()
        var delayed = Heap<Delayed>()
        /// The earliest deadline of each delayed item; heap entries that differ are stale.
        var deadlines: [Item: Duration] = [:]
        var timer: Task<Void, Never>?
        var timerDeadline: Duration?
        var isShutDown = false
    }

    private let state = Mutex(State())
    private let time: TimeSource

    public init(time: TimeSource = .system) { self.time = time }

    /// How many items wait for a worker.
    public var count: Int { state.withLock { $0.ready.count } }
    /// How many items wait for their time.
    public var delayedCount: Int { state.withLock { $0.deadlines.count } }

    /// Queues `item` unless it is queued already.
    public func add(_ item: Item) {
        let waiter = state.withLock { $0.enqueue(item) }
        waiter?.resume(returning: item)
    }

    /// Queues `item` after `delay`; an earlier time that it already has stays.
    public func add(_ item: Item, after delay: Duration) {
        guard delay > .zero else { return add(item) }
        let deadline = time.elapsed + delay
        state.withLock { state in
            guard !state.isShutDown else { return }
            if let known = state.deadlines[item], known <= deadline { return }
            state.deadlines[item] = deadline
            state.delayed.insert(Delayed(deadline: deadline, item: item))
            startTimer(&state)
        }
    }

    /// Queues `item` after the back-off that its failures so far ask for.
    public func addRateLimited(_ item: Item) {
        let now = time.elapsed
        add(item, after: state.withLock { $0.limiter.delay(item, at: now) })
    }

    /// How often `item` was added rate limited since it was last forgotten.
    public func failures(of item: Item) -> Int { state.withLock { $0.limiter.failures[item] ?? 0 } }

    /// Ends the back-off of `item`: call it when it succeeded.
    public func forget(_ item: Item) { state.withLock { $0.limiter.forget(item) } }

    /// The next item; nil when the queue is shut down and empty, or the task is cancelled. Call `done` for each.
    public func next() async -> Item? {
        let id = state.withLock { state in
            state.nextWaiter += 1
            return state.nextWaiter
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { (continuation: CheckedContinuation<Item?, Never>) in
                let answer: Item?? = state.withLock { state in
                    if state.cancelledWaiters.remove(id) != nil { return .some(nil) }
                    if let item = state.ready.popFirst() {
                        state.start(item)
                        return item
                    }
                    if state.isShutDown { return .some(nil) }
                    state.waiters.append((id, continuation))
                    return nil
                }
                if let answer { continuation.resume(returning: answer) }
            }
        } onCancel: {
            let waiter = state.withLock { state -> CheckedContinuation<Item?, Never>? in
                guard let index = state.waiters.firstIndex(where: { $0.id == id }) else {
                    state.cancelledWaiters.insert(id)
                    return nil
                }
                return state.waiters.remove(at: index).continuation
            }
            waiter?.resume(returning: nil)
        }
    }

    /// Gives `item` back: it is queued again if it was added meanwhile.
    public func done(_ item: Item) {
        let waiter = state.withLock { state -> CheckedContinuation<Item?, Never>? in
            state.processing.remove(item)
            guard state.dirty.remove(item) != nil else { return nil }
            return state.enqueue(item)
        }
        waiter?.resume(returning: item)
    }

    /// Takes nothing more; what is queued is still handed out, delayed items are dropped.
    public func shutDown() {
        let waiters = state.withLock { state in
            state.isShutDown = true
            state.timer?.cancel()
            state.timer = nil
            state.delayed = Heap()
            state.deadlines = [:]
            defer { state.waiters = [] }
            return state.waiters
        }
        for waiter in waiters { waiter.continuation.resume(returning: nil) }
    }

    // MARK: - Delayed items

    /// Sleeps until the earliest deadline; there is a task only while something is delayed.
    private func startTimer(_ state: inout State) {
        guard let next = state.delayed.min?.deadline else { return }
        if let running = state.timerDeadline, state.timer != nil, running <= next { return }
        state.timer?.cancel()
        state.timerDeadline = next
        let wait = next - time.elapsed
        state.timer = Task { [weak self, time] in
            if wait > .zero {
                do { try await time.sleep(for: wait) } catch { return }
            }
            self?.releaseDue(next)
        }
    }

    private func releaseDue(_ deadline: Duration) {
        let now = time.elapsed
        var resumed: [(CheckedContinuation<Item?, Never>, Item)] = []
        state.withLock { state in
            // A timer that was replaced while it woke up leaves the work to its successor.
            guard state.timerDeadline == deadline else { return }
            state.timer = nil
            state.timerDeadline = nil
            while let first = state.delayed.min, first.deadline <= now {
                state.delayed.removeMin()
                guard state.deadlines[first.item] == first.deadline else { continue }
                state.deadlines[first.item] = nil
                if let waiter = state.enqueue(first.item) { resumed.append((waiter, first.item)) }
            }
            startTimer(&state)
        }
        for (waiter, item) in resumed { waiter.resume(returning: item) }
    }
}

extension WorkQueue.State {
    mutating func start(_ item: Item) {
        dirty.remove(item)
        processing.insert(item)
    }

    /// Queues `item`, or returns the worker that is to get it at once.
    mutating func enqueue(_ item: Item) -> CheckedContinuation<Item?, Never>? {
        guard !isShutDown, dirty.insert(item).inserted else { return nil }
        guard !processing.contains(item) else { return nil }
        if let waiter = waiters.popFirst() {
            start(item)
            return waiter.continuation
        }
        ready.append(item)
        return nil
    }
}

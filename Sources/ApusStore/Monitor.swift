import Glibc

/// A state with a lock, and a condition on which one thread waits for the state to change.
package final class Monitor<State>: @unchecked Sendable {  // `state` is touched only while `mutex` is held
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var state: State

    package init(_ state: State) {
        self.state = state
        pthread_mutex_init(mutex, nil)
        var attributes = pthread_condattr_t()
        pthread_condattr_init(&attributes)
        pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
        pthread_cond_init(condition, &attributes)
        pthread_condattr_destroy(&attributes)
    }

    deinit {
        pthread_cond_destroy(condition)
        pthread_mutex_destroy(mutex)
        condition.deallocate()
        mutex.deallocate()
    }

    /// Calls `body` with the lock held; `body` must not block.
    package func withLock<R>(_ body: (inout State) -> R) -> R {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return body(&state)
    }

    /// Wakes one waiting thread.
    package func signal() { pthread_cond_signal(condition) }

    /// Wakes all waiting threads.
    package func broadcast() { pthread_cond_broadcast(condition) }

    /// Waits until `ready` returns a value, which it is asked at once and after each signal.
    ///
    /// - Parameter timeout: nanoseconds after which nil is returned; nil waits without end.
    package func wait<R>(timeout: UInt64?, _ ready: (inout State) -> R?) -> R? {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        guard let timeout else {
            while true {
                if let value = ready(&state) { return value }
                pthread_cond_wait(condition, mutex)
            }
        }
        var end = timespec()
        clock_gettime(CLOCK_MONOTONIC, &end)
        let nanoseconds = UInt64(end.tv_nsec) + timeout % 1_000_000_000
        end.tv_sec += Int(timeout / 1_000_000_000 + nanoseconds / 1_000_000_000)
        end.tv_nsec = Int(nanoseconds % 1_000_000_000)
        while true {
            if let value = ready(&state) { return value }
            if pthread_cond_timedwait(condition, mutex, &end) == ETIMEDOUT { return ready(&state) }
        }
    }
}

/// The system's monotonic time in nanoseconds.
@Sendable public func monotonicNanoseconds() -> UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
}

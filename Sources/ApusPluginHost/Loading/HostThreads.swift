import Glibc

/// Threads for calls of plugins, which never run on Swift's cooperative pool.
///
/// With `maximum` 1 it is one thread that runs what it is given in order. More threads are started when all are busy
/// and end after some idle seconds. Work that is still queued at `shutdown`, or when this goes away, is done first.
public final class HostThreads: Sendable {
    private let shared: Shared

    public init(maximum: Int, idleSeconds: Int = 10) {
        shared = Shared(maximum: max(1, maximum), idleSeconds: idleSeconds)
    }

    deinit { shared.stop() }

    /// Runs `job` on one of the threads, later.
    public func submit(_ job: @escaping @Sendable () -> Void) { shared.submit(job) }

    /// Runs `body` on one of the threads and gives its result.
    public func run<R: Sendable, E: Error>(_ body: @escaping @Sendable () throws(E) -> R) async throws(E) -> R {
        let result: Result<R, E> = await withCheckedContinuation { continuation in
            shared.submit {
                do throws(E) {
                    continuation.resume(returning: .success(try body()))
                } catch {
                    continuation.resume(returning: .failure(error))
                }
            }
        }
        return try result.get()
    }

    /// Ends the threads when all that has been submitted is done; nothing may be submitted afterwards.
    public func shutdown() { shared.stop() }
}

/// What the threads share; each holds it while it runs.
private final class Shared: @unchecked Sendable {  // `mutex` guards everything that changes
    private let maximum: Int
    private let idleSeconds: Int
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var jobs: [@Sendable () -> Void] = []
    private var next = 0
    private var threads = 0
    private var idle = 0
    private var stopping = false

    init(maximum: Int, idleSeconds: Int) {
        self.maximum = maximum
        self.idleSeconds = idleSeconds
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(condition, nil)
    }

    deinit {
        pthread_cond_destroy(condition)
        pthread_mutex_destroy(mutex)
        condition.deallocate()
        mutex.deallocate()
    }

    func submit(_ job: @escaping @Sendable () -> Void) {
        pthread_mutex_lock(mutex)
        jobs.append(job)
        let start = idle < jobs.count - next && threads < maximum
        if start { threads += 1 }
        pthread_cond_signal(condition)
        pthread_mutex_unlock(mutex)
        if start { startThread() }
    }

    func stop() {
        pthread_mutex_lock(mutex)
        stopping = true
        pthread_cond_broadcast(condition)
        pthread_mutex_unlock(mutex)
    }

    private func startThread() {
        var thread = pthread_t()
        let status = pthread_create(
            &thread, nil,
            { argument in
                if let argument { Unmanaged<Shared>.fromOpaque(argument).takeRetainedValue().work() }
                return nil
            }, Unmanaged.passRetained(self).toOpaque())
        if status == 0 {
            pthread_detach(thread)
        } else {
            // No thread to be had: the job waits for one of the others.
            Unmanaged.passUnretained(self).release()
            pthread_mutex_lock(mutex)
            threads -= 1
            pthread_mutex_unlock(mutex)
        }
    }

    private func work() {
        pthread_mutex_lock(mutex)
        while let job = take() {
            pthread_mutex_unlock(mutex)
            job()
            pthread_mutex_lock(mutex)
        }
        threads -= 1
        pthread_mutex_unlock(mutex)
    }

    /// The next job, waited for; nil when the thread should end. With the mutex held.
    private func take() -> (@Sendable () -> Void)? {
        var deadline = timespec()
        clock_gettime(CLOCK_REALTIME, &deadline)
        deadline.tv_sec += idleSeconds
        while next == jobs.count {
            if stopping { return nil }
            idle += 1
            let status =
                maximum == 1
                ? pthread_cond_wait(condition, mutex) : pthread_cond_timedwait(condition, mutex, &deadline)
            idle -= 1
            if status == ETIMEDOUT, next == jobs.count { return nil }
        }
        let job = jobs[next]
        next += 1
        if next == jobs.count {
            jobs.removeAll(keepingCapacity: true)
            next = 0
        } else if next > 64, next * 2 > jobs.count {
            jobs.removeFirst(next)
            next = 0
        }
        return job
    }
}

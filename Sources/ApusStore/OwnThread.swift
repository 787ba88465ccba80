import Glibc

/// A thread of the store's own, so that waiting for the disk never takes one of Swift's cooperative pool.
package enum OwnThread {
    private final class Body: Sendable {
        let run: @Sendable () -> Void
        init(_ run: @escaping @Sendable () -> Void) { self.run = run }
    }

    /// Starts a detached thread named `name` (at most 15 bytes are kept) that runs `body` once.
    ///
    /// - Parameter isBatching: A wake-up does not interrupt whoever made it, where no processor is idle: the thread finds
    ///   more work waiting when its turn comes, and does it at once.
    /// - Throws: `.unavailable` where the system gives no thread.
    package static func start(
        _ name: String, isBatching: Bool = false, _ body: @escaping @Sendable () -> Void
    ) throws(StoreError) {
        let argument = Unmanaged.passRetained(
            Body {
                setName(name)
                if isBatching { startBatching() }
                body()
            })
        var thread = pthread_t()
        let error = pthread_create(
            &thread, nil,
            { argument in
                guard let argument else { return nil }
                Unmanaged<Body>.fromOpaque(argument).takeRetainedValue().run()
                return nil
            }, argument.toOpaque())
        guard error == 0 else {
            argument.release()
            throw .unavailable("cannot start thread \(name): \(String(cString: strerror(error)))")
        }
        pthread_detach(thread)
    }

    /// `SCHED_BATCH`, which the Glibc module leaves out: sched(7).
    private static let batchPolicy: Int32 = 3

    /// A kernel that refuses schedules the thread as any other.
    private static func startBatching() {
        var parameters = sched_param(sched_priority: 0)
        pthread_setschedparam(pthread_self(), batchPolicy, &parameters)
    }

    /// Names the calling thread for `ps` and debuggers; it does without where /proc is missing.
    private static func setName(_ name: String) {
        let file = open("/proc/thread-self/comm", O_WRONLY | O_CLOEXEC)
        guard file >= 0 else { return }
        let text = Array(name.utf8.prefix(15))
        _ = write(file, text, text.count)
        close(file)
    }
}

import ApusPluginHost
import Glibc
import Synchronization
import Testing

@Suite struct HostThreadsTests {
    @Test func `one thread runs everything in order`() async {
        let threads = HostThreads(maximum: 1)
        let seen = Mutex<[Int]>([])
        let ids = Mutex<Set<UInt>>([])
        for number in 0..<1000 {
            threads.submit {
                seen.withLock { $0.append(number) }
                _ = ids.withLock { $0.insert(UInt(pthread_self())) }
            }
        }
        await threads.run {}
        #expect(seen.withLock { $0 } == Array(0..<1000))
        #expect(ids.withLock { $0.count } == 1)
    }

    @Test func `as many calls run at a time as there are threads, and no more`() async {
        let threads = HostThreads(maximum: 3)
        let meter = ConcurrencyMeter()
        let three = Barrier(3)
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<9 {
                group.addTask {
                    await threads.run {
                        meter.enter()
                        three.wait()
                        meter.leave()
                    }
                }
            }
        }
        #expect(meter.most == 3)
    }

    @Test func `errors come through with their type`() async {
        let threads = HostThreads(maximum: 2)
        let error = PluginError(.closed, plugin: "p", "gone")
        await #expect(throws: error) { try await threads.run { () throws(PluginError) in throw error } }
    }

    @Test func `what was submitted before shutdown is done`() async {
        let done = await withCheckedContinuation { continuation in
            let threads = HostThreads(maximum: 1)
            for _ in 0..<10 { threads.submit {} }
            threads.submit { continuation.resume(returning: true) }
            threads.shutdown()
        }
        #expect(done)
    }
}

/// Counts how many threads are in a place at a time.
private final class ConcurrencyMeter: Sendable {
    private let state = Mutex((running: 0, most: 0))

    var most: Int { state.withLock { $0.most } }

    func enter() {
        state.withLock {
            $0.running += 1
            $0.most = max($0.most, $0.running)
        }
    }

    func leave() { state.withLock { $0.running -= 1 } }
}

/// Lets threads go on in groups.
private final class Barrier: @unchecked Sendable {  // the barrier is made for use by several threads
    private let barrier = UnsafeMutablePointer<pthread_barrier_t>.allocate(capacity: 1)

    init(_ count: UInt32) { pthread_barrier_init(barrier, nil, count) }

    deinit {
        pthread_barrier_destroy(barrier)
        barrier.deallocate()
    }

    func wait() { pthread_barrier_wait(barrier) }
}

import ApusClient
import ApusTestSupport
import Testing

struct WorkQueueTests {
    @Test func `a key that is queued is queued once`() async {
        let queue = WorkQueue<String>()
        queue.add("a")
        queue.add("b")
        queue.add("a")
        #expect(queue.count == 2)
        #expect(await queue.next() == "a")
        #expect(await queue.next() == "b")
    }

    @Test func `a key that is added while it is worked on comes again when that is done`() async {
        let queue = WorkQueue<String>()
        queue.add("a")
        #expect(await queue.next() == "a")
        queue.add("a")
        queue.add("a")
        #expect(queue.count == 0)
        queue.done("a")
        #expect(queue.count == 1)
        #expect(await queue.next() == "a")
        queue.done("a")
        #expect(queue.count == 0)
    }

    @Test func `a delayed key comes when its time has come, at the earliest time given`() async {
        let clock = ManualClock()
        let queue = WorkQueue<String>(time: .manual(clock))
        queue.add("late", after: .seconds(60))
        queue.add("late", after: .seconds(10))
        queue.add("late", after: .seconds(30))
        #expect(queue.delayedCount == 1)
        await clock.waitForSleepers()
        clock.advance(by: .seconds(9))
        #expect(queue.count == 0)
        clock.advance(by: .seconds(1))
        #expect(await queue.next() == "late")
        #expect(queue.delayedCount == 0)
    }

    @Test func `failures double the delay of their own key until it is forgotten`() async {
        let clock = ManualClock()
        let queue = WorkQueue<String>(time: .manual(clock))
        for (failure, delay) in [5, 10, 20, 40, 80].enumerated() {
            queue.addRateLimited("a")
            #expect(queue.failures(of: "a") == failure + 1)
            await clock.waitForSleepers()
            clock.advance(by: .milliseconds(delay) - .nanoseconds(1))
            #expect(queue.count == 0)
            clock.advance(by: .nanoseconds(1))
            #expect(await queue.next() == "a")
            queue.done("a")
        }
        queue.forget("a")
        #expect(queue.failures(of: "a") == 0)
    }

    @Test func `workers retry what throws and stop with their task`() async throws {
        struct Failure: Error {}
        let queue = WorkQueue<String>()
        let (stream, continuation) = AsyncStream.makeStream(of: Int.self)
        let workers = Task {
            await queue.run(workers: 2, logger: quiet) { item in
                let failures = queue.failures(of: item)
                continuation.yield(failures)
                if failures < 2 { throw Failure() }
                return .done
            }
        }
        queue.add("a")
        var seen: [Int] = []
        for await failures in stream {
            seen.append(failures)
            if seen.count == 3 { break }
        }
        #expect(seen == [0, 1, 2])
        workers.cancel()
        await workers.value
    }

    @Test func `a queue that is shut down hands out what it has and then nothing`() async {
        let queue = WorkQueue<String>()
        queue.add("a")
        queue.shutDown()
        queue.add("b")
        #expect(await queue.next() == "a")
        #expect(await queue.next() == nil)
    }

    @Test func `a cancelled worker does not wait for ever`() async {
        let queue = WorkQueue<String>()
        let worker = Task { await queue.next() }
        worker.cancel()
        #expect(await worker.value == nil)
    }
}

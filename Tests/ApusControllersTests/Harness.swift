@testable import ApusControllers
import ApusAPI
import ApusClient
import ApusJSON
import ApusTestSupport
import Logging
import Synchronization

let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

/// Controllers on an API in memory, with a clock that the test moves.
struct Harness: Sendable {
    let clock = ManualClock()
    let api: FakeAPI
    let informers: InformerFactory
    let context: ControllerContext

    init() {
        api = FakeAPI(clock: clock)
        let time = TimeSource.manual(clock)
        informers = InformerFactory(transport: api, time: time, logger: quiet)
        // Events of one moment would have one name.
        let (clock, count) = (clock, Count())
        let distinct = TimeSource(clock) { FakeAPI.start.advanced(by: clock.now.offset + .nanoseconds(count.next())) }
        context = ControllerContext(
            name: "test-controller", client: APIClient(api), informers: informers,
            events: EventRecorder(transport: api, component: "test-controller", time: distinct, logger: quiet),
            time: time,
            logger: quiet)
    }

    /// Runs controllers while `body` looks at what they do.
    func running(_ controllers: any Controller..., body: () async throws -> Void) async throws {
        let run = Task { [informers, context] in
            await withTaskGroup { group in
                group.addTask { await informers.run() }
                group.addTask { await context.events.run() }
                for controller in controllers { group.addTask { await controller.run() } }
            }
        }
        do {
            await informers.waitForSync()
            try await body()
        } catch {
            run.cancel()
            await run.value
            throw error
        }
        run.cancel()
        await run.value
    }
}

private final class Count: Sendable {
    private let value = Mutex(0)

    func next() -> Int {
        value.withLock { value in
            value += 1
            return value
        }
    }
}

let eventsResource = GroupVersionResource("", "v1", "events")

extension FakeAPI {
    /// `reason: message` of all events.
    var eventTexts: [String] {
        objects(eventsResource).map { "\($0["reason"].string ?? ""): \($0["message"].string ?? "")" }
    }

    /// Sets a Pod's phase and readiness, as a kubelet does.
    func setPod(_ key: String, phase: String = "Running", ready: Bool = true, since: Timestamp = FakeAPI.start) {
        edit(Resources.pods, key) { pod in
            pod["status"]["phase"] = .string(phase)
            pod["status"]["conditions"] = [
                [
                    "type": "Ready", "status": ready ? "True" : "False",
                    "lastTransitionTime": .string(since.rfc3339),
                ]
            ]
        }
    }

    /// Makes every Pod that is not ready run and be ready.
    func runAllPods() {
        for pod in objects(Resources.pods) where !PodState(pod).isReady && !pod.isBeingDeleted { setPod(pod.key) }
    }
}

extension APIOptions {
    /// A deletion that waits for nothing.
    static var atOnce: APIOptions {
        var options = APIOptions()
        options.gracePeriodSeconds = 0
        return options
    }
}

/// Lets other tasks run until `condition` holds: for what the API does not show.
func yieldUntil(_ what: String, _ condition: () -> Bool) async throws {
    for _ in 0..<1_000_000 {
        if condition() { return }
        await Task.yield()
    }
    throw NeverHappened(what: what)
}

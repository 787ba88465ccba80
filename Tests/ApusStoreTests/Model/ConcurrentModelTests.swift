import ApusJSON
import ApusStore
import ApusStoreSQLite
import Glibc
import HistoryTestSupport
import Testing

/// Many clients at once, at random; the checker of histories says whether the store kept its contract.
///
/// Each run prints its seed. `APUS_MODEL_SEED` takes one of them again (the operations are then the same; how the threads
/// interleave is not), `APUS_MODEL_SECONDS` goes on with new seeds for that long at each backend.
@Suite(.timeLimit(.minutes(modelSeconds / 30 + 2)))
struct ConcurrentModelTests {
    /// Calls `body` with seeds: one, or new ones until the time is over.
    private func withSeeds(_ name: String, _ body: (UInt64) async throws -> Void) async throws {
        let end = ContinuousClock.now + .seconds(modelSeconds)
        repeat {
            let seed = environment("APUS_MODEL_SEED").flatMap { UInt64($0) } ?? .random(in: 0 ... .max)
            print("\(name): APUS_MODEL_SEED=\(seed)")
            try await body(seed)
        } while ContinuousClock.now < end
    }

    @Test("writes and reads are linearizable, and each watch is told every change once", arguments: Backend.allCases)
    func linearizable(_ backend: Backend) async throws {
        try await withSeeds("\(backend)") { seed in
            try await backend.withStore { store, clock async throws in
                let run = ModelRun(seed: seed, clock: backend == .etcd ? nil : clock)
                try await run.run(store)
                run.expectNoViolation()
            }
        }
    }

    @Test("a store that is closed under its clients and opened again has kept what it acknowledged")
    func reopened() async throws {
        try await withSeeds("reopened") { seed in
            try await withDirectory { directory async throws in
                let clock = ManualClock()
                let run = ModelRun(seed: seed, clock: clock)
                for session in 0..<5 {
                    let store = try SQLiteStore(file: "\(directory)/store.db", now: { clock.now })
                    clock.onMove { store.wake() }
                    try await run.run(store, session: session, closesEarly: session < 4)
                    await store.close()
                }
                run.expectNoViolation()
            }
        }
    }

    @Test("the checker finds what is wrong with a store that", arguments: BrokenStore.Fault.allCases)
    func finds(_ fault: BrokenStore.Fault) async throws {
        var found: [String] = []
        // Most faults show at once; those of chance get more than one.
        for seed in 0..<20 as Range<UInt64> where found.isEmpty {
            let sound = try MemoryStore()
            let store = BrokenStore(sound, fault)
            let run = ModelRun(seed: seed, clock: nil)
            try await run.run(store) { store.heal() }
            await sound.close()
            found = run.recorder.current.violations()
        }
        #expect(!found.isEmpty)
    }
}

private let modelSeconds = environment("APUS_MODEL_SECONDS").flatMap { Int($0) } ?? 0

private func environment(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }

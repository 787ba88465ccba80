import ApusJSON
import ApusStore
import HistoryTestSupport
import Testing

/// One history of many clients at one store, from its first revision on.
struct ModelRun {
    var seed: UInt64
    var clients = 8
    var steps = 40
    let recorder = HistoryRecorder()
    let shared: SharedByClients

    init(seed: UInt64, clock: ManualClock?) {
        self.seed = seed
        shared = SharedByClients(clock: clock)
    }

    /// Lets the clients run.
    ///
    /// - Parameters:
    ///   - session: Which opening of the store this is.
    ///   - closesEarly: Whether the store is closed while they run.
    ///   - beforeTheEnd: Called when they have ended, before the last write.
    func run(
        _ store: any Store, session: Int = 0, closesEarly: Bool = false, beforeTheEnd: () -> Void = {}
    ) async throws {
        let begin = recorder.current.log.last?.revision ?? 1
        recorder.record { $0.start = 1 }
        let isShared = store.isShared
        recorder.record { $0.mayBeginEarlier = isShared }
        let log = RecordedWatch("log \(session)", from: begin + 1, recorder).open(store)
        let clients = clients, steps = steps, seed = seed, recorder = recorder, shared = shared
        let watches = await withTaskGroup(of: [OpenWatch].self) { group in
            for number in 0..<clients {
                group.addTask {
                    var client = RandomClient(
                        "client \(session).\(number)", seed: seed &+ UInt64(session * 1000 + number) &* 0x9E37_79B9,
                        store,
                        recorder, shared)
                    guard closesEarly, number == 0 else { return await client.run(steps: steps) }
                    let watches = await client.run(steps: steps / 2)
                    await store.close()
                    return watches
                }
            }
            return await group.reduce(into: []) { $0 += $1 }
        }
        beforeTheEnd()
        if !closesEarly { try await finish(store, session, watches + [log]) }
        let told = log.finish()
        recorder.record { $0.log += told.batches }
        for watch in watches {
            let told = watch.finish()
            recorder.record { $0.watches.append(told) }
        }
    }

    /// Ends the leases, and writes what each watch must see.
    private func finish(_ store: any Store, _ session: Int, _ watches: [OpenWatch]) async throws {
        for lease in shared.leases.sorted() {
            do throws(StoreError) { try await shared.revoke(lease, of: store, recorder) } catch {
                guard case .leaseNotFound = error else { throw error }
            }
        }
        let operations = ["/a/end", "/b/end"].map { History.Write.Operation($0, "\($0) \(session)") }
        let asked = recorder.tick()
        let last = try await store.commit(
            Transaction([], operations.map { .put(key: $0.key, value: Bytes($0.value ?? "")) }))
        let write = History.Write(
            "end \(session)", [], operations, History.Span(asked, recorder.tick()), .done(last.revision))
        recorder.record { $0.writes.append(write) }
        for watch in watches { await watch.record.until(last.revision) }
    }

    /// Fails the test where the history contradicts the contract.
    func expectNoViolation(_ location: SourceLocation = #_sourceLocation) {
        let problems = shared.unexpected + recorder.current.violations()
        #expect(
            problems.isEmpty, "APUS_MODEL_SEED=\(seed)\n\(problems.prefix(10).joined(separator: "\n"))",
            sourceLocation: location)
    }
}

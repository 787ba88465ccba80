import ApusJSON
import ApusStore
import ApusStoreSQLite
import HistoryTestSupport
import Testing

/// Random operations against a model that is too simple to be wrong: the whole map at each revision.
@Suite(.timeLimit(.minutes(3)))
struct ModelTests {
    struct Model {
        struct Entry: Equatable {
            var value: String
            var create: Revision
            var mod: Revision
        }

        var current: Revision = 1
        var oldest: Revision = 0
        var states: [Revision: [String: Entry]] = [1: [:]]
        var events: [String] = []

        mutating func apply(_ compares: [(String, Revision)], _ operations: [(key: String, value: String?)]) -> Bool {
            var state = states[current] ?? [:]
            for (key, revision) in compares where (state[key]?.mod ?? 0) != revision { return false }
            var changes: [String] = []
            for (key, value) in operations {
                let old = state[key]
                if let value {
                    state[key] = Entry(value: value, create: old?.create ?? current + 1, mod: current + 1)
                    changes.append("\(current + 1) put \(key)=\(value) (\(old?.value ?? "-"))")
                } else if let old {
                    state[key] = nil
                    changes.append("\(current + 1) delete \(key) (\(old.value))")
                }
            }
            guard !changes.isEmpty else { return true }
            current += 1
            states[current] = state
            events += changes
            return true
        }

        func list(_ revision: Revision) -> [String] {
            (states[revision] ?? [:]).map { "\($0)=\($1.value) \($1.create) \($1.mod)" }.sorted()
        }
    }

    @Test("a store agrees with the model", arguments: Backend.allCases, [1, 2, 20_261_122] as [UInt64])
    func agrees(_ backend: Backend, seed: UInt64) async throws {
        try await backend.withStore { store, _ async throws in
            var model = Model()
            try await run(store, &model, seed: seed, steps: 600)
        }
    }

    @Test("a store that is closed and opened again and again agrees with the model", arguments: [7, 8] as [UInt64])
    func agreesAfterRestarts(seed: UInt64) async throws {
        try await withDirectory { directory async throws in
            var model = Model()
            for round in 0..<8 {
                let store = try SQLiteStore(file: "\(directory)/store.db")
                try await run(store, &model, seed: seed &+ UInt64(round) &* 1000, steps: 60)
                await store.close()
            }
        }
    }

    private func run(_ store: any Store, _ model: inout Model, seed: UInt64, steps: Int) async throws {
        var random = SeededRandom(seed)
        let live = Recorder()
        let seenBefore = model.events.count
        _ = live.watch(store, "/")
        for step in 0..<steps {
            switch Int.random(in: 0..<20, using: &random) {
            case 0..<14: try await transaction(store, &model, step, &random)
            case 14..<17:
                let revision = Revision.random(in: 1...model.current, using: &random)
                if revision < model.oldest {
                    await #expect(throws: StoreError.compacted(oldest: model.oldest)) {
                        try await store.list("/", at: revision)
                    }
                } else {
                    let items = try await store.range(RangeRequest(prefix: "/", revision: revision)).items
                    #expect(
                        items.map { "\($0.key)=\($0.value.string) \($0.createRevision) \($0.modRevision)" }
                            == model.list(revision), "seed \(seed), step \(step)")
                }
            case 17..<19:
                let from = Revision.random(in: max(2, model.oldest)...model.current + 1, using: &random)
                let expected = model.events.filter { (Revision($0.prefix { $0 != " " }) ?? 0) >= from }
                let recorder = Recorder()
                let watch = recorder.watch(store, "/", from: from)
                await recorder.until(count: expected.count)
                watch.cancel()
                #expect(
                    recorder.events.map { "\($0.revision) \($0.summary)" } == expected, "seed \(seed), step \(step)")
            default:
                let revision = Revision.random(in: max(1, model.oldest)...model.current, using: &random)
                try await store.compact(before: revision)
                model.oldest = max(model.oldest, revision)
            }
        }
        let expected = Array(model.events.dropFirst(seenBefore))
        #expect(live.events.map { "\($0.revision) \($0.summary)" } == expected, "seed \(seed)")
    }

    private func transaction(
        _ store: any Store, _ model: inout Model, _ step: Int, _ random: inout SeededRandom
    ) async throws {
        func key() -> String { "/\("abcdefgh".randomElement(using: &random) ?? "a")" }
        var compares: [(String, Revision)] = []
        for _ in 0..<Int.random(in: 0..<3, using: &random) {
            let key = key()
            let mod = model.states[model.current]?[key]?.mod ?? 0
            compares.append((key, Int.random(in: 0..<5, using: &random) == 0 ? mod + 1 : mod))
        }
        var operations: [(key: String, value: String?)] = []
        for place in 0..<Int.random(in: 1..<5, using: &random) {
            let key = key()
            guard !operations.contains(where: { $0.key == key }) else { continue }
            operations.append((key, Bool.random(using: &random) ? "\(step).\(place)" : nil))
        }
        let holds = model.apply(compares, operations)
        let result = try await store.commit(
            Transaction(
                compares.map { .modRevision(key: $0, $1) },
                operations.map { key, value in
                    value.map { .put(key: key, value: Bytes($0)) } ?? .delete(key: key)
                }))
        #expect(result.succeeded == holds)
        #expect(result.revision == model.current)
    }
}

import ApusJSON
import ApusStore
import Synchronization
import Testing

/// What every backend must do for watches; unchanged over each.
@Suite(.timeLimit(.minutes(3)))
struct WatchContractTests {
    @Test("events have been delivered when a commit is acknowledged", arguments: Backend.allCases)
    func deliveredFirst(_ backend: Backend) async throws {
        try await backend.withStore { store, _ async throws in
            let recorder = Recorder()
            _ = recorder.watch(store, "/p/")
            for index in 0..<20 {
                try await store.put("/p/\(index)", "1")
                #expect(recorder.events.count == index + 1)
                try await store.put("/q/\(index)", "1")
                #expect(recorder.events.count == index + 1)
            }
        }
    }

    @Test(
        "a watch from the past replays with previous values and whole transactions, then goes on",
        arguments: Backend.allCases)
    func replay(_ backend: Backend) async throws {
        try await backend.withStore { store, _ async throws in
            try await store.put("/p/a", "1")  // 2
            try await store.put("/p/a", "2")  // 3
            try await store.put("/q/a", "1")  // 4
            _ = try await store.commit(
                Transaction([], [.put(key: "/p/b", value: Bytes("1")), .delete(key: "/p/a")]))  // 5
            let recorder = Recorder()
            _ = recorder.watch(store, "/p/", from: 3)
            await recorder.until(count: 3)
            try await store.put("/p/b", "2")
            await recorder.until(count: 4)
            #expect(
                recorder.events.map(\.summary) == [
                    "put /p/a=2 (1)", "put /p/b=1 (-)", "delete /p/a (2)", "put /p/b=2 (1)",
                ])
            #expect(recorder.events.map(\.revision) == [3, 5, 5, 6])
            let event = try #require(recorder.events.first)
            #expect((event.value?.createRevision, event.value?.modRevision) == (2, 3))
            #expect((event.previous?.createRevision, event.previous?.modRevision) == (2, 2))
            #expect(recorder.batches.filter { $0.contains { $0.revision == 5 } }.count == 1)
        }
    }

    @Test("a watch from a revision to come sees nothing before it", arguments: Backend.allCases)
    func future(_ backend: Backend) async throws {
        try await backend.withStore { store, _ async throws in
            let recorder = Recorder()
            _ = recorder.watch(store, "/", from: 4)
            for value in ["1", "2", "3", "4"] { try await store.put("/a", value) }
            #expect(recorder.events.map(\.revision) == [4, 5])
        }
    }

    @Test("a watch is told of revisions that do not concern its keys", arguments: Backend.allCases)
    func progress(_ backend: Backend) async throws {
        try await backend.withStore { store, _ async throws in
            let recorder = Recorder()
            _ = recorder.watch(store, "/p/")
            try await store.put("/p/a", "1")
            let revision = try await store.put("/q/a", "1")
            store.requestProgress()
            await recorder.until { $0.progress == revision }
            #expect(recorder.events.map(\.revision) == [revision - 1])
            #expect(try await store.currentRevision() == revision)
        }
    }

    @Test("a cancelled watch ends once with nil and gets nothing more", arguments: Backend.allCases)
    func cancel(_ backend: Backend) async throws {
        try await backend.withStore { store, _ async throws in
            let recorder = Recorder()
            let watch = recorder.watch(store, "/")
            try await store.put("/a", "1")
            watch.cancel()
            watch.cancel()
            try await store.put("/a", "2")
            #expect(recorder.events.count == 1)
            #expect(recorder.ends == [nil])
        }
    }

    @Test("a watch may cancel itself while it is given events", arguments: Backend.allCases)
    func cancelInside(_ backend: Backend) async throws {
        try await backend.withStore { store, _ async throws in
            let own = Mutex<(any StoreWatch)?>(nil)
            let log = Mutex<[String]>([])
            let watch = store.watch(
                prefix: "/", from: 0,
                deliver: { _ in
                    own.withLock { $0 }?.cancel()
                    log.withLock { $0.append("delivered") }
                }, end: { _ in log.withLock { $0.append("ended") } })
            own.withLock { $0 = watch }
            try await store.put("/a", "1")
            try await store.put("/a", "2")
            #expect(log.withLock { $0 } == ["delivered", "ended"])
        }
    }

    @Test("what a writer attaches comes with its live event", arguments: Backend.allCases)
    func attachment(_ backend: Backend) async throws {
        final class Note: Sendable {}
        try await backend.withStore { store, _ async throws in
            let recorder = Recorder()
            _ = recorder.watch(store, "/")
            let note = Note()
            _ = try await store.commit(Transaction([], [.put(key: "/a", value: Bytes("1"), attachment: note)]))
            #expect(recorder.events.first?.value?.attachment === note)
        }
    }

    @Test("watches that begin anywhere under write load miss, double and reorder nothing", arguments: Backend.allCases)
    func handOver(_ backend: Backend) async throws {
        try await backend.withStore { store, _ async throws in
            let writes = 3000
            let writer = Task {
                // 16 are always outstanding, so that commits are shared.
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for index in 0..<writes {
                        if index >= 16 { try await group.next() }
                        group.addTask { try await store.put("/p/\(index % 50)", "\(index)") }
                    }
                    try await group.waitForAll()
                }
            }
            var recorders: [(Recorder, Revision)] = []
            while recorders.count < 40 {
                let current = try await store.currentRevision()
                let from = current > 200 && recorders.count.isMultiple(of: 2) ? max(2, current - 200) : max(2, current)
                let recorder = Recorder()
                _ = recorder.watch(store, "/p/", from: from)
                recorders.append((recorder, from))
                let next = from + 2
                await recorder.until { ($0.events.last?.revision ?? 0) >= min(next, Revision(writes + 1)) }
            }
            try await writer.value
            let last = Revision(writes + 1)
            for (recorder, from) in recorders {
                await recorder.until { $0.events.last?.revision == last }
                // Compared outside of the macro: it would print thousands of numbers.
                let revisions = recorder.events.map(\.revision)
                let firstWrong = zip(revisions, from...last).first { $0 != $1 }
                #expect(firstWrong == nil, "from \(from)")
                #expect(revisions.count == Int(last - from) + 1, "from \(from)")
                #expect(!recorder.overlapped)
                var values: [String: String] = [:]
                for event in recorder.events {
                    if let known = values[event.key] { #expect(event.previous?.value.string == known) }
                    values[event.key] = event.value?.value.string
                }
            }
        }
    }
}

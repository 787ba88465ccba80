import ApusJSON
import ApusStore
import Synchronization
import Testing

/// What every backend must do for ranges, transactions, compaction and leases; unchanged over each.
@Suite(.timeLimit(.minutes(3)))
struct ContractTests {
    @Test(
        "an empty store has revision 1, and each transaction that changes something adds one",
        arguments: Backend.allCases)
    func revisions(_ backend: Backend) async throws {
        try await backend.withStore { store, _ async throws in
            #expect(try await store.currentRevision() == 1)
            #expect(try await store.range(RangeRequest(prefix: "/")).revision == 1)
            #expect(try await store.put("/a", "1") == 2)
            #expect(try await store.delete("/missing") == 2)
            #expect(try await store.put("/a", "1") == 3)
            #expect(try await store.delete("/a") == 4)
            #expect(try await store.currentRevision() == 4)
        }
    }

    @Test("a transaction compares mod revisions; 0 means that the key does not exist", arguments: Backend.allCases)
    func compare(_ backend: Backend) async throws {
        try await backend.withStore { store, _ async throws in
            let create = Transaction([.modRevision(key: "/a", 0)], [.put(key: "/a", value: Bytes("1"))])
            #expect(try await store.commit(create).succeeded)
            let again = try await store.commit(create)
            #expect(!again.succeeded)
            #expect(again.revision == 2)
            #expect(again.current.first??.value.string == "1")
            #expect(again.current.first??.modRevision == 2)
            let update = Transaction(
                [.modRevision(key: "/a", 2), .modRevision(key: "/b", 0)],
                [.put(key: "/a", value: Bytes("2")), .put(key: "/b", value: Bytes("2"))])
            #expect(try await store.commit(update).revision == 3)
            let failed = try await store.commit(update)
            #expect(!failed.succeeded)
            #expect(failed.current.map { $0?.modRevision } == [3, 3])
            let missing = try await store.commit(Transaction([.modRevision(key: "/c", 9)], [.delete(key: "/a")]))
            #expect(!missing.succeeded)
            #expect(missing.current.count == 1)
            #expect(missing.current[0] == nil)
            #expect(try await store.list("/") == ["/a=2", "/b=2"])
        }
    }

    @Test("a key keeps its create revision until it is deleted and made again", arguments: Backend.allCases)
    func createRevision(_ backend: Backend) async throws {
        try await backend.withStore { store, _ async throws in
            for value in ["1", "2"] { try await store.put("/a", value) }
            var item = try #require(try await store.range(RangeRequest(prefix: "/a")).items.first)
            #expect((item.createRevision, item.modRevision) == (2, 3))
            try await store.delete("/a")
            try await store.put("/a", "3")
            item = try #require(try await store.range(RangeRequest(prefix: "/a")).items.first)
            #expect((item.createRevision, item.modRevision) == (5, 5))
        }
    }

    @Test("a transaction that names a key twice is refused whole", arguments: Backend.allCases)
    func sameKeyTwice(_ backend: Backend) async throws {
        try await backend.withStore { store, _ async throws in
            let operations: [Transaction.Operation] = [
                .put(key: "/b", value: Bytes("1")), .put(key: "/a", value: Bytes("1")), .delete(key: "/b"),
            ]
            await #expect(throws: StoreError.unavailable("a transaction names /b twice")) {
                try await store.commit(Transaction([], operations))
            }
            #expect(try await store.list("/") == [])
            #expect(try await store.currentRevision() == 1)
        }
    }

    @Test("a transaction that fails in a shared commit leaves the others alone", arguments: Backend.allCases)
    func isolation(_ backend: Backend) async throws {
        try await backend.withStore { store, _ async throws in
            let results = Mutex<[Int: Result<TransactionResult, StoreError>]>([:])
            await withCheckedContinuation { continuation in
                for index in 0..<100 {
                    // Of each three two make the same key, at the same time; the third has no such lease.
                    let operation = Transaction.Operation.put(
                        key: "/k\(index / 3)", value: Bytes("\(index)"), lease: index % 3 == 2 ? 77 : 0)
                    let compare: [Transaction.Compare] =
                        index % 3 == 2 ? [] : [.modRevision(key: "/k\(index / 3)", 0)]
                    store.commit(Transaction(compare, [operation])) { result in
                        let count = results.withLock {
                            $0[index] = result
                            return $0.count
                        }
                        if count == 100 { continuation.resume() }
                    }
                }
            }
            let all = results.withLock { $0 }
            var expected: [String] = []
            for index in stride(from: 0, to: 100, by: 3) {
                // The last key is made by one alone.
                let makers = index == 99 ? [index] : [index, index + 1]
                let winners = try makers.filter { try #require(all[$0]).get().succeeded }
                #expect(winners.count == 1)
                expected += winners.map { "/k\(index / 3)=\($0)" }
                guard index + 2 < 100 else { continue }
                #expect(throws: StoreError.leaseNotFound(77)) { try #require(all[index + 2]).get() }
            }
            #expect(try await store.list("/").sorted() == expected.sorted())
            #expect(try await store.currentRevision() == 35)
        }
    }

    @Test("a transaction with too many operations is refused whole", arguments: Backend.allCases)
    func tooMany(_ backend: Backend) async throws {
        try await backend.withStore { store, _ async throws in
            let operations = (0...128).map { Transaction.Operation.put(key: "/\($0)", value: Bytes("")) }
            await #expect(throws: StoreError.unavailable("a transaction holds at most 128 operations")) {
                try await store.commit(Transaction([], operations))
            }
            #expect(try await store.commit(Transaction([], Array(operations.dropLast()))).revision == 2)
            #expect(try await store.range(RangeRequest(prefix: "/")).count == 128)
        }
    }

    @Test("a range is ordered by the keys' bytes and stops at its prefix", arguments: Backend.allCases)
    func order(_ backend: Backend) async throws {
        try await backend.withStore { store, _ async throws in
            // "e\u{301}" and "\u{e9}" are canonically equivalent, and two keys.
            for key in ["/p/b", "/p/a/x", "/p0", "/p/Z", "/p/\u{e9}", "/o", "/p/a", "/p/e\u{301}", "/p/a-"] {
                try await store.put(key, "")
            }
            let keys = try await store.range(RangeRequest(prefix: "/p/")).items.map(\.key)
            #expect(
                keys.map { Array($0.utf8) }
                    == ["/p/Z", "/p/a", "/p/a-", "/p/a/x", "/p/b", "/p/e\u{301}", "/p/\u{e9}"].map { Array($0.utf8) })
            #expect(try await store.range(RangeRequest(prefix: "")).count == 9)
            #expect(try await store.range(RangeRequest(prefix: "/q")).items.isEmpty)
        }
    }

    @Test("a limited range goes on at its revision, whatever is written meanwhile", arguments: Backend.allCases)
    func pages(_ backend: Backend) async throws {
        try await backend.withStore { store, _ async throws in
            for index in 0..<10 { try await store.put("/k\(index)", "old") }
            let first = try await store.range(RangeRequest(prefix: "/k", limit: 4))
            #expect(first.items.map(\.key) == ["/k0", "/k1", "/k2", "/k3"])
            #expect(first.more && first.count == 10 && first.revision == 11)
            try await store.delete("/k5")
            try await store.put("/k6", "new")
            try await store.put("/k55", "new")
            let second = try await store.range(
                RangeRequest(prefix: "/k", startingAt: "/k3\0", revision: first.revision, limit: 4))
            #expect(
                second.items.map { "\($0.key)=\($0.value.string)" } == ["/k4=old", "/k5=old", "/k6=old", "/k7=old"])
            #expect(second.more && second.count == 6 && second.revision == first.revision)
            let last = try await store.range(
                RangeRequest(prefix: "/k", startingAt: "/k7\0", revision: first.revision, limit: 4))
            #expect(!last.more && last.items.count == 2)
            let uncounted = try await store.range(RangeRequest(prefix: "/k", limit: 4, countsRest: false))
            #expect(uncounted.more && uncounted.items.count == 4 && uncounted.count >= 4)
            let all = try await store.range(RangeRequest(prefix: "/k", limit: 10, countsRest: false))
            #expect(!all.more && all.items.count == 10)
            #expect(try await store.list("/k").count == 10)
        }
    }

    @Test("a read in the future is refused", arguments: Backend.allCases)
    func future(_ backend: Backend) async throws {
        try await backend.withStore { store, _ async throws in
            await #expect(throws: StoreError.future(current: 1)) { try await store.list("/", at: 2) }
            await #expect(throws: StoreError.future(current: 1)) { try await store.compact(before: 2) }
        }
    }

    @Test(
        "compaction keeps what its revision shows and names the oldest revision for what is gone",
        arguments: Backend.allCases)
    func compaction(_ backend: Backend) async throws {
        try await backend.withStore { store, _ async throws in
            try await store.put("/a", "1")  // 2
            try await store.put("/b", "1")  // 3
            try await store.put("/a", "2")  // 4
            try await store.delete("/b")  // 5
            try await store.put("/a", "3")  // 6
            try await store.put("/c", "1")  // 7
            try await store.compact(before: 6)
            #expect(try await store.list("/", at: 6) == ["/a=3"])
            #expect(try await store.list("/", at: 7) == ["/a=3", "/c=1"])
            await #expect(throws: StoreError.compacted(oldest: 6)) { try await store.list("/", at: 5) }
            let gone = Recorder()
            _ = gone.watch(store, "/", from: 5)
            await gone.untilEnd()
            #expect(gone.ends == [.compacted(oldest: 6)])
            #expect(gone.events.isEmpty)
            let kept = Recorder()
            let watch = kept.watch(store, "/", from: 6)
            await kept.until(count: 2)
            #expect(kept.events.map(\.summary) == ["put /a=3 (2)", "put /c=1 (-)"])
            watch.cancel()
            try await store.compact(before: 3)
            await #expect(throws: StoreError.compacted(oldest: 6)) { try await store.list("/", at: 5) }
            try await store.delete("/a")
            try await store.delete("/c")
            try await store.compact(before: 9)
            #expect(try await store.list("/") == [])
            #expect(try await store.currentRevision() == 9)
            #expect(try await store.put("/d", "1") == 10)
        }
    }

    @Test("a turn of compaction forgets what is older than the turn before", arguments: Backend.allCases)
    func compactionTurns(_ backend: Backend) async throws {
        try await backend.withStore { store, _ async throws in
            let first = try await store.compact(CompactionTurn())
            for value in ["1", "2", "3"] { try await store.put("/a", value) }
            let second = try await store.compact(first)
            #expect(try await store.list("/", at: first.revision + 1) == ["/a=1"])
            #expect(second.revision >= first.revision + 3)
            try await store.put("/a", "4")
            _ = try await store.compact(second)
            await #expect(throws: StoreError.self) { try await store.list("/", at: first.revision + 1) }
            #expect(try await store.list("/", at: second.revision + 1) == ["/a=4"])
        }
    }

    @Test("what is done after close fails with closed", arguments: Backend.allCases)
    func closed(_ backend: Backend) async throws {
        try await backend.withStore { store, _ async throws in
            let before = Recorder()
            _ = before.watch(store, "/")
            await store.close()
            #expect(before.ends == [.closed])
            await #expect(throws: StoreError.closed) { try await store.put("/a", "1") }
            await #expect(throws: StoreError.closed) { try await store.list("/") }
            await #expect(throws: StoreError.closed) { try await store.currentRevision() }
            await #expect(throws: StoreError.closed) { try await store.compact(before: 1) }
            let after = Recorder()
            _ = after.watch(store, "/")
            #expect(after.ends == [.closed])
            await store.close()
        }
    }

    // MARK: - Leases

    @Test("the keys of a lease are deleted when it ends, in one transaction", arguments: Backend.allCases)
    func leaseEnds(_ backend: Backend) async throws {
        try await backend.withStore { store, clock async throws in
            let lease = try await store.grantLease(ttl: 10)
            try await store.put("/b", "1", lease: lease)
            try await store.put("/a", "1", lease: lease)
            try await store.put("/c", "1", lease: lease)
            try await store.put("/c", "2")  // no longer under the lease
            try await store.put("/d", "1")
            let recorder = Recorder()
            _ = recorder.watch(store, "/")
            try await clock.advance(seconds: 6)
            try await store.keepAlive(lease: lease)
            try await clock.advance(seconds: 6)
            try await store.put("/e", "1")
            #expect(recorder.events.map(\.summary) == ["put /e=1 (-)"])
            try await clock.advance(seconds: 5)
            await recorder.until(count: 3)
            #expect(recorder.events.dropFirst().map(\.summary) == ["delete /a (1)", "delete /b (1)"])
            #expect(Set(recorder.events.dropFirst().map(\.revision)).count == 1)
            #expect(try await store.list("/") == ["/c=2", "/d=1", "/e=1"])
            await #expect(throws: StoreError.leaseNotFound(lease)) { try await store.keepAlive(lease: lease) }
            await #expect(throws: StoreError.leaseNotFound(lease)) { try await store.put("/f", "1", lease: lease) }
        }
    }

    @Test("a revoked lease deletes its keys at once; leases differ", arguments: Backend.allCases)
    func revoke(_ backend: Backend) async throws {
        try await backend.withStore { store, _ async throws in
            let lease = try await store.grantLease(ttl: 10)
            let other = try await store.grantLease(ttl: 10)
            #expect(lease != other)
            try await store.put("/a", "1", lease: lease)
            try await store.put("/b", "1", lease: other)
            try await store.revoke(lease: lease)
            #expect(try await store.list("/") == ["/b=1"])
            await #expect(throws: StoreError.leaseNotFound(lease)) { try await store.revoke(lease: lease) }
            await #expect(throws: StoreError.self) { try await store.grantLease(ttl: 0) }
        }
    }
}

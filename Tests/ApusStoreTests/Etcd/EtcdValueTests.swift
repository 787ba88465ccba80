import ApusStore
import GRPCCore
import Testing

@testable import ApusStoreEtcd

/// What of the etcd backend needs no etcd.
struct EtcdValueTests {
    @Test(
        "progress is believed of the versions that upstream believes",
        arguments: [
            ("3.4.23", false), ("3.4.30", false), ("3.4.31", true), ("3.4.99", true), ("3.5.0", false),
            ("3.5.12", false), ("3.5.13", true), ("3.6.0", true), ("3.6.0-rc.1", true), ("3.3.9", false),
        ])
    func versions(_ text: String, _ isTrusted: Bool) throws {
        #expect(try #require(ServerVersion(text)).tellsProgressRightly == isTrusted)
    }

    @Test("what is no version is none", arguments: ["", "3", "3.5", "three", "3.x.1"])
    func noVersion(_ text: String) {
        #expect(ServerVersion(text) == nil)
    }

    @Test(
        "an endpoint is read and written",
        arguments: [
            ("https://10.0.0.1:2379", "https://10.0.0.1:2379"), ("http://etcd-0.etcd:1", "http://etcd-0.etcd:1"),
            ("https://[fd00::1]:2379", "https://[fd00::1]:2379"), ("https://[fd00::1]", "https://[fd00::1]:2379"),
            ("https://etcd", "https://etcd:2379"), ("https://etcd:2379/", "https://etcd:2379"),
        ])
    func endpoint(_ text: String, _ written: String) throws {
        #expect(try #require(EtcdEndpoint(text)).description == written)
    }

    @Test(
        "what is no endpoint is refused",
        arguments: [
            "", "etcd:2379", "https://", "https://a:0", "https://a:70000", "https://a:b", "https://a/b", "unix:x",
        ])
    func noEndpoint(_ text: String) {
        #expect(EtcdEndpoint(text) == nil)
    }

    @Test(
        "etcd's errors are told apart",
        arguments: [
            (RPCError.Code.resourceExhausted, "etcdserver: mvcc: database space exceeded", "full"),
            (.resourceExhausted, "etcdserver: too many requests", "notTaken"),
            (.unavailable, "etcdserver: no leader", "notTaken"),
            (.unavailable, "etcdserver: leader changed", "lost"),
            (.unavailable, "etcdserver: request timed out", "lost"),
            (.deadlineExceeded, "context deadline exceeded", "lost"),
            (.outOfRange, "etcdserver: mvcc: required revision has been compacted", "compacted"),
            (.outOfRange, "etcdserver: mvcc: required revision is a future revision", "future"),
            (.notFound, "etcdserver: requested lease not found", "leaseNotFound"),
            (.invalidArgument, "etcdserver: request is too large", "refused"),
            (.permissionDenied, "etcdserver: permission denied", "refused"),
        ])
    func failures(_ code: RPCError.Code, _ message: String, _ kind: String) {
        #expect("\(EtcdFailure(code: code, message: message))".contains(kind))
    }

    @Test("one quorum read serves all that waited when it began, and none that came later")
    func sharedRead() async throws {
        let gate = AsyncStream.makeStream(of: Revision.self)
        let begun = AsyncStream.makeStream(of: Void.self)
        let answers = gate.stream
        let reads = QuorumReads {
            begun.continuation.yield()
            for await revision in answers { return .success(revision) }
            return .failure(.closed)
        }
        async let first = reads.revision()
        var starts = begun.stream.makeAsyncIterator()
        await starts.next()
        let late = (0..<20).map { _ in Task { try await reads.revision() } }
        gate.continuation.yield(5)
        #expect(try await first == 5)
        await starts.next()
        gate.continuation.yield(6)
        var seen: Set<Revision> = []
        // Those that came behind the second read began a third.
        gate.continuation.yield(6)
        for task in late { seen.insert(try await task.value) }
        #expect(seen == [6])
    }
}

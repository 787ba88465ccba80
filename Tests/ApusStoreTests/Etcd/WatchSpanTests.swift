import ApusStore
import Testing

@testable import ApusStoreEtcd

/// What is asked of etcd's watches, and how their answers are read.
struct WatchSpanTests {
    private let span = WatchSpan(prefix: "/registry/", trustsProgress: true)

    @Test("a watch asks for one revision more, so that etcd refuses where it has lost deletions")
    func request() {
        #expect(span.request(from: 18).createRequest.startRevision == 17)
        // 0 would mean "from now on".
        #expect(span.request(from: 1).createRequest.startRevision == 1)
    }

    @Test("what was seen before is left out; etcd's refusal names the first revision that can be watched from")
    func answer() throws {
        var response = EtcdWatchResponse()
        response.events = (17...18).map { revision in
            var event = EtcdEvent()
            event.type = .put
            event.kv.key = .init("/registry/a".utf8)
            event.kv.version = 1
            event.kv.modRevision = Int64(revision)
            return event
        }
        let chunk = try #require(try span.read(response, from: 18, nil))
        #expect(chunk.events.map(\.revision) == [18] && chunk.through == 18)
        response.events = []
        response.canceled = true
        response.compactRevision = 17
        #expect(throws: WatchCut.self) { try span.read(response, from: 17, nil) }
        do throws(WatchCut) { _ = try span.read(response, from: 17, nil) } catch {
            guard case .compacted(18) = error else {
                Issue.record("\(error)")
                return
            }
        }
    }
}

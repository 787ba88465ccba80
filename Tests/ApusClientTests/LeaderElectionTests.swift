import ApusAPI
import ApusClient
import ApusJSON
import ApusTestSupport
import Synchronization
import Testing

struct LeaderElectionTests {
    private func election(_ identity: String, _ api: FakeAPI, _ clock: ManualClock) -> LeaderElection {
        LeaderElection(name: "scheduler", identity: identity, transport: api, time: .manual(clock), logger: quiet)
    }

    private func holder(_ api: FakeAPI) -> String? {
        api.object(Resources.leases, "kube-system/scheduler")?["spec"]["holderIdentity"].string
    }

    /// Leads until cancelled.
    private func lead(_ election: LeaderElection) -> Task<Void, any Error> {
        Task {
            try await election.run {
                while true { try await Task.sleep(for: .seconds(3600)) }
            }
        }
    }

    @Test func `the first takes the lease and gives it up when it is cancelled`() async throws {
        let clock = ManualClock()
        let api = FakeAPI(clock: clock)
        let leader = lead(election("a", api, clock))
        try await api.eventually("leadership") { _ in holder(api) == "a" }
        let spec = api.object(Resources.leases, "kube-system/scheduler")?["spec"]
        #expect(spec?["leaseDurationSeconds"].int == 15)
        #expect(spec?["leaseTransitions"].int == 0)
        #expect(spec?["renewTime"].string == "2026-01-01T00:00:00.000000Z")
        leader.cancel()
        _ = await leader.result
        #expect(holder(api) == "")
    }

    @Test func `another waits while the lease is renewed and takes over when it is not`() async throws {
        let clock = ManualClock()
        let api = FakeAPI(clock: clock)
        api.add(
            Resources.leases,
            [
                "metadata": ["namespace": "kube-system", "name": "scheduler"],
                "spec": ["holderIdentity": "gone", "leaseDurationSeconds": 15, "leaseTransitions": 4],
            ])
        let follower = lead(election("b", api, clock))
        for _ in 0..<3 {
            await clock.waitForSleepers()
            clock.advance(by: .seconds(4.4))
            #expect(holder(api) == "gone")
        }
        for _ in 0..<3 where holder(api) == "gone" {
            await clock.waitForSleepers()
            clock.advance(by: .seconds(4.4))
        }
        try await api.eventually("the takeover") { _ in holder(api) == "b" }
        #expect(api.object(Resources.leases, "kube-system/scheduler")?["spec"]["leaseTransitions"].int == 5)
        follower.cancel()
        _ = await follower.result
    }

    @Test func `a leader that cannot renew stops its work`() async throws {
        let clock = ManualClock()
        let api = FakeAPI(clock: clock)
        let leader = lead(election("a", api, clock))
        try await api.eventually("leadership") { _ in holder(api) == "a" }
        api.addReactor { request throws(StatusError) in
            guard request.resource == Resources.leases else { return nil }
            throw StatusError(code: 503, reason: .serviceUnavailable, message: "away")
        }
        for _ in 0..<5 {
            await clock.waitForSleepers()
            clock.advance(by: .seconds(2))
        }
        await #expect(throws: LeadershipLost.self) { try await leader.value }
    }
}

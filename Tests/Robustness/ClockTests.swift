import Foundation
import HistoryTestSupport
import ProgramTestSupport
import Testing

extension RobustnessTests {
    private static let events = "/api/v1/namespaces/default/events"

    private struct Event: Codable, Sendable {
        struct Reference: Codable, Sendable {
            var kind = "ConfigMap"
            var namespace = "default"
            var name = "r-0"
        }

        var metadata: Item.Metadata
        var involvedObject = Reference()
        var reason = "Tested"
        var message = "the clock jumps"
        var type = "Normal"
    }

    @Test("a clock that jumps by hours breaks neither watches nor leases, compaction or certificates")
    func clock() async throws {
        let seed = Self.seed("clock")
        try await Self.withFolder { folder async throws in
            let faults = try await FaultControl(in: folder)
            // The certificates are made two days ago, so that they are good at each time that the clock jumps to.
            try faults.setClock(.seconds(-48 * 3600))
            let server = ServerProcess(
                data: "\(folder)/d", port: 17505,
                ["--event-ttl", "15s", "--etcd-compaction-interval", "5s"],
                environment: faults.environment(data: "\(folder)/d"))
            try await ServerProcess.with([server]) { clients async throws in
                let client = clients[0]
                try faults.setClock(.zero)
                let workload = Workload(clients, seed: seed)
                let outcome = try await workload.run {
                    for round in 0..<Self.factor {
                        let made = try await client.send(
                            "POST", Self.events, Event(metadata: .init(name: "jump-\(round)")))
                        #expect(made.status == 201, "\(made.text)")
                        let old = try await client.send("GET", Workload.path).decoded(ItemList.self)
                        for hours in [6, -6, 24, -24] {
                            try faults.setClock(.seconds(hours * 3600))
                            try await workload.progress("with the clock off by \(hours) hours", by: 20)
                            let now = try await client.send("GET", "\(Self.events)/jump-\(round)")
                            if hours == 6 { #expect(now.status == 200, "an Event ended when the clock jumped") }
                        }
                        let hasEnded = try await Shell.wait(.seconds(60)) {
                            try await client.send("GET", "\(Self.events)/jump-\(round)").status == 404
                        }
                        #expect(hasEnded, "an Event outlived its time")
                        let isCompacted = try await Shell.wait(.seconds(30)) {
                            let revision = old.metadata.resourceVersion ?? ""
                            return try await client.send(
                                "GET", "\(Workload.path)?resourceVersion=\(revision)&resourceVersionMatch=Exact"
                            ).status == 410
                        }
                        #expect(isCompacted, "the store is not compacted any more")
                        try faults.setClock(.zero)
                        try await workload.progress("with the clock right again")
                    }
                }
                Self.expectSound(outcome, seed: seed)
            }
        }
    }
}

import Foundation
import HistoryTestSupport
import ProgramTestSupport
import Testing

extension RobustnessTests {
    /// What happens to an etcd of three members, or to one of the three servers on it.
    enum Fault: String, CaseIterable {
        case killLeader, pauseLeader, cutLeader, partLeader
        case killFollower, pauseFollower, cutFollower
        case killTwoMembers
        case killServer, pauseServer, partServer
    }

    private struct Site {
        let network: TestNetwork
        let etcd: EtcdMachines
        let servers: [ServerProcess]
        let serverNames: [String]
    }

    @Test(
        "three servers on three members of etcd lose nothing, whichever dies, hangs or is cut off",
        .timeLimit(.minutes(60)))
    func etcd() async throws {
        let seed = Self.seed("etcd")
        var random = SeededRandom(seed)
        let (members, names) = (["e0", "e1", "e2"], ["s0", "s1", "s2"])
        try await Self.withFolder { folder async throws in
            try await TestNetwork.with(members + names) { network async throws in
                let etcd = EtcdMachines(members, network, folder: folder)
                do {
                    for member in members { try etcd.start(member) }
                    _ = try await etcd.leader()
                    let servers = names.map { name in
                        ServerProcess(
                            data: "\(folder)/\(name)", host: network.address(name), port: 6443,
                            prefix: network.on(name),
                            ["--etcd-servers", etcd.endpoints, "--advertise-address", network.address(name)])
                    }
                    let site = Site(network: network, etcd: etcd, servers: servers, serverNames: names)
                    try await ServerProcess.with(servers) { clients async throws in
                        let workload = Workload(clients, seed: seed)
                        let outcome = try await workload.run {
                            for _ in 0..<Self.factor {
                                // All of them by `make robustness`; some, by chance, elsewhere.
                                let faults = Fault.allCases.shuffled(using: &random)
                                for fault in Self.factor > 1 ? faults[...] : faults.prefix(5) {
                                    try await befall(fault, site, workload, clients, &random)
                                }
                            }
                            for client in clients { try await expectService(at: client, leadsTo: servers) }
                        }
                        Self.expectSound(outcome, seed: seed)
                    }
                } catch {
                    try await etcd.remove()
                    throw error
                }
                try await etcd.remove()
            }
        }
    }

    private struct Endpoints: Decodable {
        struct Subset: Decodable { var addresses: [Address]? }
        struct Address: Decodable { var ip: String }

        var subsets: [Subset]?
        var addresses: Set<String> { Set((subsets ?? []).flatMap { $0.addresses ?? [] }.map(\.ip)) }
    }

    /// Waits until the Service `kubernetes` leads to all servers.
    private func expectService(at client: APIClient, leadsTo servers: [ServerProcess]) async throws {
        var found: Set<String> = []
        let leads = try await Shell.wait(.seconds(30)) {
            let answer = try await client.send("GET", "/api/v1/namespaces/default/endpoints/kubernetes")
            found = (try? answer.decoded(Endpoints.self))?.addresses ?? []
            return found == Set(servers.map(\.host))
        }
        #expect(leads, "the Service kubernetes leads to \(found)")
    }

    private func befall(
        _ fault: Fault, _ site: Site, _ workload: Workload, _ clients: [APIClient], _ random: inout SeededRandom
    ) async throws {
        print("\(fault)")
        let (etcd, network) = (site.etcd, site.network)
        let leader = try await etcd.leader()
        let others = etcd.names.filter { $0 != leader }.shuffled(using: &random)
        let follower = others[0]
        let place = Int.random(in: site.servers.indices, using: &random)
        let (server, machine) = (site.servers[place], site.serverNames[place])
        switch fault {
        case .killLeader: etcd.crash(leader)
        case .pauseLeader: etcd.signal(leader, SIGSTOP)
        case .cutLeader: try await network.cut(leader)
        // Clients still reach it, and it does not know yet that it leads no more.
        case .partLeader: try await network.part(leader, from: others)
        case .killFollower: etcd.crash(follower)
        case .pauseFollower: etcd.signal(follower, SIGSTOP)
        case .cutFollower: try await network.cut(follower)
        case .killTwoMembers: for member in others { etcd.crash(member) }
        case .killServer: server.crash()
        case .pauseServer: server.signal(SIGSTOP)
        // Its clients still reach it: what it has in memory grows old.
        case .partServer: try await network.part(machine, from: etcd.names)
        }
        if fault != .killTwoMembers { try await workload.progress("during \(fault)") }
        try await Task.sleep(for: .milliseconds(Int.random(in: 1000..<3000, using: &random)))
        switch fault {
        case .killLeader: try etcd.start(leader)
        case .pauseLeader: etcd.signal(leader, SIGCONT)
        case .cutLeader: try await network.join(leader)
        case .partLeader: try await network.unite(leader)
        case .killFollower: try etcd.start(follower)
        case .pauseFollower: etcd.signal(follower, SIGCONT)
        case .cutFollower: try await network.join(follower)
        case .killTwoMembers: for member in others { try etcd.start(member) }
        case .killServer: try server.start()
        case .pauseServer: server.signal(SIGCONT)
        case .partServer: try await network.unite(machine)
        }
        for (server, client) in zip(site.servers, clients) { try await server.ready(client) }
        try await workload.progress("after \(fault)")
    }
}

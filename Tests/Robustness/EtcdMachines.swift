import Foundation
import ProgramTestSupport
import Synchronization
import Testing

/// The members of one etcd, each on a machine of its own.
final class EtcdMachines: Sendable {
    let names: [String]
    private let network: TestNetwork
    private let folder: String
    private let programs = Mutex<[String: RunningProgram]>([:])

    init(_ names: [String], _ network: TestNetwork, folder: String) {
        self.names = names
        self.network = network
        self.folder = folder
    }

    var endpoints: String { names.map { "http://\(network.address($0)):2379" }.joined(separator: ",") }

    /// Starts a member on the data that it left, if any.
    func start(_ name: String) throws {
        let address = network.address(name)
        let cluster = names.map { "\($0)=http://\(network.address($0)):2380" }.joined(separator: ",")
        let program = try RunningProgram(
            network.on(name) + [
                "etcd", "--name", name, "--data-dir", "\(folder)/\(name)", "--logger", "zap", "--log-level", "warn",
                "--listen-client-urls", "http://\(address):2379", "--advertise-client-urls", "http://\(address):2379",
                "--listen-peer-urls", "http://\(address):2380",
                "--initial-advertise-peer-urls", "http://\(address):2380", "--initial-cluster", cluster,
                "--heartbeat-interval", "100", "--election-timeout", "1000",
            ], log: "robust-\(address)")
        programs.withLock { $0[name] = program }
    }

    func signal(_ name: String, _ number: Int32) { programs.withLock { $0[name] }?.signal(number) }
    func crash(_ name: String) { programs.withLock { $0[name] }?.crash() }

    func remove() async throws {
        for program in programs.withLock({ $0.values.map { $0 } }) {
            program.crash()
            try await program.stop()
        }
    }

    private struct Member: Decodable {
        struct Status: Decodable {
            struct Header: Decodable { var member_id: UInt64 }

            var header: Header
            var leader: UInt64
        }

        var Endpoint: String
        var Status: Status
    }

    /// Waits until there is a leader that all follow; returns its name.
    func leader() async throws -> String {
        var leader: String?
        let isThere = try await Shell.wait(.seconds(60)) {
            let result = try await Shell.run(
                ["etcdctl", "--endpoints", endpoints, "--command-timeout", "2s", "endpoint", "status", "-w", "json"],
                environment: ["ETCDCTL_API": "3"])
            guard result.code == 0,
                let members = try? JSONDecoder().decode([Member].self, from: Data(result.output.utf8)),
                members.count == names.count, Set(members.map(\.Status.leader)).count == 1,
                let first = members.first(where: { $0.Status.header.member_id == $0.Status.leader })
            else { return false }
            leader = names.first { first.Endpoint.contains("//\(network.address($0)):") }
            return leader != nil
        }
        try #require(isThere, "etcd has no leader")
        return try #require(leader)
    }
}

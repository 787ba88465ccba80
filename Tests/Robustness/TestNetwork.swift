import Foundation
import ProgramTestSupport
import Testing

/// Machines on one wire: each a network namespace, joined by a bridge that this machine is on too.
struct TestNetwork: Sendable {
    let machines: [String]
    private let name: String
    private let number: Int

    private init(_ machines: [String]) {
        self.machines = machines
        number = Int.random(in: 0...255)
        name = "apr\(String(UInt16.random(in: 0 ... .max), radix: 16))"
    }

    /// Calls `body` with the network, and takes it away afterwards.
    static func with<R>(_ machines: [String], _ body: (TestNetwork) async throws -> R) async throws -> R {
        let network = TestNetwork(machines)
        let result: Result<R, any Error>
        do {
            try await network.make()
            result = .success(try await body(network))
        } catch {
            result = .failure(error)
        }
        await network.remove()
        return try result.get()
    }

    func address(_ machine: String) -> String { "10.213.\(number).\(11 + place(machine))" }

    /// What runs a program on the machine.
    func on(_ machine: String) -> [String] { ["ip", "netns", "exec", namespace(machine)] }

    private func place(_ machine: String) -> Int { machines.firstIndex(of: machine) ?? 0 }
    private func namespace(_ machine: String) -> String { "\(name)-\(machine)" }
    private func link(_ machine: String) -> String { "\(name)v\(place(machine))" }

    private func make() async throws {
        try await run("ip", "link", "add", name, "type", "bridge")
        try await run("ip", "address", "add", "10.213.\(number).1/24", "dev", name)
        try await run("ip", "link", "set", name, "up")
        for machine in machines {
            let (namespace, link) = (namespace(machine), link(machine))
            try await run("ip", "netns", "add", namespace)
            try await run("ip", "link", "add", link, "type", "veth", "peer", "name", "eth0", "netns", namespace)
            try await run("ip", "link", "set", link, "master", name, "up")
            try await run("ip", "-n", namespace, "address", "add", "\(address(machine))/24", "dev", "eth0")
            for device in ["lo", "eth0"] { try await run("ip", "-n", namespace, "link", "set", device, "up") }
        }
    }

    private func remove() async {
        for machine in machines { _ = try? await Shell.run(["ip", "netns", "delete", namespace(machine)]) }
        _ = try? await Shell.run(["ip", "link", "delete", name])
    }

    private func run(_ arguments: String...) async throws {
        let result = try await Shell.run(arguments)
        try #require(result.code == 0, "\(arguments.joined(separator: " ")): \(result.all)")
    }

    // MARK: - Faults

    /// Pulls the machine's plug.
    func cut(_ machine: String) async throws { try await run("ip", "link", "set", link(machine), "down") }
    func join(_ machine: String) async throws { try await run("ip", "link", "set", link(machine), "up") }

    /// Lets nothing pass between the machine and the others named, and all else.
    func part(_ machine: String, from others: [String]) async throws {
        let addresses = others.map(address).joined(separator: ", ")
        let rules = """
            table inet cut {
                chain in { type filter hook input priority 0; ip saddr { \(addresses) } drop; }
                chain out { type filter hook output priority 0; ip daddr { \(addresses) } drop; }
            }
            """
        let result = try await Shell.run(on(machine) + ["nft", "-f", "-"], input: rules)
        try #require(result.code == 0, "\(result.all)")
    }

    func unite(_ machine: String) async throws {
        try await run("ip", "netns", "exec", namespace(machine), "nft", "delete", "table", "inet", "cut")
    }
}

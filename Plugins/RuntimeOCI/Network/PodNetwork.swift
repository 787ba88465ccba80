import Crypto
import FoundationEssentials
import Glibc

/// Which network pods join: the first configuration of a folder, or one of this installation's own: a bridge, host-local
/// addresses, and one nftables table that masquerades what leaves the pods' subnets.
struct PodNetwork {
    let configuration: Configuration
    /// Tells installations on one machine apart: bridge, table and default subnet carry it.
    let installation: String
    let cni: CNI

    init(_ configuration: Configuration) {
        self.configuration = configuration
        installation = String(Digest.hex(SHA256.hash(data: Array(configuration.dataDir.utf8))).prefix(8))
        cni = CNI(pluginDirectories: configuration.cniBinDirs)
    }

    var bridge: String { configuration.bridge ?? "apus0-\(installation)" }
    var table: String { "apus-pods-\(installation)" }

    /// The subnets of the generated network: configured, else the node's (UpdateRuntimeConfig), else one by the data folder.
    func subnets(podCIDR: String?) -> [String] {
        if let configured = configuration.subnets, !configured.isEmpty { return configured }
        if let podCIDR, !podCIDR.isEmpty { return podCIDR.split(separator: ",").map(String.init) }
        let number = UInt32(installation, radix: 16) ?? 0
        return ["10.\(128 + number % 64).\(number >> 8 & 255).0/24"]
    }

    /// The network list in force.
    func list(podCIDR: String?) throws -> JSONDocument {
        if let folder = configuration.cniConfDir, let found = try configured(in: folder) { return found }
        let subnets = subnets(podCIDR: podCIDR)
        let ranges = subnets.map { subnet in JSONDocument.array([["subnet": .string(subnet)]]) }
        let routes = subnets.map { subnet in JSONDocument.object(["dst": subnet.contains(":") ? "::/0" : "0.0.0.0/0"]) }
        return [
            "cniVersion": "1.0.0", "name": .string("apus-\(installation)"),
            "plugins": [
                [
                    "type": "bridge", "bridge": .string(bridge), "isGateway": true, "hairpinMode": true,
                    "ipMasq": .bool(masquerades && nft == nil),
                    "ipam": [
                        "type": "host-local", "ranges": .array(ranges), "routes": .array(routes),
                        "dataDir": .string("\(configuration.dataDir)/cni"),
                    ],
                ],
                ["type": "portmap", "capabilities": ["portMappings": true], "snat": true],
            ],
        ]
    }

    private func configured(in folder: String) throws -> JSONDocument? {
        for name in Files.names(in: folder)
        where name.hasSuffix(".conflist") || name.hasSuffix(".conf") || name.hasSuffix(".json") {
            let path = "\(folder)/\(name)"
            let document = try Documents.decode(JSONDocument.self, from: try Files.read(path), what: path)
            if document["plugins"] != nil { return document }
            guard let cniName = document["name"] else { continue }
            return .object([
                "cniVersion": document["cniVersion"] ?? "0.3.1", "name": cniName, "plugins": .array([document]),
            ])
        }
        return nil
    }

    // MARK: - The host's part

    private var masquerades: Bool { configuration.masquerade ?? true }

    private var nft: String? { ["/usr/sbin/nft", "/sbin/nft", "/usr/bin/nft"].first(where: Files.exists) }

    /// Settings and rules that the generated network needs; once per start, since it changes nothing that is right already.
    /// Gives warnings.
    func prepareHost(podCIDR: String?) -> [String] {
        if let folder = configuration.cniConfDir, (try? configured(in: folder)) ?? nil != nil { return [] }
        var warnings: [String] = []
        let subnets = subnets(podCIDR: podCIDR)
        // Without the bridge setting, answers between two pods of this node would bypass the rules that rewrote the request.
        var settings = ["net/ipv4/ip_forward", "net/bridge/bridge-nf-call-iptables"]
        if subnets.contains(where: { $0.contains(":") }) {
            settings += ["net/ipv6/conf/all/forwarding", "net/bridge/bridge-nf-call-ip6tables"]
        }
        for setting in settings {
            let path = "/proc/sys/\(setting)"
            if (try? Files.text(path)) == "1\n" { continue }
            do {
                let file = try Descriptor(path, O_WRONLY)
                try writeAll(file.number, Array("1".utf8))
            } catch {
                warnings.append("cannot set \(setting) to 1: \(error)")
            }
        }
        if masquerades, let nft {
            let output = try? Child.run(nft, ["-f", "-"], input: Array(rules(subnets).utf8))
            if output?.code != 0 {
                warnings.append("cannot masquerade pods: nft: \(output?.errors ?? "cannot be started")")
            }
        }
        return warnings
    }

    /// Replaces the table in one transaction.
    private func rules(_ subnets: [String]) -> String {
        var lines: [String] = []
        for (family, word) in [(false, "ip"), (true, "ip6")] {
            func ours(_ networks: [String]) -> [String] { networks.filter { $0.contains(":") == family } }
            guard !ours(subnets).isEmpty else { continue }
            let inside =
                (ours(subnets) + ours(configuration.nonMasqueradeCIDRs ?? []) + [family ? "ff00::/8" : "224.0.0.0/4"])
                .joined(separator: ", ")
            for subnet in ours(subnets) {
                lines.append("\(word) saddr \(subnet) \(word) daddr != { \(inside) } masquerade")
            }
        }
        return """
            table inet \(table)
            delete table inet \(table)
            table inet \(table) {
              chain postrouting {
                type nat hook postrouting priority 100; policy accept;
                \(lines.joined(separator: "\n    "))
              }
            }

            """
    }

    /// Takes bridge and table away.
    func removeFromHost() {
        if let nft { _ = try? Child.run(nft, ["delete", "table", "inet", table]) }
        if let ip = ["/usr/sbin/ip", "/sbin/ip", "/usr/bin/ip"].first(where: Files.exists) {
            _ = try? Child.run(ip, ["link", "delete", bridge])
        }
    }
}

/// The chains that every table has, whatever the Services: hooks, and what Services' chains jump to.
struct BaseRules {
    let family: Family
    let configuration: ProxyConfiguration

    /// kube-proxy's bit: traffic with it is masqueraded on its way out.
    private static let mark = "0x4000"

    struct Chain: Equatable {
        var name: String
        /// The hook of a base chain.
        var hook: String?
        var rules: [String]
    }

    /// In an order in which each chain comes after those that it jumps to.
    var chains: [Chain] {
        let word = family.word
        let key = "\(word) daddr . meta l4proto . th dport"
        let nodeKey = "\(local) meta l4proto . th dport"
        let refuse = [
            "ct state new \(key) vmap @refused-addresses",
            "ct state new \(nodeKey) vmap @refused-nodeports",
        ]
        let unallocated = "ct state new \(word) daddr @cluster-addresses jump refuse"
        var chains = [
            Chain(name: "mark-masquerade", rules: ["meta mark set meta mark or \(Self.mark)"]),
            Chain(name: "refuse", rules: ["meta l4proto tcp reject with tcp reset", "reject"]),
            Chain(name: "services", rules: ["\(key) vmap @service-addresses", "\(nodeKey) vmap @service-nodeports"]),
            // Priorities: before destination translation, so that the Service's own address is seen …
            Chain(
                name: "firewall-prerouting", hook: "type filter hook prerouting priority -110",
                rules: ["ct state new \(key) vmap @firewalled-addresses"]),
            Chain(
                name: "filter-output", hook: "type filter hook output priority -110",
                rules: ["ct state new \(key) vmap @firewalled-addresses"] + refuse),
            Chain(name: "nat-prerouting", hook: "type nat hook prerouting priority -100", rules: ["jump services"]),
            Chain(name: "nat-output", hook: "type nat hook output priority -100", rules: ["jump services"]),
            // … and after it: what still goes to a cluster address found no port.
            Chain(name: "filter-output-after", hook: "type filter hook output priority -90", rules: [unallocated]),
            Chain(name: "filter-input", hook: "type filter hook input priority -110", rules: refuse),
            Chain(
                name: "filter-forward", hook: "type filter hook forward priority -110", rules: refuse + [unallocated]),
            Chain(
                name: "nat-postrouting", hook: "type nat hook postrouting priority 100",
                rules: [
                    "ct status dnat \(word) saddr . \(word) daddr @hairpins masquerade fully-random",
                    "meta mark & \(Self.mark) == 0 return",
                    "meta mark set meta mark and 0xffffbfff",
                    "masquerade fully-random",
                ]),
        ]
        if family == .ipv4 && configuration.localhostNodePorts {
            // route_localnet lets 127.0.0.0/8 through on every interface: these keep the outside out (CVE-2020-8558).
            chains.append(
                Chain(
                    name: "guard-loopback", hook: "type filter hook prerouting priority -300",
                    rules: [
                        "iifname != \"lo\" ip daddr 127.0.0.0/8 drop", "iifname != \"lo\" ip saddr 127.0.0.0/8 drop",
                    ]))
        }
        return chains
    }

    /// Matches the addresses that NodePorts listen on.
    private var local: String {
        var match = "fib daddr type local"
        let listed = family.select(configuration.nodePortAddresses)
        if !listed.isEmpty { match = "\(family.word) daddr { \(listed.joined(separator: ", ")) } " + match }
        if !(family == .ipv4 && configuration.localhostNodePorts) {
            match = "\(family.word) daddr != \(family.loopback) " + match
        }
        return match
    }
}

import Glibc

/// Kernel settings that the rules need.
enum KernelSettings {
    /// Sets what is not set; gives warnings for what cannot be. On the thread whose network namespace is meant.
    static func prepare(_ configuration: ProxyConfiguration, families: [Family]) -> [String] {
        var settings: [String] = []
        if families.contains(.ipv4) {
            settings += ["net/ipv4/ip_forward", "net/bridge/bridge-nf-call-iptables"]
            if configuration.localhostNodePorts { settings.append("net/ipv4/conf/all/route_localnet") }
        }
        if families.contains(.ipv6) {
            settings += ["net/ipv6/conf/all/forwarding", "net/bridge/bridge-nf-call-ip6tables"]
        }
        return settings.compactMap { setting in
            // A bridge setting is only there with the module; without a bridge nothing is missed.
            let path = "/proc/sys/\(setting)"
            let file = open(path, O_RDWR | O_CLOEXEC)
            if file < 0 && errno == ENOENT && setting.contains("/bridge/") { return nil }
            guard file >= 0 else { return "cannot set \(setting) to 1: \(String(cString: strerror(errno)))" }
            defer { close(file) }
            var value: UInt8 = 0
            if read(file, &value, 1) == 1, value == UInt8(ascii: "1") { return nil }
            // At the file's start: what is written elsewhere is ignored.
            if pwrite(file, "1", 1, 0) == 1 { return nil }
            return "cannot set \(setting) to 1: \(String(cString: strerror(errno)))"
        }
    }
}

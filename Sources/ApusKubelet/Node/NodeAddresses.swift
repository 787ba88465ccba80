import Glibc

/// The addresses under which the node is reached.
struct NodeAddresses: Sendable, Equatable {
    var internalIPs: [String]
    var hostname: String

    init(internalIPs: [String], hostname: String) {
        self.internalIPs = internalIPs
        self.hostname = hostname
    }

    /// The configured addresses, or that of the interface with the default route, or any that is up.
    init(configured: [String], nodeName: String) {
        hostname = nodeName
        if !configured.isEmpty {
            internalIPs = configured
            return
        }
        let addresses = NodeAddresses.interfaceAddresses()
        let preferred = NodeAddresses.defaultInterface().flatMap { name in addresses.first { $0.interface == name } }
        internalIPs = [(preferred ?? addresses.first)?.address ?? "127.0.0.1"]
    }

    /// The interface of the first default route (`/proc/net/route`: destination and mask 0).
    private static func defaultInterface() -> String? {
        guard let routes = FileTree.text("/proc/net/route") else { return nil }
        for line in routes.split(separator: "\n").dropFirst() {
            let fields = line.split(whereSeparator: \.isWhitespace)
            if fields.count > 7, fields[1] == "00000000", fields[7] == "00000000" { return String(fields[0]) }
        }
        return nil
    }

    /// IPv4 addresses of interfaces that are up, without loopback.
    private static func interfaceAddresses() -> [(interface: String, address: String)] {
        var list: UnsafeMutablePointer<ifaddrs>?
        guard getifaddrs(&list) == 0 else { return [] }
        defer { freeifaddrs(list) }
        var result: [(interface: String, address: String)] = []
        var next = list
        while let entry = next {
            next = entry.pointee.ifa_next
            guard let address = entry.pointee.ifa_addr, Int32(address.pointee.sa_family) == AF_INET else { continue }
            let flags = entry.pointee.ifa_flags
            guard flags & UInt32(IFF_UP) != 0, flags & UInt32(IFF_LOOPBACK) == 0 else { continue }
            var text = [CChar](repeating: 0, count: Int(INET_ADDRSTRLEN))
            address.withMemoryRebound(to: sockaddr_in.self, capacity: 1) {
                var number = $0.pointee.sin_addr
                _ = inet_ntop(AF_INET, &number, &text, socklen_t(INET_ADDRSTRLEN))
            }
            let bytes = text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
            result.append((String(cString: entry.pointee.ifa_name), String(decoding: bytes, as: UTF8.self)))
        }
        return result
    }
}

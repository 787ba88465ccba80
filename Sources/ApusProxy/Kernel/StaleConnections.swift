import CNFTables
import Glibc

/// Connections of UDP clients that keep their source port: the kernel would lead them to an endpoint that is gone.
enum StaleConnections {
    /// The addresses whose endpoints lost one, or that had none: only there can a connection be stale.
    static func addresses(before: Fragment?, after: Fragment?) -> [Fragment.UDPAddress: Set<String>] {
        var stale: [Fragment.UDPAddress: Set<String>] = [:]
        for (address, old) in before?.udp ?? [:] {
            let new = after?.udp[address] ?? []
            if old.isEmpty != new.isEmpty || !old.subtracting(new).isEmpty { stale[address] = new }
        }
        return stale
    }

    /// Forgets connections to `address` that lead to none of `endpoints`. On the thread whose network namespace is meant.
    static func forget(_ address: Fragment.UDPAddress, endpoints: Set<String>, family: Family) -> Int32 {
        let length = family == .ipv4 ? 4 : 16
        func bytes(_ text: String) -> [UInt8]? {
            var bytes = [UInt8](repeating: 0, count: length)
            return inet_pton(family == .ipv4 ? AF_INET : AF_INET6, text, &bytes) == 1 ? bytes : nil
        }
        let kept = endpoints.compactMap(bytes)
        let target = address.address.flatMap(bytes)
        guard let port = UInt16(exactly: address.port), address.address == nil || target != nil else { return 0 }
        return cnft_forget_udp(target, length, port, kept.flatMap { $0 }, kept.count)
    }
}

import FoundationEssentials
import Glibc
import Synchronization

/// One process of etcd on loopback.
public final class EtcdMember: Sendable {
    public let clientPort: Int
    let peerPort: Int
    let name: String
    private let directory: String
    private let process = Mutex<pid_t?>(nil)

    init(_ name: String, in directory: String) throws {
        self.name = name
        self.directory = directory
        clientPort = try FreePort.next()
        peerPort = try FreePort.next()
    }

    var peer: String { "\(name)=http://127.0.0.1:\(peerPort)" }
    var log: String { "\(directory)/\(name).log" }

    /// Starts it on the data that it left, if any.
    func start(cluster: String, _ certificates: EtcdCertificates, _ more: [String]) throws {
        let client = "https://127.0.0.1:\(clientPort)"
        let arguments =
            [
                "etcd", "--name", name, "--data-dir", "\(directory)/\(name).data", "--logger", "zap",
                "--log-level", "warn", "--listen-client-urls", client, "--advertise-client-urls", client,
                "--listen-peer-urls", "http://127.0.0.1:\(peerPort)",
                "--initial-advertise-peer-urls", "http://127.0.0.1:\(peerPort)", "--initial-cluster", cluster,
                "--initial-cluster-token", directory, "--client-cert-auth", "--trusted-ca-file", certificates.ca,
                "--cert-file", certificates.certificate("server"), "--key-file", certificates.key("server"),
                "--heartbeat-interval", "50", "--election-timeout", "500",
            ] + more
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 1, log, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        posix_spawn_file_actions_adddup2(&actions, 1, 2)
        var words: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
        defer { for word in words { free(word) } }
        var identifier = pid_t()
        let error = posix_spawnp(&identifier, "etcd", &actions, nil, &words, environ)
        guard error == 0 else {
            throw EtcdTestError("etcd (Debian's etcd-server): \(String(cString: strerror(error)))")
        }
        process.withLock { $0 = identifier }
    }

    /// Kills it, as a power cut would; its data stay.
    public func kill() {
        guard
            let process = process.withLock({ process in
                defer { process = nil }
                return process
            })
        else { return }
        Glibc.kill(process, SIGKILL)
        Glibc.kill(process, SIGCONT)
        var status: Int32 = 0
        waitpid(process, &status, 0)
    }

    /// Stops it without closing its connections, as a hung machine would.
    public func pause() { signal(SIGSTOP) }
    public func resume() { signal(SIGCONT) }

    private func signal(_ number: Int32) {
        if let process = process.withLock({ $0 }) { Glibc.kill(process, number) }
    }
}

public struct EtcdTestError: Error, CustomStringConvertible {
    public let description: String

    init(_ description: String) { self.description = description }
}

enum FreePort {
    /// A port of loopback that nothing listens on, of those that the system gives to nobody by itself.
    static func next() throws -> Int {
        for _ in 0..<100 {
            let port = UInt16.random(in: 12_000..<30_000)
            if isFree(port) { return Int(port) }
        }
        throw EtcdTestError("no free port")
    }

    private static func isFree(_ port: UInt16) -> Bool {
        let file = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard file >= 0 else { return false }
        defer { close(file) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        return withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(file, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
    }
}

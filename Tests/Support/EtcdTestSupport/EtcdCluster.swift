public import ApusStoreEtcd
import FoundationEssentials
import Glibc

/// A private etcd for one test: its members on loopback with TLS and client certificates, in a directory of its own.
public struct EtcdCluster: Sendable {
    public let members: [EtcdMember]
    private let certificates: EtcdCertificates
    private let more: [String]

    /// Calls `body` with etcd running, and takes everything away afterwards.
    ///
    /// - Parameter more: flags of etcd besides the usual ones.
    public static func run<R>(
        members count: Int = 1, _ more: [String] = [], _ body: (EtcdCluster) async throws -> R
    ) async throws -> R {
        try await EtcdTurns.shared.take()
        let result: Result<R, any Error>
        do { result = .success(try await once(count, more, body)) } catch { result = .failure(error) }
        await EtcdTurns.shared.give()
        return try result.get()
    }

    private static func once<R>(
        _ count: Int, _ more: [String], _ body: (EtcdCluster) async throws -> R
    ) async throws -> R {
        var template = Array("/tmp/apus-etcd-XXXXXX".utf8CString)
        guard let directory = mkdtemp(&template).map({ String(cString: $0) }) else {
            throw EtcdTestError("no directory under /tmp")
        }
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let cluster = EtcdCluster(
            members: try (0..<count).map { try EtcdMember("m\($0)", in: directory) },
            certificates: try EtcdCertificates(in: directory), more: more)
        defer { for member in cluster.members { member.kill() } }
        for member in cluster.members { try cluster.start(member) }
        return try await body(cluster)
    }

    public func start(_ member: EtcdMember) throws {
        try member.start(cluster: members.map(\.peer).joined(separator: ","), certificates, more)
    }

    /// What a store needs to use it.
    public func configuration(prefix: String = "/") -> EtcdConfiguration {
        EtcdConfiguration(
            endpoints: members.map { EtcdEndpoint(host: "127.0.0.1", port: $0.clientPort, isSecure: true) },
            tls: EtcdConfiguration.TLS(
                caFile: certificates.ca, certificateFile: certificates.certificate("client"),
                keyFile: certificates.key("client")),
            prefix: prefix)
    }

    /// The flags with which `etcdctl` reaches it.
    public var clientFlags: [String] {
        [
            "--endpoints", members.map { "https://127.0.0.1:\($0.clientPort)" }.joined(separator: ","),
            "--cacert", certificates.ca, "--cert", certificates.certificate("client"),
            "--key", certificates.key("client"),
        ]
    }
}

extension EtcdCluster {
    /// Runs `etcdctl` with `arguments` and returns what it prints.
    @discardableResult
    public func control(_ arguments: String...) throws -> String {
        let output = "/tmp/apus-etcdctl-\(getpid())-\(UInt64.random(in: 0 ... .max))"
        defer { unlink(output) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT, 0o600)
        var words: [UnsafeMutablePointer<CChar>?] =
            (["env", "ETCDCTL_API=3", "etcdctl"] + clientFlags + arguments).map { strdup($0) } + [nil]
        defer { for word in words { free(word) } }
        var process = pid_t()
        var status: Int32 = 0
        guard posix_spawnp(&process, "env", &actions, nil, &words, environ) == 0, waitpid(process, &status, 0) > 0,
            status == 0
        else { throw EtcdTestError("etcdctl (Debian's etcd-client) \(arguments): status \(status)") }
        return String(decoding: try Data(contentsOf: URL(filePath: output)), as: UTF8.self)
    }
}

/// Lets a few clusters run at a time, however many tests want one.
private actor EtcdTurns {
    static let shared = EtcdTurns()

    private var free = 4
    private var waiting: [CheckedContinuation<Void, Never>] = []

    func take() async throws {
        try Task.checkCancellation()
        if free > 0 {
            free -= 1
            return
        }
        await withCheckedContinuation { waiting.append($0) }
    }

    func give() {
        if waiting.isEmpty { free += 1 } else { waiting.removeFirst().resume() }
    }
}

import ApusStoreEtcd
import ArgumentParser
import FoundationEssentials
import Glibc

/// An etcd to measure: one that runs already, or one of its own on loopback with its data in a folder.
struct EtcdProcess {
    let endpoint: EtcdEndpoint
    private let process: pid_t?
    private let data: String?

    init(at address: String) throws {
        guard let endpoint = EtcdEndpoint(address) else {
            throw ValidationError("--etcd-server: \(address) is no address such as http://127.0.0.1:2379")
        }
        self.endpoint = endpoint
        process = nil
        data = nil
    }

    init(folder: String) throws {
        mkdir(folder, 0o755)
        let data = "\(folder)/etcd-\(getpid())"
        let port = Int.random(in: 12_000..<29_000)
        endpoint = EtcdEndpoint(host: "127.0.0.1", port: port, isSecure: false)
        let client = endpoint.description
        let peer = "http://127.0.0.1:\(port + 1)"
        let arguments = [
            "etcd", "--data-dir", data, "--log-level", "error", "--logger", "zap", "--listen-client-urls", client,
            "--advertise-client-urls", client, "--listen-peer-urls", peer, "--initial-advertise-peer-urls", peer,
            "--initial-cluster", "default=\(peer)", "--quota-backend-bytes", "8589934592",
        ]
        var words: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
        defer { for word in words { free(word) } }
        var identifier = pid_t()
        let error = posix_spawnp(&identifier, "etcd", nil, nil, &words, environ)
        guard error == 0 else {
            throw ValidationError("etcd (Debian's etcd-server) cannot be started: \(String(cString: strerror(error)))")
        }
        process = identifier
        self.data = data
    }

    /// Ends the one that was started, and takes its data away.
    func stop() {
        guard let process, let data else { return }
        kill(process, SIGKILL)
        var status: Int32 = 0
        waitpid(process, &status, 0)
        try? FileManager.default.removeItem(atPath: data)
    }
}

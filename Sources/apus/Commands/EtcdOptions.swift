import ApusStoreEtcd
import ArgumentParser
import Glibc

/// Where etcd is; the flags are kube-apiserver's.
struct EtcdOptions: ParsableArguments {
    @Option(help: "The servers of etcd, such as https://10.0.0.1:2379, with commas between; implies --store=etcd.")
    var etcdServers: String?

    @Option(help: "The file of the authority that signed the certificates of etcd's servers.")
    var etcdCafile: String?

    @Option(help: "The file of the certificate to show to etcd.")
    var etcdCertfile: String?

    @Option(help: "The file of the key of that certificate.")
    var etcdKeyfile: String?

    @Option(help: "What all keys in etcd begin with.")
    var etcdPrefix = "/registry"

    func validate() throws {
        guard (etcdCertfile == nil) == (etcdKeyfile == nil) else {
            throw ValidationError("--etcd-certfile and --etcd-keyfile must be specified together")
        }
    }

    /// `--etcd-prefix` as the keys have it.
    var prefix: String { EtcdOptions.normalized(etcdPrefix) }

    /// With one slash at either end, as kube-apiserver makes it.
    static func normalized(_ prefix: String) -> String {
        let parts = prefix.split(separator: "/")
        return parts.isEmpty ? "/" : "/\(parts.joined(separator: "/"))/"
    }

    /// - Parameter servers: in place of `--etcd-servers`; `option` is how they were given.
    func configuration(
        servers: String? = nil, option: String = "--etcd-servers"
    ) throws(Failure) -> EtcdConfiguration {
        var endpoints: [EtcdEndpoint] = []
        for text in (servers ?? etcdServers ?? "").split(separator: ",") {
            guard let endpoint = EtcdEndpoint(String(text)) else {
                throw Failure("\(option): \"\(text)\" is no address such as https://10.0.0.1:2379")
            }
            endpoints.append(endpoint)
        }
        for file in [etcdCafile, etcdCertfile, etcdKeyfile] {
            if let file, access(file, R_OK) != 0 { throw Failure("\(file) cannot be read: \(systemError())") }
        }
        return EtcdConfiguration(
            endpoints: endpoints,
            tls: .init(caFile: etcdCafile, certificateFile: etcdCertfile, keyFile: etcdKeyfile), prefix: prefix)
    }
}

import ArgumentParser

/// Where the API server keeps its objects; the flags of etcd are kube-apiserver's.
struct StoreOptions: ParsableArguments {
    enum Kind: String, ExpressibleByArgument, CaseIterable {
        case sqlite, etcd, memory
    }

    @Option(help: "sqlite: a file in the data directory; etcd; or memory, which ends with the process.")
    var store: Kind?

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

    @Option(help: "How often old revisions of the store are forgotten; 0: never.")
    var etcdCompactionInterval: GoTime = .init(seconds: 300)

    @Option(help: "How long etcd has to answer a check of the server's health.")
    var etcdHealthcheckTimeout: GoTime = .init(seconds: 2)

    @Option(help: "How long etcd has to answer a check of whether the server is ready.")
    var etcdReadycheckTimeout: GoTime = .init(seconds: 2)

    @Option(help: "The file of an EncryptionConfiguration: which values are encrypted in the store, and with what.")
    var encryptionProviderConfig: String?

    @Option(help: "Read that file again when it changes: true or false.")
    var encryptionProviderConfigAutomaticReload = false

    var kind: Kind { store ?? (etcdServers == nil ? .sqlite : .etcd) }

    func validate() throws {
        guard kind == .etcd || etcdServers == nil else {
            throw ValidationError("--etcd-servers is for --store=etcd, not --store=\(kind.rawValue)")
        }
        guard kind != .etcd || etcdServers != nil else {
            throw ValidationError("--etcd-servers must be specified")
        }
        guard (etcdCertfile == nil) == (etcdKeyfile == nil) else {
            throw ValidationError("--etcd-certfile and --etcd-keyfile must be specified together")
        }
        guard encryptionProviderConfig != nil || !encryptionProviderConfigAutomaticReload else {
            throw ValidationError(
                "--encryption-provider-config-automatic-reload must be set with --encryption-provider-config")
        }
    }
}

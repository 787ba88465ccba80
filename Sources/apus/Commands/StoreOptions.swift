import ArgumentParser

/// Where the API server keeps its objects; the flags of etcd are kube-apiserver's.
struct StoreOptions: ParsableArguments {
    enum Kind: String, ExpressibleByArgument, CaseIterable {
        case sqlite, etcd, memory
    }

    @Option(help: "sqlite: a file in the data directory; etcd; or memory, which ends with the process.")
    var store: Kind?

    @OptionGroup var etcd: EtcdOptions

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

    var kind: Kind { store ?? (etcd.etcdServers == nil ? .sqlite : .etcd) }

    func validate() throws {
        guard kind == .etcd || etcd.etcdServers == nil else {
            throw ValidationError("--etcd-servers is for --store=etcd, not --store=\(kind.rawValue)")
        }
        guard kind != .etcd || etcd.etcdServers != nil else {
            throw ValidationError("--etcd-servers must be specified")
        }
        guard encryptionProviderConfig != nil || !encryptionProviderConfigAutomaticReload else {
            throw ValidationError(
                "--encryption-provider-config-automatic-reload must be set with --encryption-provider-config")
        }
    }
}

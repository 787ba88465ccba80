import ApusServer
import ApusStore
import ApusStoreEtcd
import ApusStoreSQLite
import Glibc
import Logging

extension StoreOptions {
    /// Opens the store that the options name.
    func open(_ data: DataDirectory, logger: Logger) async throws -> any Store {
        switch kind {
        case .sqlite: try SQLiteStore(file: data.store)
        case .memory: try MemoryStore()
        case .etcd: try await EtcdStore.open(try etcd, logger: logger)
        }
    }

    /// What the store is called in messages.
    func description(_ data: DataDirectory) -> String {
        switch kind {
        case .sqlite: data.store
        case .memory: "in memory"
        case .etcd: etcdServers ?? ""
        }
    }

    /// Brings what the options say of the store's use into `configuration`.
    func apply(to configuration: inout APIServer.Configuration) throws(Failure) {
        if kind == .etcd { configuration.storePrefix = prefix }
        configuration.compactionSeconds = etcdCompactionInterval.seconds
        guard let file = encryptionProviderConfig else { return }
        do throws(ConfigurationProblem) {
            try EncryptionConfiguration.load(
                file, reloads: encryptionProviderConfigAutomaticReload, into: &configuration)
        } catch {
            throw Failure("--encryption-provider-config: \(error)")
        }
    }

    /// With one slash at either end, as kube-apiserver makes it.
    private var prefix: String {
        let parts = etcdPrefix.split(separator: "/")
        return parts.isEmpty ? "/" : "/\(parts.joined(separator: "/"))/"
    }

    private var etcd: EtcdConfiguration {
        get throws(Failure) {
            var endpoints: [EtcdEndpoint] = []
            for text in (etcdServers ?? "").split(separator: ",") {
                guard let endpoint = EtcdEndpoint(String(text)) else {
                    throw Failure("--etcd-servers: \"\(text)\" is no address such as https://10.0.0.1:2379")
                }
                endpoints.append(endpoint)
            }
            for file in [etcdCafile, etcdCertfile, etcdKeyfile] {
                if let file, access(file, R_OK) != 0 {
                    throw Failure("\(file) cannot be read: \(String(cString: strerror(errno)))")
                }
            }
            var configuration = EtcdConfiguration(
                endpoints: endpoints,
                tls: .init(caFile: etcdCafile, certificateFile: etcdCertfile, keyFile: etcdKeyfile), prefix: prefix)
            configuration.healthTimeout = .seconds(min(etcdHealthcheckTimeout.seconds, etcdReadycheckTimeout.seconds))
            return configuration
        }
    }
}

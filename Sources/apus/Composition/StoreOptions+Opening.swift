import ApusServer
import ApusStore
import ApusStoreEtcd
import ApusStoreSQLite
import Logging

extension StoreOptions {
    /// Opens the store that the options name.
    func open(_ data: DataDirectory, logger: Logger) async throws -> any Store {
        switch kind {
        case .sqlite: try SQLiteStore(file: data.store)
        case .memory: try MemoryStore()
        case .etcd: try await EtcdStore.open(try etcdConfiguration, logger: logger)
        }
    }

    /// Where the store can be read beside the server; nil where it is in memory only.
    func place(_ data: DataDirectory) throws(Failure) -> StorePlace? {
        switch kind {
        case .sqlite: .sqlite(file: data.store)
        case .memory: nil
        case .etcd: .etcd(try etcdConfiguration)
        }
    }

    /// What the store is called in messages.
    func description(_ data: DataDirectory) -> String {
        switch kind {
        case .sqlite: data.store
        case .memory: "in memory"
        case .etcd: etcd.etcdServers ?? ""
        }
    }

    /// Brings what the options say of the store's use into `configuration`.
    func apply(to configuration: inout APIServer.Configuration) throws(Failure) {
        if kind == .etcd { configuration.storePrefix = etcd.prefix }
        configuration.compactionSeconds = etcdCompactionInterval.seconds
        guard let file = encryptionProviderConfig else { return }
        do throws(ConfigurationProblem) {
            try EncryptionConfiguration.load(
                file, reloads: encryptionProviderConfigAutomaticReload, into: &configuration)
        } catch {
            throw Failure("--encryption-provider-config: \(error)")
        }
    }

    private var etcdConfiguration: EtcdConfiguration {
        get throws(Failure) {
            var configuration = try etcd.configuration()
            configuration.healthTimeout = .seconds(min(etcdHealthcheckTimeout.seconds, etcdReadycheckTimeout.seconds))
            return configuration
        }
    }
}

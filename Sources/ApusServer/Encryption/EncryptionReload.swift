import ApusStore
import ApusStoreEncryption
import Logging

/// The file of `--encryption-provider-config`, with `--encryption-provider-config-automatic-reload`.
struct EncryptionReload: ConfigurationReload {
    static let name = "encryption config"

    let path: String
    let store: EncryptedStore
    let caches: ObjectCaches
    let metrics: EncryptionMetrics
    let logger: Logger

    /// - Parameter known: the hash of the text that is in use. What is refused is read again the next time.
    func look(_ known: inout String) async -> ReloadOutcome {
        // What the store could not be asked for the last time.
        let retried = await recover()
        do throws(ConfigurationProblem) {
            let text = try EncryptionConfiguration.read(path)
            let hash = EncryptionConfiguration.hash(of: text)
            guard hash != known else { return retried.map { .refused($0) } ?? .unchanged }
            let configuration = try EncryptionConfiguration(text: text)
            store.use(configuration.encryption)
            known = hash
            metrics.succeeded(hash: hash)
        } catch {
            metrics.failed()
            return .refused(error.description)
        }
        _ = await recover()
        return .taken
    }

    /// Reads what could not be read; returns why that was not possible.
    private func recover() async -> String? {
        do throws(StoreError) {
            try await caches.recover()
            return nil
        } catch {
            return "\(error)"
        }
    }
}

import Logging
import NIOCore
import Synchronization

/// An OpenID Connect issuer while the server runs: the authenticator, and what fetches its keys.
final class Issuer: Sendable {
    let configuration: OIDCConfiguration
    let authenticator: OIDCAuthenticator
    private let client: IssuerClient
    private let first = Mutex<Task<Void, Never>?>(nil)

    /// Nil where the configuration names no readable certificate authority; that is logged.
    init?(
        _ configuration: OIDCConfiguration, group: any EventLoopGroup, logger: Logger,
        clock: @escaping @Sendable () -> Int64
    ) {
        do throws(PKIError) {
            client = try IssuerClient(configuration, group: group, logger: logger)
        } catch {
            logger.critical("an issuer is left out", metadata: ["error": "\(error)"])
            return nil
        }
        self.configuration = configuration
        authenticator = OIDCAuthenticator(configuration, source: client, clock: clock)
    }

    /// Fetches the keys, and tries again until that has worked once.
    func start() {
        first.withLock { first in
            first = Task { [authenticator] in
                await authenticator.run { try await Task.sleep(for: .seconds($0)) }
            }
        }
    }

    func shutdown() async {
        let task = first.withLock { first in
            defer { first = nil }
            return first
        }
        task?.cancel()
        await client.shutdown()
    }
}

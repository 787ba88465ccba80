import ApusAPI
import Logging

/// Takes over what changes in the file of `--authentication-config` while the server runs. It looks once a minute.
struct AuthenticationReload: Sendable {
    /// What came of one look.
    enum Outcome: Sendable, Equatable {
        case unchanged, taken
        /// The server goes on with what it had.
        case refused(String)
    }

    static let interval: Int64 = 60

    let path: String
    let disallowedIssuers: [String]
    /// What the file said of requests without credentials when the server started; that cannot change.
    let anonymous: AuthenticationConfiguration.Anonymous?
    let issuers: Issuers
    let authenticator: Authenticator
    let logger: Logger

    /// Looks until the task is cancelled.
    func run(from text: String, sleep: @Sendable (_ seconds: Int64) async throws -> Void) async {
        var known = text
        while !Task.isCancelled {
            do { try await sleep(Self.interval) } catch { return }
            switch await look(&known) {
            case .unchanged: break
            case .taken: logger.notice("reloaded authentication config")
            case .refused(let why):
                logger.error("failed to reload authentication config", metadata: ["error": "\(why)"])
            }
        }
    }

    /// - Parameter known: the text that was last looked at. One that can never become good is not looked at again.
    func look(_ known: inout String) async -> Outcome {
        let configuration: AuthenticationConfiguration
        do throws(AuthenticationConfiguration.Problem) {
            let text = try AuthenticationConfiguration.read(path)
            if text == known { return .unchanged }
            let before = known
            known = text
            configuration = try AuthenticationConfiguration(text: text, disallowedIssuers: disallowedIssuers)
            guard configuration.anonymous == anonymous else {
                return .refused("anonymous: Forbidden: changed from initial configuration file")
            }
            guard await issuers.replace(with: configuration.issuers, in: authenticator) else {
                known = before
                return .refused("an issuer does not give its keys")
            }
            return .taken
        } catch {
            return .refused(error.description)
        }
    }
}

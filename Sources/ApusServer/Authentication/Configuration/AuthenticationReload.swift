import ApusAPI
import Logging

/// The file of `--authentication-config`.
struct AuthenticationReload: ConfigurationReload {
    static let name = "authentication config"

    let path: String
    let disallowedIssuers: [String]
    /// What the file said of requests without credentials when the server started; that cannot change.
    let anonymous: AuthenticationConfiguration.Anonymous?
    let issuers: Issuers
    let authenticator: Authenticator
    let logger: Logger

    /// - Parameter known: the text that was last looked at. One that can never become good is not looked at again.
    func look(_ known: inout String) async -> ReloadOutcome {
        let configuration: AuthenticationConfiguration
        do throws(ConfigurationProblem) {
            let text = try ConfigurationFile.read(path)
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

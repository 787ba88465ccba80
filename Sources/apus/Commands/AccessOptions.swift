import ApusAPI
import ArgumentParser

/// Whom the API server believes, and what it lets them do; the flags are kube-apiserver's.
struct AccessOptions: ParsableArguments {
    @Option(help: "Accept requests without credentials, as system:anonymous: true or false; true without it.")
    var anonymousAuth: Bool?

    @Option(
        help: ArgumentHelp(
            "The file of an AuthenticationConfiguration: issuers of tokens, and who may come without credentials.",
            discussion: "It takes the place of --oidc-* and is read again when it changes. CEL expressions are refused."
        ))
    var authenticationConfig: String?

    @Option(help: "Decide by these, with commas between: Node, RBAC, AlwaysAllow, AlwaysDeny.")
    var authorizationMode = "Node,RBAC"

    @Option(help: "The file of further authorities of client certificates, beside the cluster's own.")
    var clientCaFile: String?

    @Option(help: "The file of fixed bearer tokens: lines of token,user,uid,\"group1,group2\".")
    var tokenAuthFile: String?

    @Option(help: "Accept the tokens of joining nodes in Secrets of kube-system: true or false.")
    var enableBootstrapTokenAuth = false

    @OptionGroup(title: "Service accounts") var serviceAccounts: ServiceAccountOptions
    @OptionGroup(title: "OpenID Connect") var oidc: OIDCOptions
    @OptionGroup(title: "A proxy that authenticates") var frontProxy: FrontProxyOptions
}

/// The tokens of service accounts.
struct ServiceAccountOptions: ParsableArguments {
    @Option(help: "Who the tokens say that they are from; if given several times, the first issues.")
    var serviceAccountIssuer: [String] = []

    @Option(help: "Whom tokens are for, with commas between; without it, the first issuer.")
    var apiAudiences: String?

    @Option(help: "The file of the private key that signs tokens, RSA or ECDSA; without it, the cluster's own.")
    var serviceAccountSigningKeyFile: String?

    @Option(help: "A file of keys whose tokens are accepted; may be given several times.")
    var serviceAccountKeyFile: [String] = []

    @Option(help: "Where others find the public keys; without it, at this server.")
    var serviceAccountJwksUri: String?

    @Option(help: "The longest life of a token, such as 48h.")
    var serviceAccountMaxTokenExpiration: TimeSpan?

    @Option(help: "Let tokens in Pods live a year, for clients that do not read them again: true or false.")
    var serviceAccountExtendTokenExpiration = true
}

/// An issuer of OpenID Connect tokens.
struct OIDCOptions: ParsableArguments {
    @Option(help: "The https address of the issuer.")
    var oidcIssuerUrl: String?

    @Option(help: "The client for which the issuer makes the tokens.")
    var oidcClientId: String?

    @Option(help: "The claim that is the user's name; sub without it.")
    var oidcUsernameClaim: String?

    @Option(help: "What goes before it; without it, the issuer and a #, except before e-mail addresses; - for nothing.")
    var oidcUsernamePrefix: String?

    @Option(help: "The claim that is the user's groups.")
    var oidcGroupsClaim: String?

    @Option(help: "What goes before each group.")
    var oidcGroupsPrefix: String?

    @Option(help: "A claim that must be there, key=value; may be given several times.")
    var oidcRequiredClaim: [String] = []

    @Option(help: "How tokens may be signed, with commas between; RS256 without it.")
    var oidcSigningAlgs: String?

    @Option(help: "The file of the issuer's certificate authority; without it, the machine's.")
    var oidcCaFile: String?

    var isGiven: Bool {
        !oidcRequiredClaim.isEmpty
            || [
                oidcIssuerUrl, oidcClientId, oidcUsernameClaim, oidcUsernamePrefix, oidcGroupsClaim, oidcGroupsPrefix,
                oidcSigningAlgs, oidcCaFile,
            ].contains { $0 != nil }
    }
}

/// A proxy that tells in headers whom it has authenticated.
struct FrontProxyOptions: ParsableArguments {
    @Option(help: "The file of the authorities of the proxy's certificate.")
    var requestheaderClientCaFile: String?

    @Option(help: "The names that its certificate may have, with commas between; without it, any.")
    var requestheaderAllowedNames = ""

    @Option(help: "The headers that name the user, with commas between.")
    var requestheaderUsernameHeaders = "x-remote-user"

    @Option(help: "The headers that name the user's uid.")
    var requestheaderUidHeaders = ""

    @Option(help: "The headers that name the user's groups.")
    var requestheaderGroupHeaders = "x-remote-group"

    @Option(help: "How headers begin that tell more of the user.")
    var requestheaderExtraHeadersPrefix = "x-remote-extra-"
}

/// A span of time as Go writes it: `48h`, `1h30m`, `90s`.
struct TimeSpan: ExpressibleByArgument {
    let seconds: Int64

    init?(argument: String) {
        guard let duration = GoDuration.parse(argument) else { return nil }
        seconds = duration.components.seconds
    }
}

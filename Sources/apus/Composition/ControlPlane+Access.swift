import ApusHTTP
import ApusServer

extension AccessOptions {
    /// Brings what the options say into `configuration`; `pki` gives what they leave out.
    func apply(to configuration: inout APIServer.Configuration, _ pki: ClusterPKI) throws {
        configuration.allowsBootstrapTokens = enableBootstrapTokenAuth
        configuration.authorizationModes = try modes
        if let tokenAuthFile {
            configuration.staticTokens = try StaticTokens.users(
                csv: try TextFile.read(tokenAuthFile), path: tokenAuthFile)
        }
        let clientCA =
            try pki.caPEM + (clientCaFile.map { try PEMFile.certificates($0, for: "--client-ca-file") } ?? "")
        configuration.clientCAPEM = clientCA
        configuration.http?.tls?.clientCAPEM = clientCA
        configuration.serviceAccountTokens = try serviceAccounts.tokens(pki)
        try applyIssuers(to: &configuration)
        // Who may do everything without a name should at least have one.
        if configuration.authorizationModes.contains(.alwaysAllow) { configuration.anonymousAccess.isEnabled = false }
        if let file = frontProxy.requestheaderClientCaFile {
            configuration.http?.tls?.frontProxyCAPEM = try PEMFile.certificates(
                file, for: "--requestheader-client-ca-file")
            configuration.frontProxy = frontProxy.proxy
        }
    }

    /// Issuers come from flags or from a file.
    private func applyIssuers(to configuration: inout APIServer.Configuration) throws(Failure) {
        configuration.anonymousAccess.isEnabled = anonymousAuth ?? true
        guard let file = authenticationConfig else {
            if let issuer = try oidc.issuer { configuration.issuers = [issuer] }
            return
        }
        guard !oidc.isGiven else {
            throw Failure("authentication-config file and oidc-* flags are mutually exclusive")
        }
        do throws(ConfigurationProblem) {
            try AuthenticationConfiguration.load(file, into: &configuration)
        } catch {
            throw Failure("--authentication-config: \(error)")
        }
        guard anonymousAuth == nil || configuration.authenticationFile?.saysWhoIsAnonymous != true else {
            throw Failure(
                "anonymous: Forbidden: --anonymous-auth flag cannot be set when anonymous field is configured in "
                    + "authentication configuration file")
        }
    }

    private var modes: [Authorizer.Mode] {
        get throws(Failure) {
            var modes: [Authorizer.Mode] = []
            for name in authorizationMode.list {
                guard let mode = Authorizer.Mode(rawValue: name) else {
                    throw Failure("--authorization-mode: \"\(name)\" is not a valid mode")
                }
                guard !modes.contains(mode) else {
                    throw Failure("--authorization-mode: \"\(name)\" has mode specified more than once")
                }
                modes.append(mode)
            }
            guard !modes.isEmpty else { throw Failure("--authorization-mode: at least one mode is needed") }
            return modes
        }
    }
}

extension ServiceAccountOptions {
    func tokens(_ pki: ClusterPKI) throws -> ServiceAccountTokens {
        let issuers =
            serviceAccountIssuer.isEmpty ? ["https://kubernetes.default.svc.cluster.local"] : serviceAccountIssuer
        for issuer in issuers where issuer.isEmpty || (issuer.contains(":") && !issuer.hasPrefix("https://")) {
            throw Failure("--service-account-issuer: \"\(issuer)\" contained a ':' but was not a valid https URL")
        }
        let signing = try serviceAccountSigningKeyFile.map { try TextFile.read($0) } ?? pki.serviceAccountKeyPEM
        let keys = try serviceAccountKeyFile.map { try TextFile.read($0) }
        if let limit = serviceAccountMaxTokenExpiration, !(3600...(1 << 32)).contains(limit.seconds) {
            throw Failure("--service-account-max-token-expiration: must be between 1 hour and 2^32 seconds")
        }
        var tokens: ServiceAccountTokens
        do {
            tokens = try ServiceAccountTokens(
                issuers: issuers, audiences: apiAudiences?.list ?? issuers, signingKeyPEM: signing,
                verifyingKeysPEM: keys)
        } catch {
            let files = [serviceAccountSigningKeyFile].compactMap { $0 } + serviceAccountKeyFile
            throw Failure("\(error) (\(files.joined(separator: ", ")))")
        }
        tokens.maxExpiration = serviceAccountMaxTokenExpiration?.seconds ?? 0
        tokens.extendsExpiration = serviceAccountExtendTokenExpiration
        tokens.keySetURI = serviceAccountJwksUri
        return tokens
    }
}

extension OIDCOptions {
    /// The issuer, where one is given.
    var issuer: OIDCConfiguration? {
        get throws(Failure) {
            guard isGiven else { return nil }
            guard let url = oidcIssuerUrl, let client = oidcClientId, !url.isEmpty, !client.isEmpty else {
                throw Failure(
                    "oidc-issuer-url and oidc-client-id must be specified together when any oidc-* flags are set")
            }
            guard url.hasPrefix("https://") else {
                throw Failure("--oidc-issuer-url: Invalid value: \"\(url)\": URL scheme must be https")
            }
            let claim = oidcUsernameClaim ?? "sub"
            var issuer = OIDCConfiguration(
                issuer: url, audiences: [client],
                username: .init(
                    claim: claim,
                    prefix: OIDCConfiguration.usernamePrefix(oidcUsernamePrefix ?? "", claim: claim, issuer: url)),
                groups: oidcGroupsClaim.map { .init(claim: $0, prefix: oidcGroupsPrefix ?? "") })
            if let oidcCaFile { issuer.caPEM = try PEMFile.certificates(oidcCaFile, for: "--oidc-ca-file") }
            issuer.algorithms = (oidcSigningAlgs ?? "RS256").list
            for algorithm in issuer.algorithms where !OIDCConfiguration.knownAlgorithms.contains(algorithm) {
                throw Failure("--oidc-signing-algs: unsupported signing alg: \"\(algorithm)\"")
            }
            for pair in oidcRequiredClaim {
                let parts = pair.split(separator: "=", maxSplits: 1).map(String.init)
                guard parts.count == 2 else {
                    throw Failure("--oidc-required-claim: \"\(pair)\" must be formatted as key=value")
                }
                issuer.requiredClaims[parts[0]] = parts[1]
            }
            return issuer
        }
    }
}

extension FrontProxyOptions {
    var proxy: FrontProxy {
        FrontProxy(
            allowedNames: requestheaderAllowedNames.list, usernameHeaders: requestheaderUsernameHeaders.list,
            uidHeaders: requestheaderUidHeaders.list, groupHeaders: requestheaderGroupHeaders.list,
            extraHeaderPrefixes: requestheaderExtraHeadersPrefix.list)
    }
}

/// Files of certificates that options name.
enum PEMFile {
    /// The text of the file, which has to hold a certificate.
    static func certificates(_ path: String, for option: String) throws(Failure) -> String {
        let text = try TextFile.read(path)
        guard CertificateFile.isReadable(pem: text) else { throw Failure("\(option): \(path) holds no certificate") }
        return text
    }
}

extension String {
    /// What stands between commas, without blanks.
    fileprivate var list: [String] {
        split(separator: ",").map { part in
            String(part.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
        }.filter { !$0.isEmpty }
    }
}

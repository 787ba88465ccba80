import ApusHTTP
import ApusJSON
import ArgumentParser
import Crypto
import Logging
import Testing

@testable import ApusServer
@testable import apus

/// The flags of kube-apiserver that say whom the server believes, from the command line to what it is started with.
@Suite struct AccessOptionsTests {
    /// What `apus apiserver` with `arguments` starts a server with; `FILES/` in them is a directory with `files`.
    private static func configuration(
        _ arguments: [String], files: [String: String] = [:]
    ) throws -> (APIServer.Configuration, ClusterPKI) {
        let folder = try TemporaryFolder()
        for (name, text) in files { try folder.write(text, to: name) }
        let pki = try ClusterPKI(.init(directory: folder.path + "/pki", serverNames: [], now: 1_767_225_600))
        try folder.write(pki.caPEM, to: "ca.crt")
        let command = try APIServerCommand.parse(
            arguments.map { $0.replacing("FILES/", with: folder.path + "/") })
        let addresses = try #require(AddressRange("10.96.0.0/12"))
        var configuration = APIServer.Configuration(
            http: .init(
                host: "127.0.0.1", port: 0,
                tls: .init(
                    certificateChainPEM: pki.serving.certificatePEM, privateKeyPEM: pki.serving.keyPEM,
                    clientCAPEM: pki.caPEM)),
            serviceAddresses: addresses, logger: Logger(label: "test"))
        try command.server.access.apply(to: &configuration, pki)
        return (configuration, pki)
    }

    @Test func `without flags there are certificates, service accounts and nobody`() throws {
        let (configuration, pki) = try Self.configuration([])
        #expect(configuration.anonymousAccess == .init(isEnabled: true))
        #expect(configuration.authorizationModes == [.node, .rbac])
        #expect(configuration.staticTokens.isEmpty)
        #expect(configuration.issuers.isEmpty)
        #expect(configuration.frontProxy == nil)
        #expect(!configuration.allowsBootstrapTokens)
        #expect(configuration.clientCAPEM == pki.caPEM)
        let tokens = try #require(configuration.serviceAccountTokens)
        #expect(tokens.issuers == ["https://kubernetes.default.svc.cluster.local"])
        #expect(tokens.audiences == tokens.issuers)
        #expect(tokens.extendsExpiration)
    }

    @Test func `static tokens, anonymous requests, bootstrap tokens and modes`() throws {
        let (configuration, _) = try Self.configuration(
            [
                "--token-auth-file", "FILES/tokens.csv", "--anonymous-auth", "false", "--enable-bootstrap-token-auth",
                "true", "--authorization-mode=RBAC,AlwaysDeny",
            ], files: ["tokens.csv": "secret,jane,17,\"dev,ops\"\n"])
        #expect(configuration.staticTokens == ["secret": User(name: "jane", uid: "17", groups: ["dev", "ops"])])
        #expect(configuration.anonymousAccess == .init(isEnabled: false))
        #expect(configuration.allowsBootstrapTokens)
        #expect(configuration.authorizationModes == [.rbac, .alwaysDeny])
    }

    @Test func `who may do everything is not nobody`() throws {
        let (configuration, _) = try Self.configuration(["--authorization-mode", "AlwaysAllow"])
        #expect(configuration.anonymousAccess == .init(isEnabled: false))
    }

    @Test func `an issuer of OpenID Connect`() throws {
        let (configuration, pki) = try Self.configuration([
            "--oidc-issuer-url=https://issuer.example.com", "--oidc-client-id=apus", "--oidc-username-claim=email",
            "--oidc-groups-claim=roles", "--oidc-groups-prefix=oidc:", "--oidc-required-claim=team=a",
            "--oidc-required-claim=org=b", "--oidc-signing-algs=RS256,ES256", "--oidc-ca-file=FILES/ca.crt",
        ])
        var expected = OIDCConfiguration(
            issuer: "https://issuer.example.com", audiences: ["apus"], username: .init(claim: "email"),
            groups: .init(claim: "roles", prefix: "oidc:"), caPEM: pki.caPEM)
        expected.requiredClaims = ["team": "a", "org": "b"]
        expected.algorithms = ["RS256", "ES256"]
        #expect(configuration.issuers == [expected])
    }

    @Test func `issuers in a file`() throws {
        let (configuration, _) = try Self.configuration(
            ["--authentication-config", "FILES/authentication.yaml"],
            files: [
                "authentication.yaml": """
                apiVersion: apiserver.config.k8s.io/v1
                kind: AuthenticationConfiguration
                anonymous: {enabled: true, conditions: [{path: /livez}]}
                jwt:
                - issuer: {url: "https://issuer.example.com", audiences: [apus]}
                  claimMappings: {username: {claim: sub, prefix: ""}}
                """
            ])
        #expect(configuration.issuers.map(\.issuer) == ["https://issuer.example.com"])
        #expect(configuration.anonymousAccess == .init(isEnabled: true, paths: ["/livez"]))
        #expect(configuration.authenticationFile != nil)
    }

    @Test func `a proxy in front`() throws {
        let (configuration, pki) = try Self.configuration([
            "--requestheader-client-ca-file=FILES/ca.crt", "--requestheader-allowed-names=a, b",
            "--requestheader-username-headers=X-User,X-Other", "--requestheader-uid-headers=X-Uid",
            "--requestheader-group-headers=X-Group", "--requestheader-extra-headers-prefix=X-Extra-",
        ])
        let proxy = try #require(configuration.frontProxy)
        #expect(proxy.allowedNames == ["a", "b"])
        #expect(proxy.usernameHeaders == ["X-User", "X-Other"])
        #expect(proxy.uidHeaders == ["X-Uid"])
        #expect(proxy.groupHeaders == ["X-Group"])
        #expect(proxy.extraHeaderPrefixes == ["X-Extra-"])
        #expect(configuration.http?.tls?.frontProxyCAPEM == pki.caPEM)
    }

    @Test func `service accounts and further authorities of clients`() throws {
        let key = P256.Signing.PrivateKey().pemRepresentation
        let (configuration, pki) = try Self.configuration(
            [
                "--service-account-issuer=https://a", "--service-account-issuer=https://b", "--api-audiences=x,y",
                "--service-account-signing-key-file=FILES/new.key", "--service-account-key-file=FILES/new.key",
                "--service-account-jwks-uri=https://keys", "--service-account-max-token-expiration=2h",
                "--service-account-extend-token-expiration=false", "--client-ca-file=FILES/ca.crt",
            ], files: ["new.key": key])
        let tokens = try #require(configuration.serviceAccountTokens)
        #expect(tokens.issuers == ["https://a", "https://b"])
        #expect(tokens.audiences == ["x", "y"])
        #expect(tokens.keySetURI == "https://keys")
        #expect(tokens.maxExpiration == 7200)
        #expect(!tokens.extendsExpiration)
        #expect(tokens.keySet["keys"].elements.count == 1)
        #expect(configuration.clientCAPEM == pki.caPEM + pki.caPEM)
        #expect(configuration.http?.tls?.clientCAPEM == pki.caPEM + pki.caPEM)
    }

    @Test(arguments: [
        (["--authorization-mode=Node,Node"], "has mode specified more than once"),
        (["--authorization-mode=Webhook"], "\"Webhook\" is not a valid mode"),
        (["--oidc-username-claim=sub"], "oidc-issuer-url and oidc-client-id must be specified together"),
        (["--oidc-issuer-url=http://a", "--oidc-client-id=b"], "URL scheme must be https"),
        (
            ["--oidc-issuer-url=https://a", "--oidc-client-id=b", "--oidc-signing-algs=HS256"],
            "unsupported signing alg: \"HS256\""
        ),
        (
            ["--oidc-issuer-url=https://a", "--oidc-client-id=b", "--oidc-required-claim=c"],
            "\"c\" must be formatted as key=value"
        ),
        (["--oidc-issuer-url=https://a", "--oidc-client-id=b", "--oidc-ca-file=FILES/bad"], "holds no certificate"),
        (["--token-auth-file=FILES/bad"], "token file must have at least 3 columns"),
        (["--token-auth-file=FILES/none"], "cannot read"),
        (["--client-ca-file=FILES/bad"], "--client-ca-file: "),
        (["--requestheader-client-ca-file=FILES/bad"], "--requestheader-client-ca-file: "),
        (["--service-account-signing-key-file=FILES/bad"], "no RSA or ECDSA private key"),
        (["--service-account-issuer=http://a"], "was not a valid https URL"),
        (["--service-account-max-token-expiration=1m"], "must be between 1 hour and 2^32 seconds"),
        (["--authentication-config=FILES/none"], "no such file or directory"),
        (["--authentication-config=FILES/bad"], "--authentication-config: "),
        (
            ["--authentication-config=FILES/bad", "--oidc-client-id=b"],
            "authentication-config file and oidc-* flags are mutually exclusive"
        ),
        (
            ["--authentication-config=FILES/anonymous", "--anonymous-auth=true"],
            "--anonymous-auth flag cannot be set when anonymous field is configured"
        ),
    ])
    func `what is wrong is said with its flag`(arguments: [String], problem: String) throws {
        let anonymous = """
            {"apiVersion": "apiserver.config.k8s.io/v1", "kind": "AuthenticationConfiguration",
            "anonymous": {"enabled": true}}
            """
        do {
            _ = try Self.configuration(arguments, files: ["bad": "bad", "anonymous": anonymous])
            Issue.record("it was taken")
        } catch {
            #expect("\(error)".contains(problem), "\(error)")
        }
    }
}

import ApusAPI
import ApusJSON
import Foundation
import Logging
import NIOPosix
import Testing

@testable import ApusServer

/// The file of `--authentication-config`.
@Suite struct AuthenticationConfigurationTests {
    private static let head = "apiVersion: apiserver.config.k8s.io/v1\nkind: AuthenticationConfiguration\n"

    private static func read(_ text: String) throws -> AuthenticationConfiguration {
        try AuthenticationConfiguration(text: text, disallowedIssuers: ["https://own"])
    }

    @Test func `an issuer is read with all that it says`() throws {
        let configuration = try Self.read(
            Self.head + """
                jwt:
                - issuer:
                    url: https://issuer.example.com/
                    discoveryURL: https://inside/.well-known/openid-configuration
                    audiences: [one, two]
                    audienceMatchPolicy: MatchAny
                  claimValidationRules:
                  - {claim: hd, requiredValue: example.com}
                  claimMappings:
                    username: {claim: sub, prefix: "i:"}
                    groups: {claim: roles, prefix: ""}
                    uid: {claim: oid}
                - issuer: {url: "https://b", audiences: [one]}
                  claimMappings: {username: {claim: email, prefix: ""}}
                """)
        var first = OIDCConfiguration(
            issuer: "https://issuer.example.com/", audiences: ["one", "two"],
            username: .init(claim: "sub", prefix: "i:"), groups: .init(claim: "roles"))
        first.discoveryURL = "https://inside/.well-known/openid-configuration"
        first.uidClaim = "oid"
        first.requiredClaims = ["hd": "example.com"]
        first.algorithms = OIDCConfiguration.knownAlgorithms
        var second = OIDCConfiguration(issuer: "https://b", audiences: ["one"], username: .init(claim: "email"))
        second.algorithms = OIDCConfiguration.knownAlgorithms
        #expect(configuration.issuers == [first, second])
        #expect(configuration.anonymous == nil)
    }

    @Test func `who may come without credentials, and where`() throws {
        let all = try Self.read(Self.head + "anonymous: {enabled: true}")
        #expect(all.anonymous?.allows("/api") == true)
        let some = try Self.read(
            Self.head + "anonymous: {enabled: true, conditions: [{path: /livez}, {path: /readyz}]}")
        #expect(some.anonymous?.allows("/livez") == true)
        #expect(some.anonymous?.allows("/livez/ping") == false)
        #expect(try Self.read(Self.head + "anonymous: {enabled: false}").anonymous?.allows("/livez") == false)
        #expect(try Self.read(Self.head + "jwt: []").issuers.isEmpty)
    }

    private static func issuer(_ fields: String, mappings: String = "username: {claim: sub, prefix: ''}") -> String {
        head + "jwt:\n- issuer: {\(fields)}\n  claimMappings: {\(mappings)}\n"
    }

    private static let good = "url: 'https://a', audiences: [x]"

    struct Bad: Sendable, CustomTestStringConvertible {
        let text: String
        let problem: String
        var testDescription: String { problem }

        init(_ text: String, _ problem: String) { (self.text, self.problem) = (text, problem) }

        /// What reads well and breaks a rule.
        static func rule(_ text: String, _ problem: String) -> Bad {
            Bad(text, "invalid authentication configuration: " + problem)
        }
    }

    static let bad: [Bad] = [
        Bad("", "empty config data"),
        Bad("kind: Pod\napiVersion: v1", "no kind \"Pod\" is registered for version \"v1\" in scheme"),
        Bad(head + "jwts: []", "strict decoding error: unknown field \"jwts\""),
        Bad(issuer("url: 'https://a', audience: x"), "strict decoding error: unknown field \"jwt[0].issuer.audience\""),
        Bad(issuer("url: 7, audiences: [x]"), "strict decoding error: jwt[0].issuer.url: must be a string"),
        .rule(issuer("audiences: [x]"), "jwt[0].issuer.url: Required value"),
        .rule(
            issuer("url: 'http://a', audiences: [x]"),
            "jwt[0].issuer.url: Invalid value: \"http://a\": URL scheme must be https"),
        .rule(
            issuer("url: 'https://u@a', audiences: [x]"),
            "jwt[0].issuer.url: Invalid value: \"https://u@a\": URL must not contain a username or password"),
        .rule(
            issuer("url: 'https://a?b', audiences: [x]"),
            "jwt[0].issuer.url: Invalid value: \"https://a?b\": URL must not contain a query"),
        .rule(
            issuer("url: 'https://a#b', audiences: [x]"),
            "jwt[0].issuer.url: Invalid value: \"https://a#b\": URL must not contain a fragment"),
        .rule(
            issuer("url: 'https://own', audiences: [x]"),
            "jwt[0].issuer.url: Invalid value: \"https://own\": URL must not overlap with disallowed issuers: [https://own]"
        ),
        .rule(
            issuer("\(good), discoveryURL: 'https://a/'"),
            "jwt[0].issuer.discoveryURL: Invalid value: \"https://a/\": discoveryURL must be different from URL"),
        .rule(
            issuer("url: 'https://a'"),
            "jwt[0].issuer.audiences: Required value: at least one jwt[0].issuer.audiences is required"),
        .rule(
            issuer("url: 'https://a', audiences: [x, y]"),
            "jwt[0].issuer.audienceMatchPolicy: Invalid value: \"\": audienceMatchPolicy must be MatchAny for multiple audiences"
        ),
        .rule(
            issuer("url: 'https://a', audiences: [x, x], audienceMatchPolicy: MatchAny"),
            "jwt[0].issuer.audiences[1]: Duplicate value: \"x\""),
        .rule(
            issuer("\(good), audienceMatchPolicy: All"),
            "jwt[0].issuer.audienceMatchPolicy: Invalid value: \"All\": audienceMatchPolicy must be empty or MatchAny for single audience"
        ),
        .rule(
            issuer("\(good), certificateAuthority: x"),
            "jwt[0].issuer.certificateAuthority: Invalid value: \"<omitted>\": data does not contain any valid RSA or ECDSA certificates"
        ),
        .rule(
            issuer(good, mappings: "username: {}"),
            "jwt[0].claimMappings.username: Required value: claim or expression is required"),
        .rule(
            issuer(good, mappings: "username: {claim: sub}"),
            "jwt[0].claimMappings.username.prefix: Required value: prefix is required when claim is set. It can be set to an empty string to disable prefixing"
        ),
        .rule(
            issuer(good, mappings: "username: {claim: sub, expression: x}"),
            "jwt[0].claimMappings.username: Invalid value: \"\": claim and expression can't both be set"),
        .rule(
            issuer(good, mappings: "username: {expression: claims.sub}"),
            "jwt[0].claimMappings.username.expression: Forbidden: Apus evaluates no CEL expressions here"),
        .rule(
            issuer(good, mappings: "username: {claim: sub, prefix: ''}, extra: [{key: a/b, valueExpression: x}]"),
            "jwt[0].claimMappings.extra[0].valueExpression: Forbidden: Apus evaluates no CEL expressions here"),
        .rule(
            issuer(good) + "  claimValidationRules: [{claim: hd}, {claim: hd}]",
            "jwt[0].claimValidationRules[1].claim: Duplicate value: \"hd\""),
        .rule(
            issuer(good) + "  claimValidationRules: [{}]",
            "jwt[0].claimValidationRules[0]: Required value: claim or expression is required"),
        .rule(
            issuer(good) + "  claimValidationRules: [{claim: hd, message: x}]",
            "jwt[0].claimValidationRules[0].message: Invalid value: \"x\": may not be specified when claim is set"),
        .rule(
            issuer(good) + "  userValidationRules: [{expression: x}]",
            "jwt[0].userValidationRules[0].expression: Forbidden: Apus evaluates no CEL expressions here"),
        .rule(
            issuer(good) + "- issuer: {\(good)}\n  claimMappings: {username: {claim: sub, prefix: ''}}",
            "jwt[1].issuer.url: Duplicate value: \"https://a\""),
        .rule(
            head + "anonymous: {enabled: false, conditions: [{path: /a}]}",
            "anonymous.conditions: Invalid value: [{\"path\":\"/a\"}]: enabled should be set to true when conditions are defined"
        ),
    ]

    @Test(arguments: bad)
    func `what is wrong is said with its field`(bad: Bad) {
        #expect(throws: ConfigurationProblem(description: bad.problem)) { try Self.read(bad.text) }
    }
}

/// Changes of the file while the server runs.
@Suite struct AuthenticationReloadTests {
    @Test func `new issuers count when they have given their keys, and others count no more`() async throws {
        try await TestIssuer.running { issuer, pki in
            let path = "/tmp/apus-authentication-\(UInt64.random(in: 0 ... .max)).yaml"
            defer { try? FileManager.default.removeItem(atPath: path) }
            let head = "apiVersion: apiserver.config.k8s.io/v1\nkind: AuthenticationConfiguration\n"
            func write(_ text: String) throws { try text.write(toFile: path, atomically: true, encoding: .utf8) }
            func text(_ url: String, prefix: String) -> String {
                let authority = pki.caPEM.split(separator: "\n").joined(separator: "\\n")
                return head + """
                    jwt:
                    - issuer: {url: "\(url)", audiences: [apus], certificateAuthority: "\(authority)\\n"}
                      claimMappings: {username: {claim: sub, prefix: "\(prefix)"}}
                    """
            }
            var logger = Logger(label: "test")
            logger.logLevel = .critical
            let clock: @Sendable () -> Int64 = { Timestamp.now.seconds }
            let issuers = Issuers([], group: .singletonMultiThreadedEventLoopGroup, logger: logger, clock: clock)
            let authenticator = Authenticator(tokens: [], clock: clock)
            let reload = AuthenticationReload(
                path: path, disallowedIssuers: [], anonymous: nil, issuers: issuers, authenticator: authenticator,
                logger: logger)
            func name() throws -> String? {
                let token = try issuer.token(now: clock())
                return authenticator.identity(of: token, for: [], at: clock()).found?.user.name
            }
            var known = head
            try write(head)
            #expect(await reload.look(&known) == .unchanged)
            try write(text(issuer.url, prefix: "a:"))
            #expect(await reload.look(&known) == .taken)
            #expect(try name() == "a:jane")
            #expect(await reload.look(&known) == .unchanged)
            try write(text("https://127.0.0.1:1", prefix: "b:"))
            for _ in 0..<2 {
                #expect(await reload.look(&known) == .refused("an issuer does not give its keys"))
            }
            #expect(try name() == "a:jane")
            try write(head + "anonymous: {enabled: true}")
            #expect(
                await reload.look(&known)
                    == .refused("anonymous: Forbidden: changed from initial configuration file"))
            #expect(await reload.look(&known) == .unchanged)
            try write(text(issuer.url, prefix: "c:"))
            #expect(await reload.look(&known) == .taken)
            #expect(try name() == "c:jane")
            try write(head + "jwt: []")
            #expect(await reload.look(&known) == .taken)
            #expect(try name() == nil)
            await issuers.shutdown()
        }
    }
}

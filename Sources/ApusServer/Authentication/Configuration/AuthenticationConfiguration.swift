import ApusAPI
import ApusJSON

/// What the file of `--authentication-config` says: `AuthenticationConfiguration` of `apiserver.config.k8s.io`.
public struct AuthenticationConfiguration: Sendable, Equatable {
    /// Who may come without credentials.
    public struct Anonymous: Sendable, Equatable {
        public var isEnabled: Bool
        /// To these paths alone; empty: to any.
        public var paths: [String] = []

        public init(isEnabled: Bool, paths: [String] = []) {
            self.isEnabled = isEnabled
            self.paths = paths
        }

        func allows(_ path: some StringProtocol) -> Bool {
            isEnabled && (paths.isEmpty || paths.contains { $0 == path })
        }
    }

    public let issuers: [OIDCConfiguration]
    /// Nil where the file does not say.
    public let anonymous: Anonymous?

    /// Reads the file `path`, YAML or JSON, into what a server is started with.
    ///
    /// - Throws: Where the file cannot be read or says something wrong. Nobody but the server may issue the tokens of
    ///   its service accounts.
    public static func load(_ path: String, into configuration: inout APIServer.Configuration)
        throws(ConfigurationProblem)
    {
        let text = try ConfigurationFile.read(path)
        let found = try Self(text: text, disallowedIssuers: configuration.serviceAccountTokens?.issuers ?? [])
        configuration.issuers = found.issuers
        configuration.authenticationFile = .init(path: path, text: text, anonymous: found.anonymous)
        if let anonymous = found.anonymous { configuration.anonymousAccess = anonymous }
    }

    init(text: String, disallowedIssuers: [String]) throws(ConfigurationProblem) {
        guard !text.isEmpty else { throw ConfigurationProblem(description: "empty config data") }
        let value = try Self.file.parse(text)
        var errors = FieldErrors()
        AuthenticationRules(disallowedIssuers: disallowedIssuers).validate(value, &errors)
        guard errors.isEmpty else {
            throw ConfigurationProblem(
                description: "invalid authentication configuration: \(ConfigurationFile.text(errors))")
        }
        issuers = value["jwt"].elements.map(Self.issuer)
        anonymous =
            value["anonymous"].isNull
            ? nil
            : Anonymous(
                isEnabled: value["anonymous"]["enabled"].bool ?? false,
                paths: value["anonymous"]["conditions"].elements.map { $0["path"].string ?? "" })
    }

    private static let file = ConfigurationFile(
        kinds: ["v1", "v1beta1", "v1alpha1"].map { ("AuthenticationConfiguration", "apiserver.config.k8s.io/\($0)") },
        shape: shape)

    /// The issuer that an entry of `jwt` describes, which was found good.
    private static func issuer(_ value: JSONValue) -> OIDCConfiguration {
        let (issuer, mappings) = (value["issuer"], value["claimMappings"])
        func mapping(_ value: JSONValue) -> OIDCConfiguration.Mapping {
            .init(claim: value["claim"].string ?? "", prefix: value["prefix"].string ?? "")
        }
        func text(_ value: JSONValue) -> String? { value.string.flatMap { $0.isEmpty ? nil : $0 } }
        var configuration = OIDCConfiguration(
            issuer: issuer["url"].string ?? "", audiences: issuer["audiences"].elements.compactMap(\.string),
            username: mapping(mappings["username"]),
            groups: text(mappings["groups"]["claim"]) == nil ? nil : mapping(mappings["groups"]),
            caPEM: text(issuer["certificateAuthority"]))
        configuration.discoveryURL = text(issuer["discoveryURL"])
        configuration.uidClaim = text(mappings["uid"]["claim"])
        configuration.algorithms = OIDCConfiguration.knownAlgorithms
        for rule in value["claimValidationRules"].elements {
            configuration.requiredClaims[rule["claim"].string ?? ""] = rule["requiredValue"].string ?? ""
        }
        return configuration
    }

    // MARK: - Shape

    private static let prefixed = FileShape.object([
        "claim": .text, "prefix": .text, "expression": .text,
    ])

    private static let shape = FileShape.object([
        "kind": .text, "apiVersion": .text,
        "anonymous": .object(["enabled": .bool, "conditions": .list(.object(["path": .text]))]),
        "jwt": .list(
            .object([
                "issuer": .object([
                    "url": .text, "discoveryURL": .text, "certificateAuthority": .text, "audiences": .list(.text),
                    "audienceMatchPolicy": .text, "egressSelectorType": .text,
                ]),
                "claimValidationRules": .list(
                    .object(["claim": .text, "requiredValue": .text, "expression": .text, "message": .text])),
                "claimMappings": .object([
                    "username": prefixed, "groups": prefixed, "uid": .object(["claim": .text, "expression": .text]),
                    "extra": .list(.object(["key": .text, "valueExpression": .text])),
                ]),
                "userValidationRules": .list(.object(["expression": .text, "message": .text])),
            ])),
    ])
}

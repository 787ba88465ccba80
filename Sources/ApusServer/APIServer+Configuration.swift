public import ApusHTTP
import ApusStoreEncryption
public import Logging

extension APIServer {
    /// How a server listens, whom it trusts, and which ranges it gives out.
    public struct Configuration: Sendable {
        /// Where it listens; nil: in process only.
        public var http: HTTPServer.Configuration?
        /// Issues and checks the tokens of service accounts; nil: there are none.
        public var serviceAccountTokens: ServiceAccountTokens?
        /// Users by the bearer token that they show.
        public var staticTokens: [String: User] = [:]
        /// Who may come without credentials (`--anonymous-auth`).
        public var anonymousAccess = AuthenticationConfiguration.Anonymous(isEnabled: true)
        /// Whom a proxy in front of the server speaks for; its authorities are those of `http`. Nil: there is none.
        public var frontProxy: FrontProxy?
        /// Whether Secrets with the tokens of joining nodes authenticate (`--enable-bootstrap-token-auth`).
        public var allowsBootstrapTokens = false
        /// The OpenID Connect issuers whose tokens are accepted.
        public var issuers: [OIDCConfiguration] = []
        /// The file that `issuers` come from (`--authentication-config`), which is read again while the server runs.
        public var authenticationFile: AuthenticationFile?
        /// Which stored values are encrypted (`--encryption-provider-config`); nil: none.
        public var encryptionFile: EncryptionFile?
        /// How requests are decided on, in this order (`--authorization-mode`).
        public var authorizationModes: [Authorizer.Mode] = [.node, .rbac]
        /// Where Services get their addresses from, of the family that most of them are of.
        public var serviceAddresses: AddressRange
        /// Where Services get those of the other family from; nil: the cluster has one family.
        public var secondaryServiceAddresses: AddressRange?
        public var nodePorts: ClosedRange<Int64> = 30000...32767
        /// The address at which others reach the server: the endpoint of the `kubernetes` Service. Nil: none is published.
        public var advertiseAddress: String?
        /// Whether the Service `kubernetes` gets endpoints (`--endpoint-reconciler-type`).
        public var publishesEndpoints = true
        /// The certificate authorities of the cluster as PEM, published to aggregated API servers; nil: not published.
        public var clientCAPEM: String?
        /// How it talks to kubelets, for logs and the like; nil: it cannot.
        public var kubelet: KubeletAccess?
        /// Requests that may be under way at a time (`--max-requests-inflight`); 0: no limit.
        public var maxReadsInFlight = 400
        /// The same for requests that change something (`--max-mutating-requests-inflight`).
        public var maxWritesInFlight = 200
        /// How long a write may take (`--request-timeout`).
        public var requestTimeout = Duration.seconds(60)
        /// How long the server still answers, without being ready, before it stops (`--shutdown-delay-duration`).
        public var shutdownDelay = Duration.zero
        /// The part of HTTP/2 requests whose client is asked to connect anew (`--goaway-chance`).
        public var goawayChance = 0.0
        /// The least time that a watch stays open, in seconds (`--min-request-timeout`); at most twice as long.
        public var minWatchSeconds = 1800
        /// How long an Event lives, in seconds (`--event-ttl`); 0: for ever.
        public var eventSeconds: Int64 = 3600
        /// What other parts of the process add to `/metrics`, in Prometheus' text format.
        public var componentMetrics: @Sendable () -> String = { "" }
        /// What all keys of the store begin with, with a slash at the end (`--etcd-prefix`).
        public var storePrefix = "/registry/"
        /// How often old revisions of the store are forgotten in seconds (`--etcd-compaction-interval`); 0: never.
        public var compactionSeconds: Int64 = 300
        /// Which admission plugins run, and how.
        public var admission = AdmissionOptions()
        /// Watches that one user may hold open (`--max-watches-per-client`); 0: no limit.
        public var maxWatchesPerClient = 10_000
        /// How long a read waits for a revision that was not reached yet.
        var freshnessLimit = Duration.seconds(3)
        /// Whether Pods and nodes may be proxied to at addresses of the server's own machine: for tests.
        var proxiesToLoopback = false
        public var version = ServerVersion()
        public var logger: Logger

        public init(
            http: HTTPServer.Configuration? = nil, serviceAddresses: AddressRange, logger: Logger
        ) {
            self.http = http
            self.serviceAddresses = serviceAddresses
            self.logger = logger
        }

        var serviceRanges: [AddressRange] { [serviceAddresses] + (secondaryServiceAddresses.map { [$0] } ?? []) }
    }

    /// The file of an `AuthenticationConfiguration`, and what it said when the server started.
    public struct AuthenticationFile: Sendable {
        public let path: String
        let text: String
        let anonymous: AuthenticationConfiguration.Anonymous?

        /// Whether it says who may come without credentials.
        public var saysWhoIsAnonymous: Bool { anonymous != nil }
    }

    /// The file of an `EncryptionConfiguration`, and what it said when the server started.
    public struct EncryptionFile: Sendable {
        public let path: String
        /// What stands for its text.
        let hash: String
        let encryption: Encryption
        /// Whether it is read again when it changes.
        public let isReloaded: Bool
    }

    /// The client certificate that the server shows to kubelets, and whom it trusts there.
    public struct KubeletAccess: Sendable {
        public var certificateChainPEM: String
        public var privateKeyPEM: String
        /// The authorities of the kubelets' certificates.
        public var caPEM: String

        public init(certificateChainPEM: String, privateKeyPEM: String, caPEM: String) {
            self.certificateChainPEM = certificateChainPEM
            self.privateKeyPEM = privateKeyPEM
            self.caPEM = caPEM
        }
    }
}

// Written by apus-generate from docs/api-data; `make generate` writes it again.
// swift-format-ignore-file
public import ApusJSON

/// Views of the types of `io.k8s.api.certificates.v1`.
public enum CertificatesV1 {}

extension CertificatesV1 {
    /// Reads a `CertificateSigningRequest`.
    public struct CertificateSigningRequest: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var apiVersion: String? { cursor[JSONKey("apiVersion", prefix: 0x6973726556697061)].string }
        public var kind: String? { cursor[JSONKey("kind", prefix: 0x646e696b)].string }
        public var metadata: MetaV1.ObjectMeta { @_lifetime(copy self) get { MetaV1.ObjectMeta(cursor[JSONKey("metadata", prefix: 0x617461646174656d)]) } }
        public var spec: CertificateSigningRequestSpec { @_lifetime(copy self) get { CertificateSigningRequestSpec(cursor[JSONKey("spec", prefix: 0x63657073)]) } }
        public var status: CertificateSigningRequestStatus { @_lifetime(copy self) get { CertificateSigningRequestStatus(cursor[JSONKey("status", prefix: 0x737574617473)]) } }
    }

    /// Reads a `CertificateSigningRequestCondition`.
    public struct CertificateSigningRequestCondition: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var lastTransitionTime: String? { cursor[JSONKey("lastTransitionTime", prefix: 0x6e6172547473616c)].string }
        public var lastUpdateTime: String? { cursor[JSONKey("lastUpdateTime", prefix: 0x616470557473616c)].string }
        public var message: String? { cursor[JSONKey("message", prefix: 0x6567617373656d)].string }
        public var reason: String? { cursor[JSONKey("reason", prefix: 0x6e6f73616572)].string }
        public var status: String? { cursor[JSONKey("status", prefix: 0x737574617473)].string }
        public var type: String? { cursor[JSONKey("type", prefix: 0x65707974)].string }
    }

    /// Reads a `CertificateSigningRequestSpec`.
    public struct CertificateSigningRequestSpec: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var expirationSeconds: Int64? { cursor[JSONKey("expirationSeconds", prefix: 0x6974617269707865)].int }
        public var extra: Cursor { @_lifetime(copy self) get { cursor[JSONKey("extra", prefix: 0x6172747865)] } }
        public var groups: Cursor { @_lifetime(copy self) get { cursor[JSONKey("groups", prefix: 0x7370756f7267)] } }
        public var request: String? { cursor[JSONKey("request", prefix: 0x74736575716572)].string }
        public var signerName: String? { cursor[JSONKey("signerName", prefix: 0x614e72656e676973)].string }
        public var uid: String? { cursor[JSONKey("uid", prefix: 0x646975)].string }
        public var usages: Cursor { @_lifetime(copy self) get { cursor[JSONKey("usages", prefix: 0x736567617375)] } }
        public var username: String? { cursor[JSONKey("username", prefix: 0x656d616e72657375)].string }
    }

    /// Reads a `CertificateSigningRequestStatus`.
    public struct CertificateSigningRequestStatus: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var certificate: String? { cursor[JSONKey("certificate", prefix: 0x6369666974726563)].string }
        public var conditions: ViewList<CertificateSigningRequestCondition> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("conditions", prefix: 0x6f697469646e6f63)]) } }
    }
}

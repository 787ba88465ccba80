// Written by apus-generate from docs/api-data; `make generate` writes it again.
// swift-format-ignore-file
public import ApusJSON

/// Views of the types of `io.k8s.api.authentication.v1`.
public enum AuthenticationV1 {}

extension AuthenticationV1 {
    /// Reads a `BoundObjectReference`.
    public struct BoundObjectReference: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var apiVersion: String? { cursor[JSONKey("apiVersion", prefix: 0x6973726556697061)].string }
        public var kind: String? { cursor[JSONKey("kind", prefix: 0x646e696b)].string }
        public var name: String? { cursor[JSONKey("name", prefix: 0x656d616e)].string }
        public var uid: String? { cursor[JSONKey("uid", prefix: 0x646975)].string }
    }

    /// Reads a `SelfSubjectReview`.
    public struct SelfSubjectReview: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var apiVersion: String? { cursor[JSONKey("apiVersion", prefix: 0x6973726556697061)].string }
        public var kind: String? { cursor[JSONKey("kind", prefix: 0x646e696b)].string }
        public var metadata: MetaV1.ObjectMeta { @_lifetime(copy self) get { MetaV1.ObjectMeta(cursor[JSONKey("metadata", prefix: 0x617461646174656d)]) } }
        public var status: SelfSubjectReviewStatus { @_lifetime(copy self) get { SelfSubjectReviewStatus(cursor[JSONKey("status", prefix: 0x737574617473)]) } }
    }

    /// Reads a `SelfSubjectReviewStatus`.
    public struct SelfSubjectReviewStatus: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var userInfo: UserInfo { @_lifetime(copy self) get { UserInfo(cursor[JSONKey("userInfo", prefix: 0x6f666e4972657375)]) } }
    }

    /// Reads a `TokenRequest`.
    public struct TokenRequest: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var apiVersion: String? { cursor[JSONKey("apiVersion", prefix: 0x6973726556697061)].string }
        public var kind: String? { cursor[JSONKey("kind", prefix: 0x646e696b)].string }
        public var metadata: MetaV1.ObjectMeta { @_lifetime(copy self) get { MetaV1.ObjectMeta(cursor[JSONKey("metadata", prefix: 0x617461646174656d)]) } }
        public var spec: TokenRequestSpec { @_lifetime(copy self) get { TokenRequestSpec(cursor[JSONKey("spec", prefix: 0x63657073)]) } }
        public var status: TokenRequestStatus { @_lifetime(copy self) get { TokenRequestStatus(cursor[JSONKey("status", prefix: 0x737574617473)]) } }
    }

    /// Reads a `TokenRequestSpec`.
    public struct TokenRequestSpec: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var audiences: Cursor { @_lifetime(copy self) get { cursor[JSONKey("audiences", prefix: 0x65636e6569647561)] } }
        public var boundObjectRef: BoundObjectReference { @_lifetime(copy self) get { BoundObjectReference(cursor[JSONKey("boundObjectRef", prefix: 0x6a624f646e756f62)]) } }
        public var expirationSeconds: Int64? { cursor[JSONKey("expirationSeconds", prefix: 0x6974617269707865)].int }
    }

    /// Reads a `TokenRequestStatus`.
    public struct TokenRequestStatus: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var expirationTimestamp: String? { cursor[JSONKey("expirationTimestamp", prefix: 0x6974617269707865)].string }
        public var token: String? { cursor[JSONKey("token", prefix: 0x6e656b6f74)].string }
    }

    /// Reads a `TokenReview`.
    public struct TokenReview: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var apiVersion: String? { cursor[JSONKey("apiVersion", prefix: 0x6973726556697061)].string }
        public var kind: String? { cursor[JSONKey("kind", prefix: 0x646e696b)].string }
        public var metadata: MetaV1.ObjectMeta { @_lifetime(copy self) get { MetaV1.ObjectMeta(cursor[JSONKey("metadata", prefix: 0x617461646174656d)]) } }
        public var spec: TokenReviewSpec { @_lifetime(copy self) get { TokenReviewSpec(cursor[JSONKey("spec", prefix: 0x63657073)]) } }
        public var status: TokenReviewStatus { @_lifetime(copy self) get { TokenReviewStatus(cursor[JSONKey("status", prefix: 0x737574617473)]) } }
    }

    /// Reads a `TokenReviewSpec`.
    public struct TokenReviewSpec: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var audiences: Cursor { @_lifetime(copy self) get { cursor[JSONKey("audiences", prefix: 0x65636e6569647561)] } }
        public var token: String? { cursor[JSONKey("token", prefix: 0x6e656b6f74)].string }
    }

    /// Reads a `TokenReviewStatus`.
    public struct TokenReviewStatus: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var audiences: Cursor { @_lifetime(copy self) get { cursor[JSONKey("audiences", prefix: 0x65636e6569647561)] } }
        public var authenticated: Bool? { cursor[JSONKey("authenticated", prefix: 0x69746e6568747561)].bool }
        public var error: String? { cursor[JSONKey("error", prefix: 0x726f727265)].string }
        public var user: UserInfo { @_lifetime(copy self) get { UserInfo(cursor[JSONKey("user", prefix: 0x72657375)]) } }
    }

    /// Reads a `UserInfo`.
    public struct UserInfo: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var extra: Cursor { @_lifetime(copy self) get { cursor[JSONKey("extra", prefix: 0x6172747865)] } }
        public var groups: Cursor { @_lifetime(copy self) get { cursor[JSONKey("groups", prefix: 0x7370756f7267)] } }
        public var uid: String? { cursor[JSONKey("uid", prefix: 0x646975)].string }
        public var username: String? { cursor[JSONKey("username", prefix: 0x656d616e72657375)].string }
    }
}

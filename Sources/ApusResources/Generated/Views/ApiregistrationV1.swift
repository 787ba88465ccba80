// Written by apus-generate from docs/api-data; `make generate` writes it again.
// swift-format-ignore-file
public import ApusJSON

/// Views of the types of `io.k8s.kube-aggregator.pkg.apis.apiregistration.v1`.
public enum ApiregistrationV1 {}

extension ApiregistrationV1 {
    /// Reads a `APIService`.
    public struct APIService: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var apiVersion: String? { cursor[JSONKey("apiVersion", prefix: 0x6973726556697061)].string }
        public var kind: String? { cursor[JSONKey("kind", prefix: 0x646e696b)].string }
        public var metadata: MetaV1.ObjectMeta { @_lifetime(copy self) get { MetaV1.ObjectMeta(cursor[JSONKey("metadata", prefix: 0x617461646174656d)]) } }
        public var spec: APIServiceSpec { @_lifetime(copy self) get { APIServiceSpec(cursor[JSONKey("spec", prefix: 0x63657073)]) } }
        public var status: APIServiceStatus { @_lifetime(copy self) get { APIServiceStatus(cursor[JSONKey("status", prefix: 0x737574617473)]) } }
    }

    /// Reads a `APIServiceCondition`.
    public struct APIServiceCondition: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var lastTransitionTime: String? { cursor[JSONKey("lastTransitionTime", prefix: 0x6e6172547473616c)].string }
        public var message: String? { cursor[JSONKey("message", prefix: 0x6567617373656d)].string }
        public var reason: String? { cursor[JSONKey("reason", prefix: 0x6e6f73616572)].string }
        public var status: String? { cursor[JSONKey("status", prefix: 0x737574617473)].string }
        public var type: String? { cursor[JSONKey("type", prefix: 0x65707974)].string }
    }

    /// Reads a `APIServiceSpec`.
    public struct APIServiceSpec: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var caBundle: String? { cursor[JSONKey("caBundle", prefix: 0x656c646e75426163)].string }
        public var group: String? { cursor[JSONKey("group", prefix: 0x70756f7267)].string }
        public var groupPriorityMinimum: Int64? { cursor[JSONKey("groupPriorityMinimum", prefix: 0x69725070756f7267)].int }
        public var insecureSkipTLSVerify: Bool? { cursor[JSONKey("insecureSkipTLSVerify", prefix: 0x6572756365736e69)].bool }
        public var service: ServiceReference { @_lifetime(copy self) get { ServiceReference(cursor[JSONKey("service", prefix: 0x65636976726573)]) } }
        public var version: String? { cursor[JSONKey("version", prefix: 0x6e6f6973726576)].string }
        public var versionPriority: Int64? { cursor[JSONKey("versionPriority", prefix: 0x506e6f6973726576)].int }
    }

    /// Reads a `APIServiceStatus`.
    public struct APIServiceStatus: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var conditions: ViewList<APIServiceCondition> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("conditions", prefix: 0x6f697469646e6f63)]) } }
    }

    /// Reads a `ServiceReference`.
    public struct ServiceReference: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var name: String? { cursor[JSONKey("name", prefix: 0x656d616e)].string }
        public var namespace: String? { cursor[JSONKey("namespace", prefix: 0x63617073656d616e)].string }
        public var port: Int64? { cursor[JSONKey("port", prefix: 0x74726f70)].int }
    }
}

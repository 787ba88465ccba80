// Written by apus-generate from docs/api-data; `make generate` writes it again.
// swift-format-ignore-file
public import ApusJSON

/// Views of the types of `io.k8s.api.discovery.v1`.
public enum DiscoveryV1 {}

extension DiscoveryV1 {
    /// Reads a `Endpoint`.
    public struct Endpoint: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var addresses: Cursor { @_lifetime(copy self) get { cursor[JSONKey("addresses", prefix: 0x6573736572646461)] } }
        public var conditions: EndpointConditions { @_lifetime(copy self) get { EndpointConditions(cursor[JSONKey("conditions", prefix: 0x6f697469646e6f63)]) } }
        public var deprecatedTopology: Cursor { @_lifetime(copy self) get { cursor[JSONKey("deprecatedTopology", prefix: 0x7461636572706564)] } }
        public var hints: EndpointHints { @_lifetime(copy self) get { EndpointHints(cursor[JSONKey("hints", prefix: 0x73746e6968)]) } }
        public var hostname: String? { cursor[JSONKey("hostname", prefix: 0x656d616e74736f68)].string }
        public var nodeName: String? { cursor[JSONKey("nodeName", prefix: 0x656d614e65646f6e)].string }
        public var targetRef: CoreV1.ObjectReference { @_lifetime(copy self) get { CoreV1.ObjectReference(cursor[JSONKey("targetRef", prefix: 0x6552746567726174)]) } }
        public var zone: String? { cursor[JSONKey("zone", prefix: 0x656e6f7a)].string }
    }

    /// Reads a `EndpointConditions`.
    public struct EndpointConditions: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var ready: Bool? { cursor[JSONKey("ready", prefix: 0x7964616572)].bool }
        public var serving: Bool? { cursor[JSONKey("serving", prefix: 0x676e6976726573)].bool }
        public var terminating: Bool? { cursor[JSONKey("terminating", prefix: 0x74616e696d726574)].bool }
    }

    /// Reads a `EndpointHints`.
    public struct EndpointHints: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var forNodes: ViewList<ForNode> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("forNodes", prefix: 0x7365646f4e726f66)]) } }
        public var forZones: ViewList<ForZone> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("forZones", prefix: 0x73656e6f5a726f66)]) } }
    }

    /// Reads a `EndpointPort`.
    public struct EndpointPort: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var appProtocol: String? { cursor[JSONKey("appProtocol", prefix: 0x6f746f7250707061)].string }
        public var name: String? { cursor[JSONKey("name", prefix: 0x656d616e)].string }
        public var port: Int64? { cursor[JSONKey("port", prefix: 0x74726f70)].int }
        public var `protocol`: String? { cursor[JSONKey("protocol", prefix: 0x6c6f636f746f7270)].string }
    }

    /// Reads a `EndpointSlice`.
    public struct EndpointSlice: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var addressType: String? { cursor[JSONKey("addressType", prefix: 0x5473736572646461)].string }
        public var apiVersion: String? { cursor[JSONKey("apiVersion", prefix: 0x6973726556697061)].string }
        public var endpoints: ViewList<Endpoint> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("endpoints", prefix: 0x746e696f70646e65)]) } }
        public var kind: String? { cursor[JSONKey("kind", prefix: 0x646e696b)].string }
        public var metadata: MetaV1.ObjectMeta { @_lifetime(copy self) get { MetaV1.ObjectMeta(cursor[JSONKey("metadata", prefix: 0x617461646174656d)]) } }
        public var ports: ViewList<EndpointPort> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("ports", prefix: 0x7374726f70)]) } }
    }

    /// Reads a `ForNode`.
    public struct ForNode: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var name: String? { cursor[JSONKey("name", prefix: 0x656d616e)].string }
    }

    /// Reads a `ForZone`.
    public struct ForZone: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var name: String? { cursor[JSONKey("name", prefix: 0x656d616e)].string }
    }
}

// Written by apus-generate from docs/api-data; `make generate` writes it again.
// swift-format-ignore-file
public import ApusJSON

/// Views of the types of `io.k8s.api.coordination.v1`.
public enum CoordinationV1 {}

extension CoordinationV1 {
    /// Reads a `Lease`.
    public struct Lease: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var apiVersion: String? { cursor[JSONKey("apiVersion", prefix: 0x6973726556697061)].string }
        public var kind: String? { cursor[JSONKey("kind", prefix: 0x646e696b)].string }
        public var metadata: MetaV1.ObjectMeta { @_lifetime(copy self) get { MetaV1.ObjectMeta(cursor[JSONKey("metadata", prefix: 0x617461646174656d)]) } }
        public var spec: LeaseSpec { @_lifetime(copy self) get { LeaseSpec(cursor[JSONKey("spec", prefix: 0x63657073)]) } }
    }

    /// Reads a `LeaseSpec`.
    public struct LeaseSpec: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var acquireTime: String? { cursor[JSONKey("acquireTime", prefix: 0x5465726975716361)].string }
        public var holderIdentity: String? { cursor[JSONKey("holderIdentity", prefix: 0x64497265646c6f68)].string }
        public var leaseDurationSeconds: Int64? { cursor[JSONKey("leaseDurationSeconds", prefix: 0x727544657361656c)].int }
        public var leaseTransitions: Int64? { cursor[JSONKey("leaseTransitions", prefix: 0x617254657361656c)].int }
        public var preferredHolder: String? { cursor[JSONKey("preferredHolder", prefix: 0x6572726566657270)].string }
        public var renewTime: String? { cursor[JSONKey("renewTime", prefix: 0x6d695477656e6572)].string }
        public var strategy: String? { cursor[JSONKey("strategy", prefix: 0x7967657461727473)].string }
    }
}

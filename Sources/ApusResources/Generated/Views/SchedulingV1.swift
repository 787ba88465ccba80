// Written by apus-generate from docs/api-data; `make generate` writes it again.
// swift-format-ignore-file
public import ApusJSON

/// Views of the types of `io.k8s.api.scheduling.v1`.
public enum SchedulingV1 {}

extension SchedulingV1 {
    /// Reads a `PriorityClass`.
    public struct PriorityClass: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var apiVersion: String? { cursor[JSONKey("apiVersion", prefix: 0x6973726556697061)].string }
        public var description: String? { cursor[JSONKey("description", prefix: 0x7470697263736564)].string }
        public var globalDefault: Bool? { cursor[JSONKey("globalDefault", prefix: 0x65446c61626f6c67)].bool }
        public var kind: String? { cursor[JSONKey("kind", prefix: 0x646e696b)].string }
        public var metadata: MetaV1.ObjectMeta { @_lifetime(copy self) get { MetaV1.ObjectMeta(cursor[JSONKey("metadata", prefix: 0x617461646174656d)]) } }
        public var preemptionPolicy: String? { cursor[JSONKey("preemptionPolicy", prefix: 0x6974706d65657270)].string }
        public var value: Int64? { cursor[JSONKey("value", prefix: 0x65756c6176)].int }
    }
}

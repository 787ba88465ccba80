// Written by apus-generate from docs/api-data; `make generate` writes it again.
// swift-format-ignore-file
public import ApusJSON

/// Views of the types of `io.k8s.api.events.v1`.
public enum EventsV1 {}

extension EventsV1 {
    /// Reads a `Event`.
    public struct Event: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var action: String? { cursor[JSONKey("action", prefix: 0x6e6f69746361)].string }
        public var apiVersion: String? { cursor[JSONKey("apiVersion", prefix: 0x6973726556697061)].string }
        public var deprecatedCount: Int64? { cursor[JSONKey("deprecatedCount", prefix: 0x7461636572706564)].int }
        public var deprecatedFirstTimestamp: String? { cursor[JSONKey("deprecatedFirstTimestamp", prefix: 0x7461636572706564)].string }
        public var deprecatedLastTimestamp: String? { cursor[JSONKey("deprecatedLastTimestamp", prefix: 0x7461636572706564)].string }
        public var deprecatedSource: CoreV1.EventSource { @_lifetime(copy self) get { CoreV1.EventSource(cursor[JSONKey("deprecatedSource", prefix: 0x7461636572706564)]) } }
        public var eventTime: String? { cursor[JSONKey("eventTime", prefix: 0x6d6954746e657665)].string }
        public var kind: String? { cursor[JSONKey("kind", prefix: 0x646e696b)].string }
        public var metadata: MetaV1.ObjectMeta { @_lifetime(copy self) get { MetaV1.ObjectMeta(cursor[JSONKey("metadata", prefix: 0x617461646174656d)]) } }
        public var note: String? { cursor[JSONKey("note", prefix: 0x65746f6e)].string }
        public var reason: String? { cursor[JSONKey("reason", prefix: 0x6e6f73616572)].string }
        public var regarding: CoreV1.ObjectReference { @_lifetime(copy self) get { CoreV1.ObjectReference(cursor[JSONKey("regarding", prefix: 0x6e69647261676572)]) } }
        public var related: CoreV1.ObjectReference { @_lifetime(copy self) get { CoreV1.ObjectReference(cursor[JSONKey("related", prefix: 0x646574616c6572)]) } }
        public var reportingController: String? { cursor[JSONKey("reportingController", prefix: 0x6e6974726f706572)].string }
        public var reportingInstance: String? { cursor[JSONKey("reportingInstance", prefix: 0x6e6974726f706572)].string }
        public var series: EventSeries { @_lifetime(copy self) get { EventSeries(cursor[JSONKey("series", prefix: 0x736569726573)]) } }
        public var type: String? { cursor[JSONKey("type", prefix: 0x65707974)].string }
    }

    /// Reads a `EventSeries`.
    public struct EventSeries: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var count: Int64? { cursor[JSONKey("count", prefix: 0x746e756f63)].int }
        public var lastObservedTime: String? { cursor[JSONKey("lastObservedTime", prefix: 0x6573624f7473616c)].string }
    }
}

// Written by apus-generate from docs/api-data; `make generate` writes it again.
// swift-format-ignore-file
public import ApusJSON

/// Views of the types of `io.k8s.api.node.v1`.
public enum NodeV1 {}

extension NodeV1 {
    /// Reads a `Overhead`.
    public struct Overhead: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var podFixed: Cursor { @_lifetime(copy self) get { cursor[JSONKey("podFixed", prefix: 0x6465786946646f70)] } }
    }

    /// Reads a `RuntimeClass`.
    public struct RuntimeClass: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var apiVersion: String? { cursor[JSONKey("apiVersion", prefix: 0x6973726556697061)].string }
        public var handler: String? { cursor[JSONKey("handler", prefix: 0x72656c646e6168)].string }
        public var kind: String? { cursor[JSONKey("kind", prefix: 0x646e696b)].string }
        public var metadata: MetaV1.ObjectMeta { @_lifetime(copy self) get { MetaV1.ObjectMeta(cursor[JSONKey("metadata", prefix: 0x617461646174656d)]) } }
        public var overhead: Overhead { @_lifetime(copy self) get { Overhead(cursor[JSONKey("overhead", prefix: 0x646165687265766f)]) } }
        public var scheduling: Scheduling { @_lifetime(copy self) get { Scheduling(cursor[JSONKey("scheduling", prefix: 0x696c756465686373)]) } }
    }

    /// Reads a `Scheduling`.
    public struct Scheduling: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var nodeSelector: Cursor { @_lifetime(copy self) get { cursor[JSONKey("nodeSelector", prefix: 0x656c655365646f6e)] } }
        public var tolerations: ViewList<CoreV1.Toleration> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("tolerations", prefix: 0x69746172656c6f74)]) } }
    }
}

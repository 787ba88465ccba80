import ApusAPI
import ApusJSON
import ApusStore
import NIOCore

/// The form in which a watcher gets its events: of which served version, and rendered how.
struct WatchForm: Hashable, Sendable {
    let version: GroupVersionKind
    let rendering: Rendering
    /// Whether a table describes its columns.
    var showsColumns = true
}

extension ObjectEncoder {
    /// One event of a watch, as a line: `{"type":"ADDED","object":{…}}`; in protobuf, a message behind its length.
    func frame(_ event: WatchEvent) throws(StatusError) -> ByteBuffer {
        guard rendering.format != .protobuf else { return try protobufFrame(event) }
        var buffer = ByteBufferAllocator().buffer(capacity: event.object.bytes.count + 128)
        buffer.writeStaticString("{\"type\":\"")
        buffer.writeString(event.kind.rawValue)
        buffer.writeStaticString("\",\"object\":")
        if event.kind == .error {
            buffer.write(stored: event.object)
        } else {
            try write(event.object, to: &buffer)
        }
        buffer.writeStaticString("}\n")
        return buffer
    }

    /// An event that carries nothing but how far the watch has come.
    func bookmark(_ revision: Revision, endsInitialEvents: Bool) -> ByteBuffer {
        var metadata: JSONValue = ["resourceVersion": .string(String(revision))]
        if endsInitialEvents { metadata["annotations"] = [Bookmarks.initialEventsEnd: "true"] }
        var object: JSONValue = [
            "kind": .string(resource.definition.kind), "apiVersion": .string(resource.definition.apiVersion),
            "metadata": metadata,
        ]
        guard rendering.format != .protobuf else {
            // A bookmark has nothing that could fail to be written.
            return (try? protobufFrame(WatchEvent(.bookmark, APIObject(object)))) ?? ByteBuffer()
        }
        switch rendering.shape {
        case .object: break
        case .partialMetadata, .partialMetadataList:
            object["kind"] = "PartialObjectMetadata"
            object["apiVersion"] = .string(rendering.metaAPIVersion)
        case .table(let include):
            let row = Table.row(
                of: object, resource.resource, including: endsInitialEvents && include == .none ? .metadata : include,
                TableContext(now: now()))
            object = [
                "kind": "Table", "apiVersion": .string(rendering.metaAPIVersion),
                "metadata": ["resourceVersion": .string(String(revision))],
                "columnDefinitions": showsColumns ? Table.columnDefinitions(of: resource.resource) : .null,
                "rows": [row],
            ]
        }
        var buffer = ByteBufferAllocator().buffer(capacity: 256)
        buffer.writeStaticString("{\"type\":\"BOOKMARK\",\"object\":")
        buffer.write(object.encoded())
        buffer.writeStaticString("}\n")
        return buffer
    }
}

enum Bookmarks {
    /// The annotation of the bookmark behind the initial events (API concepts, "Streaming lists").
    static let initialEventsEnd = "k8s.io/initial-events-end"
    /// How long a watch that allows bookmarks goes without one.
    static let interval = TimeAmount.seconds(60)
    /// How many seconds before its end a watch sends a last one.
    static let beforeEnd: Int64 = 2
}

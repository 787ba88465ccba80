import ApusAPI
import ApusJSON
import ApusStore
import NIOCore

/// The form in which a watcher gets its events: of which served version, and rendered how.
struct WatchForm: Hashable, Sendable {
    let version: GroupVersionKind
    let rendering: Rendering
}

extension ObjectEncoder {
    /// One event of a watch, as a line: `{"type":"ADDED","object":{…}}`.
    func frame(_ event: WatchEvent) throws(StatusError) -> ByteBuffer {
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
        var metadata = JSONObject()
        metadata["resourceVersion"] = .string(String(revision))
        if endsInitialEvents {
            metadata["annotations"] = [Bookmarks.initialEventsEnd: "true"]
        }
        var object: JSONValue = .object(JSONObject())
        switch rendering.shape {
        case .object:
            object["kind"] = .string(resource.definition.kind)
            object["apiVersion"] = .string(resource.definition.apiVersion)
            object["metadata"] = .object(metadata)
        case .partialMetadata:
            object["kind"] = "PartialObjectMetadata"
            object["apiVersion"] = .string(Rendering.metaVersion)
            object["metadata"] = .object(metadata)
        case .table:
            object["kind"] = "Table"
            object["apiVersion"] = .string(Rendering.metaVersion)
            object["metadata"] = ["resourceVersion": .string(String(revision))]
            object["columnDefinitions"] = []
            object["rows"] = []
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
}

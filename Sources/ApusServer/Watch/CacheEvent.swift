import ApusAPI
import ApusStore
import NIOCore
import Synchronization

/// One change of one object, shared by all watchers that see it. Each form that a watcher asks for is encoded once.
final class CacheEvent: Sendable {
    let revision: Revision
    /// The object after the change; nil when it was deleted.
    let object: APIObject?
    /// The object before the change; nil when it was made.
    let previous: APIObject?
    private let frames = Mutex<[(kind: WatchEvent.Kind, form: WatchForm, frame: ByteBuffer)]>([])

    init(revision: Revision, object: APIObject?, previous: APIObject?) {
        self.revision = revision
        self.object = object
        self.previous = previous
    }

    /// Lets the encoded forms go: whoever is that far behind has them made again.
    func dropFrames() { frames.withLock { $0 = [] } }

    /// What a watcher with `filter` sees of the change: nothing, or an event whose kind follows from what matched
    /// before and what matches now.
    func kind(for filter: ObjectFilter) -> WatchEvent.Kind? {
        let matches = object.map(filter.matches) ?? false
        let matched = previous.map(filter.matches) ?? false
        return switch (matched, matches) {
        case (false, true): .added
        case (true, true): .modified
        case (true, false): .deleted
        case (false, false): nil
        }
    }

    /// The object that an event of `kind` shows: for a deletion the last one, at the revision of the deletion.
    func object(for kind: WatchEvent.Kind) -> APIObject? {
        kind == .deleted ? previous?.at(revision: revision) : object
    }

    /// The encoded event; `encode` makes it when it is the first of its kind and form.
    func frame(
        _ kind: WatchEvent.Kind, _ form: WatchForm, encode: (WatchEvent) throws(StatusError) -> ByteBuffer
    ) throws(StatusError) -> ByteBuffer? {
        let known = frames.withLock { $0.first { $0.kind == kind && $0.form == form }?.frame }
        if let known { return known }
        guard let object = object(for: kind) else { return nil }
        // Encoded outside the lock: two event loops may do it twice, once, which is cheaper than waiting always.
        let frame = try encode(WatchEvent(kind, object))
        frames.withLock { $0.append((kind, form, frame)) }
        return frame
    }
}

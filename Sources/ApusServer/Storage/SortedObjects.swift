import ApusAPI

/// Objects in the order of their keys, in chunks. A copy is a snapshot: it costs nothing to make, and a write after it
/// copies the one chunk that it changes.
struct SortedObjects: Sendable {
    /// A chunk is split in two when it grows beyond this.
    static let chunkLimit = 256

    /// Some objects in a row, with the signatures of their labels.
    struct Chunk: Sendable {
        private(set) var objects: [APIObject]
        private(set) var signatures: [LabelSignature]

        init(_ objects: some Sequence<APIObject>) {
            self.objects = Array(objects)
            signatures = self.objects.map { LabelSignature($0.labels) }
        }

        var count: Int { objects.count }
        subscript(index: Int) -> APIObject { objects[index] }

        mutating func replace(_ index: Int, with object: APIObject) {
            objects[index] = object
            signatures[index] = LabelSignature(object.labels)
        }

        mutating func insert(_ object: APIObject, at index: Int) {
            objects.insert(object, at: index)
            signatures.insert(LabelSignature(object.labels), at: index)
        }

        mutating func remove(at index: Int) {
            objects.remove(at: index)
            signatures.remove(at: index)
        }
    }

    /// Each non-empty, ascending; all keys of a chunk precede those of the next.
    private(set) var chunks: [Chunk] = []
    private(set) var count = 0

    /// A place between objects. It holds for the snapshot from which it came.
    struct Position: Sendable, Equatable {
        var chunk: Int
        var index: Int
    }

    init() {}

    /// Takes objects that are already in order.
    init(sorted objects: [APIObject]) {
        count = objects.count
        var start = 0
        while start < objects.count {
            let end = min(start + SortedObjects.chunkLimit * 3 / 4, objects.count)
            chunks.append(Chunk(objects[start..<end]))
            start = end
        }
    }

    var start: Position { Position(chunk: 0, index: 0) }
    var end: Position { Position(chunk: chunks.count, index: 0) }

    /// The place of the first object whose key is not before `key`.
    func position(of key: ObjectKey) -> Position {
        // The last chunk whose first key is not behind `key` is the only one that can hold it.
        var low = 0
        var high = chunks.count
        while low < high {
            let middle = (low + high) / 2
            if key < ObjectKey(chunks[middle][0]) { high = middle } else { low = middle + 1 }
        }
        guard low > 0 else { return start }
        let chunk = chunks[low - 1]
        let index = SortedObjects.lowerBound(of: key, in: chunk.objects)
        return index == chunk.count ? Position(chunk: low, index: 0) : Position(chunk: low - 1, index: index)
    }

    private static func lowerBound(of key: ObjectKey, in chunk: [APIObject]) -> Int {
        var low = 0
        var high = chunk.count
        while low < high {
            let middle = (low + high) / 2
            if ObjectKey(chunk[middle]) < key { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// The object at `position`; nil at the end.
    func object(at position: Position) -> APIObject? {
        guard position.chunk < chunks.count, position.index < chunks[position.chunk].count else { return nil }
        return chunks[position.chunk][position.index]
    }

    /// The object at `position`, which moves on behind it.
    func next(_ position: inout Position) -> APIObject? {
        guard let object = object(at: position) else { return nil }
        position.index += 1
        if position.index == chunks[position.chunk].count { position = Position(chunk: position.chunk + 1, index: 0) }
        return object
    }

    /// Moves `position` on to the next object before `end` that `filter` does not rule out.
    func skip(_ position: inout Position, to end: Position, by filter: LabelSignatureFilter) {
        while position < end {
            let signatures = chunks[position.chunk].signatures
            let last = position.chunk == end.chunk ? end.index : signatures.count
            while position.index < last {
                if filter.mayMatch(signatures[position.index]) { return }
                position.index += 1
            }
            if position.chunk == end.chunk { return }
            position = Position(chunk: position.chunk + 1, index: 0)
        }
    }

    subscript(key: ObjectKey) -> APIObject? {
        guard let object = object(at: position(of: key)), ObjectKey(object) == key else { return nil }
        return object
    }

    /// How many objects lie in `from ..< to`.
    func distance(_ from: Position, _ to: Position) -> Int {
        guard from.chunk < to.chunk else { return to.index - from.index }
        var result = chunks[from.chunk].count - from.index
        for chunk in chunks[(from.chunk + 1)..<to.chunk] { result += chunk.count }
        return result + to.index
    }

    /// The objects of `namespace`; of all namespaces where it is nil.
    func range(namespace: String?) -> Range<Position> {
        guard let namespace else { return Range(uncheckedBounds: (start, end)) }
        // `\u{10FFFF}` cannot occur in a name, so that nothing of the namespace is behind it.
        let last = position(of: ObjectKey(namespace, "\u{10FFFF}"))
        return Range(uncheckedBounds: (position(of: ObjectKey(namespace, "")), last))
    }

    /// Puts `object` in, in place of the one with the same key, which is returned.
    @discardableResult
    mutating func insert(_ object: APIObject) -> APIObject? {
        let key = ObjectKey(object)
        var place = position(of: key)
        if let current = self.object(at: place), ObjectKey(current) == key {
            chunks[place.chunk].replace(place.index, with: object)
            return current
        }
        count += 1
        if place.index == 0, place.chunk > 0 {
            // Between two chunks: the one before takes it, so that ascending inserts fill chunks.
            place = Position(chunk: place.chunk - 1, index: chunks[place.chunk - 1].count)
        }
        guard !chunks.isEmpty else {
            chunks.append(Chunk([object]))
            return nil
        }
        chunks[place.chunk].insert(object, at: place.index)
        if chunks[place.chunk].count > SortedObjects.chunkLimit { split(place) }
        return nil
    }

    private mutating func split(_ place: Position) {
        let chunk = chunks[place.chunk]
        // Ascending inserts leave full chunks behind them instead of half-full ones.
        let cut = place.index == chunk.count - 1 ? chunk.count - 1 : chunk.count / 2
        chunks[place.chunk] = Chunk(chunk.objects[..<cut])
        chunks.insert(Chunk(chunk.objects[cut...]), at: place.chunk + 1)
    }

    /// Takes the object with `key` out and returns it.
    @discardableResult
    mutating func remove(_ key: ObjectKey) -> APIObject? {
        let place = position(of: key)
        guard let current = object(at: place), ObjectKey(current) == key else { return nil }
        count -= 1
        if chunks[place.chunk].count == 1 {
            chunks.remove(at: place.chunk)
        } else {
            chunks[place.chunk].remove(at: place.index)
        }
        return current
    }
}

extension SortedObjects.Position: Comparable {
    static func < (a: SortedObjects.Position, b: SortedObjects.Position) -> Bool {
        (a.chunk, a.index) < (b.chunk, b.index)
    }
}

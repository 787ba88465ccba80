import ApusAPI
import ApusStore

/// One page of a list, not yet read: its items come one by one from a snapshot that later writes do not touch.
struct ListPage: Sendable {
    let resource: ServedResource
    let revision: Revision
    var continuation: String?
    /// How many items follow behind this page; nil where that is not known without looking (a selector) or is none.
    var remaining: Int?
    var items: ListItems
}

/// The items of a page, in order.
struct ListItems: Sendable, Sequence, IteratorProtocol {
    private enum Source: Sendable {
        case array([APIObject])
        case snapshot(SortedObjects, end: SortedObjects.Position, filter: ObjectFilter?, labels: LabelSignatureFilter?)
    }

    private let source: Source
    private var index = 0
    private var position: SortedObjects.Position

    init(_ objects: [APIObject]) {
        source = .array(objects)
        position = SortedObjects.Position(chunk: 0, index: 0)
    }

    /// - Parameter filter: nil: all of `range` are items.
    init(_ objects: SortedObjects, range: Range<SortedObjects.Position>, filter: ObjectFilter?) {
        source = .snapshot(
            objects, end: range.upperBound, filter: filter, labels: filter?.labels.flatMap(LabelSignatureFilter.init))
        position = range.lowerBound
    }

    mutating func next() -> APIObject? {
        switch source {
        case .array(let objects):
            guard index < objects.count else { return nil }
            index += 1
            return objects[index - 1]
        case .snapshot(let objects, let end, let filter, let labels):
            while true {
                if let labels { objects.skip(&position, to: end, by: labels) }
                guard position < end, let object = objects.next(&position) else { return nil }
                if filter?.matches(object) ?? true { return object }
            }
        }
    }
}

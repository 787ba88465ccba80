public import CApusPlugin

/// The cluster as columns with a row per node (`APUS_SNAPSHOT_…` of `apus_plugin_draft.h`). Valid until the call
/// returns; a column that the host does not have reads as empty.
public struct Snapshot {
    public let block: UnsafePointer<apus_block_draft>
    /// How many rows there are, those without a node included.
    public let rows: Int

    public init(_ block: UnsafePointer<apus_block_draft>, rows: Int) {
        self.block = block
        self.rows = rows
    }

    /// The elements of a column.
    @inlinable
    public func column<Element>(_ number: Int32, as type: Element.Type = Element.self) -> UnsafeBufferPointer<Element> {
        blockColumn(block, number, as: type)
    }

    public var states: UnsafeBufferPointer<UInt8> { column(APUS_SNAPSHOT_NODE_STATE) }
    public var names: UnsafeBufferPointer<UInt32> { column(APUS_SNAPSHOT_NODE_NAME) }
    /// String ids of the resources; the first are `APUS_RESOURCE_…`.
    public var resourceNames: UnsafeBufferPointer<UInt32> { column(APUS_SNAPSHOT_RESOURCE_NAMES) }

    /// What each row has of a resource; nil where the host does not know the resource.
    public func allocatable(_ resource: Int) -> UnsafePointer<Int64>? {
        perResource(APUS_SNAPSHOT_ALLOCATABLE, resource)
    }

    /// What the Pods of each row request of a resource.
    public func requested(_ resource: Int) -> UnsafePointer<Int64>? {
        perResource(APUS_SNAPSHOT_REQUESTED, resource)
    }

    /// As `requested`, with 100m and 200Mi for containers that request none; cpu and memory alone.
    public func nonzeroRequested(_ resource: Int) -> UnsafePointer<Int64>? {
        perResource(APUS_SNAPSHOT_NONZERO_REQUESTED, resource)
    }

    private func perResource(_ number: Int32, _ resource: Int) -> UnsafePointer<Int64>? {
        let all = column(number, as: Int64.self)
        return (resource + 1) * rows <= all.count ? all.baseAddress.map { $0 + resource * rows } : nil
    }

    public var labels: RaggedColumn<apus_label_draft> { ragged(APUS_SNAPSHOT_NODE_LABELS, APUS_SNAPSHOT_LABELS) }
    public var taints: RaggedColumn<apus_taint_draft> { ragged(APUS_SNAPSHOT_NODE_TAINTS, APUS_SNAPSHOT_TAINTS) }
    /// Numbers of elements of `images`.
    public var nodeImages: RaggedColumn<UInt32> { ragged(APUS_SNAPSHOT_NODE_IMAGES, APUS_SNAPSHOT_IMAGE_NUMBERS) }
    public var images: UnsafeBufferPointer<apus_image_draft> { column(APUS_SNAPSHOT_IMAGES) }
    public var ports: RaggedColumn<apus_port_draft> { ragged(APUS_SNAPSHOT_NODE_PORTS, APUS_SNAPSHOT_PORTS) }

    private func ragged<Element>(_ ranges: Int32, _ elements: Int32) -> RaggedColumn<Element> {
        RaggedColumn(ranges: column(ranges), elements: column(elements))
    }

    /// The string with an id; "" for ids that are not in the table.
    public func string(_ id: UInt32) -> String {
        let ranges = column(APUS_SNAPSHOT_STRINGS, as: apus_range_draft.self)
        guard Int(id) < ranges.count else { return "" }
        return text(column(APUS_SNAPSHOT_STRING_BYTES), ranges[Int(id)])
    }

    /// The id of a string; nil where the snapshot does not know it. Looks through the whole table: once per call.
    public func id(of string: String) -> UInt32? {
        let bytes = column(APUS_SNAPSHOT_STRING_BYTES, as: UInt8.self)
        let wanted = Array(string.utf8)
        let found = column(APUS_SNAPSHOT_STRINGS, as: apus_range_draft.self).firstIndex { range in
            Int(range.count) == wanted.count && Int(range.first) + wanted.count <= bytes.count
                && bytes[Int(range.first)..<Int(range.first) + wanted.count].elementsEqual(wanted)
        }
        return found.map { UInt32($0) }
    }

    /// The value of row `row`'s label with key id `key`; nil where it has none.
    @inlinable
    public func label(_ key: UInt32, of row: Int, in labels: RaggedColumn<apus_label_draft>) -> UInt32? {
        // A node has some twenty labels: looking through them beats bisecting.
        for label in labels[row] where label.key >= key { return label.key == key ? label.value : nil }
        return nil
    }
}

/// A column with any number of elements per row.
public struct RaggedColumn<Element> {
    @usableFromInline let ranges: UnsafeBufferPointer<apus_range_draft>
    @usableFromInline let elements: UnsafeBufferPointer<Element>

    @usableFromInline
    init(ranges: UnsafeBufferPointer<apus_range_draft>, elements: UnsafeBufferPointer<Element>) {
        self.ranges = ranges
        self.elements = elements
    }

    /// The elements of a row; none where the host does not have the column.
    @inlinable
    public subscript(row: Int) -> UnsafeBufferPointer<Element> {
        guard row < ranges.count, ranges[row].count > 0, let base = elements.baseAddress else {
            return UnsafeBufferPointer(start: nil, count: 0)
        }
        return UnsafeBufferPointer(start: base + Int(ranges[row].first), count: Int(ranges[row].count))
    }

    /// Whether no row has any element.
    @inlinable
    public var isEmpty: Bool { elements.isEmpty }
}

/// The elements of column `number` of a block.
@inlinable
func blockColumn<Element>(
    _ block: UnsafePointer<apus_block_draft>, _ number: Int32, as type: Element.Type
) -> UnsafeBufferPointer<Element> {
    var count = 0
    let start = apus_block_column(block, UInt32(number), &count)
    return UnsafeBufferPointer(start: start?.assumingMemoryBound(to: type), count: count)
}

/// The text in a range of a column of bytes.
func text(_ bytes: UnsafeBufferPointer<UInt8>, _ range: apus_range_draft) -> String {
    let end = Int(range.first) + Int(range.count)
    guard end <= bytes.count else { return "" }
    return String(decoding: bytes[Int(range.first)..<end], as: UTF8.self)
}

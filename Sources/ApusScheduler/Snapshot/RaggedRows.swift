import CApusPlugin

/// A column with any number of elements per row: a range per row, and the elements behind it.
struct RaggedRows {
    let ranges: Int32
    let elements: Int32
    /// Elements that each row has room for.
    private var capacities: [UInt32] = []
    /// Elements that no row has room for any more.
    private var unused = 0

    init(ranges: Int32, elements: Int32) {
        self.ranges = ranges
        self.elements = elements
    }

    mutating func resize(to rows: Int, in arena: ColumnArena) {
        arena.resize(ranges, to: rows)
        while capacities.count < rows { capacities.append(0) }
    }

    /// Replaces the elements of a row.
    mutating func set<Element>(_ row: Int, to values: [Element], in arena: ColumnArena) {
        if values.count > Int(capacities[row]) {
            unused += Int(capacities[row])
            if unused > 1024, unused * 2 > arena.count(elements) { compact(in: arena, as: Element.self) }
            let first = arena.append(elements, values)
            capacities[row] = UInt32(values.count)
            arena.pointer(ranges, as: apus_range_draft.self)[row] = apus_range_draft(
                first: UInt32(first), count: UInt32(values.count))
            return
        }
        let range = arena.pointer(ranges, as: apus_range_draft.self) + row
        range.pointee.count = UInt32(values.count)
        let target = arena.pointer(elements, as: Element.self) + Int(range.pointee.first)
        for (index, value) in values.enumerated() { target[index] = value }
    }

    /// Moves all rows' elements together.
    private mutating func compact<Element>(in arena: ColumnArena, as type: Element.Type) {
        let rows = capacities.count
        var packed: [Element] = []
        for row in 0..<rows {
            let range = arena.pointer(ranges, as: apus_range_draft.self)[row]
            let source = arena.pointer(elements, as: Element.self) + Int(range.first)
            arena.pointer(ranges, as: apus_range_draft.self)[row].first = UInt32(packed.count)
            packed.append(contentsOf: UnsafeBufferPointer(start: source, count: Int(range.count)))
            capacities[row] = range.count
        }
        arena.resize(elements, to: 0)
        arena.append(elements, packed)
        unused = 0
    }

    /// Forgets all elements.
    mutating func removeAll(in arena: ColumnArena) {
        for row in capacities.indices { capacities[row] = 0 }
        unused = 0
        arena.resize(elements, to: 0)
        let all = arena.pointer(ranges, as: apus_range_draft.self)
        for row in capacities.indices { all[row] = apus_range_draft(first: 0, count: 0) }
    }
}

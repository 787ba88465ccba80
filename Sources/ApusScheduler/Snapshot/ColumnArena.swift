import CApusPlugin

/// Columns of plain values in one piece of memory, found by offset, so that it could lie in memory that processes share.
///
/// Not for several threads. Pointers are good until a column grows.
final class ColumnArena {
    private struct Column {
        var offset = 0
        /// Bytes of an element.
        var stride: Int
        var count = 0
        /// Elements that fit without moving.
        var capacity = 0
    }

    private var columns: [Column]
    private(set) var base = UnsafeMutableRawPointer.allocate(byteCount: 64, alignment: 64)
    /// The offsets and counts as plugins see them.
    let directory: UnsafeMutablePointer<apus_column_draft>

    /// Empty columns with elements of so many bytes.
    init(strides: [Int]) {
        columns = strides.map { Column(stride: $0) }
        directory = .allocate(capacity: strides.count)
        directory.initialize(repeating: apus_column_draft(offset: 0, count: 0), count: strides.count)
    }

    deinit {
        base.deallocate()
        directory.deallocate()
    }

    var columnCount: Int { columns.count }
    /// All memory, in bytes.
    private(set) var byteCount = 64

    func count(_ number: Int32) -> Int { columns[Int(number)].count }

    /// Where a column begins.
    func pointer<Element>(_ number: Int32, as type: Element.Type = Element.self) -> UnsafeMutablePointer<Element> {
        (base + columns[Int(number)].offset).assumingMemoryBound(to: type)
    }

    /// Changes the length of a column; new elements are zero.
    func resize(_ number: Int32, to count: Int) {
        let index = Int(number)
        if count > columns[index].capacity { grow(index, to: max(count, columns[index].capacity * 2)) }
        let column = columns[index]
        if count > column.count {
            (base + column.offset + column.count * column.stride)
                .initializeMemory(as: UInt8.self, repeating: 0, count: (count - column.count) * column.stride)
        }
        columns[index].count = count
        directory[index].count = UInt64(count)
    }

    /// Adds elements at the end and gives the index of the first.
    @discardableResult
    func append<Element>(_ number: Int32, _ elements: [Element]) -> Int {
        let start = count(number)
        resize(number, to: start + elements.count)
        elements.withUnsafeBufferPointer { source in
            if let address = source.baseAddress {
                (pointer(number, as: Element.self) + start).update(from: address, count: source.count)
            }
        }
        return start
    }

    /// Empties all columns and keeps the memory.
    func removeAll() {
        for index in columns.indices {
            columns[index].count = 0
            directory[index].count = 0
        }
    }

    /// Lays all columns out anew, with room for `capacity` elements in one.
    private func grow(_ index: Int, to capacity: Int) {
        var layout = columns
        layout[index].capacity = capacity
        var offset = 0
        for number in layout.indices {
            layout[number].offset = offset
            // Columns begin at cache lines.
            offset += (layout[number].capacity * layout[number].stride + 63) / 64 * 64
        }
        let memory = UnsafeMutableRawPointer.allocate(byteCount: max(offset, 64), alignment: 64)
        for (old, new) in zip(columns, layout) {
            (memory + new.offset).copyMemory(from: base + old.offset, byteCount: old.count * old.stride)
        }
        base.deallocate()
        base = memory
        byteCount = max(offset, 64)
        columns = layout
        for number in layout.indices { directory[number].offset = UInt64(layout[number].offset) }
    }
}

import CApusPlugin

/// A block in memory of its own.
final class SampleBlock: @unchecked Sendable {  // written only in `init`
    let block: UnsafePointer<apus_block_draft>
    private let memory: UnsafeMutableRawPointer
    private let directory: UnsafeMutablePointer<apus_column_draft>

    /// `columns` are bytes and numbers of elements, by column number.
    init(_ columns: [(bytes: [UInt8], count: Int)]) {
        // Columns begin at multiples of 8, as the host's do.
        let sizes = columns.map { ($0.bytes.count + 7) / 8 * 8 }
        memory = .allocate(byteCount: max(8, sizes.reduce(0, +)), alignment: 8)
        directory = .allocate(capacity: max(1, columns.count))
        var offset = 0
        for (number, column) in columns.enumerated() {
            (memory + offset).copyMemory(from: column.bytes, byteCount: column.bytes.count)
            (directory + number).initialize(
                to: apus_column_draft(offset: UInt64(offset), count: UInt64(column.count)))
            offset += sizes[number]
        }
        let target = UnsafeMutablePointer<apus_block_draft>.allocate(capacity: 1)
        target.initialize(
            to: apus_block_draft(
                size: UInt32(MemoryLayout<apus_block_draft>.size), column_count: UInt32(columns.count),
                base: memory, columns: directory, generation: 1, epoch: 1))
        block = UnsafePointer(target)
    }

    deinit {
        block.deallocate()
        directory.deallocate()
        memory.deallocate()
    }
}

/// A cluster and a Pod with something in every column, the same for the same number of rows.
struct SampleCluster: Sendable {
    let rows: Int
    let snapshot: SampleBlock
    let pod: SampleBlock

    /// `columns` is how many columns the host knows.
    init(rows: Int, columns: Int = .max) {
        self.rows = rows
        let strings = ["", "node", "disk", "ssd", "7", "dedicated", "busy", "example.com/gpu"]
        let resources = 5
        func perRow<T>(_ value: (Int) -> T) -> (bytes: [UInt8], count: Int) { packed((0..<rows).map(value)) }
        let matrix = (0..<resources).flatMap { resource in (0..<rows).map { Int64(1000 * (resource + 1) + $0) } }
        let used = (0..<resources).flatMap { resource in (0..<rows).map { Int64(($0 * 37 + resource) % 2000) } }
        let oneEach = perRow { apus_range_draft(first: UInt32($0), count: 1) }
        var start: UInt32 = 0
        let ranges = strings.map { string in
            defer { start += UInt32(string.utf8.count) }
            return apus_range_draft(first: start, count: UInt32(string.utf8.count))
        }
        let all: [(bytes: [UInt8], count: Int)] = [
            perRow { UInt8($0 % 5 == 4 ? 0 : $0 % 7 == 3 ? 3 : 1) }, perRow { _ in UInt32(1) }, perRow { UInt64($0) },
            packed((0..<16).map { UInt32(rows == 0 ? 0 : $0 % max(rows, 1)) }), packed([0, 0, 0, 0, 7] as [UInt32]),
            packed(matrix), packed(used), packed(Array(used.prefix(2 * rows))),
            oneEach, perRow { apus_label_draft(key: 2, value: $0 % 2 == 0 ? 3 : 4) },
            oneEach, perRow { apus_taint_draft(key: 5, value: 6, effect: UInt32($0 % 4)) },
            oneEach, perRow { _ in UInt32(0) },
            packed([apus_image_draft(bytes: 300_000_000, name: 3, nodes: UInt32(rows))]),
            oneEach, perRow { apus_port_draft(address: 0, port: UInt16($0 % 3), protocol: 0) },
            packed(ranges), packed(Array(strings.joined().utf8)),
        ]
        snapshot = SampleBlock(Array(all.prefix(columns)))
        let values = apus_range_draft(first: 0, count: 1)
        let requirement = apus_requirement_draft(number: 0, key: 2, operation: APUS_OPERATOR_IN, values: values)
        let term = apus_term_draft(requirements: values, weight: 5, reserved: 0)
        let podColumns: [(bytes: [UInt8], count: Int)] = [
            packed(Array("default".utf8)), packed(Array("pod".utf8)), packed(Array("0-1".utf8)), packed([7] as [Int32]),
            packed([] as [UInt32]), packed([1000, 500, 0, 1, 1] as [Int64]), packed([1000, 500] as [Int64]),
            packed([] as [apus_range_draft]), packed([values]), packed([term]), packed([term]), packed([requirement]),
            packed([3] as [UInt32]),
            packed([apus_toleration_draft(key: 5, value: 6, effect: 0, operation: APUS_TOLERATION_EQUAL)]),
            packed([apus_port_draft(address: 0, port: 1, protocol: 0)]), packed([0, APUS_STRING_NONE] as [UInt32]),
            packed([] as [UInt8]),
        ]
        pod = SampleBlock(Array(podColumns.prefix(columns)))
    }
}

private func packed<T>(_ elements: [T]) -> (bytes: [UInt8], count: Int) {
    (elements.withUnsafeBytes { Array($0) }, elements.count)
}

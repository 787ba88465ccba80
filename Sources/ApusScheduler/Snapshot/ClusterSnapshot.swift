import CApusPlugin

/// The cluster as scheduling plugins see it: columns with a row per node, kept up to date change by change.
///
/// Belongs to the scheduling thread. A row stays with its node; a row that is free is used for the next node.
final class ClusterSnapshot {
    let arena: ColumnArena
    let block: UnsafeMutablePointer<apus_block_draft>
    var strings: StringTable
    /// Room for so many rows: the stride of the resource columns.
    var rows = 0
    var nodes: [NodeFacts?] = []
    var rowsByName: [String: Int] = [:]
    private var freeRows: [Int] = []
    /// A bit for each row that holds a node.
    private(set) var present: [UInt64] = []
    var resources: [String: Int] = [:]
    var labels = RaggedRows(ranges: APUS_SNAPSHOT_NODE_LABELS, elements: APUS_SNAPSHOT_LABELS)
    var taints = RaggedRows(ranges: APUS_SNAPSHOT_NODE_TAINTS, elements: APUS_SNAPSHOT_TAINTS)
    var nodeImages = RaggedRows(ranges: APUS_SNAPSHOT_NODE_IMAGES, elements: APUS_SNAPSHOT_IMAGE_NUMBERS)
    var ports = RaggedRows(ranges: APUS_SNAPSHOT_NODE_PORTS, elements: APUS_SNAPSHOT_PORTS)
    var imageNumbers: [String: Int] = [:]
    /// Host ports in use, by row; rows without any have no entry.
    var portsInUse: [Int: [PodFacts.HostPort]] = [:]
    /// Strings that nodes which are gone had brought; the table is made anew when they are too many.
    private var retiredStrings = 0

    /// How many of the last changes plugins can look up.
    static let changesKept = 16384

    init() {
        arena = ColumnArena(strides: Self.strides)
        strings = StringTable(in: arena)
        block = .allocate(capacity: 1)
        block.initialize(
            to: apus_block_draft(
                size: UInt32(MemoryLayout<apus_block_draft>.size), column_count: UInt32(APUS_SNAPSHOT_COLUMN_COUNT),
                base: nil, columns: arena.directory, generation: 0, epoch: 1))
        arena.resize(APUS_SNAPSHOT_CHANGES, to: Self.changesKept)
        for name in ["cpu", "memory", "ephemeral-storage", "pods"] { _ = resource(name) }
        grow()
    }

    deinit { block.deallocate() }

    /// The bytes of an element of each column, by column number.
    private static let strides: [Int] = {
        var strides = [Int](repeating: 4, count: Int(APUS_SNAPSHOT_COLUMN_COUNT))
        for number in [APUS_SNAPSHOT_NODE_STATE, APUS_SNAPSHOT_STRING_BYTES] { strides[Int(number)] = 1 }
        for number in [
            APUS_SNAPSHOT_NODE_GENERATION, APUS_SNAPSHOT_ALLOCATABLE, APUS_SNAPSHOT_REQUESTED,
            APUS_SNAPSHOT_NONZERO_REQUESTED, APUS_SNAPSHOT_NODE_LABELS, APUS_SNAPSHOT_LABELS,
            APUS_SNAPSHOT_NODE_TAINTS, APUS_SNAPSHOT_NODE_IMAGES, APUS_SNAPSHOT_NODE_PORTS, APUS_SNAPSHOT_PORTS,
            APUS_SNAPSHOT_STRINGS,
        ] { strides[Int(number)] = 8 }
        strides[Int(APUS_SNAPSHOT_TAINTS)] = MemoryLayout<apus_taint_draft>.stride
        strides[Int(APUS_SNAPSHOT_IMAGES)] = MemoryLayout<apus_image_draft>.stride
        return strides
    }()

    var nodeCount: Int { rowsByName.count }
    var generation: UInt64 { block.pointee.generation }

    /// The block for a call; good until the next change.
    func currentBlock() -> UnsafePointer<apus_block_draft> {
        block.pointee.base = UnsafeRawPointer(arena.base)
        return UnsafePointer(block)
    }

    // MARK: - Rows

    /// A row for a new node.
    func takeRow(_ name: String) -> Int {
        if freeRows.isEmpty { grow() }
        let row = freeRows.removeLast()
        rowsByName[name] = row
        present[row / 64] |= 1 << UInt64(row % 64)
        return row
    }

    func releaseRow(_ row: Int, _ name: String) {
        rowsByName[name] = nil
        nodes[row] = nil
        present[row / 64] &= ~(1 << UInt64(row % 64))
        freeRows.append(row)
    }

    /// Doubles the rows. The resource columns have a row's stride, so they are laid out anew.
    private func grow() {
        let old = rows
        rows = max(64, old * 2)
        for number in [APUS_SNAPSHOT_NODE_STATE, APUS_SNAPSHOT_NODE_NAME, APUS_SNAPSHOT_NODE_GENERATION] {
            arena.resize(number, to: rows)
        }
        labels.resize(to: rows, in: arena)
        taints.resize(to: rows, in: arena)
        nodeImages.resize(to: rows, in: arena)
        ports.resize(to: rows, in: arena)
        restride(APUS_SNAPSHOT_ALLOCATABLE, resources.count, from: old)
        restride(APUS_SNAPSHOT_REQUESTED, resources.count, from: old)
        restride(APUS_SNAPSHOT_NONZERO_REQUESTED, 2, from: old)
        nodes += Array(repeating: nil, count: rows - old)
        present += Array(repeating: 0, count: (rows + 63) / 64 - present.count)
        freeRows += (old..<rows).reversed()
        block.pointee.epoch += 1
    }

    private func restride(_ number: Int32, _ resources: Int, from old: Int) {
        arena.resize(number, to: resources * rows)
        let all = arena.pointer(number, as: Int64.self)
        for resource in (0..<resources).reversed() {
            for row in (0..<rows).reversed() {
                all[resource * rows + row] = row < old ? all[resource * old + row] : 0
            }
        }
    }

    /// The number of a resource, which is added if it is new.
    func resource(_ name: String) -> Int {
        if let number = resources[name] { return number }
        let number = resources.count
        resources[name] = number
        arena.append(APUS_SNAPSHOT_RESOURCE_NAMES, [strings.intern(name, in: arena)])
        arena.resize(APUS_SNAPSHOT_ALLOCATABLE, to: (number + 1) * rows)
        arena.resize(APUS_SNAPSHOT_REQUESTED, to: (number + 1) * rows)
        return number
    }

    /// Notes that a row has changed.
    func changed(_ row: Int) {
        block.pointee.generation += 1
        let generation = block.pointee.generation
        arena.pointer(APUS_SNAPSHOT_NODE_GENERATION, as: UInt64.self)[row] = generation
        arena.pointer(APUS_SNAPSHOT_CHANGES, as: UInt32.self)[Int(generation % UInt64(Self.changesKept))] = UInt32(row)
    }

    // MARK: - Strings

    func intern(_ string: String) -> UInt32 { strings.intern(string, in: arena) }

    /// Notes that a node's strings may be needed by nobody any more, and makes the table anew when that is due.
    func retireStrings(of node: NodeFacts) {
        retiredStrings += 1 + node.labels.count + node.taints.count + node.images.count
        guard retiredStrings > 4096, retiredStrings * 2 > strings.count else { return }
        retiredStrings = 0
        block.pointee.epoch += 1
        strings.removeAll(in: arena)
        imageNumbers = [:]
        arena.resize(APUS_SNAPSHOT_IMAGES, to: 0)
        labels.removeAll(in: arena)
        taints.removeAll(in: arena)
        nodeImages.removeAll(in: arena)
        ports.removeAll(in: arena)
        let names = resources.sorted { $0.value < $1.value }.map(\.key)
        for (number, name) in names.enumerated() {
            arena.pointer(APUS_SNAPSHOT_RESOURCE_NAMES, as: UInt32.self)[number] = intern(name)
        }
        for (row, node) in nodes.enumerated() {
            guard let node else { continue }
            writeStrings(of: node, row)
            countImages(of: node, row)
            writePorts(row)
        }
    }
}

import CApusPlugin

extension ClusterSnapshot {
    /// What about a node has changed, as far as it can let Pods fit.
    struct NodeChange: OptionSet, Sendable {
        let rawValue: UInt8
        static let added = NodeChange(rawValue: 1)
        static let allocatable = NodeChange(rawValue: 2)
        static let labels = NodeChange(rawValue: 4)
        static let taints = NodeChange(rawValue: 8)
        static let unschedulable = NodeChange(rawValue: 16)
    }

    /// Adds or updates a node; only what differs is written.
    func set(_ node: NodeFacts) -> NodeChange {
        let old = rowsByName[node.name].flatMap { nodes[$0] }
        if old == node { return [] }
        let row = rowsByName[node.name] ?? takeRow(node.name)
        nodes[row] = node
        var change: NodeChange = old == nil ? .added : []
        if old?.labels != node.labels { change.insert(.labels) }
        if old?.taints != node.taints { change.insert(.taints) }
        if old?.isUnschedulable != node.isUnschedulable { change.insert(.unschedulable) }
        if old?.allocatable != node.allocatable {
            change.insert(.allocatable)
            writeAllocatable(node.allocatable, row)
        }
        arena.pointer(APUS_SNAPSHOT_NODE_STATE, as: UInt8.self)[row] = UInt8(
            APUS_NODE_PRESENT | (node.isUnschedulable ? APUS_NODE_UNSCHEDULABLE : 0))
        if !change.isDisjoint(with: [.labels, .taints]) { writeStrings(of: node, row) }
        if old?.images != node.images {
            if let old { uncountImages(of: old, row) }
            countImages(of: node, row)
        }
        changed(row)
        if let old, change.contains(.labels) { retireStrings(of: old) }
        return change
    }

    /// Takes a node away; gives its row, which is free from now on.
    @discardableResult
    func removeNode(_ name: String) -> Int? {
        guard let row = rowsByName[name], let node = nodes[row] else { return nil }
        uncountImages(of: node, row)
        arena.pointer(APUS_SNAPSHOT_NODE_STATE, as: UInt8.self)[row] = 0
        for (_, number) in resources {
            arena.pointer(APUS_SNAPSHOT_ALLOCATABLE, as: Int64.self)[number * rows + row] = 0
            arena.pointer(APUS_SNAPSHOT_REQUESTED, as: Int64.self)[number * rows + row] = 0
        }
        for number in 0..<2 { arena.pointer(APUS_SNAPSHOT_NONZERO_REQUESTED, as: Int64.self)[number * rows + row] = 0 }
        labels.set(row, to: [apus_label_draft](), in: arena)
        taints.set(row, to: [apus_taint_draft](), in: arena)
        portsInUse[row] = nil
        writePorts(row)
        changed(row)
        releaseRow(row, name)
        retireStrings(of: node)
        return row
    }

    private func writeAllocatable(_ amounts: ResourceAmounts, _ row: Int) {
        for name in amounts.extended.keys { _ = resource(name) }
        let all = arena.pointer(APUS_SNAPSHOT_ALLOCATABLE, as: Int64.self)
        for (name, number) in resources {
            all[number * rows + row] =
                switch UInt32(number) {
                case APUS_RESOURCE_CPU: amounts.milliCPU
                case APUS_RESOURCE_MEMORY: amounts.memory
                case APUS_RESOURCE_EPHEMERAL_STORAGE: amounts.ephemeralStorage
                case APUS_RESOURCE_PODS: amounts.pods
                default: amounts.extended[name] ?? 0
                }
        }
    }

    func writeStrings(of node: NodeFacts, _ row: Int) {
        let name = intern(node.name)
        let pairs = node.labels.map { apus_label_draft(key: intern($0.key), value: intern($0.value)) }
        let marks = node.taints.map {
            apus_taint_draft(key: intern($0.key), value: intern($0.value), effect: $0.effect)
        }
        arena.pointer(APUS_SNAPSHOT_NODE_NAME, as: UInt32.self)[row] = name
        labels.set(row, to: pairs.sorted { $0.key < $1.key }, in: arena)
        taints.set(row, to: marks, in: arena)
    }

    // MARK: - Images

    func countImages(of node: NodeFacts, _ row: Int) {
        var numbers: Set<UInt32> = []
        for image in node.images {
            for name in image.names {
                let number = imageNumber(name, bytes: image.bytes)
                guard numbers.insert(UInt32(number)).inserted else { continue }
                arena.pointer(APUS_SNAPSHOT_IMAGES, as: apus_image_draft.self)[number].nodes += 1
            }
        }
        nodeImages.set(row, to: numbers.sorted(), in: arena)
    }

    /// The number of an image; its size is what the first node with it reports.
    private func imageNumber(_ name: String, bytes: Int64) -> Int {
        if let number = imageNumbers[name] {
            let image = arena.pointer(APUS_SNAPSHOT_IMAGES, as: apus_image_draft.self) + number
            if image.pointee.nodes == 0 { image.pointee.bytes = bytes }
            return number
        }
        let id = intern(name)
        let number = arena.append(APUS_SNAPSHOT_IMAGES, [apus_image_draft(bytes: bytes, name: id, nodes: 0)])
        imageNumbers[name] = number
        return number
    }

    private func uncountImages(of node: NodeFacts, _ row: Int) {
        let numbers = Set(node.images.flatMap(\.names).compactMap { imageNumbers[$0] })
        for number in numbers { arena.pointer(APUS_SNAPSHOT_IMAGES, as: apus_image_draft.self)[number].nodes -= 1 }
        nodeImages.set(row, to: [UInt32](), in: arena)
    }
}

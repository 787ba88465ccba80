import CApusPlugin

/// The Pod that is being scheduled, as columns in terms of a snapshot's ids. One object serves one attempt after another.
final class PodBlock {
    private let arena: ColumnArena
    private let block: UnsafeMutablePointer<apus_block_draft>

    init() {
        var strides = [Int](repeating: 8, count: Int(APUS_POD_COLUMN_COUNT))
        for number in [APUS_POD_NAMESPACE, APUS_POD_NAME, APUS_POD_UID, APUS_POD_TEXT] { strides[Int(number)] = 1 }
        for number in [APUS_POD_PRIORITY, APUS_POD_NODE_NAME, APUS_POD_VALUES, APUS_POD_IMAGES] {
            strides[Int(number)] = 4
        }
        for number in [APUS_POD_REQUIRED_TERMS, APUS_POD_PREFERRED_TERMS] {
            strides[Int(number)] = MemoryLayout<apus_term_draft>.stride
        }
        strides[Int(APUS_POD_REQUIREMENTS)] = MemoryLayout<apus_requirement_draft>.stride
        strides[Int(APUS_POD_TOLERATIONS)] = MemoryLayout<apus_toleration_draft>.stride
        arena = ColumnArena(strides: strides)
        block = .allocate(capacity: 1)
        block.initialize(
            to: apus_block_draft(
                size: UInt32(MemoryLayout<apus_block_draft>.size), column_count: UInt32(APUS_POD_COLUMN_COUNT),
                base: nil, columns: arena.directory, generation: 0, epoch: 0))
    }

    deinit { block.deallocate() }

    /// Writes `pod` in the ids of `snapshot`. The result is good until the next call.
    func compile(_ pod: PodFacts, for snapshot: ClusterSnapshot) -> UnsafePointer<apus_block_draft> {
        arena.removeAll()
        text(APUS_POD_NAMESPACE, pod.namespace)
        text(APUS_POD_NAME, pod.name)
        text(APUS_POD_UID, pod.uid)
        arena.append(APUS_POD_PRIORITY, [pod.priority])
        if !pod.nodeName.isEmpty { arena.append(APUS_POD_NODE_NAME, [snapshot.strings.id(of: pod.nodeName)]) }
        writeRequests(pod.requirements.requests, snapshot)
        writeSelectors(pod.requirements, snapshot)
        if !pod.requirements.tolerations.isEmpty {
            arena.append(
                APUS_POD_TOLERATIONS,
                pod.requirements.tolerations.map {
                    apus_toleration_draft(
                        key: snapshot.strings.id(of: $0.key), value: snapshot.strings.id(of: $0.value),
                        effect: $0.effect, operation: $0.operation)
                })
        }
        if !pod.requirements.hostPorts.isEmpty {
            // Addresses are added to the table: two Pods' equal addresses must have one id before either has a node.
            arena.append(
                APUS_POD_HOST_PORTS,
                pod.requirements.hostPorts.map {
                    apus_port_draft(
                        address: snapshot.intern($0.address), port: $0.port, protocol: $0.protocolNumber)
                })
        }
        if !pod.requirements.images.isEmpty {
            arena.append(
                APUS_POD_IMAGES,
                pod.requirements.images.map { snapshot.imageNumbers[$0].map { UInt32($0) } ?? APUS_STRING_NONE })
        }
        block.pointee.base = UnsafeRawPointer(arena.base)
        block.pointee.epoch = snapshot.block.pointee.epoch
        block.pointee.generation += 1
        return UnsafePointer(block)
    }

    private func text(_ number: Int32, _ text: String) {
        var text = text
        text.withUTF8 { bytes in
            arena.resize(number, to: bytes.count)
            if let address = bytes.baseAddress {
                arena.pointer(number, as: UInt8.self).update(from: address, count: bytes.count)
            }
        }
    }

    private func writeRequests(_ requests: PodRequests, _ snapshot: ClusterSnapshot) {
        let amounts = requests.amounts
        arena.resize(APUS_POD_REQUESTS, to: snapshot.resources.count)
        let target = arena.pointer(APUS_POD_REQUESTS, as: Int64.self)
        for number in 0..<snapshot.resources.count { target[number] = 0 }
        target[Int(APUS_RESOURCE_CPU)] = amounts.milliCPU
        target[Int(APUS_RESOURCE_MEMORY)] = amounts.memory
        target[Int(APUS_RESOURCE_EPHEMERAL_STORAGE)] = amounts.ephemeralStorage
        target[Int(APUS_RESOURCE_PODS)] = 1
        arena.append(APUS_POD_NONZERO_REQUESTS, [requests.nonzeroMilliCPU, requests.nonzeroMemory])
        for (name, value) in amounts.extended.sorted(by: { $0.key < $1.key }) where value > 0 {
            if let number = snapshot.resources[name] {
                arena.pointer(APUS_POD_REQUESTS, as: Int64.self)[number] = value
            } else {
                let bytes = Array(name.utf8)
                let first = arena.append(APUS_POD_TEXT, bytes)
                arena.append(
                    APUS_POD_UNKNOWN_REQUESTS, [apus_range_draft(first: UInt32(first), count: UInt32(bytes.count))])
            }
        }
    }

    private func writeSelectors(_ requirements: PodFacts.Requirements, _ snapshot: ClusterSnapshot) {
        if !requirements.nodeSelector.isEmpty {
            let range = write(requirements.nodeSelector, snapshot)
            arena.append(APUS_POD_NODE_SELECTOR, [range])
        }
        if let terms = requirements.requiredTerms {
            // A list of terms that is there and empty holds nowhere: one term without requirements says so.
            let written = terms.isEmpty ? [apus_term_draft()] : terms.map { write($0, snapshot) }
            arena.append(APUS_POD_REQUIRED_TERMS, written)
        }
        if !requirements.preferredTerms.isEmpty {
            let written = requirements.preferredTerms.map { write($0, snapshot) }
            arena.append(APUS_POD_PREFERRED_TERMS, written)
        }
    }

    private func write(_ term: NodeSelectorTerm, _ snapshot: ClusterSnapshot) -> apus_term_draft {
        apus_term_draft(requirements: write(term.requirements, snapshot), weight: term.weight, reserved: 0)
    }

    private func write(_ requirements: [NodeRequirement], _ snapshot: ClusterSnapshot) -> apus_range_draft {
        let strings = snapshot.strings
        let written = requirements.map { requirement in
            let first = arena.append(APUS_POD_VALUES, requirement.values.map { strings.id(of: $0) })
            return apus_requirement_draft(
                number: requirement.number, key: requirement.key.map { strings.id(of: $0) } ?? APUS_KEY_NODE_NAME,
                operation: requirement.operation,
                values: apus_range_draft(first: UInt32(first), count: UInt32(requirement.values.count)))
        }
        let first = arena.append(APUS_POD_REQUIREMENTS, written)
        return apus_range_draft(first: UInt32(first), count: UInt32(written.count))
    }
}

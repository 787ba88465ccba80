import ApusAPI
import ApusClient
import ApusJSON
import Synchronization

/// Gives each node its part of the cluster's Pod addresses (`spec.podCIDR`).
struct NodeIPAMController: Controller {
    let context: ControllerContext
    let nodes: Informer
    let queue: WorkQueue<String>
    private let ranges: NodeRanges

    init(_ context: ControllerContext, ranges: NodeRanges) {
        self.context = context
        self.ranges = ranges
        nodes = context.informers.informer(Resources.nodes)
        queue = WorkQueue(time: context.time)
        nodes.addHandler { [queue, ranges] change in
            let node = change.object.tree
            if case .deleted = change {
                ranges.release(node["spec"]["podCIDR"].string ?? "", of: node.name)
            } else if let range = node["spec"]["podCIDR"].string, !range.isEmpty {
                ranges.occupy(range, by: node.name)
            } else {
                queue.add(node.name)
            }
        }
    }

    func run() async {
        // Only when all nodes are known is it known what is free.
        guard await context.synced(nodes) else { return }
        await queue.run(workers: 4, logger: context.logger, sync)
    }

    private func sync(_ name: String) async throws -> WorkResult {
        guard let node = nodes.cache[name]?.tree, (node["spec"]["podCIDR"].string ?? "").isEmpty else { return .done }
        guard let range = ranges.take(for: name) else {
            context.events.record(
                ObjectReference(Kinds.node, node), .normal, reason: "CIDRNotAvailable",
                message: "Node \(name) status is now: CIDRNotAvailable")
            return .backOff
        }
        try await assign(range, to: name)
        return .done
    }

    private func assign(_ range: String, to name: String) async throws(StatusError) {
        do {
            try await context.client.patch(
                Resources.nodes, name: name, .strategicMerge,
                ["spec": ["podCIDR": .string(range), "podCIDRs": [.string(range)]]])
        } catch {
            ranges.release(range, of: name)
            if error.reason != .notFound { throw error }
        }
    }
}

/// The equal parts of an IPv4 range, and who has which.
final class NodeRanges: Sendable {
    private struct State {
        var owners: [UInt32: String] = [:]
        var next: UInt32 = 0
    }

    private let base: UInt32
    private let count: UInt32
    private let maskSize: Int
    private let state = Mutex(State())

    /// Nil where `cidr` is no IPv4 range or smaller than a part of `maskSize` bits.
    init?(cidr: String, maskSize: Int) {
        guard let (address, bits) = Self.parse(cidr), (bits...32).contains(maskSize), maskSize - bits < 32, maskSize > 0
        else { return nil }
        base = bits == 0 ? 0 : address & (UInt32.max << UInt32(32 - bits))
        count = 1 << UInt32(maskSize - bits)
        self.maskSize = maskSize
    }

    /// The first part that is free behind the one given out last.
    func take(for node: String) -> String? {
        state.withLock { state in
            if let own = state.owners.first(where: { $0.value == node }) { return text(own.key) }
            for offset in 0..<count {
                let index = (state.next &+ offset) % count
                guard state.owners[index] == nil else { continue }
                state.owners[index] = node
                state.next = (index + 1) % count
                return text(index)
            }
            return nil
        }
    }

    func occupy(_ range: String, by node: String) {
        guard let index = index(range) else { return }
        state.withLock { $0.owners[index] = node }
    }

    func release(_ range: String, of node: String) {
        guard let index = index(range) else { return }
        state.withLock { if $0.owners[index] == node { $0.owners[index] = nil } }
    }

    private func index(_ range: String) -> UInt32? {
        guard let (address, bits) = Self.parse(range), bits == maskSize, address >= base else { return nil }
        let index = maskSize == 0 ? 0 : (address - base) >> UInt32(32 - maskSize)
        return index < count ? index : nil
    }

    private func text(_ index: UInt32) -> String {
        let address = base + (index << UInt32(32 - maskSize))
        return stride(from: 24, through: 0, by: -8).map { String(address >> UInt32($0) & 255) }.joined(separator: ".")
            + "/\(maskSize)"
    }

    private static func parse(_ cidr: String) -> (address: UInt32, bits: Int)? {
        let parts = cidr.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let bits = Int(parts[1]), (0...32).contains(bits) else { return nil }
        let bytes = parts[0].split(separator: ".", omittingEmptySubsequences: false).compactMap { UInt8($0) }
        guard bytes.count == 4 else { return nil }
        return (bytes.reduce(0) { $0 << 8 | UInt32($1) }, bits)
    }
}

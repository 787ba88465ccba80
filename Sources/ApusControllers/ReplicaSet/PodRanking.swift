import ApusAPI

/// Which Pods go first when there are too many (upstream's `ActivePodsWithRanks`).
struct PodRanking {
    let now: Timestamp
    /// How many related active Pods each node has: where there are more, one is missed less.
    private let perNode: [String: Int]

    init(related: [PodState], now: Timestamp) {
        self.now = now
        var counts: [String: Int] = [:]
        for pod in related where !pod.nodeName.isEmpty { counts[pod.nodeName, default: 0] += 1 }
        perNode = counts
    }

    /// The `count` Pods that go first.
    func first(_ count: Int, of pods: [PodState]) -> [PodState] {
        guard count < pods.count else { return pods }
        return Array(pods.sorted(by: goesBefore).prefix(count))
    }

    func goesBefore(_ a: PodState, _ b: PodState) -> Bool {
        if a.nodeName.isEmpty != b.nodeName.isEmpty { return a.nodeName.isEmpty }
        if let order = order(phaseRank(a), phaseRank(b)) { return order }
        if a.isReady != b.isReady { return !a.isReady }
        if let order = order(a.deletionCost, b.deletionCost) { return order }
        if let order = order(perNode[b.nodeName] ?? 0, perNode[a.nodeName] ?? 0) { return order }
        // Younger first, by powers of two of the age, so that equals are taken at random.
        if let first = a.readySince, let second = b.readySince, let order = youngerFirst(first, second) { return order }
        if let order = order(b.restarts, a.restarts) { return order }
        if let order = youngerFirst(a.value.creationTime, b.value.creationTime) { return order }
        return a.uid < b.uid
    }

    private func phaseRank(_ pod: PodState) -> Int {
        switch pod.phase {
        case "Pending": 0
        case "Unknown": 1
        default: 2
        }
    }

    private func order<T: Comparable>(_ a: T, _ b: T) -> Bool? { a == b ? nil : a < b }

    private func youngerFirst(_ a: Timestamp, _ b: Timestamp) -> Bool? {
        order(bucket(a), bucket(b))
    }

    private func bucket(_ time: Timestamp) -> Int {
        let age = max(now.since(time).components.seconds, 0)
        return Int64.bitWidth - age.leadingZeroBitCount
    }
}

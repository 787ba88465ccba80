import ApusAPI
import ApusClient
import ApusJSON

/// One look at a Deployment and its ReplicaSets, and the next step from there.
///
/// It works on copies and keeps them up to date with what it wrote, so that the status at the end tells the truth.
struct DeploymentRollout {
    let context: ControllerContext
    let queue: WorkQueue<String>
    let pods: ObjectCache
    var deployment: JSONValue
    /// All ReplicaSets of the Deployment, oldest first.
    var all: [ReplicaSet]
    let numbers: RollingNumbers

    init(
        context: ControllerContext, queue: WorkQueue<String>, pods: ObjectCache, deployment: JSONValue,
        all: [ReplicaSet]
    ) {
        self.context = context
        self.queue = queue
        self.pods = pods
        self.deployment = deployment
        self.all = all.sorted(by: ReplicaSet.olderFirst)
        numbers = RollingNumbers(deployment)
    }

    var about: ObjectReference { ObjectReference(Kinds.deployment, deployment) }
    var isPaused: Bool { deployment["spec"]["paused"].bool ?? false }
    var deadline: Int64? {
        // The largest Int32 stands for none.
        deployment["spec"]["progressDeadlineSeconds"].int.flatMap { $0 == Int64(Int32.max) ? nil : $0 }
    }

    /// The index of the ReplicaSet that has the Deployment's template; of several, the oldest.
    var newIndex: Int? { all.firstIndex { $0.hasTemplate(deployment["spec"]["template"]) } }
    var new: ReplicaSet? { newIndex.map { all[$0] } }
    var old: [ReplicaSet] { newIndex.map { index in all.indices.filter { $0 != index }.map { all[$0] } } ?? all }

    mutating func run() async throws -> WorkResult {
        if deployment.isBeingDeleted {
            try await settle()
            return .done
        }
        try await checkPaused()
        if isPaused || isScaling {
            try await resize()
        } else if numbers.isRolling {
            try await roll()
        } else {
            try await recreate()
        }
        return .done
    }

    /// The Deployment's size changed since its ReplicaSets were sized.
    private var isScaling: Bool {
        all.active.contains { $0.desired.map { $0 != numbers.wanted } ?? false }
    }

    // MARK: - Strategies

    private mutating func resize() async throws {
        _ = try await updateNew(create: false)
        try await scaleProportionally()
        if isPaused { try await cleanUp() }
        try await settle()
    }

    private mutating func roll() async throws {
        guard try await updateNew(create: true) else { return }
        if try await growNew() {
            try await syncProgress()
            return
        }
        if try await shrinkOld() {
            try await syncProgress()
            return
        }
        if isComplete(deployment["status"]) { try await cleanUp() }
        try await syncProgress()
    }

    private mutating func recreate() async throws {
        _ = try await updateNew(create: false)
        var scaledDown = false
        for set in old.active where try await scale(set, to: 0) { scaledDown = true }
        if scaledDown || oldPodsRun {
            try await syncProgress()
            return
        }
        if new == nil, try await updateNew(create: true) == false { return }
        if let new { _ = try await scale(new, to: numbers.wanted) }
        if isComplete(deployment["status"]) { try await cleanUp() }
        try await syncProgress()
    }

    private var oldPodsRun: Bool {
        if old.totalReplicas > 0 { return true }
        return old.contains { set in
            pods.indexed(.controllerInNamespace, "\(deployment.namespace)/\(set.value.uid)")
                .contains { !PodState($0).isFinished }
        }
    }

    /// Returns whether the new ReplicaSet's size had to change.
    private mutating func growNew() async throws -> Bool {
        guard let new, new.size != numbers.wanted else { return false }
        let size = new.size > numbers.wanted ? numbers.wanted : numbers.newSize(new.size, all: all)
        return try await scale(new, to: size)
    }

    /// Takes Pods from the old ReplicaSets as far as enough stay available: unhealthy ones first.
    private mutating func shrinkOld() async throws -> Bool {
        guard old.totalSize > 0 else { return false }
        let least = numbers.wanted - numbers.maxUnavailable
        let newUnavailable = new.map { $0.size - $0.availableWithinSize } ?? 0
        var most = all.totalSize - least - newUnavailable
        guard most > 0 else { return false }
        var changed = false
        for set in old where set.size > 0 && set.available < set.size && most > 0 {
            let count = min(most, set.size - set.available)
            if try await scale(set, to: set.size - count) { changed = true }
            most -= count
        }
        var spare = all.totalAvailableWithinSize - least
        for set in old where set.size > 0 && spare > 0 {
            let count = min(set.size, spare)
            if try await scale(set, to: set.size - count) { changed = true }
            spare -= count
        }
        return changed
    }

    private mutating func scaleProportionally() async throws {
        let active = all.active
        let single = active.count == 1 ? active[0] : active.isEmpty ? (new ?? old.last) : nil
        if let single {
            _ = try await scale(single, to: numbers.wanted)
            return
        }
        // The new one is complete: the old ones have no business any more.
        if let new, new.size == numbers.wanted, new.desired == numbers.wanted, new.available == numbers.wanted {
            for set in old.active { _ = try await scale(set, to: 0) }
            return
        }
        guard numbers.isRolling else { return }
        let allowed = numbers.wanted > 0 ? numbers.wanted + numbers.maxSurge : 0
        let toAdd = allowed - active.totalSize
        let sorted = active.sorted(by: toAdd > 0 ? ReplicaSet.sizeThenNewer : ReplicaSet.sizeThenOlder)
        let status = deployment["status"]["replicas"].int ?? 0
        var added: Int64 = 0
        var sizes: [Int64] = []
        for set in sorted {
            let part = numbers.proportion(set, status: status, toAdd: toAdd, added: added)
            sizes.append(set.size + part)
            added += part
        }
        if toAdd != 0, !sizes.isEmpty { sizes[0] = max(sizes[0] + toAdd - added, 0) }
        for (set, size) in zip(sorted, sizes) { _ = try await scale(set, to: size) }
    }
}

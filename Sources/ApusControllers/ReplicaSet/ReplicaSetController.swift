import ApusAPI
import ApusClient
import ApusJSON

/// Keeps as many Pods running as a ReplicaSet or ReplicationController asks for.
struct ReplicaSetController: Controller {
    /// At most that many Pods are made or deleted at once.
    static let burst = 500

    let flavor: ReplicaFlavor
    let context: ControllerContext
    let owners: Informer
    let pods: Informer
    let queue: WorkQueue<String>
    let expectations: Expectations

    init(_ flavor: ReplicaFlavor, _ context: ControllerContext) {
        self.flavor = flavor
        self.context = context
        owners = context.informers.informer(flavor.resource, indexers: [.controllerInNamespace])
        pods = context.informers.informer(Resources.pods, indexers: [.controllerInNamespace])
        queue = WorkQueue(time: context.time)
        expectations = Expectations(time: context.time)
        owners.addHandler { [queue] in queue.add($0.object.key) }
        pods.addHandler(podChanged)
    }

    func run() async {
        guard await context.synced(owners, pods) else { return }
        await queue.run(workers: 5, logger: context.logger, sync)
    }

    // MARK: - Pods

    private var podChanged: Informer.Handler {
        { [owners, queue, expectations, flavor] change in
            func owner(of pod: APIObject, _ reference: OwnerReference?) -> APIObject? {
                guard let reference, reference.kind == flavor.kind.kind else { return nil }
                let owner = owners.cache.get(namespace: pod.namespace, name: reference.name)
                return owner?.uid == reference.uid ? owner : nil
            }
            func enqueueSelecting(_ pod: APIObject) {
                for candidate in owners.cache.inNamespace(pod.namespace) {
                    if (try? flavor.selector(of: candidate.tree).matches(pod.labels)) == true {
                        queue.add(candidate.key)
                    }
                }
            }
            switch change {
            case .added(let pod, _):
                let reference = pod.controllerReference
                if let owner = owner(of: pod, reference) {
                    let deleted = !pod.metadata["deletionTimestamp"].isNull
                    if deleted {
                        expectations.deletionObserved(owner.key, pod.key)
                    } else {
                        expectations.creationObserved(owner.key)
                    }
                    queue.add(owner.key)
                } else if reference == nil {
                    enqueueSelecting(pod)
                }
            case .updated(let old, let pod):
                guard old.revision != pod.revision else { return }
                let before = old.controllerReference
                let reference = pod.controllerReference
                if before != reference, let owner = owner(of: old, before) { queue.add(owner.key) }
                if let owner = owner(of: pod, reference) {
                    if !pod.metadata["deletionTimestamp"].isNull {
                        expectations.deletionObserved(owner.key, pod.key)
                    }
                    queue.add(owner.key)
                    // Ready now, available only after minReadySeconds.
                    let seconds = owner.tree["spec"]["minReadySeconds"].int ?? 0
                    if seconds > 0, !PodState(old).isReady, PodState(pod).isReady {
                        queue.add(owner.key, after: .seconds(seconds + 1))
                    }
                } else if reference == nil, old.labels != pod.labels || before != reference {
                    enqueueSelecting(pod)
                }
            case .deleted(let pod):
                if let owner = owner(of: pod, pod.controllerReference) {
                    expectations.deletionObserved(owner.key, pod.key)
                    queue.add(owner.key)
                }
            }
        }
    }

    // MARK: - Sync

    private func sync(_ key: String) async throws -> WorkResult {
        guard let object = owners.cache[key] else {
            expectations.forget(key)
            return .done
        }
        let owner = object.tree
        let isUpToDate = expectations.isSatisfied(key)
        let selector = try flavor.selector(of: owner)
        let claim = ReferenceClaim(
            client: context.client, ownerResource: flavor.resource, ownerKind: flavor.kind, owner: owner,
            selector: selector, resource: Resources.pods)
        let candidates = pods.cache.claimable(namespace: owner.namespace, uid: owner.uid)
            .filter { !PodState($0).isFinished && !$0.isBeingDeleted }
        let active = try await claim.claim(candidates).map { PodState($0) }

        var failure: (any Error)?
        if isUpToDate, !owner.isBeingDeleted {
            failure = await manage(active, of: owner)
        }
        let status = ReplicaStatus.compute(
            owner, pods: active, failure: failure, now: context.time.now, requested: replicas(of: owner))
        let updated = try await write(status, to: owner)
        if let failure { throw failure }

        let minReady = owner["spec"]["minReadySeconds"].int ?? 0
        let wanted = replicas(of: owner)
        if minReady > 0, updated["readyReplicas"].int ?? 0 == wanted, updated["availableReplicas"].int ?? 0 != wanted {
            return .again(after: untilNextAvailable(active, minReady))
        }
        return .done
    }

    private func replicas(of owner: JSONValue) -> Int64 { owner["spec"]["replicas"].int ?? 1 }

    private func untilNextAvailable(_ pods: [PodState], _ minReady: Int64) -> Duration {
        let now = context.time.now
        let waits = pods.compactMap(\.readySince).map { $0.advanced(by: .seconds(minReady)).since(now) }
        return max(waits.filter { $0 > .zero }.min() ?? .seconds(minReady), .milliseconds(1))
    }

    /// Makes or deletes Pods; returns the first failure.
    private func manage(_ active: [PodState], of owner: JSONValue) async -> (any Error)? {
        let missing = Int(replicas(of: owner)) - active.count
        if missing > 0 { return await create(min(missing, Self.burst), for: owner) }
        if missing < 0 { return await delete(min(-missing, Self.burst), of: active, owner) }
        return nil
    }

    private func create(_ count: Int, for owner: JSONValue) async -> (any Error)? {
        expectations.expectCreations(owner.key, count)
        let pod = PodTemplate.pod(
            owner["spec"]["template"], namespace: owner.namespace, prefix: PodTemplate.prefix(for: owner.name),
            owner: .controller(flavor.kind, owner))
        let about = ObjectReference(flavor.kind, owner)
        let result = await slowStart(count) { [context] _ in
            try await createPod(pod, about: about, context: context)
        }
        for _ in result.successes..<count { expectations.creationObserved(owner.key) }
        return result.error
    }

    private func delete(_ count: Int, of active: [PodState], _ owner: JSONValue) async -> (any Error)? {
        let siblings = relatedPods(of: owner)
        let victims = PodRanking(related: siblings, now: context.time.now).first(count, of: active)
        expectations.expectDeletions(owner.key, victims.map(\.key))
        let about = ObjectReference(flavor.kind, owner)
        return await withTaskGroup(of: (any Error)?.self) { group in
            for pod in victims {
                group.addTask { await self.deletePod(pod, of: owner, about: about) }
            }
            var first: (any Error)?
            for await error in group { first = first ?? error }
            return first
        }
    }

    private func deletePod(_ pod: PodState, of owner: JSONValue, about: ObjectReference) async -> (any Error)? {
        var failure: StatusError?
        do {
            try await context.client.delete(Resources.pods, namespace: owner.namespace, name: pod.name)
        } catch {
            failure = error
        }
        guard let failure else {
            context.events.record(about, .normal, reason: "SuccessfulDelete", message: "Deleted pod: \(pod.name)")
            return nil
        }
        expectations.deletionObserved(owner.key, pod.key)
        if failure.reason == .notFound { return nil }
        context.events.record(
            about, .warning, reason: "FailedDelete", message: "Error deleting: \(failure.message)")
        return failure
    }

    /// The active Pods of all owners that this one's own owner manages, which share its nodes.
    private func relatedPods(of owner: JSONValue) -> [PodState] {
        let uids: [String]
        if let parent = owner.controllerReference {
            uids = owners.cache.indexed(.controllerInNamespace, "\(owner.namespace)/\(parent.uid)").map(\.uid)
        } else {
            uids = [owner.uid]
        }
        return uids.flatMap { pods.cache.indexed(.controllerInNamespace, "\(owner.namespace)/\($0)") }
            .map { PodState($0) }.filter(\.isActive)
    }

    /// Writes `status` where it differs, and returns it.
    private func write(_ status: JSONValue, to owner: JSONValue) async throws -> JSONValue {
        if owner["status"] == status { return status }
        try await context.client.writeStatus(flavor.resource, of: owner, status)
        return status
    }
}

/// Makes a Pod and tells about it.
func createPod(_ pod: JSONValue, about: ObjectReference, context: ControllerContext) async throws(StatusError) {
    var failure: StatusError?
    var name = ""
    do {
        name = try await context.client.create(Resources.pods, namespace: pod.namespace, pod).name
    } catch {
        failure = error
    }
    guard let failure else {
        context.events.record(about, .normal, reason: "SuccessfulCreate", message: "Created pod: \(name)")
        return
    }
    // What is going away needs no Pods, and nobody needs to hear of it.
    if failure.isNamespaceTerminating { return }
    context.events.record(about, .warning, reason: "FailedCreate", message: "Error creating: \(failure.message)")
    throw failure
}

extension StatusError {
    /// Refused because its namespace is being deleted.
    var isNamespaceTerminating: Bool {
        details?.causes.contains { $0.reason == "NamespaceTerminating" } ?? false
    }
}

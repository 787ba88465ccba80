import ApusAPI
import ApusClient
import ApusJSON

/// Rolls a Deployment's Pods from one ReplicaSet to the next, and keeps its history.
struct DeploymentController: Controller {
    let context: ControllerContext
    let deployments: Informer
    let replicaSets: Informer
    let pods: Informer
    let queue: WorkQueue<String>

    init(_ context: ControllerContext) {
        self.context = context
        deployments = context.informers.informer(Resources.deployments)
        replicaSets = context.informers.informer(Resources.replicaSets, indexers: [.controllerInNamespace])
        pods = context.informers.informer(Resources.pods, indexers: [.controllerInNamespace])
        queue = WorkQueue(time: context.time)
        deployments.addHandler { [queue] in queue.add($0.object.key) }
        replicaSets.addHandler(replicaSetChanged)
        pods.addHandler(podChanged)
    }

    func run() async {
        guard await context.synced(deployments, replicaSets, pods) else { return }
        await queue.run(workers: 5, logger: context.logger, sync)
    }

    // MARK: - What wakes a Deployment

    private var replicaSetChanged: Informer.Handler {
        { [deployments, queue] change in
            func enqueueOwner(_ reference: OwnerReference?, _ namespace: String) {
                guard let reference, reference.kind == Kinds.deployment.kind,
                    let owner = deployments.cache.get(namespace: namespace, name: reference.name),
                    owner.uid == reference.uid
                else { return }
                queue.add(owner.key)
            }
            func enqueueSelecting(_ object: APIObject) {
                for deployment in deployments.cache.inNamespace(object.namespace) {
                    let selector = try? LabelSelector(deployment.tree["spec"]["selector"])
                    if selector?.matches(object.labels) == true { queue.add(deployment.key) }
                }
            }
            let object = change.object
            let reference = object.controllerReference
            if case .updated(let old, let new) = change {
                guard old.revision != new.revision else { return }
                let before = old.controllerReference
                if before != reference { enqueueOwner(before, old.namespace) }
                if reference == nil, old.labels != new.labels || before != nil { enqueueSelecting(new) }
            } else if reference == nil, case .added = change {
                enqueueSelecting(object)
            }
            enqueueOwner(reference, object.namespace)
        }
    }

    /// A Deployment that recreates waits until the last old Pod is gone.
    private var podChanged: Informer.Handler {
        { [deployments, replicaSets, queue] change in
            guard case .deleted(let pod) = change, let set = pod.controllerReference, set.kind == "ReplicaSet",
                let replicaSet = replicaSets.cache.get(namespace: pod.namespace, name: set.name),
                let owner = replicaSet.controllerReference,
                let deployment = deployments.cache.get(namespace: pod.namespace, name: owner.name),
                deployment.tree["spec"]["strategy"]["type"].string == "Recreate"
            else { return }
            queue.add(deployment.key)
        }
    }

    // MARK: - Sync

    private func sync(_ key: String) async throws -> WorkResult {
        guard let object = deployments.cache[key] else { return .done }
        let deployment = object.tree
        let about = ObjectReference(Kinds.deployment, deployment)
        if LabelRules.isEmpty(deployment["spec"]["selector"]) {
            context.events.record(
                about, .warning, reason: "SelectingAll",
                message: "This deployment is selecting all pods. A non-empty selector is required.")
            guard deployment["status"]["observedGeneration"].int ?? 0 < deployment.generation else { return .done }
            var changed = deployment
            changed["status"]["observedGeneration"] = .int(deployment.generation)
            try await context.client.updateStatus(Resources.deployments, changed)
            return .done
        }
        let claim = ReferenceClaim(
            client: context.client, ownerResource: Resources.deployments, ownerKind: Kinds.deployment,
            owner: deployment, selector: try LabelSelector(deployment["spec"]["selector"]),
            resource: Resources.replicaSets)
        let sets = try await claim.claim(
            replicaSets.cache.claimable(namespace: deployment.namespace, uid: deployment.uid))
        var rollout = DeploymentRollout(
            context: context, queue: queue, pods: pods.cache, deployment: deployment, all: sets.map { ReplicaSet($0) })
        return try await rollout.run()
    }
}

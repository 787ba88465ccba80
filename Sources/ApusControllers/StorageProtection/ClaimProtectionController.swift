import ApusAPI
import ApusClient
import ApusJSON

/// Keeps claims that Pods use: a deleted claim goes when the last of them is gone.
struct ClaimProtectionController: Controller {
    let context: ControllerContext
    let claims: Informer
    let pods: Informer
    let queue: WorkQueue<String>
    private let finalizer: ProtectionFinalizer

    init(_ context: ControllerContext) {
        self.context = context
        claims = context.informers.informer(Resources.persistentVolumeClaims)
        pods = context.informers.informer(Resources.pods, indexers: [.claims])
        queue = WorkQueue(time: context.time)
        finalizer = ProtectionFinalizer(
            name: "kubernetes.io/pvc-protection", resource: Resources.persistentVolumeClaims, client: context.client)
        claims.addHandler { [queue] change in
            if case .deleted = change { return }
            queue.add(change.object.key)
        }
        pods.addHandler { [queue, claims] change in
            let pod: APIObject
            switch change {
            case .added: return
            case .updated(let old, let new):
                // A running Pod lets nothing go.
                guard old.uid != new.uid || PodState(new).isFinished || PodState(new).nodeName.isEmpty else { return }
                pod = old
            case .deleted(let last): pod = last
            }
            for key in Indexer.claims.values(pod) where claims.cache[key] != nil { queue.add(key) }
        }
    }

    func run() async {
        guard await context.synced(claims, pods) else { return }
        await queue.run(workers: 2, logger: context.logger, sync)
    }

    private func sync(_ key: String) async throws -> WorkResult {
        guard let claim = claims.cache[key]?.tree else { return .done }
        try await finalizer.settle(claim) {
            if pods.cache.indexed(.claims, key).contains(where: { Self.uses($0.tree, claim) }) { return true }
            // The cache may be behind; what is taken off does not come back.
            let live = try await context.client.list(Resources.pods, namespace: claim.namespace)
            return live.items.contains { Self.uses($0.tree, claim) }
        }
        return .done
    }

    /// Whether a Pod that has a node names the claim. One without a node is not let start with a claim that goes.
    private static func uses(_ pod: JSONValue, _ claim: JSONValue) -> Bool {
        guard !PodState(pod).nodeName.isEmpty else { return false }
        return pod["spec"]["volumes"].elements.contains { volume in
            if volume["persistentVolumeClaim"]["claimName"].string == claim.name { return true }
            return volume["ephemeral"].object != nil && !PodState(pod).isFinished
                && "\(pod.name)-\(volume["name"].string ?? "")" == claim.name
                && claim.controllerReference?.uid == pod.uid
        }
    }
}

extension Indexer {
    /// By the claims that a Pod names: `namespace/claim`.
    static let claims = Indexer("claims") { pod in
        pod.tree["spec"]["volumes"].elements.compactMap { volume in
            if let name = volume["persistentVolumeClaim"]["claimName"].string { return "\(pod.namespace)/\(name)" }
            guard volume["ephemeral"].object != nil else { return nil }
            return "\(pod.namespace)/\(pod.name)-\(volume["name"].string ?? "")"
        }
    }
}

import ApusAPI
import ApusClient
import ApusJSON

/// Keeps volumes that are bound to claims: a deleted volume goes when its claim is gone.
struct VolumeProtectionController: Controller {
    let context: ControllerContext
    let volumes: Informer
    let queue: WorkQueue<String>
    private let finalizer: ProtectionFinalizer

    init(_ context: ControllerContext) {
        self.context = context
        volumes = context.informers.informer(Resources.persistentVolumes)
        queue = WorkQueue(time: context.time)
        finalizer = ProtectionFinalizer(
            name: "kubernetes.io/pv-protection", resource: Resources.persistentVolumes, client: context.client)
        volumes.addHandler { [queue] change in
            if case .deleted = change { return }
            queue.add(change.object.key)
        }
    }

    func run() async {
        guard await context.synced(volumes) else { return }
        await queue.run(workers: 1, logger: context.logger) { key in
            guard let volume = volumes.cache[key]?.tree else { return .done }
            try await finalizer.settle(volume) { volume["status"]["phase"].string == "Bound" }
            return .done
        }
    }
}

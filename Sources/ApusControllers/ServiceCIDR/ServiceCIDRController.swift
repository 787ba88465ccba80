import ApusAPI
import ApusClient
import ApusJSON

/// Keeps ServiceCIDRs as long as there are addresses that no other range has, and says which are ready.
struct ServiceCIDRController: Controller {
    private static let condition = "Ready"
    /// How long a range is kept after nothing needs it any more, so that every API server has stopped giving out
    /// addresses of it.
    private static let gracePeriod: Duration = .seconds(10)
    private static let finalizerName = "networking.k8s.io/service-cidr-finalizer"

    let context: ControllerContext
    let ranges: Informer
    let addresses: Informer
    let queue: WorkQueue<String>
    private let finalizer: ProtectionFinalizer

    init(_ context: ControllerContext) {
        self.context = context
        ranges = context.informers.informer(Resources.serviceCIDRs)
        addresses = context.informers.informer(Resources.ipAddresses)
        queue = WorkQueue(time: context.time)
        finalizer = ProtectionFinalizer(
            name: Self.finalizerName, resource: Resources.serviceCIDRs, client: context.client)
        ranges.addHandler { [queue, ranges] change in
            let networks = ServiceNetworks.of(change.object.tree)
            queue.add(change.object.key)
            if case .updated = change { return }
            // A range that comes or goes may let another one go, or keep it.
            for other in ranges.cache.all()
            where ServiceNetworks.of(other.tree).contains(where: { a in networks.contains { a.overlaps($0) } }) {
                queue.add(other.key)
            }
        }
        addresses.addHandler { [queue, ranges] change in
            if case .updated = change { return }
            guard ServiceNetworks.isManaged(change.object), let address = IPAddress(change.object.name) else { return }
            for range in ServiceNetworks.containing(address, ranges.cache.all()) { queue.add(range.key) }
        }
    }

    func run() async {
        guard await context.synced(ranges, addresses) else { return }
        await queue.run(workers: 5, logger: context.logger, sync)
    }

    private func sync(_ key: String) async throws -> WorkResult {
        guard let range = ranges.cache[key]?.tree else { return .done }
        guard range.isBeingDeleted else {
            try await finalizer.settle(range) { true }
            try await report(range, "True", "", "Kubernetes Service CIDR is ready")
            return .done
        }
        guard range.finalizers.contains(Self.finalizerName) else { return .done }
        guard isDispensable(range) else {
            try await report(
                range, "False", "Terminating",
                "There are still IPAddresses referencing the ServiceCIDR, please remove them or create a new ServiceCIDR"
            )
            return .done
        }
        let since = range["metadata"]["deletionTimestamp"].string.flatMap(Timestamp.init(rfc3339:))
        if let since, let left = remaining(since) { return .again(after: left) }
        try await finalizer.settle(range) { false }
        return .done
    }

    private func remaining(_ since: Timestamp) -> Duration? {
        let left = Self.gracePeriod - .seconds(context.time.now.seconds - since.seconds)
        return left > .zero ? left : nil
    }

    /// Whether the range can go: others have all of it, or it has no address that only it has.
    private func isDispensable(_ range: JSONValue) -> Bool {
        let others = ranges.cache.all().filter { $0.name != range.name }
        let networks = ServiceNetworks.of(range)
        let areCovered = networks.allSatisfy { network in
            others.contains { ServiceNetworks.of($0.tree).contains { $0.contains(network) } }
        }
        if areCovered { return true }
        return !addresses.cache.all().contains { record in
            guard ServiceNetworks.isManaged(record), let address = IPAddress(record.name),
                networks.contains(where: { $0.family == address.family && $0.contains(address) })
            else { return false }
            return ServiceNetworks.containing(address, others).isEmpty
        }
    }

    private func report(
        _ range: JSONValue, _ status: String, _ reason: String, _ message: String
    ) async throws(StatusError) {
        let old = range["status"]["conditions"].elements.first { $0["type"].string == Self.condition }
        if let old, old["status"].string == status, old["reason"].string ?? "" == reason { return }
        var condition: JSONValue = [
            "type": .string(Self.condition), "status": .string(status), "message": .string(message),
            "lastTransitionTime": .string(context.time.now.rfc3339),
        ]
        if !reason.isEmpty { condition["reason"] = .string(reason) }
        var options = APIOptions()
        options.fieldManager = context.name
        options.force = true
        do {
            try await context.client.patch(
                Resources.serviceCIDRs, name: range.name, subresource: "status", .apply,
                [
                    "kind": "ServiceCIDR", "apiVersion": "networking.k8s.io/v1",
                    "metadata": ["name": .string(range.name)], "status": ["conditions": [condition]],
                ], options: options)
        } catch {
            if error.reason != .notFound { throw error }
        }
    }
}

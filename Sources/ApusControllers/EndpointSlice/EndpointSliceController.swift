import ApusAPI
import ApusClient
import ApusJSON

/// Writes down behind which addresses and ports the Pods of a Service answer, in slices of at most a hundred.
struct EndpointSliceController: Controller {
    static let managedBy = "endpointslice-controller.k8s.io"
    static let serviceLabel = "kubernetes.io/service-name"
    static let managerLabel = "endpointslice.kubernetes.io/managed-by"

    let context: ControllerContext
    let services: ServiceQueue
    let slices: Informer
    let nodes: Informer

    private static let byService = Indexer("service") { slice in
        slice.labels[serviceLabel].map { ["\(slice.namespace)/\($0)"] } ?? []
    }

    init(_ context: ControllerContext) {
        self.context = context
        services = ServiceQueue(context)
        slices = context.informers.informer(Resources.endpointSlices, indexers: [Self.byService])
        nodes = context.informers.informer(Resources.nodes)
        slices.addHandler { [queue = services.queue] change in
            let slice = change.object
            guard slice.labels[Self.managerLabel] == Self.managedBy, let service = slice.labels[Self.serviceLabel]
            else { return }
            queue.add("\(slice.namespace)/\(service)")
        }
    }

    func run() async {
        guard await context.synced(services.services, services.pods, slices, nodes) else { return }
        await services.queue.run(workers: 5, logger: context.logger, sync)
    }

    private func sync(_ key: String) async throws -> WorkResult {
        guard let object = services.services.cache[key] else { return .done }
        let service = object.tree
        // Without a selector somebody else writes the endpoints; what is being deleted takes its slices along.
        guard service["spec"]["type"].string != "ExternalName", service["spec"]["selector"].object?.isEmpty == false,
            !service.isBeingDeleted
        else { return .done }
        let existing = slices.cache.indexed(Self.byService, key)
            .filter { $0.labels[Self.managerLabel] == Self.managedBy }.map(\.tree).filter { !$0.isBeingDeleted }
        let pods = services.selected(by: service)
        var families = service["spec"]["ipFamilies"].elements.compactMap(\.string)
        if families.isEmpty { families = ["IPv4"] }

        var plan = SlicePlan()
        for family in families {
            var groups: [PortSet: [JSONValue]] = [:]
            for pod in pods {
                guard !pod.isFinished,
                    let address = ServiceEndpoints.addresses(of: pod).first(where: {
                        $0.contains(":") == (family == "IPv6")
                    })
                else { continue }
                groups[PortSet(ServiceEndpoints.ports(of: service, for: pod)), default: []]
                    .append(endpoint(pod, address, service))
            }
            let mine = existing.filter { $0["addressType"].string == family }
            plan.add(groups, existing: mine, template: template(service, family))
        }
        plan.deleted += existing.filter { !families.contains($0["addressType"].string ?? "") }
        try await write(plan)
        return .done
    }

    private func endpoint(_ pod: PodState, _ address: String, _ service: JSONValue) -> JSONValue {
        let serving = pod.isReady
        let terminating = pod.isBeingDeleted
        let always = service["spec"]["publishNotReadyAddresses"].bool ?? false
        var result: JSONValue = [
            "addresses": [.string(address)],
            "conditions": [
                "ready": .bool(always || (serving && !terminating)), "serving": .bool(serving),
                "terminating": .bool(terminating),
            ],
            "targetRef": ServiceEndpoints.reference(to: pod),
        ]
        if !pod.nodeName.isEmpty { result["nodeName"] = .string(pod.nodeName) }
        if let zone = nodes.cache[pod.nodeName]?.labels["topology.kubernetes.io/zone"] {
            result["zone"] = .string(zone)
        }
        if let hostname = ServiceEndpoints.hostname(of: pod, in: service) { result["hostname"] = .string(hostname) }
        return result
    }

    /// A slice of the Service without endpoints and ports.
    private func template(_ service: JSONValue, _ family: String) -> JSONValue {
        var labels = service.labels
        labels[Self.serviceLabel] = service.name
        labels[Self.managerLabel] = Self.managedBy
        labels[ServiceEndpoints.headlessLabel] = ServiceEndpoints.isHeadless(service) ? "" : nil
        return [
            "apiVersion": "discovery.k8s.io/v1", "kind": "EndpointSlice",
            "metadata": [
                "generateName": .string("\(service.name)-"), "namespace": .string(service.namespace),
                "labels": JSONValue(texts: labels),
                "ownerReferences": [OwnerReference.controller(Kinds.service, service).value],
            ],
            "addressType": .string(family),
        ]
    }

    private func write(_ plan: SlicePlan) async throws(StatusError) {
        for slice in plan.created {
            do {
                try await context.client.create(Resources.endpointSlices, slice)
            } catch {
                if error.isNamespaceTerminating { return }
                throw error
            }
        }
        for slice in plan.updated { try await context.client.update(Resources.endpointSlices, slice) }
        for slice in plan.deleted {
            try await context.client.deleteIfPresent(
                Resources.endpointSlices, namespace: slice.namespace, name: slice.name)
        }
    }
}

import ApusAPI
import ApusClient
import ApusJSON

/// Writes the older form of endpoints, one object for each Service, at most a thousand addresses in it.
struct EndpointsController: Controller {
    static let capacity = 1000
    static let managerLabel = "endpoints.kubernetes.io/managed-by"
    static let overCapacity = "endpoints.kubernetes.io/over-capacity"

    let context: ControllerContext
    let services: ServiceQueue
    let endpoints: Informer

    init(_ context: ControllerContext) {
        self.context = context
        services = ServiceQueue(context)
        endpoints = context.informers.informer(Resources.endpoints)
        endpoints.addHandler { [services = services.services, queue = services.queue] change in
            guard case .deleted(let object) = change, services.cache[object.key] != nil else { return }
            queue.add(object.key)
        }
    }

    func run() async {
        guard await context.synced(services.services, services.pods, endpoints) else { return }
        await services.queue.run(workers: 5, logger: context.logger, sync)
    }

    private func sync(_ key: String) async throws -> WorkResult {
        guard let object = services.services.cache[key] else {
            try await deleteEndpoints(of: key)
            return .done
        }
        let service = object.tree
        guard service["spec"]["type"].string != "ExternalName", service["spec"]["selector"].object?.isEmpty == false
        else { return .done }
        let (subsets, isTruncated) = subsets(of: service)
        let stored = endpoints.cache[key]?.tree
        var wanted = stored ?? ["apiVersion": "v1", "kind": "Endpoints", "metadata": [:]]
        wanted["metadata"]["name"] = .string(service.name)
        wanted["metadata"]["namespace"] = .string(service.namespace)
        var labels = service.labels
        labels[Self.managerLabel] = "endpoint-controller"
        labels[ServiceEndpoints.headlessLabel] = ServiceEndpoints.isHeadless(service) ? "" : nil
        wanted["metadata"]["labels"] = JSONValue(texts: labels)
        if isTruncated { wanted["metadata"]["annotations"][Self.overCapacity] = "truncated" }
        if !isTruncated, stored?.annotations[Self.overCapacity] != nil {
            wanted["metadata"]["annotations"].remove(Self.overCapacity)
        }
        wanted.set("subsets", unlessEmpty: subsets)
        guard wanted != stored else { return .done }
        try await write(wanted, isNew: stored == nil)
        return .done
    }

    private func write(_ wanted: JSONValue, isNew: Bool) async throws(StatusError) {
        do {
            if isNew {
                try await context.client.create(Resources.endpoints, wanted)
            } else {
                try await context.client.update(Resources.endpoints, wanted)
            }
        } catch {
            if error.isNamespaceTerminating { return }
            throw error
        }
    }

    private func deleteEndpoints(of key: String) async throws(StatusError) {
        guard let object = endpoints.cache[key], object.labels[Self.managerLabel] == "endpoint-controller" else {
            return
        }
        try await context.client.deleteIfPresent(Resources.endpoints, namespace: object.namespace, name: object.name)
    }

    /// Addresses with the same ports share a subset; those that are not ready are told apart.
    private func subsets(of service: JSONValue) -> ([JSONValue], truncated: Bool) {
        let always = service["spec"]["publishNotReadyAddresses"].bool ?? false
        let wantsIPv6 = service["spec"]["ipFamilies"][0].string == "IPv6"
        var order: [PortSet] = []
        var ready: [PortSet: [JSONValue]] = [:]
        var notReady: [PortSet: [JSONValue]] = [:]
        var count = 0
        var isTruncated = false
        for pod in services.selected(by: service) {
            guard !pod.isFinished, always || !pod.isBeingDeleted,
                let ip = ServiceEndpoints.addresses(of: pod).first(where: { $0.contains(":") == wantsIPv6 })
            else { continue }
            guard count < Self.capacity else {
                isTruncated = true
                break
            }
            count += 1
            let named = ServiceEndpoints.ports(of: service, for: pod).map { port in
                var port = port
                if port["name"].string == "" { port.remove("name") }
                return port
            }
            let ports = PortSet(named)
            if named.isEmpty, !ServiceEndpoints.isHeadless(service) { continue }
            var address: JSONValue = ["ip": .string(ip), "targetRef": ServiceEndpoints.reference(to: pod)]
            if !pod.nodeName.isEmpty { address["nodeName"] = .string(pod.nodeName) }
            if let hostname = ServiceEndpoints.hostname(of: pod, in: service) {
                address["hostname"] = .string(hostname)
            }
            if !order.contains(ports) { order.append(ports) }
            if always || pod.isReady {
                ready[ports, default: []].append(address)
            } else {
                notReady[ports, default: []].append(address)
            }
        }
        let subsets = order.map { ports in
            var subset: JSONValue = [:]
            subset.set("addresses", unlessEmpty: sorted(ready[ports] ?? []))
            subset.set("notReadyAddresses", unlessEmpty: sorted(notReady[ports] ?? []))
            subset.set("ports", unlessEmpty: ports.ports)
            return subset
        }
        return (subsets, isTruncated)
    }

    private func sorted(_ addresses: [JSONValue]) -> [JSONValue] {
        addresses.sorted { ($0["ip"].string ?? "") < ($1["ip"].string ?? "") }
    }
}

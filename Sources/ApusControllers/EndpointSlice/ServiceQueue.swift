import ApusAPI
import ApusClient
import ApusJSON

/// The Services whose endpoints have to be looked at again: those that changed, and those that select a Pod that did.
struct ServiceQueue: Sendable {
    let services: Informer
    let pods: Informer
    let queue: WorkQueue<String>

    init(_ context: ControllerContext) {
        services = context.informers.informer(Resources.services)
        pods = context.informers.informer(Resources.pods)
        queue = WorkQueue(time: context.time)
        services.addHandler { [queue] in queue.add($0.object.key) }
        pods.addHandler { [services, queue] change in
            var labels = [change.object.labels]
            if case .updated(let old, let new) = change {
                guard old.revision != new.revision, Self.matter(old, new) else { return }
                if old.labels != new.labels { labels.append(old.labels) }
            }
            for service in services.cache.inNamespace(change.object.namespace) {
                let selector = service.tree["spec"]["selector"].texts
                guard !selector.isEmpty else { continue }
                if labels.contains(where: { labels in selector.allSatisfy { labels[$0.key] == $0.value } }) {
                    queue.add(service.key)
                }
            }
        }
    }

    /// Whether a change of a Pod can change an endpoint.
    private static func matter(_ old: APIObject, _ new: APIObject) -> Bool {
        if old.labels != new.labels { return true }
        let (a, b) = (PodState(old), PodState(new))
        return a.isReady != b.isReady || a.isBeingDeleted != b.isBeingDeleted || a.isFinished != b.isFinished
            || a.nodeName != b.nodeName || a.value["status"]["podIPs"] != b.value["status"]["podIPs"]
            || a.value["status"]["podIP"] != b.value["status"]["podIP"]
            || a.value["spec"]["hostname"] != b.value["spec"]["hostname"]
    }

    /// The Pods that `service` selects, in the order of their names.
    func selected(by service: JSONValue) -> [PodState] {
        let selector = service["spec"]["selector"].texts
        return pods.cache.inNamespace(service.namespace)
            .filter { pod in selector.allSatisfy { pod.labels[$0.key] == $0.value } }
            .sorted { $0.name < $1.name }.map { PodState($0) }
    }
}

/// What endpoints of a Service are made of.
enum ServiceEndpoints {
    static let headlessLabel = "service.kubernetes.io/headless"

    /// The Pod's addresses, the first first.
    static func addresses(of pod: PodState) -> [String] {
        let all = pod.value["status"]["podIPs"].elements.compactMap { $0["ip"].string }
        if all.isEmpty, let one = pod.value["status"]["podIP"].string, !one.isEmpty { return [one] }
        return all
    }

    /// The Service's ports as `pod` has them; a named port that the Pod does not have is left out.
    static func ports(of service: JSONValue, for pod: PodState) -> [JSONValue] {
        service["spec"]["ports"].elements.compactMap { port in
            guard let number = target(of: port, in: pod) else { return nil }
            var result: JSONValue = [
                "name": .string(port["name"].string ?? ""), "port": .int(number),
                "protocol": .string(port["protocol"].string ?? "TCP"),
            ]
            if let application = port["appProtocol"].string { result["appProtocol"] = .string(application) }
            return result
        }
    }

    private static func target(of port: JSONValue, in pod: PodState) -> Int64? {
        let transport = port["protocol"].string ?? "TCP"
        switch IntOrString(port["targetPort"]) {
        case .int(let number): return number == 0 ? port["port"].int : number
        case nil: return port["port"].int
        case .string(let name):
            let sidecars = pod.value["spec"]["initContainers"].elements.filter {
                $0["restartPolicy"].string == "Always"
            }
            for container in pod.value["spec"]["containers"].elements + sidecars {
                for candidate in container["ports"].elements
                where candidate["name"].string == name && candidate["protocol"].string ?? "TCP" == transport {
                    return candidate["containerPort"].int
                }
            }
            return nil
        }
    }

    /// The Pod as `targetRef`.
    static func reference(to pod: PodState) -> JSONValue {
        [
            "kind": "Pod", "namespace": .string(pod.value.namespace), "name": .string(pod.name),
            "uid": .string(pod.uid),
        ]
    }

    /// The name that the Pod has below the Service, where it says so.
    static func hostname(of pod: PodState, in service: JSONValue) -> String? {
        guard let hostname = pod.value["spec"]["hostname"].string, !hostname.isEmpty,
            pod.value["spec"]["subdomain"].string == service.name
        else { return nil }
        return hostname
    }

    static func isHeadless(_ service: JSONValue) -> Bool { service["spec"]["clusterIP"].string == "None" }
}

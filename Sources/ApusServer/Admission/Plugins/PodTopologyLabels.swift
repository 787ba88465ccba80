import ApusAPI
import ApusJSON

/// Tells a Pod the zone and region of its node, by labels that it can read itself.
struct PodTopologyLabels: MutatingAdmission {
    private static let labels = ["topology.kubernetes.io/region", "topology.kubernetes.io/zone"]

    let objects: ObjectReader

    var name: String { "PodTopologyLabels" }
    var scope: AdmissionScope { AdmissionScope(.create, .init("pods"), .init("pods", subresource: "binding")) }

    func admit(_ object: inout JSONValue, _ request: AdmissionRequest) throws(StatusError) {
        let place = request.subresource.isEmpty ? object["spec"]["nodeName"] : object["target"]["name"]
        guard let name = place.string, !name.isEmpty,
            let node = objects.object("", "nodes", ObjectKey("", name))
        else { return }
        for label in Self.labels {
            if let value = node.labels[label] { object["metadata"]["labels"][label] = .string(value) }
        }
    }
}

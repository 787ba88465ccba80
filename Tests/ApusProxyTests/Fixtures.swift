import ApusJSON
import Testing

@testable import ApusProxy

let configuration = ProxyConfiguration(
    nodeName: "here", dataDirectory: "/data", clusterCIDRs: ["10.1.0.0/16", "fd01::/64"])

/// A Service with one port 80 that is told apart by what `change` does.
func service(_ change: (inout JSONValue) -> Void = { _ in }) -> JSONValue {
    var service: JSONValue = [
        "metadata": ["namespace": "ns", "name": "web"],
        "spec": [
            "type": "ClusterIP", "clusterIP": "10.96.0.1", "clusterIPs": ["10.96.0.1"],
            "ports": [["name": "http", "protocol": "TCP", "port": 80]],
        ],
    ]
    change(&service)
    return service
}

/// An endpoint of the Service's port, ready and elsewhere unless it says otherwise.
func endpoint(_ address: String, _ change: (inout JSONValue) -> Void = { _ in }) -> JSONValue {
    var endpoint: JSONValue = ["addresses": [.string(address)], "conditions": ["ready": true], "nodeName": "there"]
    change(&endpoint)
    return endpoint
}

func local(_ endpoint: inout JSONValue) { endpoint["nodeName"] = "here" }
func notReady(_ endpoint: inout JSONValue) { endpoint["conditions"] = ["ready": false, "serving": false] }
func draining(_ endpoint: inout JSONValue) {
    endpoint["conditions"] = ["ready": false, "serving": true, "terminating": true]
}

func slice(_ endpoints: [JSONValue], port: Int64 = 8080, family: String = "IPv4", portProtocol: String = "TCP")
    -> JSONValue
{
    [
        "metadata": ["namespace": "ns", "name": "web-1", "labels": ["kubernetes.io/service-name": "web"]],
        "addressType": .string(family),
        "ports": [["name": "http", "protocol": .string(portProtocol), "port": .int(port)]],
        "endpoints": .array(endpoints),
    ]
}

/// The fragment of a Service with these endpoints.
func compile(
    _ service: JSONValue, _ endpoints: [JSONValue], family: Family = .ipv4,
    configuration: ProxyConfiguration = configuration,
    portProtocol: String = "TCP"
) throws -> Fragment {
    let model = try #require(ServiceModel(service))
    let slice = try #require(
        EndpointSliceModel(
            slice(endpoints, family: family.rawValue, portProtocol: portProtocol), nodeName: configuration.nodeName))
    return ServiceCompiler(family: family, configuration: configuration).compile(model, slice.endpoints)
}

extension Fragment {
    /// The elements of a map or set as text.
    func list(_ container: Container) -> [String] {
        elements.filter { $0.key.container == container }.map {
            $0.value.isEmpty ? $0.key.key : "\($0.key.key) : \($0.value)"
        }
        .sorted()
    }
}

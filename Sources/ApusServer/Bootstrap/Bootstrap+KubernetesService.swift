import ApusAPI
import ApusJSON

extension Bootstrap {
    private static let name = "kubernetes"

    /// Makes the Service `default/kubernetes`, and brings its port up to date.
    func publishService(port: Int) async throws(StatusError) {
        try await apply(
            GroupVersionResource("", "v1", "services"),
            [
                "kind": "Service", "apiVersion": "v1",
                "metadata": [
                    "name": .string(Self.name), "namespace": "default",
                    "labels": ["component": "apiserver", "provider": "kubernetes"],
                ],
                "spec": [
                    "type": "ClusterIP", "clusterIP": .string(configuration.serviceAddresses.first),
                    "clusterIPs": [.string(configuration.serviceAddresses.first)], "sessionAffinity": "None",
                    "ipFamilyPolicy": "SingleStack",
                    "ports": [["name": "https", "protocol": "TCP", "port": 443, "targetPort": .int(Int64(port))]],
                ],
            ], part: ["spec", "ports"])
    }

    /// Where the Service leads to this server; nil where it does not, as endpoints may not lie on the loopback: nobody
    /// but this machine could follow them.
    var endpointAddress: String? {
        guard let address = configuration.advertiseAddress, !address.isEmpty, !address.hasPrefix("127."),
            address != "::1"
        else { return nil }
        return address
    }

    /// Makes the endpoints of the Service lead to `addresses`, all of one family.
    func publishEndpoints(_ addresses: [String], port: Int) async throws(StatusError) {
        let ports: JSONValue = [["name": "https", "port": .int(Int64(port)), "protocol": "TCP"]]
        try await apply(
            GroupVersionResource("", "v1", "endpoints"),
            [
                "kind": "Endpoints", "apiVersion": "v1",
                "metadata": [
                    "name": .string(Self.name), "namespace": "default",
                    "labels": ["endpointslice.kubernetes.io/skip-mirror": "true"],
                ],
                "subsets": [["addresses": .array(addresses.map { ["ip": .string($0)] }), "ports": ports]],
            ], part: ["subsets"])
        try await apply(
            GroupVersionResource("discovery.k8s.io", "v1", "endpointslices"),
            [
                "kind": "EndpointSlice", "apiVersion": "discovery.k8s.io/v1",
                "metadata": [
                    "name": .string(Self.name), "namespace": "default",
                    "labels": ["kubernetes.io/service-name": .string(Self.name)],
                ],
                "addressType": addresses.contains { $0.contains(":") } ? "IPv6" : "IPv4",
                "endpoints": .array(addresses.map { ["addresses": [.string($0)], "conditions": ["ready": true]] }),
                "ports": ports,
            ], part: ["endpoints"], ["ports"])
    }

    /// Creates `object`, or where it exists gives it the parts that differ.
    private func apply(
        _ resource: GroupVersionResource, _ object: JSONValue, part parts: [String]...
    ) async throws(StatusError) {
        var create = APIRequest(.create, resource, namespace: "default")
        create.body = .value(object)
        guard try await exists(resource, "default", Self.name) else {
            _ = try await transport.send(create)
            return
        }
        var patch: JSONValue = [:]
        for path in parts {
            if path.count == 1 {
                patch[path[0]] = object[path[0]]
            } else {
                patch[path[0]][path[1]] = object[path[0]][path[1]]
            }
        }
        _ = try await transport.send(
            APIRequest(.patch, resource, namespace: "default", name: Self.name, body: .patch(.merge, patch)))
    }
}
